package residencepermit_test

import (
	"testing"

	"miaoban/functions/services/residencepermit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/sweep"
)

const (
	person   = "440605195006150026"
	guicheng = "440605011"
	yuanling = "440304001"
	changsha = "430102"
	foshan   = "440600"
	shenzhen = "440300"
)

type status = map[string]decision.Status

func apply(ground residencepermit.Ground) residencepermit.Form {
	return residencepermit.Form{Kind: residencepermit.Apply, Ground: ground}
}

func endorse() residencepermit.Form {
	return residencepermit.Form{Kind: residencepermit.Endorse, Ground: residencepermit.Employment}
}

// world has the shared data about the person: from Changsha, working in Foshan for more than
// a year, unless a test changes it.
type world struct {
	today, household, home, since string
	insured                       []fact.Setting // replaces the usual insurance; empty: none
	permit                        string         // last day of the endorsement; empty: no permit
	permitCity                    string
	more                          []fact.Record
	broken                        *fact.Dataset
}

func day(s string) calendar.Date { return calendar.MustParse(s) }

func insurance(city string, employed bool, of12, of24 int) []fact.Setting {
	return []fact.Setting{
		dataset.SocialInsurance.City.Set(city), dataset.SocialInsurance.Employed.Set(employed),
		dataset.SocialInsurance.Of12.Set(of12), dataset.SocialInsurance.Of24.Set(of24),
	}
}

func (w world) open(t *testing.T) *instanttest.Office {
	t.Helper()
	if w.today == "" {
		w.today = "2026-11-24"
	}
	if w.household == "" {
		w.household = changsha
	}
	if w.home == "" {
		w.home = guicheng
	}
	if w.since == "" {
		w.since = "2025-06-01"
	}
	if w.insured == nil {
		w.insured = insurance(foshan, true, 12, 24)
	}
	o := instanttest.Open(t, residencepermit.Service(), w.today)
	now := o.Now()
	o.Know(fact.NewRecord(person, now, dataset.Population.Household.Set(w.household)))
	if w.since != "none" {
		o.Know(fact.NewRecord(person, now, dataset.Residence.Division.Set(w.home), dataset.Residence.Since.Set(day(w.since))))
	}
	if len(w.insured) > 0 {
		o.Know(fact.NewRecord(person, now, w.insured[0], w.insured[1:]...))
	}
	if w.permit != "" {
		if w.permitCity == "" {
			w.permitCity = foshan
		}
		o.Know(fact.NewRecord(
			person,
			now,
			dataset.ResidencePermits.City.Set(w.permitCity),
			dataset.ResidencePermits.IssuedOn.Set(
				day(w.permit).AddDays(1).AddYears(-1),
			),
			dataset.ResidencePermits.EndorsedTo.Set(day(w.permit)),
		))
	}
	for _, r := range w.more {
		r.AsOf = now
		o.Know(r)
	}
	if w.broken != nil {
		o.Break(w.broken)
	}
	return o
}

func record(first fact.Setting, more ...fact.Setting) []fact.Record {
	return []fact.Record{fact.NewRecord(person, calendar.Date{Year: 1, Month: 1, Day: 1}.Start(), first, more...)}
}

func TestEveryClause(t *testing.T) {
	none := []fact.Setting{}
	tests := []struct {
		name  string
		world world
		form  residencepermit.Form
		want  decision.Outcome
		not   status
		from  string
	}{
		{"a worker from elsewhere", world{}, apply(residencepermit.Employment), decision.Approved, nil, ""},
		{"half a year on the day", world{since: "2026-05-24"}, apply(residencepermit.Employment), decision.Approved, nil, ""},
		{"half a year tomorrow", world{since: "2026-05-25"}, apply(residencepermit.Employment), decision.Rejected,
			status{"residence": decision.NotMet}, "2026-11-25"},
		{"from a 31st: half a year on the month's last day", world{today: "2027-02-28", since: "2026-08-31"},
			apply(residencepermit.Employment), decision.Approved, nil, ""},
		{"from a 31st: not the day before", world{today: "2027-02-27", since: "2026-08-31"}, apply(residencepermit.Employment),
			decision.Rejected, status{"residence": decision.NotMet}, "2027-02-28"},
		{"no residence registered", world{since: "none"}, apply(residencepermit.Employment), decision.Referred,
			status{"residence": decision.Unknown}, ""},
		{
			"the residence register does not answer",
			world{broken: dataset.Residence.Dataset},
			apply(residencepermit.Employment),
			decision.Referred,
			status{"from-elsewhere": decision.Unknown, "residence": decision.Unknown, "ground": decision.Unknown},
			"",
		},
		{"a household in the same city", world{household: "440604012"}, apply(residencepermit.Employment), decision.Rejected,
			status{"from-elsewhere": decision.NotMet}, ""},
		{"the population register does not answer", world{broken: dataset.Population.Dataset}, apply(residencepermit.Employment),
			decision.Referred, status{"from-elsewhere": decision.Unknown}, ""},
		{"a death is on record", world{more: record(dataset.Deaths.Date.Set(day("2026-11-01")))}, apply(residencepermit.Employment),
			decision.Rejected, status{"alive": decision.NotMet}, ""},
		{"the register of deaths does not answer", world{broken: dataset.Deaths.Dataset}, apply(residencepermit.Employment),
			decision.Referred, status{"alive": decision.Unknown}, ""},
		{
			"never insured",
			world{insured: none},
			apply(residencepermit.Employment),
			decision.Referred,
			status{"ground": decision.Unknown},
			"",
		},
		{"insured in another city", world{insured: insurance("440100", true, 12, 24)}, apply(residencepermit.Employment),
			decision.Referred, status{"ground": decision.Unknown}, ""},
		{"insured, but not employed", world{insured: insurance(foshan, false, 12, 24)}, apply(residencepermit.Employment),
			decision.Referred, status{"ground": decision.Unknown}, ""},
		{"the insurance does not answer", world{broken: dataset.SocialInsurance.Dataset}, apply(residencepermit.Employment),
			decision.Referred, status{"ground": decision.Unknown}, ""},
		{"owns a home", world{more: record(dataset.Housing.City.Set(foshan), dataset.Housing.Kind.Set("owned"))},
			apply(residencepermit.Lodging), decision.Approved, nil, ""},
		{"the last day of a lease",
			world{more: record(dataset.Housing.City.Set(foshan), dataset.Housing.Kind.Set("leased"),
				dataset.Housing.Until.Set(day("2026-11-24")))}, apply(residencepermit.Lodging), decision.Approved, nil, ""},
		{"a lease that ended yesterday",
			world{more: record(dataset.Housing.City.Set(foshan), dataset.Housing.Kind.Set("leased"),
				dataset.Housing.Until.Set(day("2026-11-23")))}, apply(residencepermit.Lodging), decision.Referred,
			status{"ground": decision.Unknown}, ""},
		{"a lease without an end on record",
			world{more: record(dataset.Housing.City.Set(foshan), dataset.Housing.Kind.Set("leased"))}, apply(residencepermit.Lodging),
			decision.Referred, status{"ground": decision.Unknown}, ""},
		{"a home in another city", world{more: record(dataset.Housing.City.Set(shenzhen), dataset.Housing.Kind.Set("owned"))},
			apply(residencepermit.Lodging), decision.Referred, status{"ground": decision.Unknown}, ""},
		{"no home on record", world{}, apply(residencepermit.Lodging), decision.Referred, status{"ground": decision.Unknown}, ""},
		{"the housing register does not answer", world{broken: dataset.Housing.Dataset}, apply(residencepermit.Lodging),
			decision.Referred, status{"ground": decision.Unknown}, ""},
		{"at school here", world{more: record(dataset.Enrolment.City.Set(foshan), dataset.Enrolment.Active.Set(true))},
			apply(residencepermit.Study), decision.Approved, nil, ""},
		{"has left school", world{more: record(dataset.Enrolment.City.Set(foshan), dataset.Enrolment.Active.Set(false))},
			apply(residencepermit.Study), decision.Referred, status{"ground": decision.Unknown}, ""},
		{"not at school", world{}, apply(residencepermit.Study), decision.Referred, status{"ground": decision.Unknown}, ""},
		{"the schools do not answer", world{broken: dataset.Enrolment.Dataset}, apply(residencepermit.Study), decision.Referred,
			status{"ground": decision.Unknown}, ""},
		{"Shenzhen: 12 of 12 months", world{home: yuanling, insured: insurance(shenzhen, true, 12, 12)},
			apply(residencepermit.Employment), decision.Approved, nil, ""},
		{"Shenzhen: 18 of 24 months", world{home: yuanling, insured: insurance(shenzhen, true, 8, 18)},
			apply(residencepermit.Lodging), decision.Approved, nil, ""},
		{"Shenzhen: 11 of 12, 17 of 24", world{home: yuanling, insured: insurance(shenzhen, true, 11, 17)},
			apply(residencepermit.Employment), decision.Rejected, status{"ground": decision.NotMet}, ""},
		{"Shenzhen: never insured", world{home: yuanling, insured: none}, apply(residencepermit.Employment), decision.Referred,
			status{"ground": decision.Unknown}, ""},
		{"Shenzhen: insured in Foshan", world{home: yuanling, insured: insurance(foshan, true, 12, 24)},
			apply(residencepermit.Employment), decision.Referred, status{"ground": decision.Unknown}, ""},
		{"Shenzhen: a year of residence on the day",
			world{home: yuanling, since: "2025-11-24", insured: insurance(shenzhen, true, 12, 12)}, apply(residencepermit.Employment),
			decision.Approved, nil, ""},
		{"Shenzhen: a year tomorrow", world{home: yuanling, since: "2025-11-25", insured: insurance(shenzhen, true, 12, 12)},
			apply(residencepermit.Employment), decision.Rejected, status{"residence": decision.NotMet}, "2026-11-25"},
		{"a permit is held already", world{permit: "2027-03-01"}, apply(residencepermit.Employment), decision.Rejected,
			status{"without-permit": decision.NotMet}, ""},
		{"a permit of another city is held", world{permit: "2027-03-01", permitCity: "440100"}, apply(residencepermit.Employment),
			decision.Approved, nil, ""},
		{"the register of permits does not answer", world{broken: dataset.ResidencePermits.Dataset},
			apply(residencepermit.Employment), decision.Referred, status{"without-permit": decision.Unknown}, ""},
		{"endorse: no permit", world{}, endorse(), decision.Rejected, status{"endorsable": decision.NotMet}, ""},
		{"endorse: a permit of another city", world{permit: "2026-12-01", permitCity: "440100"}, endorse(), decision.Rejected,
			status{"endorsable": decision.NotMet}, ""},
		{"endorse: a month before the year is full", world{permit: "2026-12-23"}, endorse(), decision.Approved, nil, ""},
		{"endorse: a day before that", world{permit: "2026-12-24"}, endorse(), decision.Rejected,
			status{"endorsable": decision.NotMet}, "2026-11-25"},
		{"endorse: on the last day", world{permit: "2026-11-24"}, endorse(), decision.Approved, nil, ""},
		{"endorse: late", world{permit: "2026-11-23"}, endorse(), decision.Approved, nil, ""},
		{"endorse: very late where nothing is cancelled", world{permit: "2020-01-01"}, endorse(), decision.Approved, nil, ""},
		{"endorse: the register does not answer", world{broken: dataset.ResidencePermits.Dataset}, endorse(), decision.Referred,
			status{"endorsable": decision.Unknown}, ""},
		{"Shenzhen: 60 days before",
			world{home: yuanling, permitCity: shenzhen, permit: "2027-01-22", insured: insurance(shenzhen, true, 12, 24)}, endorse(),
			decision.Approved, nil, ""},
		{"Shenzhen: 61 days before",
			world{home: yuanling, permitCity: shenzhen, permit: "2027-01-23", insured: insurance(shenzhen, true, 12, 24)}, endorse(),
			decision.Rejected, status{"endorsable": decision.NotMet}, "2026-11-25"},
		{"Shenzhen: suspended for two years less a day",
			world{home: yuanling, permitCity: shenzhen, permit: "2024-11-24", insured: insurance(shenzhen, true, 12, 24)}, endorse(),
			decision.Approved, nil, ""},
		{"Shenzhen: suspended for two years",
			world{home: yuanling, permitCity: shenzhen, permit: "2024-11-23", insured: insurance(shenzhen, true, 12, 24)}, endorse(),
			decision.Rejected, status{"endorsable": decision.NotMet}, ""},
		{"Shenzhen: cancelled, and applied for again",
			world{home: yuanling, permitCity: shenzhen, permit: "2024-11-23", insured: insurance(shenzhen, true, 12, 24)},
			apply(residencepermit.Employment), decision.Approved, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			receipt := tt.world.open(t).Apply(person, tt.form)
			instanttest.Want(t, receipt.Findings, receipt.Outcome, tt.want, tt.not)
			if from := receipt.EligibleFrom; !from.IsZero() && from.String() != tt.from || from.IsZero() && tt.from != "" {
				t.Errorf("eligible from %s, want %s", from, tt.from)
			}
		})
	}
}

// TestTheSmallestChange checks that the finding states the number of missing months of insurance.
func TestTheSmallestChange(t *testing.T) {
	type months struct{ of12, of24 int }
	var short []months
	for of12 := range 12 {
		for of24 := of12; of24 < 18; of24++ {
			short = append(short, months{of12, of24})
		}
	}
	for _, m := range sweep.Cases(t, short, 15) {
		of12, of24 := m.of12, m.of24
		w := world{home: yuanling, insured: insurance(shenzhen, true, of12, of24)}
		o := w.open(t)
		receipt := o.Apply(person, apply(residencepermit.Employment))
		instanttest.Want(t, receipt.Findings, receipt.Outcome, decision.Rejected, status{"ground": decision.NotMet})
		missing := min(12-of12, 18-of24)
		o.Know(fact.NewRecord(person, o.Now(), dataset.SocialInsurance.City.Set(shenzhen), dataset.SocialInsurance.Employed.Set(true),
			dataset.SocialInsurance.Of12.Set(min(12, of12+missing)), dataset.SocialInsurance.Of24.Set(of24+missing)))
		if again := o.Apply(person, apply(residencepermit.Employment)); again.Outcome != decision.Approved {
			t.Errorf("with %d and %d months plus the %d missing ones the outcome is %s", of12, of24, missing, again.Outcome)
		}
	}
}

func TestTheLifeOfAPermit(t *testing.T) {
	w := world{today: "2024-02-29", home: yuanling, since: "2020-01-01", insured: insurance(shenzhen, true, 12, 24)}
	o := w.open(t)
	steps := []struct {
		on   string
		form residencepermit.Form
		want decision.Outcome
		to   string
	}{
		{"2024-02-29", apply(residencepermit.Employment), decision.Approved, "2025-02-27"},
		{"2024-03-10", apply(residencepermit.Employment), decision.Rejected, ""},
		{"2024-12-29", endorse(), decision.Rejected, ""},           // 61 days ahead
		{"2024-12-30", endorse(), decision.Approved, "2026-02-27"}, // 60 days ahead: the year continues
		{"2026-02-27", endorse(), decision.Approved, "2027-02-27"}, // on the last day
		{"2027-06-15", endorse(), decision.Approved, "2028-06-14"}, // late: a new year starts
		{"2030-06-15", endorse(), decision.Rejected, ""},           // suspended for two years: cancelled
		{"2030-06-15", apply(residencepermit.Employment), decision.Approved, "2031-06-14"},
	}
	for _, step := range steps {
		o.At(day(step.on).Start())
		now := o.Now()
		o.Know(
			fact.NewRecord(person, now, dataset.Population.Household.Set(changsha)),
			fact.NewRecord(person, now, dataset.Residence.Division.Set(yuanling), dataset.Residence.Since.Set(day("2020-01-01"))),
			fact.NewRecord(person, now, w.insured[0], w.insured[1:]...),
		)
		refresh(t, o)
		receipt := o.Apply(person, step.form)
		if receipt.Outcome != step.want {
			t.Fatalf("on %s: %s, want %s: %+v", step.on, receipt.Outcome, step.want, receipt.Findings)
		}
		if step.to != "" && receipt.Certificate.ValidUntil.String() != step.to {
			t.Errorf("on %s: endorsed until %s, want %s", step.on, receipt.Certificate.ValidUntil, step.to)
		}
	}
}

// refresh delivers the permit again, unchanged, so that its data is fresh.
func refresh(t *testing.T, o *instanttest.Office) {
	t.Helper()
	known, err := registry.Table{Store: o.Store}.Lookup(t.Context(), fact.Ask(person, dataset.ResidencePermits.City))
	if err != nil {
		return // none yet
	}
	known.AsOf = o.Now()
	o.Know(known)
}
