package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"miaoban/functions/citizens/points"
)

// TestNobodyFloodsTheOffices: of requests that exceed a daily limit by five at the same moment, only as many as
// the limit allows reach a steward, the street that handles complaints, or the ranking; also for one caller
// through a clerk, and for saved forms.
func TestNobodyFloodsTheOffices(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const who = "孟好事"
	complaint := func(text string) string {
		return fmt.Sprintf(`{"category":"other","place":"440605124","text":%q}`, text)
	}
	for name, tt := range map[string]struct {
		who, path string
		body      func(n int) string
		most      int64
	}{
		"deeds":      {who, "/points/deeds", func(n int) string { return fmt.Sprintf(`{"deed":"neighbour","text":"周%d帮张奶奶买药"}`, n) }, 10},
		"complaints": {who, "/tickets", func(n int) string { return complaint(fmt.Sprintf("路灯第%d盏不亮", n)) }, 20},
		"calls of one number": {"吴话务", "/tickets", func(n int) string {
			return fmt.Sprintf(`{"category":"other","place":"440605124","text":"路灯第%d盏不亮","caller_name":"甲","mobile":"13900000001"}`, n)
		}, 20},
		"names in the ranking": {
			who,
			"/points/ranking",
			func(n int) string { return fmt.Sprintf(`{"kind":"person","name":"好人%d"}`, n) },
			20,
		},
		"forms that are kept": {who, "/services/seniorcard/draft", func(n int) string { return fmt.Sprintf(`{"wish":"%d"}`, n) }, 300},
	} {
		t.Run(name, func(t *testing.T) {
			var taken, refused atomic.Int64
			var all sync.WaitGroup
			var again sync.Mutex // one by one: each attempt reads the caller's data, which has a limit too
			for n := range tt.most + 5 {
				all.Go(func() {
					status := c.post(tt.who, tt.path, tt.body(int(n)), nil)
					for status == http.StatusServiceUnavailable { // another was at it
						again.Lock()
						status = c.post(tt.who, tt.path, tt.body(int(n)), nil)
						again.Unlock()
					}
					switch status {
					case http.StatusOK, http.StatusCreated, http.StatusNoContent:
						taken.Add(1)
					case http.StatusTooManyRequests:
						refused.Add(1)
					default:
						t.Errorf("%d came to %d", n, status)
					}
				})
			}
			all.Wait()
			if taken.Load() != tt.most || refused.Load() != 5 {
				t.Errorf("%d were taken and %d refused, want %d taken", taken.Load(), refused.Load(), tt.most)
			}
		})
	}
	var queue points.Queue
	if c.get("陈积分", "/stewards", &queue); len(queue.Waiting) != 10 {
		t.Errorf("%d reached the steward, want 10", len(queue.Waiting))
	}
}
