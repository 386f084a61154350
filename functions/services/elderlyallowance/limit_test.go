package elderlyallowance_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
)

// TestThirtyApplicationsADay are accepted at most, whatever their outcomes.
func TestThirtyApplicationsADay(t *testing.T) {
	o := world{today: "2026-11-24", born: "1990-01-01", household: "440604012", form: own}.open(t)
	o.At(calendar.MustParse("2026-11-25").Start().Add(-time.Second))
	apply := func(n int) (int, string, string) {
		key := map[string]string{"Idempotency-Key": fmt.Sprint("number-", n)}
		response := o.Call("POST", "applications", person, fmt.Sprintf(`{"payee":"own","account":"62220220051234%05d"}`, n), key)
		return response.StatusCode, response.Body, response.Headers["Retry-After"]
	}
	taken, n := []int{}, 0
	for ; len(taken) < 30 && n < 1000; n++ { // one in ten of these has the check digit of a card
		if status, _, _ := apply(n); status == 201 {
			taken = append(taken, n)
		}
	}
	next := func() (status int, body, retry string) {
		for status = 422; status == 422; n++ {
			status, body, retry = apply(n)
		}
		return status, body, retry
	}
	if status, body, retry := next(); status != 429 || !strings.Contains(body, "/problems/too-many") || retry != "2" {
		t.Errorf("the 31st: %d, again in %q seconds, %s", status, retry, body)
	}
	if status, _, _ := apply(taken[0]); status != 201 {
		t.Errorf("the first once more: %d, and not its answer", status)
	}
	o.At(calendar.MustParse("2026-11-25").Start())
	if status, body, _ := next(); status != 201 {
		t.Errorf("a second later, on the next day: %d %s", status, body)
	}
}
