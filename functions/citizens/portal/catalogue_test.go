package portal

import (
	_ "embed"
	"os"
	"slices"
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform/platformtest"
)

// everyday has what people type, and for each the services of which one is meant.
//
//go:embed testdata/words.txt
var everyday string

// catalogue returns a portal with all services.
func catalogue() *portal {
	p := &portal{}
	for _, s := range functions.Services() {
		p.items = append(p.items, s.About())
	}
	p.index = newIndex(p.items)
	return p
}

// TestServicesAreFound searches with everyday words: of at least 95 in 100 the service that is meant is
// among the first three.
func TestServicesAreFound(t *testing.T) {
	p := catalogue()
	var asked, missed int
	for line := range strings.Lines(everyday) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndex(line, " ")
		words, meant := line[:at], strings.Split(line[at+1:], "|")
		found, _, err := p.find(wish{Words: words})
		if err != nil {
			t.Fatal(err)
		}
		asked++
		if !slices.ContainsFunc(found[:min(3, len(found))], func(i instant.Item) bool { return slices.Contains(meant, i.Slug) }) {
			missed++
			t.Logf("%q does not find %s but %v", words, meant, slugs(found))
		}
	}
	if asked < 200 || missed*20 > asked {
		t.Errorf("%d of %d words do not find their service", missed, asked)
	}
}

func slugs(items []instant.Item) []string {
	var all []string
	for _, item := range items {
		all = append(all, item.Slug)
	}
	return all
}

// TestASearch finds by words as they are pasted and typed, and not by a part of another word.
func TestASearch(t *testing.T) {
	p := catalogue()
	find := func(w wish) []instant.Item {
		found, nearest, err := p.find(w)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) > 0 && len(nearest) > 0 {
			t.Errorf("%+v finds %v, and suggests others", w, slugs(found))
		}
		return found
	}
	for words, want := range map[string]string{
		"  失业  金 ": "unemploymentbenefit", "失業金": "unemploymentbenefit", "\u202d失业金\u202c": "unemploymentbenefit",
		"⾼龄": "elderlyallowance", "ＧＬＪＴ": "elderlyallowance", "“居住证”！": "residencepermit", "Gao Ling Jin Tie": "elderlyallowance",
	} {
		if found := find(wish{Words: words}); len(found) == 0 || found[0].Slug != want {
			t.Errorf("%q finds %v, want %s first", words, slugs(found), want)
		}
	}
	if found := find(wish{Words: "old"}); slices.Contains(slugs(found), "householdentry") {
		t.Errorf("old finds %v: it is a part of household", slugs(found))
	}
	for _, words := range []string{"怎么办", "申请", "?", "。"} { // nothing but asking: whatever is found, it is no error
		find(wish{Words: words})
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
	p := catalogue()
	l := p.sorted()
	if len(l.Free) == 0 || len(l.Approved) == 0 || len(l.Supervised) == 0 || len(l.Free)+len(l.Approved) != len(p.items) {
		t.Errorf("%d free, %d approved, %d supervised, of %d", len(l.Free), len(l.Approved), len(l.Supervised), len(p.items))
	}
}

// TestEveryLifeEventHasItsIcon, and is one group in either language.
func TestEveryLifeEventHasItsIcon(t *testing.T) {
	layout, err := os.ReadFile("../../../shared/web/templates/catalogue.html")
	if err != nil {
		t.Fatal(err)
	}
	english, chinese := map[string]string{}, map[string]string{}
	for _, item := range catalogue().items {
		zh, en := item.LifeEvent.ZH, item.LifeEvent.EN
		if chinese[en] != "" && chinese[en] != zh || english[zh] != "" && english[zh] != en {
			t.Errorf("%s is %q and %q, which is %q and %q", item.Slug, zh, en, chinese[en], english[zh])
		}
		english[zh], chinese[en] = en, zh
	}
	last := 0 // the icon that all others have
	for event := range chinese {
		if !strings.Contains(string(layout), `"`+event+`"}}<`) {
			last++
		}
	}
	if last != 1 {
		t.Errorf("%d life events have the icon of the others", last)
	}
}

// TestTheInvitationsComeFirst: what was found for somebody is above all services, and nothing else is.
func TestTheInvitationsComeFirst(t *testing.T) {
	h := platformtest.Open(t, "2026-11-28", Routes)
	const name = "何婉清"
	page := func(who, path string) string { return h.Call(who, "GET", path, "", "Accept", "text/html").Body }
	if first := page(name, "/"); strings.Contains(first, "您可能可以办") || !strings.Contains(first, "高龄津贴申领") {
		t.Errorf("without an invitation: %.2000s", first)
	}
	id := platformtest.Person(t, name).ID
	for place, n := range map[string]instant.Notice{
		"a": {Service: "seniorcard", Title: lang.T("办一张老年人优待证", "A senior card")},
		"b": {Service: "elderlyallowance", Title: lang.T("已为您发放", "Granted"), Certificate: "C1"},
		"c": {Title: lang.T("诉求已答复", "Answered"), Ticket: "T1"},
		"d": {Title: lang.T("数据已更正", "Corrected"), Correction: "K1"},
	} {
		write, err := instant.NoticeWrite(id, place, n)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Engine.Store.Commit(t.Context(), write); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]bool{"/": true, "/services": true, "/services?q=失业": false, "/services?event=生育": false} {
		got := page(name, path)
		if has := strings.Contains(got, "办一张老年人优待证"); has != want {
			t.Errorf("%s has the invitation: %v", path, has)
		}
		for _, other := range []string{"已为您发放", "诉求已答复", "数据已更正"} {
			if strings.Contains(got, other) {
				t.Errorf("%s has %s", path, other)
			}
		}
	}
	if stranger := page("", "/"); strings.Contains(stranger, "办一张老年人优待证") {
		t.Error("somebody who is not signed in sees it")
	}
}
