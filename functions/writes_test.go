package functions_test

import (
	"net/http"
	"testing"

	"miaoban/functions/services/birth"
	"miaoban/shared/platform/platformtest"
)

// TestABundleOfWhichNothingIsMetIsCommitted: every condition of every part that is not met is counted, and one commit
// takes a hundred writes.
func TestABundleOfWhichNothingIsMetIsCommitted(t *testing.T) {
	h := platformtest.Open(t, "2026-11-24", birth.Service().Routes)
	const form = `{"bank":"icbc","certificate":"S440000001","joins":"mother","name":"温若水","order":1,"place":"household"}`
	for _, name := range []string{"何婉清", "李建业", "龙待核"} {
		if response := h.Call(name, http.MethodPost, "/services/birth/applications", form); response.StatusCode != http.StatusCreated {
			t.Errorf("%s: %d %s", name, response.StatusCode, response.Body)
		}
	}
}
