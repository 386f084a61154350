package figures

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/ranking"
	"miaoban/shared/store"
)

// Ranking is one edition of a month's ranking, with links to the others.
type Ranking struct {
	*ranking.Edition `json:"ranking,omitempty"` // of a past month
	Month            string                     `json:"month"`
	Latest           int                        `json:"latest_edition"`   // 0: none published yet
	Before           string                     `json:"before,omitempty"` // the month before, if it can have a ranking
}

// Editions returns the numbers of all editions, for links on the page.
func (r Ranking) Editions() []int {
	all := make([]int, r.Latest)
	for i := range all {
		all[i] = i + 1
	}
	return all
}

// ranking returns the latest edition of the month, or the one that is asked for.
func (f figures) ranking(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	last := calendar.Of(f.Now()).FirstOfMonth().AddMonths(-1)
	first := last
	if asked := r.Query("month"); asked != "" {
		var err error
		if first, err = calendar.Parse(asked + "-01"); err != nil || first.After(last) {
			return httpapi.Response{},
				problem.New("malformed-request", lang.T("月份格式应为 2026-10，须是已经结束的月份。", "Write the month as 2026-10; it must be over."))
		}
	}
	latest, err := ranking.Latest(ctx, f.Store, first.MonthText())
	if err != nil {
		return httpapi.Response{}, err
	}
	out := Ranking{Edition: latest, Month: first.MonthText()}
	if before := first.AddMonths(-1); !before.Before(begins) {
		out.Before = before.MonthText()
	}
	if latest != nil {
		out.Latest = latest.Number
	}
	if asked := r.Query("edition"); asked != "" {
		number, err := strconv.Atoi(asked)
		if err == nil {
			out.Edition, err = ranking.Load(ctx, f.Store, out.Month, number)
		}
		switch {
		case errors.Is(err, store.ErrNotFound), errors.Is(err, strconv.ErrSyntax), errors.Is(err, strconv.ErrRange):
			return httpapi.Response{}, problem.New("not-found", lang.T("没有这一版。", "This edition does not exist."))
		case err != nil:
			return httpapi.Response{}, err
		}
	}
	format, err := r.Chosen("format", "csv", "json")
	if err != nil {
		return httpapi.Response{}, err
	}
	if format == "csv" {
		return out.table()
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, out)
	}
	shown, err := f.trends(ctx, out, first, r.Language())
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.HTML(http.StatusOK, f.Pages, r.Page("rankings", lang.T("每月排名", "The monthly ranking"), shown))
}

// table returns the edition as CSV.
func (r Ranking) table() (httpapi.Response, error) {
	text := func(rate *float64) string {
		if rate == nil {
			return ""
		}
		return strconv.FormatFloat(*rate, 'f', 1, 64)
	}
	lines := [][]string{{"month", "edition", "kind", "rank", "code", "name", "number", "rated", "response_rate", "resolution_rate",
		"satisfaction_rate", "instant_rate", "score"}}
	if e := r.Edition; e != nil {
		edition := strconv.Itoa(e.Number)
		rows := slices.Concat(e.Holders, e.Categories)
		for i, h := range rows {
			kind := "holder"
			if i >= len(e.Holders) {
				kind = "category"
			}
			lines = append(lines,
				[]string{e.Month, edition, kind, strconv.Itoa(h.Rank), h.Code, h.Name.ZH, strconv.Itoa(h.Received), strconv.Itoa(h.Visited),
					text(h.Response), text(h.Resolution), text(h.Satisfaction), "", text(h.Score)})
		}
		for _, s := range e.Services {
			lines = append(lines,
				[]string{e.Month, edition, "service", strconv.Itoa(s.Rank), s.Code, s.Name.ZH, strconv.Itoa(s.Applications),
					strconv.Itoa(s.Ratings), "", "", text(s.Content), text(s.Instant), text(s.Instant)})
		}
	}
	return spreadsheet("miaoban-ranking-"+r.Month, lines)
}
