package division_test

import (
	"testing"

	"miaoban/shared/division"
)

func TestWithin(t *testing.T) {
	tests := []struct {
		code, region string
		want         bool
	}{
		{"440605011", "440605", true},
		{"440605011", "440600", true},
		{"440605011", "440000", true},
		{"440605011", division.Nation, true},
		{"440605011", "440605011", true},
		{"440605011", "440606", false},
		{"440605", "440605011", false},
		{"440600", "440605", false},
		{"110101", "440000", false},
		{"440699", "440600", true}, // abolished codes are placed by their digits
		{"", division.Nation, false},
		{"440605", "", false},
		{"4406", "440000", false},
	}
	for _, tt := range tests {
		if got := division.Within(tt.code, tt.region); got != tt.want {
			t.Errorf("Within(%q, %q) = %t", tt.code, tt.region, got)
		}
	}
}

func TestNames(t *testing.T) {
	if name := division.FullName("440605011"); name.ZH != "广东省佛山市南海区桂城街道" || name.EN != "桂城街道, Nanhai, Foshan, Guangdong" {
		t.Errorf("440605011 is %+v", name)
	}
	if name := division.FullName("440605999"); name.ZH != "广东省佛山市南海区" {
		t.Errorf("an unknown street of Nanhai is %+v", name)
	}
	for _, code := range []string{"", "44060", "999999", "440605011001"} {
		if d, ok := division.Find(code); ok {
			t.Errorf("Find(%q) = %+v", code, d)
		}
	}
}

func TestEveryDivisionHasItsParentInTheTable(t *testing.T) {
	var walk func(code string) int
	walk = func(code string) int {
		n := 1
		for _, d := range division.Children(code) {
			if division.Parent(d.Code) != code || !division.Within(d.Code, code) {
				t.Errorf("%s is missing among the children of %s", d.Code, code)
			}
			n += walk(d.Code)
		}
		return n
	}
	if n := walk(division.Nation); n < 250 {
		t.Errorf("only %d divisions are connected", n)
	}
	if city, district := division.City("440605011"), division.District("440605011"); city != "440600" || district != "440605" {
		t.Errorf("440605011 is in %s, %s", city, district)
	}
}

func BenchmarkWithin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		division.Within("440605011", "440600")
	}
}

func TestNearest(t *testing.T) {
	for name, tt := range map[string]struct {
		latitude, longitude float64
		want                string
	}{
		"at the seat of Guicheng":       {23.030, 113.147, "440605011"},
		"Qiandeng Lake, in Guicheng":    {23.049, 113.146, "440605011"},
		"Zumiao, across the river":      {23.031, 113.113, "440604012"},
		"Beijing, near none":            {39.904, 116.407, ""},
		"the north pole":                {90, 0, ""},
		"south of all seats, in Jun'an": {22.70, 113.17, "440606106"},
		"at sea, more than 30 km away":  {22.40, 113.17, ""},
	} {
		if got := division.Nearest(tt.latitude, tt.longitude); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
