package figures

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"sync"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/ranking"
	"miaoban/shared/web/chart"
)

// months is how many months a chart goes back.
const months = 6

// page is the month's figures with a chart of the months up to it.
type page struct {
	*Figures
	Chart template.HTML
}

// since returns the last months up to the one, that can have figures, oldest first.
func since(last calendar.Date) []calendar.Date {
	var all []calendar.Date
	for i := months - 1; i >= 0; i-- {
		if month := last.AddMonths(-i); !month.Before(begins) {
			all = append(all, month)
		}
	}
	return all
}

// each calls f for each month at the same time, and returns all errors.
func each(all []calendar.Date, f func(i int, month calendar.Date) error) error {
	errs := make([]error, len(all))
	var wait sync.WaitGroup
	for i, month := range all {
		wait.Go(func() { errs[i] = f(i, month) })
	}
	wait.Wait()
	return errors.Join(errs...)
}

// page adds the chart in the language to the figures of the month.
func (f figures) page(ctx context.Context, of *Figures, month calendar.Date, language string) (page, error) {
	all := since(month)
	totals := make([]Row, len(all))
	err := each(all, func(i int, month calendar.Date) error {
		if month.MonthText() == of.Month {
			totals[i] = of.All
			return nil
		}
		earlier, err := f.count(ctx, month)
		if err == nil {
			totals[i] = earlier.All
		}
		return err
	})
	if err != nil {
		return page{}, err
	}
	say := func(zh, en string) string { return lang.T(zh, en).In(language) }
	c := chart.Columns{
		Title: say("每月办件", "Applications by month"), Unit: say("件", "cases"), Of: say("月份", "Month"), Words: say("表格", "Table"),
		Parts: []chart.Part{
			{Name: say("当场办结", "decided at once"), Class: "approved"},
			{Name: say("转人工", "referred to a person"), Class: "referred"},
		},
	}
	for i, month := range all {
		t := totals[i]
		c.Labels = append(c.Labels, month.InMonth().In(language))
		atOnce := t.Approved + t.Rejected
		c.Parts[0].Numbers = append(c.Parts[0].Numbers, &atOnce)
		c.Parts[1].Numbers = append(c.Parts[1].Numbers, &t.Referred)
	}
	return page{of, c.Figure()}, nil
}

// rankingPage is a ranking with the trend of each division's score.
type rankingPage struct {
	Ranking
	Trends map[string]template.HTML // by the code of the division or category; empty before the second month
}

// trends draws how the scores of the edition's divisions and categories went until its month, by the
// latest editions of the months before.
func (f figures) trends(ctx context.Context, of Ranking, month calendar.Date, language string) (rankingPage, error) {
	out := rankingPage{of, map[string]template.HTML{}}
	if of.Edition == nil {
		return out, nil
	}
	all := since(month)
	editions := make([]*ranking.Edition, len(all))
	err := each(all, func(i int, month calendar.Date) (err error) {
		if month.MonthText() == of.Month {
			editions[i] = of.Edition
			return nil
		}
		editions[i], err = ranking.Latest(ctx, f.Store, month.MonthText())
		return err
	})
	if err != nil {
		return rankingPage{}, err
	}
	scores := map[string][]*float64{}
	for i, e := range editions {
		if e == nil {
			continue
		}
		for _, h := range append(append([]ranking.Holder{}, e.Holders...), e.Categories...) {
			if scores[h.Code] == nil {
				scores[h.Code] = make([]*float64, len(all))
			}
			scores[h.Code][i] = h.Score
		}
	}
	for code, of := range scores {
		if line := chart.Trend(of, inWords(all, of, language)); line != "" {
			out.Trends[code] = line
		}
	}
	return out, nil
}

// inWords lists the scores that are known: September 2026 71.2, October 2026 80.0.
func inWords(all []calendar.Date, scores []*float64, language string) string {
	var words []string
	for i, score := range scores {
		if score != nil {
			words = append(words, fmt.Sprintf("%s %.1f", all[i].InMonth().In(language), *score))
		}
	}
	return strings.Join(words, ", ")
}
