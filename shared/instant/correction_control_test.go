package instant

import (
	"testing"

	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
)

// TestWhatAValueIsCorrectedTo by the kind of its field: no negative number, no choice that does not exist, no
// place in words.
func TestWhatAValueIsCorrectedTo(t *testing.T) {
	for _, tt := range []struct {
		column fact.Column
		value  string
		want   bool
	}{
		{dataset.Pensions.Months, "180", true},
		{dataset.Pensions.Months, "0", true},
		{dataset.Pensions.Months, "-1", false},
		{dataset.Pensions.Months, "12.5", false},
		{dataset.Pensions.Months, "十二", false},
		{dataset.SocialInsurance.Of12, "12", true},
		{dataset.SocialInsurance.Of12, "13", false},
		{dataset.HousingFund.MonthlyFen, "440000", true}, // an amount, although 440000 is a province
		{dataset.HousingFund.MonthlyFen, "-440000", false},
		{dataset.Degrees.Level, "bachelor", true},
		{dataset.Degrees.Level, "本科", false},
		{dataset.Degrees.Level, "Bachelor", false},
		{dataset.Disabilities.Level, "1", true},
		{dataset.Disabilities.Level, "5", false},
		{dataset.Degrees.FullTime, "true", true},
		{dataset.Degrees.FullTime, "是", false},
		{dataset.Degrees.GraduatedOn, "2026-07-01", true},
		{dataset.Degrees.GraduatedOn, "2026-02-30", false},
		{dataset.Population.Household, "440605121", true},
		{dataset.Population.Household, "430102001", true},
		{dataset.Population.Household, "桂城街道", false},
		{dataset.SocialInsurance.City, "440600", true},
		{dataset.SocialInsurance.City, "110000", true}, // has no cities
		{dataset.SocialInsurance.City, "429004", true}, // governed by the province
		{dataset.SocialInsurance.City, "440605", false},
		{dataset.SocialInsurance.City, "440000", false},
		{dataset.Population.Name, "何婉清", true},
		{dataset.Population.Name, "", false},
	} {
		of, field := fact.NameOf(tt.column)
		if got := admits(tt.column, tt.value); got != tt.want {
			t.Errorf("%s.%s = %q: %t, want %t", of.Name, field, tt.value, got, tt.want)
		}
	}
}

// TestStoredValuesAreNotLimitedByKinds: what was stored before a field had a kind is still read.
func TestStoredValuesAreNotLimitedByKinds(t *testing.T) {
	for value, column := range map[string]fact.Column{
		"-1": dataset.Pensions.Months, "postdoc": dataset.Degrees.Level, "999999": dataset.Population.Household,
	} {
		if err := column.Check(value); err != nil {
			t.Errorf("%q is not read any more: %v", value, err)
		}
	}
}

// TestMoneyIsTypedInYuan.
func TestMoneyIsTypedInYuan(t *testing.T) {
	for yuan, want := range map[string]string{
		"2800": "280000", "2800.5": "280050", "0.05": "5", " 12.30 ": "1230", "¥7": "700", "": "",
		"1.234": "1.234", "1.": "1.", "abc": "abc", "-5": "-500", "1.-5": "1.-5",
	} {
		if got := TypedValue(map[string]string{"yuan": yuan}); got != want {
			t.Errorf("%q is %q, want %q", yuan, got, want)
		}
	}
	if got := TypedValue(map[string]string{"value": "280000"}); got != "280000" {
		t.Errorf("a value is %q", got)
	}
}

// TestAPlaceIsChosenStepByStep from the nation to a street; a city is not left.
func TestAPlaceIsChosenStepByStep(t *testing.T) {
	has := func(c division.Chooser, code string) (found, opens bool) {
		for _, p := range c.Places {
			if p.Code == code {
				return true, p.Opens
			}
		}
		return false, false
	}
	for _, tt := range []struct {
		within, near string
		cities       bool
		offers       string
		opens        bool
	}{
		{"", "440605011", false, "440605121", false},
		{"440605", "", false, "440605", false},
		{"440600", "", false, "440605", true},
		{"000000", "440605011", false, "430000", true},
		{"430000", "", false, "430100", true},
		{"nowhere", "nowhere", false, "440000", true},
		{"", "440600", true, "440300", false},
		{"000000", "", true, "110000", false},
		{"440600", "440600", true, "440300", false}, // nothing below a city
		{"420000", "", true, "429004", false},
	} {
		c := division.Choose(tt.within, tt.near, tt.cities)
		found, opens := has(c, tt.offers)
		if !found || opens != tt.opens || len(c.Path) == 0 || c.Path[0].Code != division.Nation {
			t.Errorf("within %q near %q: %+v", tt.within, tt.near, c)
		}
	}
}
