package httpapi

import (
	"net/http"
	"testing"

	"miaoban/shared/problem"
)

// TestEveryProblemHasAStatus: a code is in both tables, that of titles and that of statuses.
func TestEveryProblemHasAStatus(t *testing.T) {
	codes := problem.Codes()
	if len(codes) < 20 {
		t.Fatalf("there are %d problems only", len(codes))
	}
	for _, code := range codes {
		if status := StatusOf(code); status < http.StatusBadRequest || http.StatusText(status) == "" {
			t.Errorf("%s has the status %d", code, status)
		}
		if title, ok := problem.Title(code); !ok || title.ZH == "" || title.EN == "" {
			t.Errorf("%s has the title %q", code, title)
		}
	}
	for code := range statuses {
		if _, ok := problem.Title(code); !ok {
			t.Errorf("%s has a status and no title", code)
		}
	}
}
