// Package ranking publishes the monthly ranking of the divisions that handle complaints, and of
// the services, in numbered editions. Later changes produce a new edition that lists what changed;
// no edition is ever altered.
package ranking

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// Edition is one published ranking of a month.
type Edition struct {
	Month     string    `json:"month"` // 2026-10
	Number    int       `json:"edition"`
	Published time.Time `json:"published"`
	Table
	Changes []Change `json:"changes"` // compared with the previous edition
}

// Table is the ranked rows.
type Table struct {
	Holders    []Holder  `json:"holders"`
	Categories []Holder  `json:"categories"` // of complaints, over all divisions
	Services   []Service `json:"services"`
}

// Holder is a division that handles complaints, or a category of them, with the three rates (三率)
// in percent; nil without a base.
type Holder struct {
	Rank         int       `json:"rank,omitempty"` // 0: not ranked, since no caller answered
	Code         string    `json:"code"`
	Name         lang.Text `json:"name"`
	Received     int       `json:"received"`
	Visited      int       `json:"visited"` // rounds on which the caller answered
	Response     *float64  `json:"response_rate,omitempty"`
	Resolution   *float64  `json:"resolution_rate,omitempty"`
	Satisfaction *float64  `json:"satisfaction_rate,omitempty"`
	Score        *float64  `json:"score,omitempty"` // the mean of the three rates
}

// Service is a service with its share of immediate decisions and its satisfaction rate.
type Service struct {
	Rank         int       `json:"rank,omitempty"`
	Code         string    `json:"code"`
	Name         lang.Text `json:"name"`
	Applications int       `json:"applications"`
	Instant      *float64  `json:"instant_rate,omitempty"` // percent approved or rejected without a person
	Ratings      int       `json:"ratings"`
	Content      *float64  `json:"content_rate,omitempty"` // percent of ratings with three stars or more
}

// Change is a row whose place or score differs from the previous edition.
type Change struct {
	Code        string    `json:"code"`
	Name        lang.Text `json:"name"`
	RankBefore  int       `json:"rank_before,omitempty"`
	Rank        int       `json:"rank,omitempty"`
	ScoreBefore *float64  `json:"score_before,omitempty"`
	Score       *float64  `json:"score,omitempty"`
}

// rate is the percentage, rounded to a tenth; nil if whole is 0.
func rate(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	r := math.Round(1000*float64(part)/float64(whole)) / 10
	return &r
}

// Count computes the table of the month from the current counts.
func Count(ctx context.Context, s store.Store, month string, names map[string]lang.Text) (Table, error) {
	dispatch, _, err := ticket.Tables()
	if err != nil {
		return Table{}, err
	}
	first, err := calendar.Parse(month + "-01")
	if err != nil {
		return Table{}, fmt.Errorf("ranking: %w", err)
	}
	tickets, err := ticket.MonthlyCounts(ctx, s, month)
	if err != nil {
		return Table{}, err
	}
	applications, err := instant.MonthlyCounts(ctx, s, month)
	if err != nil {
		return Table{}, err
	}
	kinds := map[string]lang.Text{}
	for _, k := range dispatch.Kinds(first) {
		kinds[k.Code] = k.Name
	}
	return Table{
		rated(tickets, func(t ticket.MonthlyCount) (string, lang.Text) { return t.Holder, division.FullName(t.Holder) }),
		rated(tickets, func(t ticket.MonthlyCount) (string, lang.Text) {
			return t.Category, cmp.Or(kinds[t.Category], lang.T(t.Category, t.Category))
		}),
		services(applications, names),
	}, nil
}

// rated converts the counts to rows and ranks them.
func rated(tallies []ticket.MonthlyCount, row func(ticket.MonthlyCount) (code string, name lang.Text)) []Holder {
	all := []Holder{}
	type sums struct{ part, whole int }
	rows, rates := map[string]*Holder{}, map[string]map[ticket.Rate]sums{}
	for _, t := range tallies {
		code, name := row(t)
		if rows[code] == nil {
			rows[code], rates[code] = &Holder{Code: code, Name: name}, map[ticket.Rate]sums{}
		}
		rows[code].Received += t.Received()
		for _, r := range []ticket.Rate{ticket.Response, ticket.Resolution, ticket.Satisfaction} {
			part, whole := t.Rate(r)
			rates[code][r] = sums{rates[code][r].part + part, rates[code][r].whole + whole}
		}
	}
	for code, h := range rows {
		of := rates[code]
		h.Visited = of[ticket.Resolution].whole
		for r, into := range map[ticket.Rate]**float64{
			ticket.Response:     &h.Response,
			ticket.Resolution:   &h.Resolution,
			ticket.Satisfaction: &h.Satisfaction,
		} {
			*into = rate(of[r].part, of[r].whole)
		}
		if h.Visited > 0 {
			score := math.Round(10*(*h.Response+*h.Resolution+*h.Satisfaction)/3) / 10
			h.Score = &score
		}
		all = append(all, *h)
	}
	rank(all, func(h *Holder) (*float64, *int, string) { return h.Score, &h.Rank, h.Code })
	return all
}

func services(tallies []instant.MonthlyCount, names map[string]lang.Text) []Service {
	type sums struct{ at, all, content, ratings int }
	of := map[string]sums{}
	for _, t := range tallies {
		s := of[t.Service]
		at := t.Outcomes(decision.Approved) + t.Outcomes(decision.Rejected)
		s.at, s.all = s.at+at, s.all+at+t.Outcomes(decision.Referred)
		for stars := 1; stars <= 5; stars++ {
			s.ratings += t.Stars(stars)
			if stars >= 3 {
				s.content += t.Stars(stars)
			}
		}
		of[t.Service] = s
	}
	all := []Service{}
	for code, s := range of {
		all = append(
			all,
			Service{
				Code:         code,
				Name:         cmp.Or(names[code], lang.T(code, code)),
				Applications: s.all,
				Instant:      rate(s.at, s.all),
				Ratings:      s.ratings,
				Content:      rate(s.content, s.ratings),
			},
		)
	}
	rank(all, func(s *Service) (*float64, *int, string) { return s.Instant, &s.Rank, s.Code })
	return all
}

// rank sorts the rows by score, best first. Equal scores share a place; rows without a score have
// none.
func rank[T any](rows []T, of func(*T) (score *float64, place *int, code string)) {
	slices.SortFunc(rows, func(a, b T) int {
		x, _, m := of(&a)
		y, _, n := of(&b)
		switch {
		case x == nil && y == nil:
			return cmp.Compare(m, n)
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		return cmp.Or(cmp.Compare(*y, *x), cmp.Compare(m, n))
	})
	for i := range rows {
		score, place, _ := of(&rows[i])
		if score == nil {
			break
		}
		*place = i + 1
		if i > 0 {
			if before, at, _ := of(&rows[i-1]); *before == *score {
				*place = *at
			}
		}
	}
}

// changes lists the rows whose place or score differs.
func changes(before, after []Holder) []Change {
	all := []Change{}
	was := map[string]Holder{}
	for _, h := range before {
		was[h.Code] = h
	}
	same := func(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	for _, h := range after {
		if b := was[h.Code]; b.Rank != h.Rank || !same(b.Score, h.Score) {
			all = append(all, Change{h.Code, h.Name, b.Rank, h.Rank, b.Score, h.Score})
		}
	}
	return all
}

func editionKey(month string, number int) store.Key {
	return store.Key{Partition: "RANKING#" + month, Sort: fmt.Sprintf("EDITION#%04d", number)}
}

// Latest returns the newest edition of the month; nil if none was published.
func Latest(ctx context.Context, s store.Store, month string) (*Edition, error) {
	page, err := s.Query(ctx, store.Query{Partition: editionKey(month, 0).Partition, Limit: 1, Descending: true})
	if err != nil {
		return nil, fmt.Errorf("the latest edition of %s: %w", month, err)
	}
	if len(page.Items) == 0 {
		return nil, nil
	}
	var e Edition
	if err := json.Unmarshal(page.Items[0].Body, &e); err != nil {
		return nil, fmt.Errorf("the latest edition of %s: %w", month, err)
	}
	return &e, nil
}

// Load returns the edition with that number, or store.ErrNotFound.
func Load(ctx context.Context, s store.Store, month string, number int) (*Edition, error) {
	item, err := s.Get(ctx, editionKey(month, number))
	if err != nil {
		return nil, fmt.Errorf("edition %d of %s: %w", number, month, err)
	}
	var e Edition
	if err := json.Unmarshal(item.Body, &e); err != nil {
		return nil, fmt.Errorf("edition %d of %s: %w", number, month, err)
	}
	return &e, nil
}

// Publish publishes a new edition of the month if the current counts differ from the latest
// edition; otherwise it returns nil. Of two concurrent calls one publishes.
func Publish(ctx context.Context, s store.Store, month string, names map[string]lang.Text, at time.Time) (*Edition, error) {
	before, err := Latest(ctx, s, month)
	if err != nil {
		return nil, err
	}
	table, err := Count(ctx, s, month, names)
	if err != nil {
		return nil, err
	}
	if before == nil && len(table.Holders)+len(table.Services) == 0 {
		return nil, nil // there was nothing to publish yet
	}
	e := Edition{Month: month, Number: 1, Published: at, Table: table, Changes: []Change{}}
	if before != nil {
		same, err := equal(before.Table, table)
		if err != nil || same {
			return nil, err
		}
		e.Number, e.Changes = before.Number+1, changes(before.Holders, table.Holders)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("publishing %s: %w", month, err)
	}
	err = s.Commit(ctx, store.Create("edition", store.Item{Key: editionKey(month, e.Number), Body: body}))
	var lost *store.Conflict
	if errors.As(err, &lost) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("publishing %s: %w", month, err)
	}
	return &e, nil
}

func equal(a, b Table) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}
