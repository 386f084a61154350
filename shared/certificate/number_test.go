package certificate_test

import (
	"errors"
	"strings"
	"testing"

	"miaoban/shared/certificate"
)

func TestCheckCharacterOfPublishedSamples(t *testing.T) {
	tests := []struct {
		body string
		want byte
	}{
		{"11100000000013338W011" + "11110000000021135M" + "20230329701" + "003", 'Y'},
		{"11100000000013338W009" + "11330105002500287C" + "2025052201" + "002", '0'},
		{"A12425GABC1234002", 'M'},
	}
	for _, tt := range tests {
		if got := certificate.CheckCharacter(tt.body); got != tt.want {
			t.Errorf("%s: got %c, want %c", tt.body, got, tt.want)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	id := certificate.Identifier{Type: "11100000000013338W011", Issuer: "11110000000021135M", Serial: "20230329701", Version: 3}
	const published = "1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y"
	number, err := id.Number()
	if err != nil || number != published {
		t.Fatalf("got %s, %v", number, err)
	}
	if back, err := certificate.Parse(published); err != nil || back != id {
		t.Errorf("read back as %+v, %v", back, err)
	}
	for _, bad := range []string{
		"", published[:len(published)-1] + "X", strings.Replace(published, "701", "702", 1),
		strings.Replace(published, ".003.", ".3.", 1), strings.TrimPrefix(published, "1."), published + ".", strings.ToLower(published),
		strings.Replace(published, ".003.", ".-03.", 1), strings.Replace(published, ".003.", ".000.", 1),
	} {
		if _, err := certificate.Parse(bad); !errors.Is(err, certificate.ErrNumber) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []certificate.Identifier{
		{}, {Type: id.Type, Issuer: id.Issuer, Version: 1}, {Type: id.Type, Issuer: id.Issuer, Serial: "a", Version: 1},
		{Type: id.Type, Issuer: id.Issuer, Serial: "1", Version: 1000},
	} {
		if number, err := bad.Number(); err == nil {
			t.Errorf("%+v got the number %s", bad, number)
		}
	}
}

// FuzzNumber requires that a number that parses is formatted unchanged.
func FuzzNumber(f *testing.F) {
	f.Add("1.2.156.3005.2.11440605MB000MC150501.11440605MB000MC150.20261125QYJ4ZW39.001.H")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := certificate.Parse(text)
		if err != nil {
			return
		}
		if again, err := id.Number(); err != nil || again != text {
			t.Errorf("%q is formatted as %q, %v", text, again, err)
		}
	})
}
