package functions_test

import (
	"testing"

	"miaoban/functions"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// TestEveryServiceSaysHowItIsGivenUp checks that each service states, in both languages, either
// what ends, what that costs and how to get it back, or why it cannot be given up. Where another
// service ends it, that service must exist.
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
				t.Errorf("%s cannot be given up, but gives no reason: %+v", item.Slug, s)
			}
			if _, ok := names[s.Instead]; s.Instead != "" && !ok {
				t.Errorf("%s names %q as the service that ends it, but no such service exists", item.Slug, s.Instead)
			}
		case !both(s.Ends, s.Costs, s.Again) || !s.Kept.IsZero() || s.Instead != "":
			t.Errorf("%s can be given up, but its description is incomplete: %+v", item.Slug, s)
		}
	}
}

// TestWhatIsNeverGivenUp lists what cannot be given up: a registered fact, a grant that another
// service ends, and a payment or purchase that happened once.
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
		t.Errorf("found %d of %d services", seen, len(never))
	}
}
