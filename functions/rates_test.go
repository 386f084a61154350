package functions_test

import (
	"slices"
	"testing"
	"time"

	"miaoban/functions"
	"miaoban/shared/instant"
)

// TestWhatPaysByTheMonthIsVerifiedEveryMonth: a new figure is looked for among the awards that are
// due this month or the next.
func TestWhatPaysByTheMonthIsVerifiedEveryMonth(t *testing.T) {
	var pay []string
	for _, s := range functions.Services() {
		verifier, err := s.Verifier(&instant.Engine{Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if verifier == nil || verifier.MonthlyPolicy() == "" {
			continue
		}
		item := s.About()
		pay = append(pay, item.Slug)
		if item.VerifiedEvery != 1 {
			t.Errorf("%s pays by the month and is verified every %d months", item.Slug, item.VerifiedEvery)
		}
	}
	slices.Sort(pay)
	want := []string{"disabilityallowance", "elderlyallowance", "flexiblesubsidy", "residentpension", "unemploymentbenefit"}
	if !slices.Equal(pay, want) {
		t.Errorf("%q pay by the month, want %q", pay, want)
	}
}
