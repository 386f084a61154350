package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"miaoban/functions/points"
)

// TestNobodyFloodsWhoHasToRead: of 25 at the same moment, as many reach a steward, or the street
// that handles complaints, as one person can bring on a day; what joins an open complaint has its
// own limit, and the same words again are not counted.
func TestNobodyFloodsWhoHasToRead(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	const who = "孟好事"
	complaint := func(text string) string {
		return fmt.Sprintf(`{"category":"other","place":"440605124","text":%q}`, text)
	}
	for name, tt := range map[string]struct {
		path string
		body func(n int) string
		most int64
	}{
		"deeds":      {"/points/deeds", func(n int) string { return fmt.Sprintf(`{"deed":"neighbour","text":"周%d帮张奶奶买药"}`, n) }, 10},
		"complaints": {"/tickets", func(n int) string { return complaint(fmt.Sprintf("路灯第%d盏不亮", n)) }, 20},
	} {
		t.Run(name, func(t *testing.T) {
			var taken, refused atomic.Int64
			var all sync.WaitGroup
			for n := range 25 {
				all.Go(func() {
					switch status := c.post(who, tt.path, tt.body(n), nil); status {
					case http.StatusOK, http.StatusCreated:
						taken.Add(1)
					case http.StatusTooManyRequests:
						refused.Add(1)
					default:
						t.Errorf("%d came to %d", n, status)
					}
				})
			}
			all.Wait()
			if taken.Load() != tt.most || refused.Load() != 25-tt.most {
				t.Errorf("%d were taken and %d refused, want %d taken", taken.Load(), refused.Load(), tt.most)
			}
		})
	}
	var queue points.Queue
	if c.get("陈积分", "/stewards", &queue); len(queue.Waiting) != 10 {
		t.Errorf("%d reached the steward, want 10", len(queue.Waiting))
	}
}
