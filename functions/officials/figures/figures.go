// Package figures publishes how the house does, month by month: how many applications
// were decided at once, how many by a person, and how content people were; by service
// and by district. It also publishes what is signed of the audit.
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

// Function is the function for the services.
func Function(services []instant.Offering) func(*instant.Engine) (httpapi.Routes, error) {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		f := figures{e, instant.Names(services)}
		return httpapi.Routes{"GET /figures": f.month, "GET /rankings": f.ranking, "GET /audit/heads": f.heads, "GET /audit/heads/{day}": f.day}, nil
	}
}

type figures struct {
	*instant.Engine
	titles map[string]lang.Text
}

// Figures are those of a month.
type Figures struct {
	Month     string `json:"month"`            // 2026-11
	Before    string `json:"before,omitempty"` // the month before, where there may be figures
	All       Row    `json:"all"`
	Services  []Row  `json:"services"`
	Districts []Row  `json:"districts"` // of the households
}

// Row is the figures of a service, or of a district.
type Row struct {
	Code         string    `json:"code"`
	Name         lang.Text `json:"name"`
	Applications int       `json:"applications"`
	Approved     int       `json:"approved"`               // at once
	Rejected     int       `json:"rejected"`               // at once
	Referred     int       `json:"referred"`               // to a person
	Decided      int       `json:"decided"`                // of those, by a person since
	Accepted     int       `json:"accepted_here"`          // taken in there, wherever they are handled
	InstantRate  *int      `json:"instant_rate,omitempty"` // percent decided at once; none where there was nothing
	Ratings      int       `json:"ratings"`
	ContentRate  *int      `json:"content_rate,omitempty"` // percent of the ratings with three stars and more; none without ratings
}

// begins is the first month of which there can be figures.
var begins = calendar.MustParse("2026-10-01")

func (r *Row) add(t instant.MonthlyCount) {
	r.Approved += t.Outcomes(decision.Approved)
	r.Rejected += t.Outcomes(decision.Rejected)
	r.Referred += t.Outcomes(decision.Referred)
	r.Decided += t.Decided(decision.Approved) + t.Decided(decision.Rejected)
	r.Accepted += t.Accepted()
	content := 0
	if r.ContentRate != nil {
		content = *r.ContentRate // as a number, until finish makes a rate of it
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
		return httpapi.Response{}, problem.New("malformed-request", lang.T("月份写作 2026-11，不能是将来。", "A month is written 2026-11, and is not in the future."))
	}
	found, err := f.count(ctx, first)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.Query("format") == "csv" {
		return table(found)
	}
	return httpapi.Either(r, f.Pages, http.StatusOK, r.Page("figures", lang.T("办件公开", "Figures"), found))
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

// table is the figures as CSV.
func table(f *Figures) (httpapi.Response, error) {
	text := func(rate *int) string {
		if rate == nil {
			return ""
		}
		return strconv.Itoa(*rate)
	}
	lines := [][]string{{"month", "kind", "code", "name", "applications", "approved", "rejected", "referred", "decided", "instant_rate", "ratings", "content_rate"}}
	for kind, rows := range map[string][]Row{"service": f.Services, "district": f.Districts} {
		for _, r := range rows {
			lines = append(lines, []string{f.Month, kind, r.Code, r.Name.ZH, strconv.Itoa(r.Applications), strconv.Itoa(r.Approved), strconv.Itoa(r.Rejected),
				strconv.Itoa(r.Referred), strconv.Itoa(r.Decided), text(r.InstantRate), strconv.Itoa(r.Ratings), text(r.ContentRate)})
		}
	}
	slices.SortStableFunc(lines[1:], func(a, b []string) int { return cmp.Compare(b[1], a[1]) })
	return spreadsheet("miaoban-"+f.Month, lines)
}

// spreadsheet is the lines as a CSV file of that name, with a mark by which spreadsheets know
// UTF-8.
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
