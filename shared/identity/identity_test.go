package identity_test

import (
	"errors"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/identity"
)

var today = calendar.MustParse("2026-11-24")

func TestIDNumbers(t *testing.T) {
	tests := []struct {
		name, number string
		want         error
	}{
		{"the standard's own example, with an X", "11010519491231002X", nil},
		{"a small x means X", "11010519491231002x", nil},
		{"made for tests", "440605194001010011", nil},
		{"made for tests", "440605195006150026", nil},
		{"made for tests", "440300194610100030", nil},
		{"15 digits", "110105491231002", identity.ErrOldIDNumber},
		{"too short", "11010519491231002", identity.ErrIDNumberLength},
		{"too long", "11010519491231002X0", identity.ErrIDNumberLength},
		{"empty", "", identity.ErrIDNumberLength},
		{"huge", strings.Repeat("1", 1<<20), identity.ErrIDNumberLength},
		{"another check character", "110105194912310021", identity.ErrIDNumberCheck},
		{"an X where 1 should be", "44060519400101001X", identity.ErrIDNumberCheck},
		{"two digits changed places", "440605194001010101", identity.ErrIDNumberCheck},
		{"an X inside", "1101051949123100X2", identity.ErrIDNumberCharacter},
		{"full-width digits", "１１０１０５", identity.ErrIDNumberCharacter},
		{"29 February of a common year", "440605195002290010", identity.ErrIDNumberBirth},
		{"month 13", "440605195013010010", identity.ErrIDNumberBirth},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id, err := identity.ParseIDNumber(tt.number, today)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), tt.number) && tt.number != "" {
				t.Error("the error contains the number")
			}
			if err == nil && !strings.EqualFold(string(id), tt.number) {
				t.Errorf("parsed as another number")
			}
		})
	}
}

func TestIDNumberParts(t *testing.T) {
	for _, division := range []string{"440605", "810000", "820000", "830000", "445281"} {
		leapDay := calendar.MustParse("1956-02-29")
		id, err := identity.MakeIDNumber(division, leapDay, 2)
		if err != nil {
			t.Fatal(err)
		}
		if id.Birth() != leapDay || !id.Female() || id.Division() != division {
			t.Errorf("made for %s: born %s, female %t, in %s", division, id.Birth(), id.Female(), id.Division())
		}
		if strings.Contains(id.Masked(), "1956") || len(id.Masked()) != 18 {
			t.Errorf("masked: %s", id.Masked())
		}
	}
	tomorrow, err := identity.MakeIDNumber("440605", today.AddDays(1), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := identity.ParseIDNumber(string(tomorrow), today); !errors.Is(err, identity.ErrIDNumberFuture) {
		t.Errorf("a birth date in the future: %v", err)
	}
	if _, err := identity.ParseIDNumber(string(tomorrow), today.AddDays(1)); err != nil {
		t.Errorf("a birth date of today: %v", err)
	}
}

func TestCreditCodes(t *testing.T) {
	tests := []struct {
		code string
		want error
	}{
		{"91350100M000100Y43", nil}, // the standard's worked example
		{"914403003429409755", nil},
		{"91440300L83341734R", nil},
		{"914403006990676707", nil},
		{"11100000000013338W", nil},
		{"11100000000013338A", identity.ErrCreditCodeCheck},
		{"91350100M0001TGQXM", identity.ErrCreditCodeCheck}, // in real use, with a wrong check character
		{"91350100I000100Y43", identity.ErrCreditCodeCharacter},
		{"91350100M000100y43", identity.ErrCreditCodeCharacter},
		{"91350100M000100Y4", identity.ErrCreditCodeLength},
		{"", identity.ErrCreditCodeLength},
	}
	for _, tt := range tests {
		if err := identity.CheckCreditCode(tt.code); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.code, err, tt.want)
		}
	}
}

func TestMadeCreditCodesAreValid(t *testing.T) {
	code, err := identity.MakeCreditCode("11", "100000", "00001333")
	if err != nil || code != "11100000000013338W" {
		t.Errorf("made %s, %v", code, err)
	}
	checks := map[byte]bool{}
	for i := range 31 * 31 {
		body := "MA5" + string(identity.CreditAlphabet[i/31]) + string(identity.CreditAlphabet[i%31]) + "ABC"
		code, err := identity.MakeCreditCode("92", "440605", body)
		if err != nil {
			t.Fatal(err)
		}
		if err := identity.CheckCreditCode(code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
		checks[code[17]] = true
	}
	if len(checks) != 31 {
		t.Errorf("%d check characters occur, want all 31, the 0 for 31 among them", len(checks))
	}
}

func TestBankCards(t *testing.T) {
	card := identity.MakeBankCard("622202200512345678")
	if !identity.ValidBankCard(card) || len(card) != 19 {
		t.Errorf("%s is not valid", card)
	}
	for _, bad := range []string{
		"",
		"6222",
		card[:18] + string('0'+(card[18]-'0'+1)%10),
		card + "0",
		"6222022005123456x8",
		" " + card[:18],
	} {
		if identity.ValidBankCard(bad) {
			t.Errorf("%q is valid", bad)
		}
	}
}

func FuzzIDNumber(f *testing.F) {
	f.Add("11010519491231002X")
	f.Add("110105491231002")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := identity.ParseIDNumber(s, today)
		if err != nil {
			return
		}
		if again, err := identity.ParseIDNumber(string(id), today); err != nil || again != id || id.Birth().After(today) {
			t.Errorf("%q: %v", s, err)
		}
	})
}

func BenchmarkParseIDNumber(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := identity.ParseIDNumber("11010519491231002X", today); err != nil {
			b.Fatal(err)
		}
	}
}
