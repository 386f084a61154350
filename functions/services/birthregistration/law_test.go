package birthregistration_test

import (
	"testing"

	"miaoban/functions/services/birthregistration"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
)

const paper, twin = "S440000123", "S440000124"

func certificate(number, on string) fact.Record {
	return instanttest.Fact(number, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
		dataset.Births.On.Set(calendar.MustParse(on)))
}

func born(number string, order int) form {
	return form{Certificate: number, Order: order, Place: birthregistration.OwnHousehold}
}

func death(person, on string) fact.Record {
	return instanttest.Fact(person, dataset.Deaths.Date.Set(calendar.MustParse(on)))
}

// TestAnImplausibleCertificateRefers: one of a future birth, or of parents who cannot be the parents.
func TestAnImplausibleCertificateRefers(t *testing.T) {
	judge := instanttest.Judge(t, birthregistration.Service(), entitled)
	of := func(on string, more ...fact.Setting) fact.Record {
		return instanttest.Fact(paper, dataset.Births.Mother.Set(mother), append(more, dataset.Births.On.Set(calendar.MustParse(on)))...)
	}
	for name, tt := range map[string]struct {
		facts []fact.Record
		want  decision.Outcome
	}{
		"born today":                     {[]fact.Record{of("2026-11-24")}, decision.Approved},
		"born tomorrow":                  {[]fact.Record{of("2026-11-25")}, decision.Referred},
		"one person as both parents":     {[]fact.Record{of("2026-11-01", dataset.Births.Father.Set(mother))}, decision.Referred},
		"the mother died the day before": {[]fact.Record{of("2026-11-01"), death(mother, "2026-10-31")}, decision.Rejected},
		"the father died before": {[]fact.Record{of("2026-11-01", dataset.Births.Father.Set(father)), death(father, "2026-10-01")},
			decision.Approved},
	} {
		if j := judge(instanttest.Row[form]{Form: func(f *form) { *f = born(paper, 1) }, Facts: tt.facts}); j.Outcome != tt.want {
			t.Errorf("%s: %s, want %s: %+v", name, j.Outcome, tt.want, j.Findings)
		}
	}
}

// TestADeadSpouse does not count as a spouse, even if the marriage register still has the marriage.
func TestADeadSpouse(t *testing.T) {
	judge := instanttest.Judge(t, birthregistration.Service(), entitled)
	at := func(f *form) { f.Place = birthregistration.SpouseResidence }
	for name, tt := range map[string]struct {
		row  instanttest.Row[form]
		want decision.Outcome
	}{
		"living":                 {instanttest.Row[form]{Form: at}, decision.Approved},
		"dead":                   {instanttest.Row[form]{Form: at, Facts: []fact.Record{death(father, "2026-11-01")}}, decision.Rejected},
		"dead, at her own place": {instanttest.Row[form]{Facts: []fact.Record{death(father, "2026-11-01")}}, decision.Approved},
	} {
		if j := judge(tt.row); j.Outcome != tt.want {
			t.Errorf("%s: %s, want %s", name, j.Outcome, tt.want)
		}
	}
}

// TestTwinsWithTheSameOrder: the order that parents type does not identify a child.
func TestTwinsWithTheSameOrder(t *testing.T) {
	_, o := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { *f = born(paper, 1) },
		Facts: []fact.Record{certificate(paper, "2026-11-01"), certificate(twin, "2026-11-01")}})
	if second := o.Apply(mother, born(twin, 1)); second.Outcome != decision.Approved {
		t.Errorf("the twin with the same order: %s: %+v", second.Outcome, second.Findings)
	}
	if again := o.Apply(mother, born(paper, 3)); again.Outcome != decision.Rejected {
		t.Errorf("the first with another order: %s", again.Outcome)
	}
}

// TestOnePregnancyAcrossAWeddingOrADivorce is registered once, whichever partner registered it.
func TestOnePregnancyAcrossAWeddingOrADivorce(t *testing.T) {
	none, married, divorced := "", "married", "divorced"
	for name, tt := range map[string]struct {
		first, then string // states of the marriage
		by, again   string
		want        decision.Outcome
	}{
		"she, before and after the wedding":          {none, married, mother, mother, decision.Rejected},
		"she before, and he after the wedding":       {none, married, mother, father, decision.Rejected},
		"he before, and she after the wedding":       {none, married, father, mother, decision.Referred},
		"she, before and after the divorce":          {married, divorced, mother, mother, decision.Rejected},
		"he before, and she after the divorce":       {married, divorced, father, mother, decision.Rejected},
		"she before, he after: perhaps another's":    {married, divorced, mother, father, decision.Referred},
		"she, before and after she became his widow": {married, "widowed", mother, mother, decision.Rejected},
	} {
		row := instanttest.Row[form]{Facts: []fact.Record{home(father, "440605011")}, Without: []*fact.Dataset{dataset.Marriages.Dataset}}
		setting := entitled
		setting.Person = tt.by
		if tt.first != none {
			row.Without = nil
			row.Facts = append(row.Facts, marriage(mother, father, tt.first), marriage(father, mother, tt.first))
		}
		receipt, o := setting.Apply(t, row)
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: the first is %s: %+v", name, receipt.Outcome, receipt.Findings)
		}
		state := tt.then
		if state == "widowed" {
			know(o, death(father, "2026-11-20"))
			state = married
		}
		know(o, marriage(mother, father, state), marriage(father, mother, state))
		second := entitled.Form
		second.ExpectedOn, second.Order = second.ExpectedOn.AddDays(9), 2
		if again := o.Apply(tt.again, second); again.Outcome != tt.want {
			t.Errorf("%s: %s, want %s: %+v", name, again.Outcome, tt.want, again.Findings)
		}
	}
}

// TestWhatWasRegisteredUnderTheOldKeys is not registered again: it is rejected, or referred if it is unclear.
func TestWhatWasRegisteredUnderTheOldKeys(t *testing.T) {
	pregnant := entitled.Form
	next := pregnant
	next.Order = 2
	for name, tt := range map[string]struct {
		version     int // of the first registration
		first, then form
		state       string // of the marriage at the second
		want        decision.Outcome
	}{
		"a child, by its certificate":                {2, born(paper, 1), born(paper, 2), "married", decision.Rejected},
		"a child, by the couple":                     {1, born(paper, 1), born(paper, 2), "married", decision.Referred},
		"a child, by the couple, before the divorce": {0, born(paper, 2), born(paper, 7), "divorced", decision.Referred},
		"a child, by the couple, as the seventh":     {1, born(paper, 7), born(paper, 1), "married", decision.Referred},
		"a twin, by its certificate":                 {2, born(paper, 1), born(twin, 2), "married", decision.Referred},
		"a pregnancy of the couple":                  {2, pregnant, next, "married", decision.Rejected},
		"a pregnancy of a couple, then divorced":     {2, pregnant, next, "divorced", decision.Rejected},
		"a pregnancy before the certificate":         {2, pregnant, born(paper, 1), "married", decision.Approved},
		"a pregnancy, by the couple and the day":     {1, pregnant, next, "married", decision.Rejected},
	} {
		old := birthregistration.Service()
		old.Rules = old.Rules[:tt.version+1]
		setting := entitled
		setting.Service = old
		receipt, o := setting.Apply(t, instanttest.Row[form]{Form: func(f *form) { *f = tt.first },
			Facts: []fact.Record{certificate(paper, "2026-11-01"), certificate(twin, "2026-11-01")}})
		if receipt.Outcome != decision.Approved {
			t.Fatalf("%s: the first is %s: %+v", name, receipt.Outcome, receipt.Findings)
		}
		o.Use(birthregistration.Service())
		know(o, marriage(mother, father, tt.state))
		second := tt.then
		second.Place = birthregistration.OwnHousehold
		if again := o.Apply(mother, second); again.Outcome != tt.want {
			t.Errorf("%s: %s, want %s: %+v", name, again.Outcome, tt.want, again.Findings)
		}
	}
}
