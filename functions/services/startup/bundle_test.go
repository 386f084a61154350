package startup_test

import (
	"testing"

	"miaoban/functions/services/startup"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

const (
	person = "440605199806180022"
	unit   = "440605011001GB00004F00010001"
)

var form = startup.Form{
	Division: "440605011", Address: "南桂东路1号", TradeName: "大吉", Industry: "restaurant", NameForm: "店", Scope: []string{"vegetables"},
	Premises: "promise", PropertyUnit: unit, Promise: true, Taxpayer: "small", Seals: []string{"official"}, Employees: 2,
}

func open(t *testing.T) *instanttest.Office {
	t.Helper()
	o := instanttest.Open(t, startup.Service(), "2026-11-24")
	o.Know(
		fact.NewRecord(person, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1998-06-18"))),
		fact.NewRecord(unit, o.Now(), dataset.Property.Owner.Set("440605197504040010")))
	return o
}

func outcomes(r instant.Receipt) map[string]decision.Outcome {
	all := map[string]decision.Outcome{}
	for _, p := range r.Parts {
		all[p.Service] = p.Outcome
	}
	return all
}

// TestAllAtOnce checks that the newly registered business is registered for tax, gets its seals and
// insures its employees in the same request.
func TestAllAtOnce(t *testing.T) {
	o := open(t)
	receipt := o.Apply(person, form)
	if receipt.Outcome != decision.Approved || len(receipt.Parts) != 4 {
		t.Fatalf("%s: %v", receipt.Outcome, outcomes(receipt))
	}
	code := receipt.Parts[0].Certificate.HolderID
	for _, p := range receipt.Parts {
		if p.Certificate.HolderID != code || p.Certificate.Holder != "佛山市南海区大吉餐饮店" {
			t.Errorf("%s is of %s %s", p.Service, p.Certificate.Holder, p.Certificate.HolderID)
		}
	}
	only := form
	only.TradeName = "万福"
	if second := o.Apply(person, only); second.Outcome != decision.Rejected {
		t.Errorf("a second application is %s: %v", second.Outcome, outcomes(second))
	}
}

// TestLicenceAndTaxAreGrantedOrRejectedTogether also checks that unwanted optional parts are not applied for.
func TestLicenceAndTaxAreGrantedOrRejectedTogether(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*startup.Form)
		broken *fact.Dataset
		want   decision.Outcome
		parts  map[string]decision.Outcome
	}{
		"no seals and nobody employed": {func(f *startup.Form) { f.Seals, f.Employees = nil, 0 }, nil, decision.Approved,
			map[string]decision.Outcome{"soletrader": decision.Approved, "taxregistration": decision.Approved}},
		"the tax authority does not answer": {func(f *startup.Form) { f.Seals, f.Employees = nil, 0 }, dataset.Taxpayers.Dataset,
			decision.Referred,
			map[string]decision.Outcome{"soletrader": decision.Referred, "taxregistration": decision.Referred}},
		"no declaration": {func(f *startup.Form) { f.Promise, f.Seals, f.Employees = false, nil, 0 }, nil, decision.Rejected,
			map[string]decision.Outcome{"soletrader": decision.Rejected, "taxregistration": decision.Rejected}},
		"the name needs leave": {func(f *startup.Form) { f.TradeName, f.Seals, f.Employees = "中国红", nil, 0 }, nil, decision.Referred,
			map[string]decision.Outcome{"soletrader": decision.Referred, "taxregistration": decision.Referred}},
		"no name": {func(f *startup.Form) { f.TradeName, f.NameForm, f.Seals, f.Employees = "", "", nil, 0 }, nil, decision.Approved,
			map[string]decision.Outcome{"soletrader": decision.Approved, "taxregistration": decision.Approved}},
		"the police do not answer on seals": {func(f *startup.Form) { f.Employees = 0 }, dataset.Seals.Dataset, decision.Partly,
			map[string]decision.Outcome{
				"soletrader":      decision.Approved,
				"taxregistration": decision.Approved,
				"sealrecord":      decision.Referred,
			}},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t)
			if tt.broken != nil {
				o.Break(tt.broken)
			}
			f := form
			tt.change(&f)
			receipt := o.Apply(person, f)
			got := outcomes(receipt)
			if receipt.Outcome != tt.want || len(got) != len(tt.parts) {
				t.Errorf("%s %v, want %s %v", receipt.Outcome, got, tt.want, tt.parts)
			}
			for service, want := range tt.parts {
				if got[service] != want {
					t.Errorf("%s is %s, want %s", service, got[service], want)
				}
			}
		})
	}
}

// TestAnExistingBusinessGetsNoSeal: seals and insurance are for the new registration, which is rejected; for
// an existing business they are applied for separately.
func TestAnExistingBusinessGetsNoSeal(t *testing.T) {
	o := open(t)
	op := dataset.Operators
	o.Know(fact.NewRecord(person, o.Now(), op.Code.Set("92440605MA50000005"), op.Name.Set("佛山市南海区好味餐饮店"), op.TradeName.Set("好味"),
		op.Since.Set(calendar.MustParse("2020-01-01")), op.Industry.Set("restaurant"), op.Division.Set("440605011"), op.Address.Set("桂东路2号")))
	receipt := o.Apply(person, form)
	if receipt.Outcome != decision.Rejected || len(receipt.Parts) != 4 {
		t.Fatalf("%s: %v", receipt.Outcome, outcomes(receipt))
	}
	for service, outcome := range outcomes(receipt) {
		if outcome != decision.Rejected {
			t.Errorf("%s is %s", service, outcome)
		}
	}
}
