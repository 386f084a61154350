package dashboard

import (
	"cmp"
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Why is a reason for which applications of the last hour were rejected or referred: the first condition that was not
// met or not known, by its name.
type Why struct {
	Outcome decision.Outcome `json:"outcome,omitempty"` // empty for the others
	Title   lang.Text        `json:"title"`
	Sum     int              `json:"sum"`
	Numbers []int            `json:"numbers"` // by minute
}

// mostWhy is how many reasons are shown by themselves; the others are one.
const mostWhy = 5

// reason identifies a Why.
type reason struct {
	outcome decision.Outcome
	title   lang.Text
}

// whyOf returns the reasons of the minutes in the region.
func whyOf(counts []instant.DailyCount, region string, minute func(instant.DailyCount) (int, bool)) []Why {
	of := map[reason]*Why{}
	for _, c := range counts {
		at, in := minute(c)
		if !in || c.Rule == "" || !division.Within(c.District, region) {
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
