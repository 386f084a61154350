package identity_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"miaoban/shared/identity"
)

// TestStatesAreThoseOfISO3166: every code of three letters is a state if, and only if, Unicode's table of regions
// has it as the code of a country of today, but for those of ICAO 9303 and of China.
func TestStatesAreThoseOfISO3166(t *testing.T) {
	besides := strings.Fields("GBD GBN GBO GBP GBS RKS EUE UNA UNK UNO XBA XCC XCE XCO XEC XES XIM XMP XOM XPO XDC XXA XXB XXC XXX")
	without := strings.Fields("CHN HKG MAC TWN " + // of China
		"ASC CPT DGA TAA XKK " + // not of ISO 3166-1
		"ANT ATN BUR BYS CSK CTE DDR DHY FXX HVO JTN MID NHB NTZ PCI PCZ PUS RHO SCG SUN TMP VDR WAK YMD YUG ZAR") // withdrawn
	count := 0
	for i := range 26 * 26 * 26 {
		code := string([]byte{'A' + byte(i/676), 'A' + byte(i/26%26), 'A' + byte(i%26)})
		region, err := language.ParseRegion(code)
		want := err == nil && region.IsCountry() && region.ISO3() == code && !slices.Contains(without, code)
		if want {
			count++
		}
		if is := identity.State(code); is != (want || slices.Contains(besides, code)) {
			t.Errorf("%s: a state %t", code, is)
		}
	}
	if count != 245 { // of the 249 codes, those of China are left out
		t.Errorf("%d states", count)
	}
}

// TestAPassportIsOfAState: an invented one issues none, and citizens of China have other numbers.
func TestAPassportIsOfAState(t *testing.T) {
	for number, want := range map[string]error{
		"KORM12345678":    nil,
		"D00123456":       identity.ErrPassportCountry,
		"UNO12345678":     nil,
		"JOHN12345":       identity.ErrPassportState,
		"ABC123456789":    identity.ErrPassportState,
		"EUR12345678":     identity.ErrPassportState,
		"ZZZ440075120503": identity.ErrPassportState,
		"CHNE12345678":    identity.ErrChinesePassport,
		"TWN123456789":    identity.ErrChinesePassport,
		"HKGH12345678":    identity.ErrChinesePassport,
		"M123A4567":       identity.ErrPassportCountry,
		"12AB34567":       identity.ErrPassportCountry,
		"AB123456":        identity.ErrPassportCountry,
		"1101051X":        identity.ErrIDNumberLength,
	} {
		if p, err := identity.ParsePerson(number, today); !errors.Is(err, want) || err == nil && p.Kind() != identity.Passport {
			t.Errorf("%s: %s, %v, want %v", number, p.Kind(), err, want)
		}
	}
}
