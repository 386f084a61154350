package dashboard

import (
	"context"
	"sync"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/store"
)

// past caches the counts of days whose counters do not change any more, for the life of the function: most of what
// the dashboard reads.
type past struct {
	mu   sync.Mutex
	days map[string][]instant.DailyCount
}

// changing is how many days can still get counts: today, and yesterday by commits on their way at midnight.
const changing = 2

// hours returns the counts by hour of today and of the days to compare it with.
func (p *past) hours(ctx context.Context, s store.Store, at time.Time) ([]instant.DailyCount, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []instant.DailyCount
	kept := map[string][]instant.DailyCount{}
	for i := range history + 1 {
		day := at.AddDate(0, 0, -i)
		key := calendar.Of(day).String()
		counts, known := p.days[key]
		if !known {
			var err error
			if counts, err = instant.Hours(ctx, s, day); err != nil {
				return nil, err
			}
		}
		if i >= changing {
			kept[key] = counts
		}
		all = append(all, counts...)
	}
	p.days = kept
	return all, nil
}
