// Package tasks is where departments find what they are called to, and report on it
// (吹哨报到): the tasks of the virtual teams that a street or a reviewer forms.
package tasks

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Routes are the function's handlers.
func Routes(e *instant.Engine) (httpapi.Routes, error) {
	book, err := ticket.Open(e)
	if err != nil {
		return nil, err
	}
	t := tasks{book}
	return httpapi.Routes{
		"GET /tasks":                         t.list,
		"GET /tasks/{kind}/{number}/{task}":  t.one,
		"POST /tasks/{kind}/{number}/{task}": t.report,
	}, nil
}

type tasks struct{ *ticket.Book }

// List is what waits for a department.
type List struct {
	Department lang.Text      `json:"department"`
	Region     string         `json:"region"`
	Now        time.Time      `json:"now"`
	Tasks      []team.Waiting `json:"tasks"`
}

func (t tasks) list(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	m, err := team.MemberOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	waiting, err := team.Tasks(ctx, t.Store, m)
	if err != nil {
		return httpapi.Response{}, err
	}
	l := List{team.Departments()[m.Department], m.Region, t.Now(), waiting}
	return httpapi.Either(r, t.Pages, http.StatusOK, r.Page("tasks", lang.T("报到任务", "What we are called to"), l))
}

// Task is one task, with what the case says that it is for, and no more.
type Task struct {
	Case   team.Case `json:"case"`
	N      int       `json:"task"`
	Title  lang.Text `json:"title"`
	Lead   string    `json:"lead"`
	Due    time.Time `json:"due"`
	Done   bool      `json:"dissolved"`
	Task   team.Task `json:"asked"`
	Text   string    `json:"text,omitempty"` // of the complaint
	Place  string    `json:"place,omitempty"`
	Street string    `json:"address,omitempty"`
}

// find is the team and the task of the path, if it is the member's department's.
func (t tasks) find(ctx context.Context, r *httpapi.Request) (*team.Team, int, team.Member, error) {
	m, err := team.MemberOf(r.Caller)
	if err != nil {
		return nil, 0, m, err
	}
	none := httpapi.NewProblem("not-found", lang.T("本部门没有这项任务。", "Your department has no such task."))
	n, err := strconv.Atoi(r.Path("task"))
	if err != nil {
		return nil, 0, m, none
	}
	found, err := team.Load(ctx, t.Store, team.Case{Kind: team.Kind(r.Path("kind")), Number: r.Path("number")})
	if err != nil {
		return nil, 0, m, err
	}
	if found == nil || n < 0 || n >= len(found.Tasks) || found.Tasks[n].Department != m.Department || found.Tasks[n].Region != m.Region {
		return nil, 0, m, none
	}
	return found, n, m, nil
}

func (t tasks) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	found, n, _, err := t.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return t.show(ctx, r, found, n)
}

func (t tasks) show(ctx context.Context, r *httpapi.Request, of *team.Team, n int) (httpapi.Response, error) {
	task := Task{Case: of.Case, N: n, Title: of.Title, Lead: of.Lead, Due: of.Due, Done: !of.Dissolved.IsZero(), Task: of.Tasks[n]}
	if of.Kind == team.Ticket {
		about, err := ticket.Load(ctx, t.Store, of.Number)
		if err != nil {
			return httpapi.Response{}, err
		}
		task.Text, task.Place, task.Street = about.Text, about.Place, about.Address
	}
	return httpapi.Either(r, t.Pages, http.StatusOK, r.Page("task", of.Title, task))
}

// report takes down what a department did. The street that called it sees it at once.
func (t tasks) report(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	found, n, m, err := t.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	is, err := t.keep(ctx, found.Case, n, m, values["report"])
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/tasks"), nil
	}
	return t.show(ctx, r, is, n)
}

// keep keeps the report. On a ticket it is told in its history, in the same commit.
func (t tasks) keep(ctx context.Context, c team.Case, n int, m team.Member, text string) (is *team.Team, err error) {
	report := func() (writes []store.Write, err error) {
		is, writes, err = team.Report(ctx, t.Store, c, n, m, text, t.Now())
		return writes, err
	}
	if c.Kind == team.Ticket {
		_, err := t.Change(ctx, c.Number, "department-reported", func(on *ticket.Ticket) ([]store.Write, error) {
			writes, err := report()
			if err == nil {
				on.Reported(is.Tasks[n], t.Now())
			}
			return writes, err
		})
		return is, err
	}
	for range maxAttempts {
		writes, err := report()
		if err != nil {
			return nil, err
		}
		entry, err := t.Audit.Append(t.Now(), audit.Event{Action: "department-reported", Application: c.Number, Digest: audit.Digest([]byte(is.Tasks[n].Report))})
		if err != nil {
			return nil, err
		}
		err = t.Store.Commit(ctx, append(entry.Writes, writes...)...)
		entry.Done(err)
		var lost *store.Conflict
		if !errors.As(err, &lost) {
			return is, instant.Committed("reporting", err, nil)
		}
	}
	return nil, httpapi.NewProblem("busy", lang.T("请稍后再试。", "Please try again shortly."))
}

// maxAttempts bounds how often a report is made again because another department's came
// first.
const maxAttempts = 20
