package seniorcard_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

// TestTheCityThatIssuesTheCard: that of the household if it issues one at this age, else that of the permit.
func TestTheCityThatIssuesTheCard(t *testing.T) {
	judge := instanttest.Judge(t, seniorcard.Service(), entitled)
	for name, tt := range map[string]struct {
		facts []fact.Record
		want  decision.Outcome
	}{
		"62, of Shenzhen, with a permit of Guangzhou":  {permit("440304", "1964-01-01", "440100", "2027-01-01"), decision.Approved},
		"62, of Shenzhen, with an expired permit":      {permit("440304", "1964-01-01", "440100", "2026-11-23"), decision.Rejected},
		"62, of Shenzhen, without a permit":            {born("1964-01-01", "440304"), decision.Rejected},
		"62, of Foshan, with a permit of Shenzhen":     {permit("440605", "1964-01-01", "440300", "2027-01-01"), decision.Approved},
		"58, of Shenzhen, with a permit of Guangzhou":  {permit("440304", "1968-01-01", "440100", "2027-01-01"), decision.Rejected},
		"59 and 10 months, with a permit of Guangzhou": {permit("440304", "1967-01-20", "440100", "2027-01-01"), decision.Approved},
		"of Shenzhen, with a permit of unknown endorsing": {append(born("1964-01-01", "440304"),
			instanttest.Fact(person, dataset.ResidencePermits.City.Set("440100"))), decision.Referred},
	} {
		if j := judge(instanttest.Row[seniorcard.Form]{Facts: tt.facts}); j.Outcome != tt.want {
			t.Errorf("%s: %s, want %s: %+v", name, j.Outcome, tt.want, j.Findings)
		}
	}
}

// TestEveryDayHasACard sweeps the days from two and a half months before 60 to 66 in Guangzhou, which
// accepts applications two months early: a person without a card gets the one of today, and a person with
// it gets the next one early.
func TestEveryDayHasACard(t *testing.T) {
	judge := instanttest.Judge(t, seniorcard.Service(), entitled)
	birth := calendar.MustParse("1961-11-24")
	for day := birth.AddYears(60).AddDays(-75); day.Before(birth.AddYears(66)); day = day.AddDays(3) {
		free := !day.Before(birth.AddYears(65))
		bare := judge(instanttest.Row[seniorcard.Form]{Today: day.String(), Facts: born(birth.String(), "440103")})
		holds := judge(instanttest.Row[seniorcard.Form]{Today: day.String(), Facts: append(born(birth.String(), "440103"),
			instanttest.Fact(person, dataset.Benefits.SeniorCard.Set("440100/half")))})
		early := !day.Before(birth.AddYears(60).AddMonths(-2))
		nextEarly := !day.Before(birth.AddYears(65).AddMonths(-2))
		if (bare.Outcome == decision.Approved) != early || early && strings.Contains(bare.Of("age").Text.EN, "free") != free {
			t.Errorf("%s, without a card: %s, %s", day, bare.Outcome, bare.Of("age").Text.EN)
		}
		if (holds.Outcome == decision.Approved) != nextEarly {
			t.Errorf("%s, with the card of half fare: %s, %s", day, holds.Outcome, holds.Of("age").Text.EN)
		}
	}
}

// TestACardEndsWithItsCity: a person who moves to another city, even one with such a card, loses the card
// of the old city unless they have a permit there.
func TestACardEndsWithItsCity(t *testing.T) {
	for name, tt := range map[string]struct {
		facts []fact.Record
		want  instant.State
	}{
		"within the city":                      {born("1960-01-01", "440604"), instant.InForce},
		"to Guangzhou":                         {born("1960-01-01", "440103"), instant.Suspended},
		"to a city without a rule":             {born("1960-01-01", "440402"), instant.Suspended},
		"to Guangzhou, with a permit here":     {permit("440103", "1960-01-01", "440600", "2028-01-01"), instant.InForce},
		"to Guangzhou, with a permit there":    {permit("440103", "1960-01-01", "440100", "2028-01-01"), instant.Suspended},
		"to Guangzhou, with an expired permit": {permit("440103", "1960-01-01", "440600", "2027-11-23"), instant.Suspended},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[seniorcard.Form]{Facts: born("1960-01-01", "440605011")})
		o.At(calendar.MustParse("2027-11-24").Start())
		for _, r := range tt.facts {
			r.AsOf = o.Now()
			o.Know(r)
		}
		if v := o.Verify(receipt.Number, false); v.After != tt.want {
			t.Errorf("%s: %s, want %s", name, v.After, tt.want)
		}
	}
}

// TestAPersonDecidesWhereNoRuleIsKnown: the case waits until the policy has the figure; or it is
// rejected by a law that the reviewer names, and a second official confirms.
func TestAPersonDecidesWhereNoRuleIsKnown(t *testing.T) {
	const law = "珠海市老年人优待办法第三条"
	refuse := func(basis string) instant.Determination {
		return instant.Determination{Reason: "年龄未达到当地规定", Judged: []instant.Judged{
			{Rule: "belongs", Basis: basis}, {Rule: "age", Basis: basis}}}
	}
	for name, tt := range map[string]struct {
		figure bool // entered since
		found  instant.Determination
		want   decision.Outcome // after the second official
		fault  string
	}{
		"no figure yet": {false, instant.Determination{Reason: "已核对户口簿"}, "", "invalid-form"},
		"met, without a figure": {false, instant.Determination{Reason: "已核对",
			Judged: []instant.Judged{{Rule: "age", Met: true, Basis: law}}}, "", "invalid-form"},
		"refused without a law":          {false, refuse(""), "", "invalid-form"},
		"refused by a law that is named": {false, refuse(law), decision.Rejected, ""},
		"the figure was entered":         {true, instant.Determination{Reason: "已核对户口簿"}, decision.Approved, ""},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[seniorcard.Form]{Facts: born("1962-01-01", "440402")})
		if receipt.Outcome != decision.Referred {
			t.Fatalf("%s: %s", name, receipt.Outcome)
		}
		service := seniorcard.Service()
		if tt.figure {
			service.Policy = []byte(strings.Replace(string(service.Policy), "    - region: \"440300\"\n      from: 2010-01-01\n      value:\n",
				"    - region: \"440400\"\n      from: 2010-01-01\n      value:\n"+
					"        - {from_age: 60, name: half, gives: {zh: 半价, en: half fare}}\n"+
					"      basis: {title: {zh: 珠海（示例）, en: Zhuhai (an example)}, illustrative: true}\n"+
					"    - region: \"440300\"\n      from: 2010-01-01\n      value:\n", 1))
		}
		decided, err := decide(t, o, service, receipt.Number, tt.found)
		switch {
		case tt.fault != "":
			if err == nil || !strings.Contains(err.Error(), tt.fault) {
				t.Errorf("%s: %v, want %s", name, err, tt.fault)
			}
		case err != nil || decided.Outcome != tt.want:
			t.Errorf("%s: %v, %v", name, decided, err)
		default:
			o.Use(service)
			o.Replay(receipt.Number)
		}
	}
}

// decide decides the application as a reviewer of the province, and confirms it as a second one if required.
func decide(t *testing.T, o *instanttest.Office, service instant.Service[seniorcard.Form, seniorcard.Policy], number string,
	found instant.Determination) (*instant.Application, error) {
	t.Helper()
	reviewer, err := service.Reviewer(o.Engine)
	if err != nil {
		t.Fatal(err)
	}
	admit := func(id, name string) (*instant.Application, instant.Clearance) {
		a, err := instant.LoadApplication(t.Context(), o.Store, number)
		if err != nil {
			t.Fatal(err)
		}
		o.Know(fact.NewRecord(id, o.Now(), dataset.Households.Book.Set("H"+id)))
		matter, err := o.Engine.Matter(t.Context(), a, "review")
		if err != nil {
			t.Fatal(err)
		}
		by, err := o.Engine.Admit(t.Context(), instant.Officer{ID: id, Name: name, Region: "440000"}, matter)
		if err != nil {
			t.Fatal(err)
		}
		return a, by
	}
	a, by := admit("440605198305050024", "梁审")
	decided, err := reviewer.Determine(t.Context(), a, by, found)
	if err != nil || decided.Determination != nil {
		return decided, err
	}
	a, by = admit("440605198105050019", "梁复")
	return reviewer.Confirm(t.Context(), a, by)
}
