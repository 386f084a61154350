package ticket

import (
	"cmp"
	"context"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/counter"
	"miaoban/shared/division"
	"miaoban/shared/store"
)

// counts are the ticket counters by the month in which the round began: by handling division,
// category and outcome.
var counts = counter.Series{Name: "TICKETCOUNT", Shards: 16}

// waitingNow are the open tickets at this moment, by handling division.
var waitingNow = counter.Series{Name: "TICKETSNOW", Shards: 4}

// Counted is how a ticket is counted among those that wait now.
type Counted struct {
	Holder string `json:"holder"`
	Late   bool   `json:"late,omitempty"`
}

// What is counted of the tickets that wait now; the only period is now.
const (
	now     = "now"
	waiting = "waiting"
	overdue = "overdue"
)

// recount returns the writes by which the ticket is counted as it is. One that was stored before these counts is
// counted from its next change on.
func (t *Ticket) recount() []store.Write {
	was := t.Counted
	if t.Counted = nil; t.Open() {
		t.Counted = &Counted{t.Holder, t.LateToResolve}
	}
	by := map[[2]string]int64{}
	for c, n := range map[*Counted]int64{was: -1, t.Counted: 1} {
		if c == nil {
			continue
		}
		by[[2]string{c.Holder, waiting}] += n
		if c.Late {
			by[[2]string{c.Holder, overdue}] += n
		}
	}
	var writes []store.Write
	for of, n := range by {
		if n != 0 {
			writes = append(writes, waitingNow.AddN(n, now, t.Number, of[0], of[1]))
		}
	}
	return writes
}

// Holders counts the open tickets of the region by handling division, and how many of them are recorded as overdue:
// by a change of the ticket, or by the clock job.
func Holders(ctx context.Context, s store.Store, region string) (open, late map[string]int, err error) {
	read, err := waitingNow.Read(ctx, s, now)
	open, late = map[string]int{}, map[string]int{}
	for _, c := range read {
		switch of := map[string]map[string]int{waiting: open, overdue: late}[c.Of[1]]; {
		case c.N != 0 && division.Within(c.Of[0], region):
			of[c.Of[0]] += c.N
		}
	}
	return open, late, err
}

// problems counts the complaints of a day by street, category and the service concerned.
var problems = counter.Series{Name: "PROBLEM", Shards: 2}

const noService = "-"

// What is counted.
const (
	received  = "received"
	assessed  = "assessed"  // the round is over: the caller answered, or did not
	responded = "responded" // of those, the caller was contacted
	late      = "late"      // of those, resolved after the deadline
	visited   = "visited"   // of those, the caller answered
	resolved  = "resolved"  // of those
	content   = "content"   // of those, the caller was satisfied
	reopened  = "reopened"
)

// opened returns the writes that count a new ticket.
func opened(t *Ticket) []store.Write {
	day := calendar.Of(t.Received)
	return []store.Write{
		counts.Add(day.MonthText(), t.Number, t.Holder, t.Category, received),
		problems.Add(day.String(), t.Number, t.Place, t.Category, cmp.Or(t.Service, noService)),
	}
}

// ended returns the writes that count the end of a round, if it ended between the two states.
func ended(was, is *Ticket) []store.Write {
	var what []string
	add := func(name string, so bool) {
		if so {
			what = append(what, name)
		}
	}
	said := slices.ContainsFunc(is.History[len(was.History):], func(e Event) bool { return e.What == WasVisited })
	if said || was.State == Answered && is.State == Closed {
		add(assessed, true)
		add(responded, said && is.Visit.Contacted || !said && !was.LateToRespond)
		add(late, was.LateToResolve)
		add(visited, said)
		add(resolved, said && is.Visit.Resolved)
		add(content, said && is.Visit.Content)
	}
	add(reopened, is.Round > was.Round)
	writes := make([]store.Write, len(what))
	for i, w := range what {
		writes[i] = counts.Add(calendar.Of(was.Since).MonthText(), is.Number, was.Holder, is.Category, w)
	}
	return writes
}

// MonthlyCount is the ticket counts of one month for one handling division or one category.
type MonthlyCount struct {
	Holder   string
	Category string
	Counts   map[string]int
}

// Received is the number of tickets.
func (t MonthlyCount) Received() int { return t.Counts[received] }

// Rate returns numerator and denominator of one of the three rates: contacted callers among
// finished rounds; resolved and satisfied among the rounds on which the caller answered.
func (t MonthlyCount) Rate(r Rate) (part, whole int) {
	switch r {
	case Response:
		return t.Counts[responded], t.Counts[assessed]
	case Resolution:
		return t.Counts[resolved], t.Counts[visited]
	default:
		return t.Counts[content], t.Counts[visited]
	}
}

// Rate is one of the three rates by which handling divisions are assessed (三率).
type Rate string

// The three rates.
const (
	Response     Rate = "response"
	Resolution   Rate = "resolution"
	Satisfaction Rate = "satisfaction"
)

// MonthlyCounts returns the counts of the month (2026-11), by handling division and category.
func MonthlyCounts(ctx context.Context, s store.Store, month string) ([]MonthlyCount, error) {
	read, err := counts.Read(ctx, s, month)
	if err != nil {
		return nil, err
	}
	of := map[[2]string]*MonthlyCount{}
	for _, c := range read {
		key := [2]string{c.Of[0], c.Of[1]}
		if of[key] == nil {
			of[key] = &MonthlyCount{c.Of[0], c.Of[1], map[string]int{}}
		}
		of[key].Counts[c.Of[2]] += c.N
	}
	all := make([]MonthlyCount, 0, len(of))
	for _, t := range of {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b MonthlyCount) int {
		return cmp.Or(cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.Category, b.Category))
	})
	return all, nil
}

// Problem is a frequent complaint in one street (灵敏感知).
type Problem struct {
	Place    string         `json:"place"`
	Category string         `json:"category"`
	People   int            `json:"people"`
	Days     []int          `json:"days"`               // complaints per day, oldest first
	Services map[string]int `json:"services,omitempty"` // number of complaints by service
}

// EmergingProblems returns the frequent problems of the last days, the most frequent first.
func (b *Book) EmergingProblems(ctx context.Context, today calendar.Date) ([]Problem, error) {
	rule, ok := b.Emerging.At(province, today)
	if !ok {
		return nil, nil
	}
	days := rule.Value.Days
	of := map[[2]string]*Problem{}
	for i := range days {
		read, err := problems.Read(ctx, b.Store, today.AddDays(i+1-days).String())
		if err != nil {
			return nil, err
		}
		for _, c := range read {
			key := [2]string{c.Of[0], c.Of[1]}
			if of[key] == nil {
				of[key] = &Problem{c.Of[0], c.Of[1], 0, make([]int, days), map[string]int{}}
			}
			p := of[key]
			p.People += c.N
			p.Days[i] += c.N
			if c.Of[2] != noService {
				p.Services[c.Of[2]] += c.N
			}
		}
	}
	all := []Problem{}
	for _, p := range of {
		if p.People >= rule.Value.People {
			all = append(all, *p)
		}
	}
	slices.SortFunc(all, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Category, b.Category))
	})
	return all, nil
}
