package hotline_test

import (
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/functions/citizens/hotline"
	"miaoban/shared/platform/platformtest"
)

// TestStreetsAreListedUnderTheirDistrict by their own name, and what was chosen stays chosen after a fault.
func TestStreetsAreListedUnderTheirDistrict(t *testing.T) {
	h := platformtest.Open(t, "2026-11-28", hotline.Function(functions.Services()))
	for _, page := range []string{
		h.Call("何婉清", "GET", "/tickets/new", "", "Accept", "text/html").Body,
		h.Call("何婉清", "GET", "/tickets/new", "", "Accept", "text/html", "Cookie", "lang=en").Body,
	} {
		for _, want := range []string{`<optgroup label="`, `<option value="440605011">`} {
			if !strings.Contains(page, want) {
				t.Errorf("the page has no %s", want)
			}
		}
		if n := strings.Count(page, "<optgroup"); n != strings.Count(page, "</optgroup>") || n != 14 {
			t.Errorf("%d districts", n)
		}
	}
	chinese := h.Call("何婉清", "POST", "/tickets", "place=440605011", "Accept", "text/html",
		"Content-Type", "application/x-www-form-urlencoded").Body
	if !strings.Contains(chinese, `<option value="440605011" selected>桂城街道</option>`) {
		t.Errorf("after a fault: %.1500s", chinese)
	}
}
