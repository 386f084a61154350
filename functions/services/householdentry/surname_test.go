package householdentry

import (
	"testing"
	"unicode/utf8"

	"miaoban/shared/decision"
)

// TestCompoundSurnames sweeps the list: each surname is recognised as a whole before a given name, and none is
// listed twice.
func TestCompoundSurnames(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range compound {
		if utf8.RuneCountInString(s) != 2 || !spelled(s) || seen[s] {
			t.Errorf("%q is no surname of two characters, or is listed twice", s)
		}
		seen[s] = true
		first, _ := utf8.DecodeRuneInString(s)
		for name, want := range map[string]string{s + "安": s, s + "安然": s, s: string(first), string(first) + "安": string(first)} {
			if got := surname(name); got != want {
				t.Errorf("the surname of %s is %s, want %s", name, got, want)
			}
		}
	}
	for _, s := range []string{"欧阳", "司马", "诸葛", "上官", "慕容"} {
		if !seen[s] {
			t.Errorf("%s is not listed", s)
		}
	}
}

// TestFamilies sweeps the list of all surnames of several characters: each is recognised as a whole, also in
// traditional characters, and half of it is another surname.
func TestFamilies(t *testing.T) {
	all := families()
	if len(all) < 110 {
		t.Fatalf("only %d surnames", len(all))
	}
	for _, family := range all {
		first, _ := utf8.DecodeRuneInString(family)
		parent := family + "大"
		for child, want := range map[string]decision.Status{
			family + "安": decision.Met, family + "安然": decision.Met, string(first) + "安": decision.NotMet, "李" + family: decision.NotMet,
		} {
			if got := sameFamily(child, parent); got != want {
				t.Errorf("%s, of %s: %s, want %s", child, parent, got, want)
			}
		}
	}
	for traditional, simplified := range map[string]string{"獨孤": "独孤", "愛新覺羅": "爱新觉罗", "葉赫那拉": "叶赫那拉", "萬俟": "万俟", "諸葛": "诸葛"} {
		if familyOf(traditional+"安").sure != simplified {
			t.Errorf("%s is %+v", traditional, familyOf(traditional+"安"))
		}
	}
}
