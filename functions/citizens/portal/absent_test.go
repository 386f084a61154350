package portal

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

// TestWhatIsNotOfferedHereIsNoHit: a search for it finds no service, and says who does it.
func TestWhatIsNotOfferedHereIsNoHit(t *testing.T) {
	h := platformtest.Open(t, "2026-11-24", Routes)
	for words, where := range map[string]string{
		"死亡证明": "派出所", "护照": "12367", "港澳通行证": "12367", "结婚登记": "婚姻登记机关", "办离婚证": "婚姻登记机关", "补办身份证": "派出所", "换驾驶证": "12123",
		"passport": "12367",
	} {
		var found []instant.Item
		if h.Get("", "/services?q="+words, &found); len(found) != 0 {
			t.Errorf("%s finds %s", words, slugs(found))
		}
		page := h.Call("", http.MethodGet, "/services?q="+words, "", "Accept", "text/html", "Accept-Language", "zh").Body
		if !strings.Contains(page, "这里不能办理") || !strings.Contains(page, where) {
			t.Errorf("%s: the page does not say who does it (%s)", words, where)
		}
	}
}

// TestNoServiceIsAbsent: neither a name nor a keyword of a service, nor an everyday word for it, means something else.
func TestNoServiceIsAbsent(t *testing.T) {
	p := catalogue()
	var all []string
	for _, item := range p.items {
		all = append(append(all, item.Name.ZH, item.Name.EN), item.Keywords...)
	}
	for line := range strings.Lines(everyday) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line[:strings.LastIndex(line, " ")])
		}
	}
	if gone := slices.DeleteFunc(all, func(words string) bool { return absent(words, p.items) == nil }); len(gone) > 0 {
		t.Errorf("these are taken for what is not offered here: %q", gone)
	}
}
