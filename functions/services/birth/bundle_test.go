package birth_test

import (
	"testing"

	"miaoban/functions/services/birth"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

const (
	mother = "440605199506150022"
	father = "430102199306150019"
	paper  = "S440000123"
)

var form = birth.Form{Certificate: paper, Name: "何安", Joins: "mother", Order: 1, Place: "household", Bank: "icbc"}

func open(t *testing.T, state string) *instanttest.Office {
	t.Helper()
	o := instanttest.Open(t, birth.Service(), "2026-11-24")
	at := o.Now()
	o.Know(
		fact.NewRecord(paper, at, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
			dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("female")),
		fact.NewRecord(mother, at, dataset.Population.Name.Set("何婉"), dataset.Population.Household.Set("440605011")),
		fact.NewRecord(father, at, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("430102")),
		fact.NewRecord(mother, at, dataset.Marriages.Spouse.Set(father), dataset.Marriages.State.Set(state)),
	)
	return o
}

// outcomes returns the outcomes of the receipt's parts, in order.
func outcomes(r instant.Receipt) (all [4]decision.Outcome) {
	for i, p := range r.Parts {
		all[i] = p.Outcome
	}
	return all
}

// TestAllAtOnce checks that the newly entered child is insured and gets its card in the same
// request.
func TestAllAtOnce(t *testing.T) {
	o := open(t, "married")
	receipt := o.Apply(mother, form)
	yes := decision.Approved
	if receipt.Outcome != yes || outcomes(receipt) != [4]decision.Outcome{yes, yes, yes, yes} {
		t.Fatalf("%s: %v %+v", receipt.Outcome, outcomes(receipt), receipt.Parts)
	}
	for _, part := range receipt.Parts {
		if part.Certificate == nil || part.Certificate.Number == "" {
			t.Errorf("%s has no certificate", part.Title.EN)
		}
	}
	if receipt.Parts[2].Certificate.Holder != "何安" || receipt.Parts[2].Certificate.ValidFrom.String() != "2026-11-01" {
		t.Errorf("the child is insured as %+v", receipt.Parts[2].Certificate)
	}
	again := form
	again.Name = "何宁"
	if second := o.Apply(mother, again); second.Outcome != decision.Rejected {
		t.Errorf("a second application for the same child: %s, %v", second.Outcome, outcomes(second))
	}
}

// TestIndependentPartsAreDecided although another part cannot be decided.
func TestIndependentPartsAreDecided(t *testing.T) {
	yes, no, ask := decision.Approved, decision.Rejected, decision.Referred
	for name, tt := range map[string]struct {
		broken *fact.Dataset
		form   func(*birth.Form)
		want   decision.Outcome
		parts  [4]decision.Outcome
		state  string // of the parents' marriage; "": married
	}{
		"the card office does not answer": {dataset.SocialCards.Dataset, nil, decision.Partly,
			[4]decision.Outcome{yes, yes, yes, ask}, ""},
		"a surname that a reviewer has to check": {nil, func(f *birth.Form) { f.Name = "欧阳安" }, decision.Partly,
			[4]decision.Outcome{yes, ask, ask, ask}, ""},
		"into a household outside the province": {nil, func(f *birth.Form) { f.Joins = "father" }, decision.Partly,
			[4]decision.Outcome{yes, no, no, no}, ""},
		"the health department does not answer": {dataset.Births.Dataset, nil, ask, [4]decision.Outcome{ask, ask, ask, ask}, ""},
		"the place of registration is outside the province": {nil, func(f *birth.Form) { f.Place = "spouse-household" },
			decision.Partly, [4]decision.Outcome{no, yes, yes, yes}, ""},
		"the former spouse's place of registration": {nil, func(f *birth.Form) { f.Place = "spouse-household" },
			decision.Partly, [4]decision.Outcome{no, yes, yes, yes}, "divorced"},
		"divorced, at her own place": {nil, nil, yes, [4]decision.Outcome{yes, yes, yes, yes}, "divorced"},
	} {
		t.Run(name, func(t *testing.T) {
			state := tt.state
			if state == "" {
				state = "married"
			}
			o := open(t, state)
			if tt.broken != nil {
				o.Break(tt.broken)
			}
			f := form
			if tt.form != nil {
				tt.form(&f)
			}
			receipt := o.Apply(mother, f)
			if receipt.Outcome != tt.want || outcomes(receipt) != tt.parts {
				t.Errorf("%s %v, want %s %v", receipt.Outcome, outcomes(receipt), tt.want, tt.parts)
			}
		})
	}
}
