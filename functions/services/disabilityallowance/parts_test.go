package disabilityallowance_test

import (
	"strings"
	"testing"

	"miaoban/functions/services/disabilityallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
)

// later moves the office to a later day, on which all holders confirm their records and some records change.
func later(t *testing.T, o *instanttest.Office, day string, changed ...fact.Record) {
	t.Helper()
	o.At(calendar.MustParse(day).Start())
	facts := append([]fact.Record{household("440605011"), disabled("physical", 2, "2030-01-01"), assisted("minimum-living"),
		instanttest.Fact(card, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true))}, changed...)
	for _, r := range facts {
		r.AsOf = o.Now()
		o.Know(r)
	}
	o.Confirm(dataset.Benefits.Dataset, person)
}

// unassisted removes the person's record of social assistance.
func unassisted(t *testing.T, o *instanttest.Office) {
	t.Helper()
	of := dataset.Assistance.Dataset
	item, _, err := registry.Stored(t.Context(), o.Store, of, person)
	if err != nil {
		t.Fatal(err)
	}
	writes, err := registry.Remove(t.Context(), o.Store, of, person, registry.Seen(item), o.Now())
	if err == nil {
		err = o.Store.Commit(t.Context(), writes...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// benefit returns the place that pays the benefit according to the shared data.
func benefit(t *testing.T, o *instanttest.Office, of fact.Field[string]) string {
	t.Helper()
	_, record, err := registry.Stored(t.Context(), o.Store, of.Dataset, person)
	if err != nil {
		t.Fatal(err)
	}
	return record.Values[of.Name]
}

// paidBy returns the record that the place pays the living allowance, and Nanhai the care allowance.
func paidBy(place string) fact.Record {
	return instanttest.Fact(person, dataset.Benefits.DisabilityLiving.Set(place), dataset.Benefits.DisabilityCare.Set("440605"))
}

// lastNotice returns the newest notice of the person.
func lastNotice(t *testing.T, o *instanttest.Office) instant.Notice {
	t.Helper()
	notices, _, err := instant.Notices(t.Context(), o.Store, person, "")
	if err != nil || len(notices) == 0 {
		t.Fatalf("no notice: %v", err)
	}
	newest := notices[0]
	for _, n := range notices {
		if n.At.After(newest.At) {
			newest = n
		}
	}
	return newest
}

// TestEachAllowanceIsVerifiedSeparately: an allowance that is not due any more stops after the month,
// with a notice that names it, and the other continues. The allowances are 217 and 290 yuan.
func TestEachAllowanceIsVerifiedSeparately(t *testing.T) {
	const both, living, care = 50700, 21700, 29000
	for name, tt := range map[string]struct {
		facts      []fact.Record
		unassisted bool
		after      instant.State
		months     map[string]int64 // paid by the order
		says       string
		living     string // the place that pays by shared data
		care       string
	}{
		"nothing changed": {after: instant.InForce, months: map[string]int64{"2027-02": both, "2027-03": both},
			living: "440605", care: "440605"},
		"another kind of both": {facts: []fact.Record{assisted("low-income")}, after: instant.InForce,
			months: map[string]int64{"2027-03": both}, living: "440605", care: "440605"},
		"no assistance any more": {unassisted: true, after: instant.InForce, says: "困难残疾人生活补贴自2027年3月起停发：没有低保等救助记录。",
			months: map[string]int64{"2027-02": both, "2027-03": care, "2028-01": care}, care: "440605"},
		"an orphan's allowance instead": {facts: []fact.Record{assisted("orphan")}, after: instant.InForce,
			says: "困难残疾人生活补贴自2027年3月起停发：已享受孤儿", months: map[string]int64{"2027-02": both, "2027-03": care}, care: "440605"},
		"a lighter level": {facts: []fact.Record{disabled("physical", 3, "2030-01-01")}, after: instant.InForce,
			says: "重度残疾人护理补贴自2027年3月起停发：残疾3级", months: map[string]int64{"2027-02": both, "2027-03": living}, living: "440605"},
		"a graver level": {facts: []fact.Record{disabled("physical", 1, "2030-01-01")}, after: instant.InForce,
			months: map[string]int64{"2027-03": both}, living: "440605", care: "440605"},
		"neither any more": {unassisted: true, facts: []fact.Record{disabled("physical", 4, "2030-01-01")}, after: instant.Ended,
			months: map[string]int64{"2027-02": both}, says: "自2027年2月10日起终止"},
		"as destitute, both": {facts: []fact.Record{assisted("destitute")}, after: instant.Suspended,
			months: map[string]int64{"2027-02": both}, says: "自2027年2月10日起暂停：已享受特困人员救助供养", living: "440605", care: "440605"},
	} {
		t.Run(name, func(t *testing.T) {
			receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
			later(t, o, "2027-02-10", tt.facts...)
			if tt.unassisted {
				unassisted(t, o)
			}
			v := o.Verify(receipt.Number, false)
			if v.After != tt.after || v.RecoverFen != 0 {
				t.Errorf("%s, %d to recover: %+v", v.After, v.RecoverFen, v.Conditions)
			}
			now := o.Receipt(receipt.Number)
			for month, want := range tt.months {
				if got := now.Payment.AmountIn(calendar.MustParse(month + "-01")); got != want {
					t.Errorf("%s is paid %d, want %d", month, got, want)
				}
			}
			if tt.says != "" {
				if n := lastNotice(t, o); !strings.Contains(n.Text.ZH, tt.says) || n.Text.EN == "" {
					t.Errorf("the notice says %q, want %q", n.Text, tt.says)
				}
			}
			living, care := benefit(t, o, dataset.Benefits.DisabilityLiving), benefit(t, o, dataset.Benefits.DisabilityCare)
			if living != tt.living || care != tt.care {
				t.Errorf("by shared data living is paid by %q, care by %q", living, care)
			}
			if again := o.Verify(receipt.Number, false); again.Adjusted != nil || again.After != tt.after {
				t.Errorf("verified again: %s, %+v", again.After, again.Adjusted)
			}
			o.Prove(receipt.Number)
		})
	}
}

// TestAPartStopsFromTheRightMonth: that of the day on which the holder confirmed the change, but not before the
// application. Payments for later months are recovered.
func TestAPartStopsFromTheRightMonth(t *testing.T) {
	for _, tt := range []struct {
		confirmed, verified string
		last                string // the last month with both
		recover             int64
	}{
		{"2027-04-10", "2027-04-10", "2027-04", 0},
		{"2027-03-31", "2027-04-10", "2027-03", 29000},
		{"2027-03-01", "2027-04-10", "2027-03", 29000},
		{"2027-02-28", "2027-04-10", "2027-02", 2 * 29000},
		{"2026-11-24", "2027-01-10", "2026-11", 2 * 29000},
		{"2026-11-23", "2027-01-10", "2026-11", 2 * 29000}, // the month of the application stays
		{"2026-11-23", "2026-11-30", "2026-11", 0},
	} {
		receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
		later(t, o, tt.verified)
		lighter := disabled("physical", 3, "2030-01-01")
		lighter.AsOf = calendar.MustParse(tt.confirmed).Start()
		o.Know(lighter)
		v := o.Verify(receipt.Number, false)
		order := o.Receipt(receipt.Number).Payment
		last := calendar.MustParse(tt.last + "-01")
		if v.Doubt || order.AmountIn(last) != 50700 || order.AmountIn(last.AddMonths(1)) != 21700 || v.RecoverFen != tt.recover {
			t.Errorf("confirmed on %s: %d to recover, want %d; %+v", tt.confirmed, v.RecoverFen, tt.recover, order)
		}
	}
}

// TestAPartPaidElsewhereIsSuspended until that payment stops, and is then paid again.
func TestAPartPaidElsewhereIsSuspended(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
	later(t, o, "2027-02-10", paidBy("440604"))
	if v := o.Verify(receipt.Number, false); v.After != instant.InForce || v.Adjusted == nil {
		t.Fatalf("%s, %+v", v.After, v.Adjusted)
	}
	later(t, o, "2027-05-20", paidBy("440605"))
	v := o.Verify(receipt.Number, false)
	if v.After != instant.InForce || v.Adjusted == nil || !strings.Contains(lastNotice(t, o).Text.ZH, "困难残疾人生活补贴自2027年5月起恢复发放。") {
		t.Fatalf("%s, %+v", v.After, v.Adjusted)
	}
	order := o.Receipt(receipt.Number).Payment
	for month, want := range map[string]int64{"2027-02": 50700, "2027-03": 29000, "2027-04": 29000, "2027-05": 50700, "2027-06": 50700} {
		if got := order.AmountIn(calendar.MustParse(month + "-01")); got != want {
			t.Errorf("%s is paid %d, want %d", month, got, want)
		}
	}
	if v.Adjusted.ArrearsFen != 21700 { // of May, which began without it
		t.Errorf("%d fen are paid later", v.Adjusted.ArrearsFen)
	}
}

// TestTheOtherAllowanceIsAppliedForSeparately: while one is paid, the other can be applied for, from the
// month of that application, and no month twice.
func TestTheOtherAllowanceIsAppliedForSeparately(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{Without: []*fact.Dataset{dataset.Assistance.Dataset}})
	if receipt.Payment.AmountFen != 29000 {
		t.Fatalf("%+v", receipt.Payment)
	}
	later(t, o, "2027-02-10")
	second := o.Apply(person, entitled.Form)
	if second.Outcome != decision.Approved || second.Payment.AmountFen != 21700 || second.Payment.FirstMonth != "2027-02" {
		t.Fatalf("the living allowance: %s, %+v, %+v", second.Outcome, second.Payment, second.Findings)
	}
	o.At(o.Now().AddDate(0, 0, 1))
	if third := o.Apply(person, entitled.Form); third.Outcome != decision.Rejected {
		t.Errorf("granted twice: %s", third.Outcome)
	}
	later(t, o, "2027-03-10")
	unassisted(t, o)
	if v := o.Verify(receipt.Number, false); v.After != instant.InForce || v.Adjusted != nil {
		t.Errorf("the care allowance: %s, %+v", v.After, v.Adjusted)
	}
	if v := o.Verify(second.Number, false); v.After != instant.Ended {
		t.Errorf("the living allowance: %s", v.After)
	}
	later(t, o, "2027-03-20")
	again := o.Apply(person, entitled.Form)
	if again.Outcome != decision.Approved || again.Payment.AmountFen != 21700 || again.Payment.FirstMonth != "2027-04" {
		t.Errorf("applied for again in the last month paid: %s, %+v", again.Outcome, again.Payment)
	}
}

// TestAnEndedPartIsAppliedForAgain while the other continues.
func TestAnEndedPartIsAppliedForAgain(t *testing.T) {
	for day, first := range map[string]string{"2027-02-20": "2027-03", "2027-03-01": "2027-03", "2027-06-30": "2027-06"} {
		receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
		later(t, o, "2027-02-10", disabled("physical", 3, "2030-01-01"))
		o.Verify(receipt.Number, false)
		later(t, o, day)
		if v := o.Verify(receipt.Number, false); v.Adjusted != nil {
			t.Errorf("it is paid again without an application: %+v", v.Adjusted)
		}
		again := o.Apply(person, entitled.Form)
		if again.Outcome != decision.Approved || again.Payment.AmountFen != 29000 || again.Payment.FirstMonth != first {
			t.Errorf("on %s: %s, %+v, want from %s", day, again.Outcome, again.Payment, first)
		}
		if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
			t.Fatal(err)
		}
		living, care := benefit(t, o, dataset.Benefits.DisabilityLiving), benefit(t, o, dataset.Benefits.DisabilityCare)
		if living != "" || care != "440605" {
			t.Errorf("the end of the first award: living is paid by %q, care by %q", living, care)
		}
	}
}

// TestADoubtConcernsOnePart: an official asks a person who now receives an elderly allowance; nothing stops.
func TestADoubtConcernsOnePart(t *testing.T) {
	receipt, o := entitled.Apply(t, instanttest.Row[disabilityallowance.Form]{})
	later(t, o, "2027-02-10", disabled("physical", 3, "2030-01-01"), instanttest.Fact(person, dataset.Benefits.ElderlyAllowance.Set("440605"),
		dataset.Benefits.DisabilityLiving.Set("440605"), dataset.Benefits.DisabilityCare.Set("440605")))
	v := o.Verify(receipt.Number, false)
	if !v.Doubt || v.After != instant.InForce || o.Receipt(receipt.Number).Payment.AmountIn(calendar.MustParse("2027-03-01")) != 21700 {
		t.Errorf("%s, doubt %t, %+v", v.After, v.Doubt, v.Parts)
	}
}
