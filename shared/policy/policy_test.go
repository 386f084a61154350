package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/policy"
)

type rates struct {
	Rate policy.Series[int] `yaml:"rate"`
}

const good = `
rate:
  title: {zh: 标准, en: Rate}
  figures:
    - {region: "000000", from: 2020-01-01, value: 1, basis: {title: {zh: 甲, en: A}, illustrative: true}}
    - {region: "440600", from: 2020-01-01, until: 2025-12-31, value: 2, basis: {title: {zh: 乙, en: B}, illustrative: true}}
    - {region: "440600", from: 2026-01-01, value: 3, basis: {title: {zh: 丙, en: C}, number: 佛府〔2026〕1号, source: {url: "https://example.org/c", grade: A, as_of: 2026-11-24}}}
    - {region: "440605", from: 2026-02-01, value: 4, basis: {title: {zh: 丁, en: D}, illustrative: true}}
`

func TestTheFigureOfAPlaceAndADay(t *testing.T) {
	p, version, err := policy.Load[rates]("rates.yaml", []byte(good))
	if err != nil || version != policy.Version([]byte(good)) {
		t.Fatal(version, err)
	}
	tests := []struct {
		region, on string
		want       int // zero for none
	}{
		{"110101", "2020-01-01", 1},
		{"110101", "2019-12-31", 0},
		{"440605011", "2025-12-31", 2},
		{"440605011", "2026-01-01", 3},
		{"440605011", "2026-01-31", 3},
		{"440605011", "2026-02-01", 4},
		{"440605", "2026-02-01", 4},
		{"440606001", "2026-02-01", 3},
		{"440600", "2026-02-01", 3},
		{"440300", "2026-02-01", 1},
		{"", "2026-02-01", 0},
	}
	for _, tt := range tests {
		figure, ok := p.Rate.At(tt.region, calendar.MustParse(tt.on))
		if ok != (tt.want != 0) || figure.Value != tt.want {
			t.Errorf("%s on %s: %d, %t, want %d", tt.region, tt.on, figure.Value, ok, tt.want)
		}
	}
}

// TestTheDaysOnWhichAFigureChanges: between two of these days the figure is the same.
func TestTheDaysOnWhichAFigureChanges(t *testing.T) {
	p, _, err := policy.Load[rates]("rates.yaml", []byte(good))
	if err != nil {
		t.Fatal(err)
	}
	for region, want := range map[string]string{
		"110101":    "[2020-01-01]",
		"440606001": "[2020-01-01 2020-01-01 2026-01-01 2026-01-01]",
		"440605011": "[2020-01-01 2020-01-01 2026-01-01 2026-01-01 2026-02-01]",
	} {
		if days := fmt.Sprint(p.Rate.Days(region)); days != want {
			t.Errorf("%s: %s, want %s", region, days, want)
		}
	}
}

// TestAFigureThatLapsed: only the figure of a larger region is in force, and may not be meant to apply.
func TestAFigureThatLapsed(t *testing.T) {
	ended := strings.Replace(good, "from: 2026-01-01, value: 3", "from: 2026-01-01, until: 2026-12-31, value: 3", 1)
	p, _, err := policy.Load[rates]("rates", []byte(ended))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		region, on string
		want       bool
	}{
		{"440600", "2026-12-31", false}, {"440600", "2027-01-01", true}, {"440606001", "2027-01-01", true},
		{"440605", "2027-01-01", false}, // its own figure is still in force
		{"440300", "2027-01-01", false}, // never had a figure
		{"440600", "2019-01-01", false}, // before every figure
	} {
		if got := p.Rate.Lapsed(tt.region, calendar.MustParse(tt.on)); got != tt.want {
			t.Errorf("%s on %s: %t", tt.region, tt.on, got)
		}
	}
}
