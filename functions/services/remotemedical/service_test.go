package remotemedical_test

import (
	"testing"

	"miaoban/functions/services/remotemedical"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

type form = remotemedical.Form

const person = "440605196506150011"

var day = calendar.MustParse

func insured(city string, active bool, more ...fact.Setting) fact.Record {
	return instanttest.Fact(person, dataset.MedicalInsurance.City.Set(city), append(more, dataset.MedicalInsurance.Active.Set(active))...)
}

func permit(city, until string) fact.Record {
	return instanttest.Fact(person, dataset.ResidencePermits.City.Set(city), dataset.ResidencePermits.EndorsedTo.Set(day(until)))
}

// entitled is a person who is insured in Foshan and lives in Changsha with a permit.
var entitled = instanttest.Setting[form]{
	Service: remotemedical.Service(), Today: "2026-11-24", Person: person, Form: form{Destination: "430100", Kind: remotemedical.Residing},
	Facts: []fact.Record{insured("440600", true), permit("430100", "2027-06-01")},
}

func TestEveryClause(t *testing.T) {
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	one := func(r fact.Record) []fact.Record { return []fact.Record{r} }
	kind := func(k remotemedical.Kind) func(*form) { return func(f *form) { f.Kind = k } }
	promised := func(f *form) { f.Promise = true }
	nowhere := []*fact.Dataset{dataset.ResidencePermits.Dataset}
	filed := func(until string) fact.Record {
		return insured(
			"440600",
			true,
			dataset.MedicalInsurance.Elsewhere.Set("440100"),
			dataset.MedicalInsurance.ElsewhereUntil.Set(day(until)),
		)
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "by a residence permit there", Want: decision.Approved},
		{Name: "a permit to the last day", Facts: one(permit("430100", "2026-11-24")), Want: decision.Approved},
		{Name: "a permit that ran out yesterday", Facts: one(permit("430100", "2026-11-23")), Want: decision.Referred,
			Not: not("ground", decision.Unknown)},
		{Name: "a permit of another city", Facts: one(permit("440300", "2027-06-01")), Want: decision.Referred,
			Not: not("ground", decision.Unknown)},
		{Name: "without a permit: a proof on paper", Without: nowhere, Want: decision.Referred, Not: not("ground", decision.Unknown)},
		{Name: "医保发〔2022〕22号: the household moved there", Without: nowhere, Want: decision.Approved,
			Facts: one(instanttest.Fact(person, dataset.Population.Household.Set("430104")))},
		{Name: "the household is elsewhere", Without: nowhere, Want: decision.Referred, Not: not("ground", decision.Unknown),
			Facts: one(instanttest.Fact(person, dataset.Population.Household.Set("440605011")))},
		{Name: "inside the province no filing is needed", Form: func(f *form) { f.Destination, f.Kind = "440100", remotemedical.Temporary },
			Want: decision.Referred, Not: not("needed", decision.Unknown)},
		{Name: "without a permit, by promise", Without: nowhere, Form: promised, Want: decision.Approved},
		{Name: "the other city does not answer", Broken: dataset.ResidencePermits.Dataset, Want: decision.Referred,
			Not: not("ground", decision.Unknown)},
		{
			Name:   "the other city does not answer, by promise",
			Broken: dataset.ResidencePermits.Dataset,
			Form:   promised,
			Want:   decision.Approved,
		},
		{Name: "working there", Form: kind(remotemedical.Working),
			Facts: one(instanttest.Fact(person, dataset.SocialInsurance.City.Set("430100"), dataset.SocialInsurance.Employed.Set(true))),
			Want:  decision.Approved},
		{Name: "not working there", Form: kind(remotemedical.Working), Want: decision.Referred, Not: not("ground", decision.Unknown)},
		{Name: "not working there on record, by promise", Form: func(f *form) { f.Kind, f.Promise = remotemedical.Working, true },
			Want: decision.Approved},
		{Name: "filed without a term", Facts: one(insured("440600", true, dataset.MedicalInsurance.Elsewhere.Set("420100"))),
			Want: decision.Rejected, Not: not("not-filed", decision.NotMet)},
		{Name: "temporary care", Form: kind(remotemedical.Temporary), Without: nowhere, Want: decision.Approved},
		{Name: "not insured", Without: []*fact.Dataset{dataset.MedicalInsurance.Dataset}, Want: decision.Referred,
			Not: not("insured", decision.Unknown)},
		{Name: "insured outside the province", Facts: one(insured("420100", true)), Want: decision.Rejected,
			Not: not("insured", decision.NotMet)},
		{Name: "suspended", Facts: one(insured("440600", false)), Want: decision.Rejected, Not: not("insured", decision.NotMet)},
		{Name: "insured there", Form: func(f *form) { f.Destination, f.Kind = "440600", remotemedical.Temporary },
			Want: decision.Rejected, Not: map[string]decision.Status{"elsewhere": decision.NotMet, "needed": decision.Unknown}},
		{Name: "the insurers do not answer", Broken: dataset.MedicalInsurance.Dataset, Want: decision.Referred,
			Not: map[string]decision.Status{"insured": decision.Unknown, "elsewhere": decision.Unknown, "not-filed": decision.Unknown}},
		{Name: "filed to today", Facts: one(filed("2026-11-24")), Want: decision.Rejected, Not: not("not-filed", decision.NotMet),
			From: "2026-11-25"},
		{Name: "filed until yesterday", Facts: one(filed("2026-11-23")), Want: decision.Approved},
		{Name: "a death is on record", Facts: one(instanttest.Fact(person, dataset.Deaths.Date.Set(day("2026-11-01")))),
			Want: decision.Rejected, Not: not("alive", decision.NotMet)},
	})
}

// TestAFilingEndsWithItsTerm: a temporary one after six months. A filing of a person who lives there
// has no term, and ends when it is given up. Then the person can file again.
func TestAFilingEndsWithItsTerm(t *testing.T) {
	for kind, until := range map[remotemedical.Kind]string{remotemedical.Residing: "", remotemedical.Temporary: "2027-05-23"} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.Kind = kind }})
		if got := receipt.Certificate.ValidUntil; until == "" && !got.IsZero() || until != "" && got.String() != until {
			t.Errorf("%s: valid until %s, want %q", kind, got, until)
		}
		want := instant.Ended
		o.At(day("2027-05-24").Start())
		if until == "" {
			want = instant.InForce
			o.At(day("2040-01-01").Start())
		}
		know := func(r fact.Record) { r.AsOf = o.Now(); o.Know(r) }
		know(insured("440600", true))
		if v := o.Verify(receipt.Number, false); v.After != want {
			t.Errorf("%s: after years the filing is %s, want %s: %s", kind, v.After, want, v.Cause.ZH)
		}
		if until == "" {
			if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
				t.Fatal(err)
			}
		}
		if next := o.Apply(person, form{Destination: "310000", Kind: remotemedical.Temporary}); next.Outcome != decision.Approved {
			t.Errorf("%s: the next filing is %s: %+v", kind, next.Outcome, next.Findings)
		}
	}
}
