package portal

import (
	"slices"
	"testing"

	"miaoban/functions"
	"miaoban/shared/instant"
)

// TestServicesAreFound searches with words that people type.
func TestServicesAreFound(t *testing.T) {
	p := &portal{}
	for _, s := range functions.Services() {
		p.items = append(p.items, s.About())
	}
	p.index = newIndex(p.items)
	find := func(w wish) []instant.Item {
		found, err := p.find(w)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for words, want := range map[string]string{
		"高龄": "elderlyallowance", "laoren": "elderlyallowance", "gaolingjintie": "elderlyallowance", "GLJT": "elderlyallowance",
		"开店": "soletrader", "营业执照": "soletrader", "juzhuzheng": "residencepermit", "jzz": "residencepermit",
		"出生": "birth", "养老金": "residentpension", "unemployment benefit": "unemploymentbenefit", "  失业  金 ": "unemploymentbenefit",
	} {
		found := find(wish{Words: words})
		if !slices.ContainsFunc(found[:min(3, len(found))], func(i instant.Item) bool { return i.Slug == want }) {
			t.Errorf("%q finds %d services, but %s is not among the first three", words, len(found), want)
		}
	}
	if found := find(wish{Words: "飞船"}); len(found) != 0 {
		t.Errorf("a search for spaceships finds %d services", len(found))
	}
	for _, w := range []wish{{Audience: "business"}, {Event: "养老"}, {Department: "民政局"}, {Words: "jintie", Event: "养老"}} {
		found := find(w)
		for _, i := range found {
			if w.Audience != "" && string(i.Audience) != w.Audience || w.Event != "" && i.LifeEvent.ZH != w.Event ||
				w.Department != "" && i.Department.ZH != w.Department {
				t.Errorf("%+v finds %s", w, i.Slug)
			}
		}
		if len(found) == 0 || len(found) == len(p.items) {
			t.Errorf("%+v finds %d services", w, len(found))
		}
	}
}

// TestEveryServiceIsInOneOfTheFirstTwoLists checks also that each verified service is in the third
// list.
func TestEveryServiceIsInOneOfTheFirstTwoLists(t *testing.T) {
	var p portal
	for _, s := range functions.Services() {
		p.items = append(p.items, s.About())
	}
	l := p.sorted()
	if len(l.Free) == 0 || len(l.Approved) == 0 || len(l.Supervised) == 0 || len(l.Free)+len(l.Approved) != len(p.items) {
		t.Errorf("%d free, %d approved, %d supervised, of %d", len(l.Free), len(l.Approved), len(l.Supervised), len(p.items))
	}
}
