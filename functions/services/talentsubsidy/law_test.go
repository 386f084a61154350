package talentsubsidy_test

import (
	"testing"

	"miaoban/functions/services/talentsubsidy"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant/instanttest"
)

// TestShenzhenEndedItForArrivalsFromSeptember2021: by the notice of 2021 the day of arrival decides, and a
// doctor's living subsidy is separate.
func TestShenzhenEndedItForArrivalsFromSeptember2021(t *testing.T) {
	decide := instanttest.Judge(t, talentsubsidy.Service(), entitled)
	for since := day("2021-08-01"); since.Before(day("2021-10-01")); since = since.AddDays(1) {
		for level, fen := range map[string]int64{"bachelor": 1500000, "master": 2500000, "doctor": 3000000} {
			j := decide(instanttest.Row[form]{Today: "2022-01-10", Facts: []fact.Record{
				settled(person, "440304001", since.String()), degree(person, level), insured(person, "440300", true, 3)}})
			want := decision.Approved
			switch {
			case since.Before(day("2021-09-01")):
			case level == "doctor":
				want = decision.Referred
			default:
				want = decision.Rejected
			}
			if j.Outcome != want || want == decision.Approved && j.Grants.Payment.AmountFen != fen {
				t.Errorf("a %s who settled on %s: %s, want %s; %+v", level, since, j.Outcome, want, j.Grants.Payment)
			}
		}
	}
}

// TestAnArrivalBeforeTheFirstFigureRefers, because a later figure does not apply to it.
func TestAnArrivalBeforeTheFirstFigureRefers(t *testing.T) {
	decide := instanttest.Judge(t, talentsubsidy.Service(), entitled)
	for since, want := range map[string]decision.Outcome{
		"2021-12-31": decision.Referred, "2022-01-01": decision.Approved, "2022-01-02": decision.Approved, "2019-06-01": decision.Referred,
	} {
		j := decide(instanttest.Row[form]{Today: "2023-06-01", Facts: []fact.Record{
			settled(person, "440605011", since), degree(person, "master"), insured(person, "440600", true, 12)}})
		if j.Outcome != want {
			t.Errorf("settled on %s: %s, want %s: %+v", since, j.Outcome, want, j.Findings)
		}
	}
}

func TestShenzhen(t *testing.T) {
	shenzhen := func(since, level string) []fact.Record {
		return []fact.Record{settled(person, "440304001", since), degree(person, level), insured(person, "440300", true, 12)}
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "settled after the end", Facts: shenzhen("2026-03-01", "master"), Want: decision.Rejected,
			Not: map[string]decision.Status{"settled": decision.NotMet, "degree": decision.Unknown, "employed": decision.Unknown}},
		{Name: "settled before it, and applies five years later", Facts: shenzhen("2021-08-31", "master"), Want: decision.Referred,
			Not: map[string]decision.Status{"settled": decision.Unknown}},
	})
}

// TestAPlaceWithoutAFigureRefers in each city of the province except the two with figures, and elsewhere.
func TestAPlaceWithoutAFigureRefers(t *testing.T) {
	decide := instanttest.Judge(t, talentsubsidy.Service(), entitled)
	for _, city := range []string{"4401", "4402", "4404", "4405", "4407", "4408", "4409", "4412", "4413", "4414",
		"4415", "4416", "4417", "4418", "4419", "4420", "4451", "4452", "4453", "4301", "1101"} {
		for _, since := range []string{"1998-07-01", "2021-08-31", "2026-03-01"} {
			for _, level := range []string{"associate", "bachelor", "doctor"} {
				j := decide(instanttest.Row[form]{Facts: []fact.Record{settled(person, city+"04", since),
					degree(person, level), insured(person, city+"00", true, 1)}})
				if j.Outcome != decision.Referred {
					t.Errorf("a %s settled on %s in %s: %s", level, since, city, j.Outcome)
				}
			}
		}
	}
}

// TestTheLastDayMoves: a last day that is a weekend or a holiday moves to the next working day
// (民法典 art. 203).
func TestTheLastDayMoves(t *testing.T) {
	judge := instanttest.Judge(t, talentsubsidy.Service(), entitled)
	for _, tt := range []struct {
		settled, today string
		want           decision.Outcome
	}{
		{"2024-11-28", "2026-11-30", decision.Approved}, // a Saturday
		{"2024-11-28", "2026-12-01", decision.Rejected},
		{"2024-10-01", "2026-10-08", decision.Approved}, // the holidays of October
		{"2024-10-01", "2026-10-09", decision.Rejected},
		{"2024-11-24", "2026-11-25", decision.Rejected}, // a Tuesday
	} {
		j := judge(instanttest.Row[form]{Today: tt.today, Facts: []fact.Record{settled(person, "440604012", tt.settled)}})
		if j.Outcome != tt.want {
			t.Errorf("settled on %s, applied on %s: %s, want %s", tt.settled, tt.today, j.Outcome, tt.want)
		}
	}
}

// TestTheFirstVersionDecidesAsItDid: by it, a last day does not move.
func TestTheFirstVersionDecidesAsItDid(t *testing.T) {
	service := talentsubsidy.Service()
	service.Rules = service.Rules[:1]
	judge := instanttest.Judge(t, service, entitled)
	for today, want := range map[string]decision.Outcome{"2026-11-28": decision.Approved, "2026-11-30": decision.Rejected} {
		j := judge(instanttest.Row[form]{Today: today, Facts: []fact.Record{settled(person, "440604012", "2024-11-28")}})
		if j.Outcome != want {
			t.Errorf("on %s: %s, want %s", today, j.Outcome, want)
		}
	}
}
