// Package figures publishes monthly statistics by service and by district: how many applications
// were decided at once and by a person, and how satisfied people were. It also publishes the signed
// audit digests.
package figures

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Function needs the services for their names.
func Function(services []instant.Offering) func(*instant.Engine) (httpapi.Routes, error) {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		f := figures{e, instant.Names(services)}
		return httpapi.Routes{"GET /figures": f.month, "GET /rankings": f.ranking, "GET /audit/heads": f.heads,
			"GET /audit/heads/{day}": f.day}, nil
	}
}

type figures struct {
	*instant.Engine
	titles map[string]lang.Text
}

// Figures are the statistics of one month.
type Figures struct {
	Month     string `json:"month"`            // 2026-11
	Before    string `json:"before,omitempty"` // the month before, if it can have figures
	All       Row    `json:"all"`
	Services  []Row  `json:"services"`
	Districts []Row  `json:"districts"` // by district of the applicants' households
}

// Row has the figures of one service or district.
type Row struct {
	Code         string    `json:"code"`
	Name         lang.Text `json:"name"`
	Applications int       `json:"applications"`
	Approved     int       `json:"approved"`               // approved at once
	Rejected     int       `json:"rejected"`               // rejected at once
	Referred     int       `json:"referred"`               // referred to a person
	Decided      int       `json:"decided"`                // referred ones that a person has decided
	Accepted     int       `json:"accepted_here"`          // accepted there, wherever they are handled
	InstantRate  *int      `json:"instant_rate,omitempty"` // percent decided at once; absent without applications
	Ratings      int       `json:"ratings"`
	ContentRate  *int      `json:"content_rate,omitempty"` // percent of ratings with three or more stars; absent without ratings
}

// begins is the first month that can have figures.
var begins = calendar.MustParse("2026-10-01")

func (r *Row) add(t instant.MonthlyCount) {
	r.Approved += t.Outcomes(decision.Approved)
	r.Rejected += t.Outcomes(decision.Rejected)
	r.Referred += t.Outcomes(decision.Referred)
	r.Decided += t.Decided(decision.Approved) + t.Decided(decision.Rejected)
	r.Accepted += t.Accepted()
	content := 0
	if r.ContentRate != nil {
		content = *r.ContentRate // a count here; finish converts it to a rate
	}
	for stars := 1; stars <= 5; stars++ {
		r.Ratings += t.Stars(stars)
		if stars >= 3 {
			content += t.Stars(stars)
		}
	}
	r.ContentRate = &content
}

func (r *Row) finish() {
	r.Applications = r.Approved + r.Rejected + r.Referred
	r.InstantRate = percent(r.Approved+r.Rejected, r.Applications)
	if r.ContentRate != nil {
		r.ContentRate = percent(*r.ContentRate, r.Ratings)
	}
}

func percent(part, whole int) *int {
	if whole == 0 {
		return nil
	}
	rate := (100*part + whole/2) / whole
	return &rate
}

func (f figures) month(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	today := calendar.Of(f.Now())
	month := cmp.Or(r.Query("month"), today.MonthText())
	first, err := calendar.Parse(month + "-01")
	if err != nil || first.After(today) {
		return httpapi.Response{},
			problem.New("malformed-request", lang.T("月份格式应为 2026-11，不能晚于本月。", "Write the month as 2026-11; it cannot be in the future."))
	}
	if first.Before(begins) {
		return httpapi.Response{}, noFigures()
	}
	format, err := r.Chosen("format", "csv", "json")
	if err != nil {
		return httpapi.Response{}, err
	}
	found, err := f.count(ctx, first)
	if err != nil {
		return httpapi.Response{}, err
	}
	if format == "csv" {
		return table(found)
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, found)
	}
	shown, err := f.page(ctx, found, first, r.Language())
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.HTML(http.StatusOK, f.Pages, r.Page("figures", lang.T("办件数据公开", "Statistics"), shown))
}

// noFigures is the problem of a month before the first one.
func noFigures() *problem.Problem {
	return problem.New("not-found", lang.F("没有这个月的数据：数据从%s开始。", "There are no figures of this month: they begin with %s.",
		calendar.MonthOf(begins.MonthText())))
}

func (f figures) count(ctx context.Context, first calendar.Date) (*Figures, error) {
	tallies, err := instant.MonthlyCounts(ctx, f.Store, first.MonthText())
	if err != nil {
		return nil, err
	}
	out := &Figures{Month: first.MonthText(), Services: []Row{}, Districts: []Row{}}
	if before := first.AddMonths(-1); !before.Before(begins) {
		out.Before = before.MonthText()
	}
	services, districts := map[string]*Row{}, map[string]*Row{}
	for _, t := range tallies {
		out.All.add(t)
		row(services, t.Service, cmp.Or(f.titles[t.Service], lang.T(t.Service, t.Service))).add(t)
		row(districts, t.District, division.FullName(t.District)).add(t)
	}
	out.All.finish()
	for list, rows := range map[*[]Row]map[string]*Row{&out.Services: services, &out.Districts: districts} {
		for _, r := range rows {
			r.finish()
			*list = append(*list, *r)
		}
		slices.SortFunc(*list, func(a, b Row) int {
			return cmp.Or(cmp.Compare(b.Applications, a.Applications), cmp.Compare(a.Code, b.Code))
		})
	}
	return out, nil
}

func row(rows map[string]*Row, code string, name lang.Text) *Row {
	if rows[code] == nil {
		rows[code] = &Row{Code: code, Name: name}
	}
	return rows[code]
}

// table returns the figures as CSV.
func table(f *Figures) (httpapi.Response, error) {
	text := func(rate *int) string {
		if rate == nil {
			return ""
		}
		return strconv.Itoa(*rate)
	}
	lines := [][]string{{"month", "kind", "code", "name", "applications", "approved", "rejected", "referred", "decided",
		"instant_rate", "ratings", "content_rate"}}
	for kind, rows := range map[string][]Row{"service": f.Services, "district": f.Districts} {
		for _, r := range rows {
			lines = append(lines,
				[]string{f.Month, kind, r.Code, r.Name.ZH, strconv.Itoa(r.Applications), strconv.Itoa(r.Approved), strconv.Itoa(r.Rejected),
					strconv.Itoa(r.Referred), strconv.Itoa(r.Decided), text(r.InstantRate), strconv.Itoa(r.Ratings), text(r.ContentRate)})
		}
	}
	slices.SortStableFunc(lines[1:], func(a, b []string) int { return cmp.Compare(b[1], a[1]) })
	return spreadsheet("miaoban-"+f.Month, lines)
}

// spreadsheet returns the lines as a CSV file with that name. It starts with a byte order mark, so
// that spreadsheets read it as UTF-8.
func spreadsheet(name string, lines [][]string) (httpapi.Response, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	if err := csv.NewWriter(&out).WriteAll(lines); err != nil {
		return httpapi.Response{}, fmt.Errorf("writing %s: %w", name, err)
	}
	return httpapi.Response{StatusCode: http.StatusOK, Body: out.String(), Headers: map[string]string{
		"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": fmt.Sprintf(`attachment; filename="%s.csv"`, name),
	}}, nil
}
