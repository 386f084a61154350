package applications_test

import (
	"strings"
	"testing"

	"miaoban/functions"
	"miaoban/functions/citizens/applications"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/platform/platformtest"
)

// TestTheAccessLogNamesTheService, not its code.
func TestTheAccessLogNamesTheService(t *testing.T) {
	h := platformtest.Open(t, "2026-11-28", seniorcard.Service().Routes, applications.Function(functions.Services()))
	h.Apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	for language, name := range map[string]string{"zh": "老年人优待证办理", "en": "Senior card"} {
		page := h.Call("黎花甲", "GET", "/reads?lang="+language, "", "Accept", "text/html").Body
		if !strings.Contains(page, name) || strings.Contains(page, "seniorcard") {
			t.Errorf("in %s: %s", language, page)
		}
	}
}
