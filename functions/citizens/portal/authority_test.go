package portal

import (
	"testing"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/policy"
)

func TestTheMapHasEveryServiceAndNoOverlap(t *testing.T) {
	all, err := AuthorityMap(functions.Services(), nil, calendar.MustParse("2026-11-25").Start())
	if err != nil || len(all) < 20 {
		t.Fatalf("%d services, %v", len(all), err)
	}
	for _, a := range all {
		if len(a.Issuers) == 0 || len(a.Overlaps) > 0 || len(a.Gaps) == 21 {
			t.Errorf("%s: %d authorities, overlaps %v, %d gaps", a.Service, len(a.Issuers), a.Overlaps, len(a.Gaps))
		}
	}
}

func TestOverlapsAreFound(t *testing.T) {
	day := calendar.MustParse
	figure := func(region, from, until string) policy.Figure[certificate.Issuer] {
		f := policy.Figure[certificate.Issuer]{Region: region, From: day(from)}
		if until != "" {
			f.Until = day(until)
		}
		return f
	}
	for name, tt := range map[string]struct {
		figures []policy.Figure[certificate.Issuer]
		want    int
	}{
		"one after the other": {[]policy.Figure[certificate.Issuer]{figure("440600", "2020-01-01", "2025-12-31"),
			figure("440600", "2026-01-01", "")}, 0},
		"on one day": {[]policy.Figure[certificate.Issuer]{figure("440600", "2020-01-01", "2026-01-01"),
			figure("440600", "2026-01-01", "")}, 1},
		"both open":      {[]policy.Figure[certificate.Issuer]{figure("440600", "2026-01-01", ""), figure("440600", "2020-01-01", "")}, 1},
		"another region": {[]policy.Figure[certificate.Issuer]{figure("440600", "2020-01-01", ""), figure("440300", "2020-01-01", "")}, 0},
	} {
		if got := overlaps(tt.figures); len(got) != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
