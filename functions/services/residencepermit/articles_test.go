package residencepermit_test

import (
	"testing"

	"miaoban/functions/services/residencepermit"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

func enrolled(city string, active bool, more ...fact.Setting) []fact.Record {
	return record(dataset.Enrolment.City.Set(city), append(more, dataset.Enrolment.Active.Set(active))...)
}

func fullTime(stage string) []fact.Setting {
	return []fact.Setting{dataset.Enrolment.Stage.Set(stage), dataset.Enrolment.FullTime.Set(true)}
}

// TestTheArticles decides cases that the first version rejected, each by the article that gives the right.
func TestTheArticles(t *testing.T) {
	none := []fact.Setting{}
	trades := record(dataset.Operators.Division.Set(guicheng))
	endorseAs := func(ground residencepermit.Ground) residencepermit.Form {
		return residencepermit.Form{Kind: residencepermit.Endorse, Ground: ground}
	}
	inShenzhen := func(w world) world { w.home, w.permitCity = yuanling, shenzhen; return w }
	tests := []struct {
		name  string
		world world
		form  residencepermit.Form
		want  decision.Outcome
		not   status
	}{
		{"居住证暂行条例 art. 9: a business licence shows employment", world{insured: none, more: trades},
			apply(residencepermit.Employment), decision.Approved, nil},
		{"art. 9: a business in another city does not", world{insured: none, more: record(dataset.Operators.Division.Set(yuanling))},
			apply(residencepermit.Employment), decision.Referred, status{"ground": decision.Unknown}},
		{"art. 9: a business, while the insurance does not answer",
			world{more: trades, broken: dataset.SocialInsurance.Dataset}, apply(residencepermit.Employment), decision.Approved, nil},
		{"art. 9: the business register does not answer", world{insured: none, broken: dataset.Operators.Dataset},
			apply(residencepermit.Employment), decision.Referred, status{"ground": decision.Unknown}},
		{"art. 9: a labour contract is on no record", world{insured: none}, apply(residencepermit.Employment), decision.Referred,
			status{"ground": decision.Unknown}},
		{"art. 9 and 民法典 art. 706: a lease that is not registered", world{}, apply(residencepermit.Lodging), decision.Referred,
			status{"ground": decision.Unknown}},
		{"art. 9: lodged by the employer", world{more: record(dataset.Housing.City.Set(foshan), dataset.Housing.Kind.Set("lodged"))},
			apply(residencepermit.Lodging), decision.Referred, status{"ground": decision.Unknown}},
		{"art. 9: a student card", world{}, apply(residencepermit.Study), decision.Referred, status{"ground": decision.Unknown}},
		{"art. 2: half a year is asked of everybody", world{since: "2026-05-25", insured: none}, apply(residencepermit.Lodging),
			decision.Rejected, status{"residence": decision.NotMet, "ground": decision.Unknown}},
		{"art. 10: an endorsement asks for no ground", world{permit: "2026-12-01", insured: none}, endorse(), decision.Approved, nil},
		{"art. 10: an endorsement after a break in the year", world{permit: "2026-12-01", since: "2026-10-01"}, endorse(),
			decision.Referred, status{"residence": decision.Unknown}},
		{"art. 10: a late endorsement after a break", world{permit: "2026-10-01", since: "2026-10-15"}, endorse(), decision.Approved, nil},
		{"a talent outside Shenzhen: no rule of ours", world{}, apply(residencepermit.Talent), decision.Referred,
			status{"ground": decision.Unknown}},

		{"深圳经济特区居住证条例 art. 19(2): a university student of a month", inShenzhen(world{since: "2026-10-24", insured: none,
			more: enrolled(shenzhen, true, fullTime("higher")...)}), apply(residencepermit.Study), decision.Approved, nil},
		{"art. 19(2): a pupil of a secondary school", inShenzhen(world{since: "2026-11-24", insured: none,
			more: enrolled(shenzhen, true, fullTime("secondary")...)}), apply(residencepermit.Study), decision.Approved, nil},
		{"art. 19(2): not a pupil of a primary school", inShenzhen(world{since: "2026-10-24",
			insured: insurance(shenzhen, true, 1, 1), more: enrolled(shenzhen, true, fullTime("primary")...)}),
			apply(residencepermit.Study), decision.Rejected, status{"residence": decision.NotMet, "ground": decision.NotMet}},
		{"art. 19(2): a student whose stage is not on record", inShenzhen(world{since: "2026-10-24", insured: none,
			more: enrolled(shenzhen, true)}), apply(residencepermit.Study), decision.Referred,
			status{"residence": decision.Unknown, "ground": decision.Unknown}},
		{"art. 19(2): a student who is not on record", inShenzhen(world{since: "2026-10-24", insured: none}),
			apply(residencepermit.Study), decision.Referred, status{"residence": decision.Unknown, "ground": decision.Unknown}},
		{"art. 19(2): the schools do not answer", inShenzhen(world{since: "2026-10-24", broken: dataset.Enrolment.Dataset}),
			apply(residencepermit.Study), decision.Referred, status{"residence": decision.Unknown, "ground": decision.Unknown}},
		{"art. 19(2): a talent of a month", inShenzhen(world{since: "2026-10-24", insured: insurance(shenzhen, true, 1, 1)}),
			apply(residencepermit.Talent), decision.Referred, status{"ground": decision.Unknown}},
		{"art. 19(1): a talent with a year of insurance", inShenzhen(world{insured: insurance(shenzhen, true, 12, 12)}),
			apply(residencepermit.Talent), decision.Approved, nil},
		{"art. 19(1): a worker of a month", inShenzhen(world{since: "2026-10-24", insured: insurance(shenzhen, true, 1, 1)}),
			apply(residencepermit.Employment), decision.Rejected, status{"residence": decision.NotMet, "ground": decision.NotMet}},
		{"art. 24: eight months of residence on the day", inShenzhen(world{since: "2026-03-24", permit: "2026-12-24",
			insured: insurance(shenzhen, true, 8, 8)}), endorse(), decision.Approved, nil},
		{"art. 24: eight months tomorrow, and perhaps others before", inShenzhen(world{since: "2026-03-25", permit: "2026-12-24",
			insured: insurance(shenzhen, true, 8, 8)}), endorse(), decision.Referred, status{"residence": decision.Unknown}},
		{"art. 24: a student endorses directly", inShenzhen(world{since: "2026-10-24", permit: "2026-12-24", insured: none,
			more: enrolled(shenzhen, true, fullTime("higher")...)}), endorseAs(residencepermit.Study), decision.Approved, nil},
		{"art. 24: a talent endorses directly", inShenzhen(world{since: "2026-10-24", permit: "2026-12-24", insured: none}),
			endorseAs(residencepermit.Talent), decision.Referred, status{"ground": decision.Unknown}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			receipt := tt.world.open(t).Apply(person, tt.form)
			instanttest.Want(t, receipt.Findings, receipt.Outcome, tt.want, tt.not)
		})
	}
}

// TestTheMonthsOfInsurance sweeps the months of 深圳经济特区居住证条例 arts. 19 and 24.
func TestTheMonthsOfInsurance(t *testing.T) {
	type months struct{ of12, of24 int }
	var all []months
	for of12 := range 13 {
		for of24 := of12; of24 <= min(24, of12+12); of24++ {
			all = append(all, months{of12, of24})
		}
	}
	for _, m := range sweep.Cases(t, all, 30) {
		for form, met := range map[residencepermit.Form]bool{
			apply(residencepermit.Employment): m.of12 >= 12 || m.of24 >= 18,
			endorse():                         m.of12 >= 8,
		} {
			w := world{home: yuanling, insured: insurance(shenzhen, true, m.of12, m.of24)}
			if form.Kind == residencepermit.Endorse {
				w.permit, w.permitCity = "2026-12-24", shenzhen
			}
			want := decision.Rejected
			if met {
				want = decision.Approved
			}
			if receipt := w.open(t).Apply(person, form); receipt.Outcome != want {
				t.Errorf("%s with %d and %d months: %s, want %s", form.Kind, m.of12, m.of24, receipt.Outcome, want)
			}
		}
	}
}

// TestTheYearsOfResidence: after a late endorsement the years count from that day (art. 10), also after
// the next endorsement in time; a new permit has no such day.
func TestTheYearsOfResidence(t *testing.T) {
	w := world{today: "2026-11-24", permit: "2026-10-01"}
	o := w.open(t)
	counts := func(receiptForm residencepermit.Form, want string) {
		t.Helper()
		receipt := o.Apply(person, receiptForm)
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: %+v", receipt.Outcome, receipt.Findings)
		}
		got := ""
		for _, e := range receipt.Certificate.Entries {
			if e.Label.EN == "Years of residence count from" {
				got = e.Value.ZH
			}
		}
		if got != want {
			t.Errorf("on %s the years count from %q, want %q", o.Now(), got, want)
		}
	}
	counts(endorse(), "2026年11月24日")
	o.At(day("2027-11-01").Start())
	o.Know(fact.NewRecord(person, o.Now(), dataset.Population.Household.Set(changsha)))
	o.Know(fact.NewRecord(person, o.Now(), dataset.Residence.Division.Set(guicheng), dataset.Residence.Since.Set(day("2025-06-01"))))
	refresh(t, o)
	counts(endorse(), "2026年11月24日")
}
