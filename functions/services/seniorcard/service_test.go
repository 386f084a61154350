package seniorcard_test

import (
	"testing"

	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

const person = "440605196611240011"

func born(day, household string) []fact.Record {
	return []fact.Record{instanttest.Fact(person, dataset.Population.BirthDate.Set(calendar.MustParse(day)),
		dataset.Population.Household.Set(household))}
}

func permit(household, day, city, until string) []fact.Record {
	return append(born(day, household), instanttest.Fact(person,
		dataset.ResidencePermits.City.Set(city), dataset.ResidencePermits.EndorsedTo.Set(calendar.MustParse(until))))
}

// entitled is a person in Nanhai who is 60 on the day.
var entitled = instanttest.Setting[seniorcard.Form]{
	Service: seniorcard.Service(), Today: "2026-11-24", Person: person,
	Form: seniorcard.Form{Delivery: seniorcard.Electronic}, Facts: born("1966-11-24", "440605011"),
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	entitled.Run(t, []instanttest.Row[seniorcard.Form]{
		{Name: "60 on the day in Foshan", Want: decision.Approved},
		{Name: "60 on the next day", Facts: born("1966-11-25", "440605011"), Want: decision.Rejected,
			Not: not("age", decision.NotMet), From: "2026-11-25"},
		{Name: "in Guangzhou two months ahead", Facts: born("1967-01-24", "440103"), Want: decision.Approved},
		{Name: "in Guangzhou a day before that", Facts: born("1967-01-25", "440103"), Want: decision.Rejected,
			Not: not("age", decision.NotMet), From: "2026-11-25"},
		{Name: "64 in Shenzhen", Facts: born("1961-11-25", "440304001"), Want: decision.Rejected, Not: not("age", decision.NotMet),
			From: "2026-11-25"},
		{Name: "65 in Shenzhen", Facts: born("1961-11-24", "440304001"), Want: decision.Approved},
		{Name: "from Changsha, with a permit of Foshan to the last day",
			Facts: permit("430102", "1960-01-01", "440600", "2026-11-24"), Want: decision.Approved},
		{Name: "with a permit that expired yesterday", Facts: permit("430102", "1960-01-01", "440600", "2026-11-23"),
			Want: decision.Referred, Not: not("belongs", decision.Unknown)},
		{Name: "without a permit", Facts: born("1960-01-01", "430102"), Want: decision.Referred,
			Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.Unknown}},
		{Name: "66 in Zhuhai, of which no rule is known", Facts: born("1960-11-24", "440402"), Want: decision.Referred,
			Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.Unknown}},
		{Name: "30 in Zhuhai: not elderly by art. 2", Facts: born("1996-11-24", "440402"), Want: decision.Rejected,
			Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.NotMet}, From: "2056-11-24"},
		{Name: "a permit of a city without a rule", Facts: permit("430102", "1960-01-01", "440400", "2027-01-01"),
			Want: decision.Referred, Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.Unknown}},
		{Name: "the permit office does not answer", Facts: born("1960-01-01", "430102"), Broken: dataset.ResidencePermits.Dataset,
			Want: decision.Referred, Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.Unknown}},
		{Name: "a stale population record", Stale: []*fact.Dataset{dataset.Population.Dataset}, Want: decision.Referred,
			Not: map[string]decision.Status{"belongs": decision.Unknown, "age": decision.Unknown}},
		{Name: "a death is on record",
			Facts: []fact.Record{instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01")))},
			Want:  decision.Rejected, Not: not("alive", decision.NotMet)},
		{Name: "already has the card", Facts: []fact.Record{instanttest.Fact(person, dataset.Benefits.SeniorCard.Set("440600/half"))},
			Want: decision.Rejected, Not: not("not-held", decision.NotMet)},
		{Name: "has the card of another city",
			Facts: []fact.Record{instanttest.Fact(person, dataset.Benefits.SeniorCard.Set("440100/half"))}, Want: decision.Approved},
		{
			Name:   "civil affairs do not answer",
			Broken: dataset.Benefits.Dataset,
			Want:   decision.Referred,
			Not:    not("not-held", decision.Unknown),
		},
	})
}

// TestTheCardGrowsWithAge: half fare from 60, free from 65, one card at a time.
func TestTheCardGrowsWithAge(t *testing.T) {
	for day, want := range map[string]struct{ from, until, gives string }{
		"1966-11-24": {"2026-11-24", "2031-11-23", "public transport at half fare"},
		"1961-11-25": {"2026-11-24", "2026-11-24", "public transport at half fare"},
		"1961-11-24": {"2026-11-24", "", "free public transport"},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[seniorcard.Form]{Facts: born(day, "440605011")})
		card := receipt.Certificate
		until := card.ValidUntil.String()
		if card.ValidUntil.IsZero() {
			until = ""
		}
		if card.ValidFrom.String() != want.from || until != want.until || card.Entries[0].Value.EN != want.gives {
			t.Errorf("born %s: %s, %s to %s; want %+v", day, card.Entries[0].Value.EN, card.ValidFrom, until, want)
		}
		if again := o.Apply(person,
			seniorcard.Form{Delivery: seniorcard.Mail, Address: "桂城一路1号", Mobile: "13800138000"}); again.Outcome != decision.Rejected {
			t.Errorf("born %s: the same card was granted twice", day)
		}
	}
}

// TestAPermitThatLapsesSuspendsTheCard also checks that a new endorsement restores the card.
func TestAPermitThatLapsesSuspendsTheCard(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[seniorcard.Form]{Facts: permit("430102", "1960-01-01", "440600", "2026-12-01")})
	o.At(calendar.MustParse("2026-12-02").Start())
	for _, step := range []struct {
		until string
		want  instant.State
	}{{"2026-12-01", instant.Suspended}, {"2027-12-01", instant.InForce}} {
		for _, r := range permit("430102", "1960-01-01", "440600", step.until) {
			r.AsOf = o.Now()
			o.Know(r)
		}
		if v := o.Verify(receipt.Number, false); v.After != step.want {
			t.Errorf("endorsed until %s the card is %s, want %s", step.until, v.After, step.want)
		}
	}
}
