package housingfundrent_test

import (
	"testing"

	"miaoban/functions/services/housingfundrent"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant/instanttest"
)

// TestTheRegulationsOf2026ApplyFromTheirFirstDay: the basis of an application of the day before
// is the old art. 24(1)(6), a rent above a share of the wages; from that day on it is art. 24(1)(1), paying
// rent.
func TestTheRegulationsOf2026ApplyFromTheirFirstDay(t *testing.T) {
	decide := instanttest.Judge(t, housingfundrent.Service(), entitled)
	for on := day("2026-09-01"); on.Before(day("2026-10-10")); on = on.AddDays(1) {
		number, article := "国务院令第844号，2026年8月10日修订", "第二十四条第一款第（一）项、第二十五条"
		if on.Before(day("2026-09-20")) {
			number, article = "国务院令第710号，2019年3月24日修订", "第二十四条第一款第（六）项、第二十五条"
		}
		j := decide(instanttest.Row[form]{Today: on.String()})
		basis := j.Of("no-home").Basis
		if j.Outcome != decision.Approved || basis[0].Number != number || basis[0].Article.ZH != article {
			t.Errorf("on %s: %s, by %s %s", on, j.Outcome, basis[0].Number, basis[0].Article.ZH)
		}
	}
}

// TestTheHomeOfAFormerSpouseDoesNotCount: only the home of a spouse in a marriage in force counts.
func TestTheHomeOfAFormerSpouseDoesNotCount(t *testing.T) {
	decide := instanttest.Judge(t, housingfundrent.Service(), entitled)
	for state, want := range map[string]decision.Outcome{"married": decision.Rejected, "divorced": decision.Approved} {
		for _, today := range []string{"2020-01-01", "2023-11-01", "2026-09-19", "2026-09-20", "2026-11-24"} {
			j := decide(instanttest.Row[form]{Today: today, Facts: []fact.Record{wed(state), home(spouse, "440300", "owned")}})
			if j.Outcome != want {
				t.Errorf("%s, on %s: %s, want %s", state, today, j.Outcome, want)
			}
		}
	}
}

// TestAReviewIsDueInThreeDays: 3 days by art. 25, not working days.
func TestAReviewIsDueInThreeDays(t *testing.T) {
	item := housingfundrent.Service().Item
	if item.LegalTime.ZH != "3日" || item.Reviewed.Days != 3 || item.Reviewed.Workdays != 0 {
		t.Errorf("the term is %s, %+v", item.LegalTime.ZH, item.Reviewed)
	}
}

// TestAPlaceWithoutAFigureRefers in each city of the province except the two with figures, and elsewhere.
func TestAPlaceWithoutAFigureRefers(t *testing.T) {
	decide := instanttest.Judge(t, housingfundrent.Service(), entitled)
	for _, city := range []string{"4401", "4402", "4404", "4405", "4407", "4408", "4409", "4412", "4413", "4414",
		"4415", "4416", "4417", "4418", "4419", "4420", "4451", "4452", "4453", "4301", "1101"} {
		for _, months := range []int{0, 1, 40} {
			j := decide(instanttest.Row[form]{Facts: []fact.Record{pays(city+"00", months, 5000000)}})
			if j.Outcome != decision.Referred {
				t.Errorf("%d months in %s: %s", months, city, j.Outcome)
			}
		}
	}
}
