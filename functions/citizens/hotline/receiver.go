package hotline

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Queue lists the tickets that wait in the official's region, and what many people complain about
// there.
type Queue struct {
	Region   string           `json:"region"`
	Now      time.Time        `json:"now"`
	Waiting  []ticket.Line    `json:"waiting"`
	Problems []ticket.Problem `json:"problems"`

	kinds []ticket.Category
}

// Kind returns the name of a category.
func (q Queue) Kind(code string) lang.Text { return kindOf(q.kinds, code) }

func (h hotline) queue(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	officer, err := instant.OfficerOf(r.Caller, "receiver")
	if err != nil {
		return httpapi.Response{}, err
	}
	waiting, err := h.Queue(ctx, officer)
	if err != nil {
		return httpapi.Response{}, err
	}
	today := calendar.Of(h.Now())
	all, err := h.EmergingProblems(ctx, today)
	if err != nil {
		return httpapi.Response{}, err
	}
	q := Queue{officer.Region, h.Now(), waiting, []ticket.Problem{}, h.Kinds(today)}
	for _, p := range all {
		if division.Within(p.Place, officer.Region) {
			q.Problems = append(q.Problems, p)
		}
	}
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("receiver", lang.T("诉求办理", "Complaints to handle"), q))
}

// Case is a ticket as officials see it: with the caller's identity and, if the ticket is about a
// decision, with that decision.
type Case struct {
	ticket.View
	Caller   string           `json:"caller"`
	Mobile   string           `json:"mobile,omitempty"`
	First    string           `json:"first"` // who received the ticket first
	Passing  *ticket.Passing  `json:"passing_to,omitempty"`
	Mine     bool             `json:"mine"`    // the officer handles this ticket
	Settles  bool             `json:"settles"` // the officer decides whether the ticket is passed on
	Team     *team.Team       `json:"team,omitempty"`
	Decision *instant.Receipt `json:"decision,omitempty"`
	Likely   []string         `json:"likely"` // departments that are most often called for this category

	Streets     []form.Option        `json:"-"`
	Departments map[string]lang.Text `json:"-"`
}

// see returns the ticket in the path if the officer may see it and has no part in the matter, and
// logs the access. If the officer has a part in it, the level above may handle it too.
func (h hotline) see(ctx context.Context, r *httpapi.Request) (t *ticket.Ticket, by instant.Clearance, err error) {
	office := "receiver"
	if clerk(r.Caller) {
		office = "clerk"
	}
	officer, err := instant.OfficerOf(r.Caller, office)
	if err != nil {
		return nil, by, err
	}
	t, err = ticket.Load(ctx, h.Store, r.Path("number"))
	if errors.Is(err, store.ErrNotFound) || err == nil && !t.SeenFrom(officer.Region) {
		return nil, by, problem.New("not-found", lang.T("您的辖区没有这个诉求。", "There is no ticket with this number in your region."))
	}
	if err != nil {
		return nil, by, err
	}
	by, err = h.Admit(ctx, officer, t, "complaint")
	var p *problem.Problem
	if errors.As(err, &p) && p.Code == instant.Recused().Code && t.MayHandle(officer.Region) {
		if _, failed := h.Change(ctx, t.Number, "recused", func(t *ticket.Ticket) ([]store.Write, error) {
			t.Recuse(officer.Region, h.Now())
			return nil, nil
		}); failed != nil {
			return nil, by, failed
		}
	}
	return t, by, err
}

func (h hotline) received(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	t, by, err := h.see(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	officer := by.Officer()
	c := Case{View: t.View(), Caller: t.Caller.Name, Mobile: t.Caller.Mobile, First: t.First, Passing: t.Passing,
		Mine: t.MayHandle(officer.Region), Settles: t.SettledBy(officer.Region), Likely: []string{}}
	c.History = t.History
	if c.Team, err = team.Load(ctx, h.Store, team.Case{Kind: team.Ticket, Number: t.Number}); err != nil {
		return httpapi.Response{}, err
	}
	if t.Application != "" {
		if c.Decision, err = h.decision(ctx, t); err != nil {
			return httpapi.Response{}, err
		}
	}
	kinds := h.Kinds(calendar.Of(h.Now()))
	if i := slices.IndexFunc(kinds, func(k ticket.Category) bool { return k.Code == t.Category }); i >= 0 {
		c.Likely = append(c.Likely, kinds[i].Departments...)
	}
	c.Streets, c.Departments = form.StreetOptions("440600", "440300"), team.Departments()
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("received", t.Title, c))
}

// decision returns the decision that the ticket is about, so that the receiver sees its reasons.
func (h hotline) decision(ctx context.Context, t *ticket.Ticket) (*instant.Receipt, error) {
	a, err := instant.LoadApplication(ctx, h.Store, t.Application)
	if err != nil {
		return nil, err
	}
	receipt, err := h.Receipt(ctx, a)
	return &receipt, err
}

// act carries out the officer's action on a ticket.
func (h hotline) act(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	t, cleared, err := h.see(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	acted, err := cleared.Act(r.Path("action"))
	if err != nil {
		return httpapi.Response{}, err
	}
	if clerk(r.Caller) { // a clerk who called back writes down the answers
		if r.Path("action") != "visit" || t.Caller.ID != "" {
			return httpapi.Response{},
				problem.New("forbidden", lang.T("话务员账号只能登记回访结果。", "A hotline clerk can only record the results of callbacks."))
		}
		return h.visited(ctx, r, t, "/receiver/", acted...)
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	by, now := cleared.Officer().Region, h.Now()
	rule, _ := h.Visits.At(t.Place, calendar.Of(now))
	acts := map[string]func(*ticket.Ticket) ([]store.Write, error){
		"contact": func(t *ticket.Ticket) ([]store.Write, error) { return nil, t.Contact(by, values["text"], now) },
		"answer": func(t *ticket.Ticket) ([]store.Write, error) {
			return nil, t.Reply(by, values["text"], rule.Value, now)
		},
		"pass": func(t *ticket.Ticket) ([]store.Write, error) {
			return nil, t.Pass(by, values["to"], values["reason"], now)
		},
		"agree":  func(t *ticket.Ticket) ([]store.Write, error) { return nil, t.Settle(by, true, values["reason"], now) },
		"refuse": func(t *ticket.Ticket) ([]store.Write, error) { return nil, t.Settle(by, false, values["reason"], now) },
		"call": func(t *ticket.Ticket) ([]store.Write, error) {
			return h.call(ctx, t, by, values["departments"], values["text"])
		},
	}
	act := acts[r.Path("action")]
	if act == nil {
		return httpapi.Response{}, problem.New("not-found", lang.T("没有这种操作。", "There is no such action."))
	}
	is, err := h.Change(ctx, t.Number, r.Path("action"), func(t *ticket.Ticket) ([]store.Write, error) {
		writes, err := act(t)
		return append(writes, acted...), err
	})
	return h.changed(r, is, err, "/receiver/")
}

// call calls departments to the ticket (吹哨报到). Their deadline depends on the ticket's grade.
func (h hotline) call(ctx context.Context, t *ticket.Ticket, by, list, ask string) ([]store.Write, error) {
	departments, names, err := team.Chosen(list, ask)
	if err != nil {
		return nil, err
	}
	now := h.Now()
	if err := t.Call(by, names, now); err != nil {
		return nil, err
	}
	due := now.Truncate(time.Second).Add(time.Duration(t.Grade.Respond) * time.Hour)
	return team.Call(ctx, h.Store,
		team.Team{Case: team.Case{Kind: team.Ticket, Number: t.Number}, Title: t.Title, Lead: t.Holder, Due: due}, departments,
		form.Trim(ask), now)
}
