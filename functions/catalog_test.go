package functions_test

import (
	"testing"

	"miaoban/functions"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// TestEveryServiceSaysHowItIsGivenUp: either all of what ends, what it costs and how it can
// be had again, or why it cannot be given up, with a service that there is where another
// does it; in both languages.
func TestEveryServiceSaysHowItIsGivenUp(t *testing.T) {
	names := instant.Names(functions.Services())
	both := func(texts ...lang.Text) bool {
		for _, text := range texts {
			if text.ZH == "" || text.EN == "" || text.ZH == text.EN {
				return false
			}
		}
		return true
	}
	for _, service := range functions.Services() {
		item := service.About()
		s := item.Surrender
		switch {
		case s.Ends.IsZero():
			if !both(s.Kept) || !s.Costs.IsZero() || !s.Again.IsZero() {
				t.Errorf("%s cannot be given up, and does not say why: %+v", item.Slug, s)
			}
			if _, ok := names[s.Instead]; s.Instead != "" && !ok {
				t.Errorf("%s ends by %q, which is no service", item.Slug, s.Instead)
			}
		case !both(s.Ends, s.Costs, s.Again) || !s.Kept.IsZero() || s.Instead != "":
			t.Errorf("%s can be given up, and does not say all of it: %+v", item.Slug, s)
		}
	}
}

// TestWhatIsNeverGivenUp: a fact that was registered, what ends by a service of its own, and
// what was paid or spent once.
func TestWhatIsNeverGivenUp(t *testing.T) {
	never := map[string]string{
		"soletrader": "soletraderchange", "soletraderchange": "soletraderchange", "taxregistration": "soletraderchange",
		"sealrecord": "soletraderchange", "employerinsurance": "soletraderchange", "residencepermit": "",
		"birthregistration": "", "householdentry": "", "childinsurance": "", "socialcard": "", "birth": "", "startup": "",
		"talentsubsidy": "", "housingfundrent": "", "pointsredemption": "",
	}
	seen := 0
	for _, service := range functions.Services() {
		item := service.About()
		instead, kept := never[item.Slug]
		if !kept {
			continue
		}
		seen++
		if !item.Surrender.Ends.IsZero() || item.Surrender.Instead != instead {
			t.Errorf("%s: %+v", item.Slug, item.Surrender)
		}
	}
	if seen != len(never) {
		t.Errorf("%d of %d were seen", seen, len(never))
	}
}
