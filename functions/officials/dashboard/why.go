package dashboard

import (
	"cmp"
	"context"
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Why is one reason for which applications of the last hour were rejected or referred: a condition by its name. An
// application can have several.
type Why struct {
	Outcome decision.Outcome `json:"outcome,omitempty"` // empty for the others
	Title   lang.Text        `json:"title"`
	Sum     int              `json:"sum"`
	Numbers []int            `json:"numbers"` // by minute
}

// mostWhy is how many reasons are shown by themselves; the others are one.
const mostWhy = 5

// why fills in the reasons of the last hour, from the counters of the one or two hours in which it lies.
func (b board) why(ctx context.Context, d *Dashboard) error {
	hours := []time.Time{d.At}
	if first := d.lastHour(); first.Truncate(time.Hour) != d.At.Truncate(time.Hour) {
		hours = []time.Time{first, d.At}
	}
	counts, err := instant.ReasonMinutes(ctx, b.Store, hours...)
	if err != nil {
		return err
	}
	d.Why = whyOf(counts, d.Region, d.minute)
	return nil
}

// reason identifies a Why.
type reason struct {
	outcome decision.Outcome
	title   lang.Text
}

func whyOf(counts []instant.DailyCount, region string, minute func(instant.DailyCount) (int, bool)) []Why {
	of := map[reason]*Why{}
	for _, c := range counts {
		at, in := minute(c)
		if !in || !division.Within(c.District, region) {
			continue
		}
		key := reason{c.Outcome, c.Title}
		if of[key] == nil {
			of[key] = &Why{c.Outcome, c.Title, 0, make([]int, minutesShown)}
		}
		of[key].Numbers[at] += c.N
		of[key].Sum += c.N
	}
	all := []Why{}
	for _, w := range of {
		all = append(all, *w)
	}
	slices.SortFunc(all, func(a, b Why) int {
		return cmp.Or(cmp.Compare(b.Sum, a.Sum), cmp.Compare(a.Title.ZH, b.Title.ZH), cmp.Compare(a.Outcome, b.Outcome))
	})
	if len(all) <= mostWhy+1 {
		return all
	}
	others := Why{Title: lang.T("其他条件", "Other conditions"), Numbers: make([]int, minutesShown)}
	for _, w := range all[mostWhy:] {
		others.Sum += w.Sum
		for i, n := range w.Numbers {
			others.Numbers[i] += n
		}
	}
	return append(all[:mostWhy], others)
}
