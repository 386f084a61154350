package applications_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/jobs/proactive"
	"miaoban/functions/services/childcaresubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

var (
	posted = regexp.MustCompile(`(?s)<form method="post" action="(/services/childcaresubsidy/[a-z]+)">(.*?)</form>`)
	hidden = regexp.MustCompile(`<input type="hidden" name="([a-z_]+)" value="([^"]*)">`)
)

// TestAnInvitationIsOneTap: the page of the notices has the form filled in, and its button applies. Where
// the account is missing, the button opens the form with the child filled in.
func TestAnInvitationIsOneTap(t *testing.T) {
	services := []instant.Offering{childcaresubsidy.Service()}
	h := platformtest.Open(t, "2026-11-24", applications.Function(services), services[0].Routes)
	bare := platformtest.Person(t, "童四宝") // a fourth child, which becomes a third one
	h.Know(fact.NewRecord(platformtest.Person(t, "童小四").ID, h.Now(), dataset.Parentage.Mother.Set(bare.ID),
		dataset.Parentage.Rank.Set(3)))
	run, err := proactive.Job(h.Engine, services)
	if err != nil {
		t.Fatal(err)
	}
	if report, err := run(t.Context(), proactive.Order{}); err != nil || report.Granted != 0 || report.Invited < 2 {
		t.Fatalf("the run: %+v, %v", report, err)
	}
	tap := func(name, action string) (status int, location string, form url.Values) {
		t.Helper()
		page := h.Call(name, "GET", "/notices", "", "accept", "text/html").Body
		button := posted.FindStringSubmatch(page)
		if len(button) == 0 || button[1] != "/services/childcaresubsidy/"+action {
			t.Fatalf("%s has no button to %s: %s", name, action, page)
		}
		form = url.Values{}
		for _, field := range hidden.FindAllStringSubmatch(button[2], -1) {
			form.Set(field[1], field[2])
		}
		answer := h.Call(name, "POST", button[1], form.Encode(), "accept", "text/html", "content-type", "application/x-www-form-urlencoded")
		return answer.StatusCode, answer.Headers["Location"], form
	}
	status, place, form := tap("童受邀", "applications")
	if form.Get("child") != platformtest.Person(t, "童小邀").ID || form.Get("account") != platformtest.Person(t, "童受邀").Card {
		t.Errorf("the invitation is filled in with %v", form)
	}
	if status != http.StatusSeeOther || !strings.HasPrefix(place, "/applications/") {
		t.Fatalf("the tap: %d %q", status, place)
	}
	var receipt instant.Receipt
	if h.Get("童受邀", place, &receipt); receipt.Payment == nil || receipt.Payment.AmountFen != 360000 ||
		receipt.Payment.DueOn != calendar.MustParse("2027-01-31") {
		t.Errorf("what was granted is %+v", receipt.Payment)
	}
	status, place, _ = tap("童四宝", "draft")
	page := h.Call("童四宝", "GET", place, "", "accept", "text/html").Body
	if status != http.StatusSeeOther || !strings.Contains(page, platformtest.Person(t, "童小四").ID) {
		t.Errorf("the form of %s: %d, and the child is filled in: %t", place, status, strings.Contains(page, platformtest.Person(t, "童小四").ID))
	}
}
