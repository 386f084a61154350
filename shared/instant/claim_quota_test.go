package instant_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

// TestAQuotaIsNeverExceeded has 200 people apply concurrently for 50 places: 50 are approved, and
// 150 are rejected since none is left.
func TestAQuotaIsNeverExceeded(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		const people, places = 200, 50
		o := instanttest.OpenOn(t, serviceFor(places), "2026-11-24", open)
		for i := range people {
			o.Know(fact.NewRecord(fmt.Sprint("p", i), o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))))
		}
		var approved, rejected atomic.Int64
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				p := fmt.Sprint("p", i)
				response := o.Call("POST", "applications", p, `{"wish":"x"}`, nil)
				for response.StatusCode == http.StatusServiceUnavailable {
					response = o.Call("POST", "applications", p, `{"wish":"x"}`, nil)
				}
				list, _, err := instant.Applications(t.Context(), o.Store, p, "")
				switch {
				case err != nil || len(list) != 1 || response.StatusCode != http.StatusCreated:
					t.Errorf("%s has %d applications, %v; answered %d", p, len(list), err, response.StatusCode)
				case list[0].Outcome == decision.Approved:
					approved.Add(1)
				case list[0].Outcome == decision.Rejected:
					rejected.Add(1)
				}
			})
		}
		all.Wait()
		if approved.Load() != places || rejected.Load() != people-places {
			t.Errorf("%d places: %d approved, %d rejected", places, approved.Load(), rejected.Load())
		}
	})
}
