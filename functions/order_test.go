package functions_test

import (
	"fmt"
	"testing"

	"miaoban/functions/services/disabilityallowance"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/platform/platformtest"
)

// TestTheOrderOfApplyingMakesNoDifference: an elderly allowance and the living allowance of the disabled are
// of the same kind, of which a person chooses one (国发〔2015〕52号). Whichever is applied for second is asked
// about; a care allowance alone is of no concern to the other.
func TestTheOrderOfApplyingMakesNoDifference(t *testing.T) {
	const elder = "何婉清"
	form := map[string]string{
		"elderlyallowance":    fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, elder).Card),
		"disabilityallowance": fmt.Sprintf(`{"account":%q}`, platformtest.Person(t, elder).Card),
	}
	for _, tt := range []struct {
		assisted      bool
		first, second string
		want          decision.Outcome // of the second
	}{
		{true, "elderlyallowance", "disabilityallowance", decision.Referred},
		{true, "disabilityallowance", "elderlyallowance", decision.Referred},
		{false, "elderlyallowance", "disabilityallowance", decision.Approved},
		{false, "disabilityallowance", "elderlyallowance", decision.Approved},
	} {
		h := platformtest.Open(t, "2026-11-24", elderlyallowance.Service().Routes, disabilityallowance.Service().Routes)
		id := platformtest.Person(t, elder).ID
		born := calendar.MustParse(id[6:10] + "-" + id[10:12] + "-" + id[12:14])
		h.Know(fact.NewRecord(id, h.Now(), dataset.Population.BirthDate.Set(born), dataset.Population.Household.Set("440605011")))
		h.Know(fact.NewRecord(id, h.Now(), dataset.Disabilities.Class.Set("physical"), dataset.Disabilities.Level.Set(1),
			dataset.Disabilities.Until.Set(calendar.MustParse("2030-01-01"))))
		if tt.assisted {
			h.Know(fact.NewRecord(id, h.Now(), dataset.Assistance.Kind.Set("minimum-living")))
		}
		if first := h.Apply(tt.first, elder, form[tt.first]); first.Outcome != decision.Approved {
			t.Fatalf("%s: %s, %+v", tt.first, first.Outcome, first.Findings)
		}
		if second := h.Apply(tt.second, elder, form[tt.second]); second.Outcome != tt.want {
			t.Errorf("%s after %s, assisted %t: %s, want %s", tt.second, tt.first, tt.assisted, second.Outcome, tt.want)
		}
	}
}
