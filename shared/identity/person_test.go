package identity_test

import (
	"errors"
	"strings"
	"testing"

	"miaoban/shared/identity"
)

func TestPersons(t *testing.T) {
	tests := []struct {
		name, number string
		want         identity.Person
		kind         identity.Kind
		origin       identity.Origin
	}{
		{"the standard's own example of a citizen", "11010519491231002x", "11010519491231002X", identity.ResidentCard, identity.Mainland},
		{"a permit of a resident of Hong Kong", "810000199408230021", "810000199408230021", identity.HongKongPermit, identity.HongKongMacao},
		{"of Macao", "820000200009100032", "820000200009100032", identity.MacaoPermit, identity.HongKongMacao},
		{"of Taiwan", "830000199201300022", "830000199201300022", identity.TaiwanPermit, identity.Taiwan},
		{"a pass of Hong Kong", "H12345678", "H12345678", identity.HongKongMacaoPass, identity.HongKongMacao},
		{"the one issued after it", "h1234567801", "H12345678", identity.HongKongMacaoPass, identity.HongKongMacao},
		{"a pass of Macao", "M0012345602", "M00123456", identity.HongKongMacaoPass, identity.HongKongMacao},
		{"a pass of Taiwan", "01234567", "01234567", identity.TaiwanPass, identity.Taiwan},
		{"of before 2006, with the office that issued it", "0123456703(B)", "01234567", identity.TaiwanPass, identity.Taiwan},
		{"of before 2008, with the count of issues", "0123456703(B)", "01234567", identity.TaiwanPass, identity.Taiwan},
		{"a card of GA 2102-2023", "932682198501010017", "932682198501010017", identity.PermanentResident, identity.PermanentForeign},
		{"the card before it", "gbr440075120503", "GBR440075120503", identity.PermanentResident2017, identity.PermanentForeign},
		{"a British passport", "GBR123456789", "GBR123456789", identity.Passport, identity.Foreign},
		{"a French one, with letters", "fra12ab34567", "FRA12AB34567", identity.Passport, identity.Foreign},
		{"a German one", "DEUC01X00T47", "DEUC01X00T47", identity.Passport, identity.Foreign},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := identity.ParsePerson(tt.number, today)
			if err != nil || p != tt.want {
				t.Fatalf("got %s, %v", p, err)
			}
			if p.Kind() != tt.kind || p.Kind().Origin() != tt.origin {
				t.Errorf("kind %q of %q", p.Kind(), p.Kind().Origin())
			}
			if again, err := identity.ParsePerson(string(p), today); err != nil || again != p {
				t.Errorf("parsed again: %s, %v", again, err)
			}
			if shown := strings.ReplaceAll(p.Masked(), "*", ""); len(p.Masked()) != len(p) || len(shown) > len(p)/2 {
				t.Errorf("masked: %s", p.Masked())
			}
		})
	}
}

func TestNumbersOfNobody(t *testing.T) {
	tests := []struct {
		name, number string
		want         error
	}{
		{"a permit with a wrong check digit", "810000199408230031", identity.ErrIDNumberCheck},
		{"a card for foreigners with a wrong check digit", "932682198501010027", identity.ErrIDNumberCheck},
		{"a card for foreigners with a day that does not exist", "932682198502300017", identity.ErrIDNumberBirth},
		{"15 digits", "110105491231002", identity.ErrOldIDNumber},
		{"17 digits", "11010519491231002", identity.ErrIDNumberLength},
		{"a pass with 7 digits", "H1234567", identity.ErrPassNumber},
		{"a pass with 9 digits", "M123456789", identity.ErrPassNumber},
		{"a letter within a pass", "H1234567B", identity.ErrPassNumber},
		{"a card with 11 digits", "GBR44007512050", identity.ErrCardNumber},
		{"a passport without its state", "E12345678", identity.ErrPassportCountry},
		{"two letters and seven digits", "EA1234567", identity.ErrPassportCountry},
		{"nine digits", "123456789", identity.ErrPassportCountry},
		{"a name", "JOHNSON", identity.ErrPersonNumber},
		{"a state and too little", "GBR1234", identity.ErrPersonNumber},
		{"empty", "", identity.ErrIDNumberLength},
		{"huge", strings.Repeat("H", 1<<20), identity.ErrIDNumberLength},
		{"Chinese characters", "身份证", identity.ErrIDNumberLength},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := identity.ParsePerson(tt.number, today)
			if p != "" || !errors.Is(err, tt.want) {
				t.Fatalf("got %s, %v, want %v", p, err, tt.want)
			}
			if tt.number != "" && strings.Contains(err.Error(), tt.number) {
				t.Error("the error contains the number")
			}
		})
	}
}

// TestWhatANumberTells: the birth date and the sex come from numbers of GB 11643 alone.
func TestWhatANumberTells(t *testing.T) {
	tests := []struct {
		person identity.Person
		born   string // empty: the number does not tell
		female bool
	}{
		{"11010519491231002X", "1949-12-31", true},
		{"810000199408230021", "1994-08-23", true},
		{"830000199201300022", "1992-01-30", true},
		{"820000200009100032", "2000-09-10", false},
		{"932682198501010017", "", false},
		{"GBR440075120503", "", false},
		{"H12345678", "", false},
		{"01234567", "", false},
		{"GBR123456789", "", false},
		{"", "", false},
	}
	for _, tt := range tests {
		born, ok := tt.person.Birth()
		female, known := tt.person.Female()
		if ok != (tt.born != "") || known != ok || female != tt.female || ok && born.String() != tt.born {
			t.Errorf("%s: born %s %t, female %t %t", tt.person, born, ok, female, known)
		}
	}
}
