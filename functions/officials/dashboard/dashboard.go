// Package dashboard shows officials how the services run now. It reads the counts that commits
// wrote, and the queues; it scans nothing.
package dashboard

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/ticket"
)

// Function needs the services for their names.
func Function(services []instant.Offering) func(*instant.Engine) (httpapi.Routes, error) {
	names := instant.Names(services)
	return func(e *instant.Engine) (httpapi.Routes, error) {
		return httpapi.Routes{"GET /dashboard": board{e, names, &past{}}.show}, nil
	}
}

type board struct {
	*instant.Engine
	names map[string]lang.Text
	past  *past
}

// Dashboard shows how the services run in a region.
type Dashboard struct {
	Region   string    `json:"region"`
	At       time.Time `json:"at"`
	Minutes  []Series  `json:"minutes"` // applications of the last hour, by outcome
	Hours    []Series  `json:"hours"`   // applications of today, by outcome
	Why      []Why     `json:"why"`     // why those of the last hour were not approved, the most frequent first
	Rejected []Reason  `json:"rejected"`
	Referred []Reason  `json:"referred"`
	Data     []Data    `json:"data"`
	Behind   []Behind  `json:"behind"`
	Waiting  int       `json:"waiting"` // waiting for a reviewer
	Overdue  int       `json:"overdue"` // waiting past the deadline
	Unusual  []Unusual `json:"unusual"`
	Missed   []Missed  `json:"missed"`
}

// Series is a list of numbers in order of time.
type Series struct {
	Outcome decision.Outcome `json:"outcome"`
	Text    lang.Text        `json:"text"`
	Sum     int              `json:"sum"`
	Numbers []int            `json:"numbers"`
}

// Reason is why applications were not approved today.
type Reason struct {
	Service string    `json:"service"`
	Name    lang.Text `json:"name"`
	Rule    string    `json:"rule"`
	Title   lang.Text `json:"title"` // of the rule
	N       int       `json:"n"`
}

// Data is a dataset that failed today, and the number of affected applications by hour.
type Data struct {
	Dataset string    `json:"dataset"`
	Title   lang.Text `json:"title"`
	Holder  lang.Text `json:"holder"`
	What    string    `json:"what"` // stale, unreachable, malformed or slow
	Hours   []int     `json:"hours"`
	Sum     int       `json:"sum"`
}

// Missed is what people searched for in the last seven days without finding a service. Words that fewer
// than leastMissed searches had are left out: they could be one person's.
type Missed struct {
	Words string `json:"words"`
	N     int    `json:"n"`
}

const (
	leastMissed = 3
	mostMissed  = 20 // that are shown
)

// Behind is a street, town or district with complaints past their deadline.
type Behind struct {
	Code    string    `json:"code"`
	Name    lang.Text `json:"name"`
	Waiting int       `json:"waiting"`
	Late    int       `json:"late"`
}

func (b board) show(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	officer, err := instant.OfficerOf(r.Caller, "director")
	if err != nil {
		return httpapi.Response{}, err
	}
	d := Dashboard{Region: officer.Region, At: b.Now(), Data: []Data{}, Behind: []Behind{}}
	for _, fill := range []func(context.Context, *Dashboard) error{
		b.minutes, b.hours, b.reasons, b.data, b.tickets, b.reviews, b.missed,
	} {
		if err := fill(ctx, &d); err != nil {
			return httpapi.Response{}, err
		}
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, d)
	}
	return httpapi.HTML(http.StatusOK, b.Pages, r.Page("dashboard", lang.T("运行看板", "Dashboard"), pageOf(d, r.Language())))
}

var outcomes = []decision.Outcome{decision.Approved, decision.Rejected, decision.Referred}

// series counts each outcome in the given number of steps; step returns the index of a count, or
// false if it is outside.
func series(pulses []instant.DailyCount, region string, steps int, step func(instant.DailyCount) (int, bool)) []Series {
	all := make([]Series, len(outcomes))
	for i, o := range outcomes {
		all[i] = Series{Outcome: o, Text: o.Text(), Numbers: make([]int, steps)}
	}
	for _, p := range pulses {
		i := slices.Index(outcomes, p.Outcome)
		at, in := step(p)
		if i < 0 || !in || !division.Within(p.District, region) {
			continue
		}
		all[i].Numbers[at] += p.N
		all[i].Sum += p.N
	}
	return all
}

// lastHour is the first of the sixty minutes that end now.
func (d Dashboard) lastHour() time.Time { return d.At.Add(-59 * time.Minute) }

// minutes fills in the last hour, which may have begun yesterday.
func (b board) minutes(ctx context.Context, d *Dashboard) error {
	first := d.lastHour()
	days := []time.Time{d.At}
	if calendar.Of(first) != calendar.Of(d.At) {
		days = []time.Time{first, d.At}
	}
	pulses, err := instant.Minutes(ctx, b.Store, days...)
	if err != nil {
		return err
	}
	d.Minutes = series(pulses, d.Region, minutesShown, d.minute)
	d.Why = whyOf(pulses, d.Region, d.minute)
	return nil
}

const minutesShown = 60

// minute returns which of the sixty minutes the count is of; false if it is of none.
func (d Dashboard) minute(p instant.DailyCount) (int, bool) {
	begin := d.lastHour().In(calendar.Zone).Truncate(time.Minute)
	at, err := time.ParseInLocation("2006-01-02 1504", p.Day+" "+p.At, calendar.Zone)
	i := int(at.Sub(begin) / time.Minute)
	return i, err == nil && !at.Before(begin) && i < minutesShown
}

// hours fills in today's hours, and what is unusual in them compared with the days before.
func (b board) hours(ctx context.Context, d *Dashboard) error {
	pulses, err := b.past.hours(ctx, b.Store, d.At)
	if err != nil {
		return err
	}
	today := calendar.Of(d.At).String()
	d.Hours = series(pulses, d.Region, 24, func(p instant.DailyCount) (int, bool) {
		at, err := time.Parse("15", p.At)
		return at.Hour(), err == nil && p.Day == today
	})
	d.Unusual = unusual(pulses, d.Region, d.At, b.names)
	return nil
}

// most limits how many reasons of each kind are shown.
const most = 10

func (b board) reasons(ctx context.Context, d *Dashboard) error {
	pulses, err := instant.Reasons(ctx, b.Store, d.At)
	if err != nil {
		return err
	}
	d.Rejected, d.Referred = []Reason{}, []Reason{}
	for outcome, list := range map[decision.Outcome]*[]Reason{decision.Rejected: &d.Rejected, decision.Referred: &d.Referred} {
		of, titles := map[[2]string]int{}, map[[2]string]lang.Text{}
		for _, p := range pulses {
			if p.Outcome == outcome && division.Within(p.District, d.Region) {
				key := [2]string{p.Service, p.Rule}
				of[key] += p.N
				titles[key] = cmp.Or(titles[key], p.Title)
			}
		}
		for key, n := range of {
			*list = append(*list, Reason{key[0], cmp.Or(b.names[key[0]], lang.T(key[0], key[0])), key[1],
				cmp.Or(titles[key], lang.T(key[1], key[1])), n})
		}
		slices.SortFunc(*list, func(a, b Reason) int {
			return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Rule, b.Rule))
		})
		*list = (*list)[:min(most, len(*list))]
	}
	return nil
}

// data fills in the datasets that failed today; they are the same for every region.
func (b board) data(ctx context.Context, d *Dashboard) error {
	pulses, err := instant.Troubles(ctx, b.Store, d.At)
	if err != nil {
		return err
	}
	of := map[[2]string]*Data{}
	for _, p := range pulses {
		key := [2]string{p.Dataset, p.What}
		if of[key] == nil {
			of[key] = &Data{Dataset: p.Dataset, Title: lang.T(p.Dataset, p.Dataset), What: p.What, Hours: make([]int, 24)}
			if described := dataset.Find(p.Dataset); described != nil {
				of[key].Title, of[key].Holder = described.Title, described.Holder
			}
		}
		at, err := time.Parse("15", p.At)
		if err != nil {
			continue
		}
		of[key].Hours[at.Hour()] += p.N
		of[key].Sum += p.N
	}
	for _, row := range of {
		d.Data = append(d.Data, *row)
	}
	slices.SortFunc(d.Data, func(a, b Data) int {
		return cmp.Or(cmp.Compare(b.Sum, a.Sum), cmp.Compare(a.Dataset, b.Dataset), cmp.Compare(a.What, b.What))
	})
	return nil
}

// tickets fills in the streets with overdue complaints, the most overdue first.
func (b board) tickets(ctx context.Context, d *Dashboard) error {
	waiting, late, err := ticket.Holders(ctx, b.Store, d.Region)
	if err != nil {
		return err
	}
	for holder, n := range waiting {
		d.Behind = append(d.Behind, Behind{holder, division.FullName(holder), n, late[holder]})
	}
	slices.SortFunc(d.Behind, func(a, b Behind) int {
		return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.Waiting, a.Waiting), cmp.Compare(a.Code, b.Code))
	})
	return nil
}

func (b board) reviews(ctx context.Context, d *Dashboard) error {
	var err error
	d.Waiting, d.Overdue, err = instant.CountWaiting(ctx, b.Store, d.Region, calendar.Of(d.At))
	return err
}

func (b board) missed(ctx context.Context, d *Dashboard) error {
	var days []time.Time
	for i := range 7 {
		days = append(days, d.At.AddDate(0, 0, -i))
	}
	counts, err := instant.Misses(ctx, b.Store, days...)
	d.Missed = []Missed{}
	for words, n := range counts {
		if n >= leastMissed {
			d.Missed = append(d.Missed, Missed{words, n})
		}
	}
	slices.SortFunc(d.Missed, func(a, b Missed) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Words, b.Words)) })
	d.Missed = d.Missed[:min(len(d.Missed), mostMissed)]
	return err
}
