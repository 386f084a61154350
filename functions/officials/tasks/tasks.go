// Package tasks shows departments the tasks that they are called to, and records their reports
// (吹哨报到). The tasks belong to virtual teams that a street or a reviewer forms. A department is also
// called to correct a value in its records, if the person whom it is about asks for that.
package tasks

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Function needs the services, whose applications are decided again after a correction.
func Function(services []instant.Offering) platform.Function {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		book, err := ticket.Open(e)
		if err != nil {
			return nil, err
		}
		t := tasks{Book: book}
		if t.correctors, err = instant.CorrectorsOf(e, services); err != nil {
			return nil, err
		}
		return httpapi.Routes{
			"GET /tasks":                         t.list,
			"GET /tasks/{kind}/{number}/{task}":  t.one,
			"POST /tasks/{kind}/{number}/{task}": t.report,
		}, nil
	}
}

type tasks struct {
	*ticket.Book
	correctors instant.Correctors
}

// List shows what waits for a department.
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
	waiting, err := t.waiting(ctx, m, r.Caller.ID)
	if err != nil {
		return httpapi.Response{}, err
	}
	l := List{team.Departments()[m.Department], m.Region, t.Now(), waiting}
	return httpapi.Either(r, t.Pages, http.StatusOK, r.Page("tasks", lang.T("报到任务", "Department tasks"), l))
}

// waiting returns the tasks of the member's department, without cases in which the member has a
// part. Details are shown only after a task is opened.
func (t tasks) waiting(ctx context.Context, m team.Member, id string) ([]team.Waiting, error) {
	all, err := team.Tasks(ctx, t.Store, m)
	if err != nil {
		return nil, err
	}
	listed, err := t.Listed(ctx, instant.Officer{ID: id, Name: m.Name, Region: m.Region})
	if err != nil {
		return nil, err
	}
	open := []team.Waiting{}
	for _, w := range all {
		parties, err := t.parties(ctx, w.Case)
		if err != nil {
			return nil, err
		}
		if w.Ask = ""; listed(parties) {
			open = append(open, w)
		}
	}
	return open, nil
}

// parties returns the people whom the case concerns.
func (t tasks) parties(ctx context.Context, c team.Case) ([]interest.Known, error) {
	if c.Kind == team.Ticket {
		about, err := ticket.Load(ctx, t.Store, c.Number)
		if err != nil {
			return nil, err
		}
		return t.PartiesOf(ctx, about)
	}
	if c.Kind == team.Correction {
		correction, err := instant.LoadCorrection(ctx, t.Store, c.Number)
		if err != nil {
			return nil, err
		}
		return correction.Parties, nil
	}
	a, err := instant.LoadApplication(ctx, t.Store, c.Number)
	if err != nil {
		return nil, err
	}
	m, err := t.Matter(ctx, a, "task")
	return m.People, err
}

// admit lets the member see the case of a task if they have no part in the matter, and logs the
// access.
func (t tasks) admit(ctx context.Context, m team.Member, id string, c team.Case) (by instant.Clearance, err error) {
	officer := instant.Officer{ID: id, Name: m.Name, Region: m.Region}
	if c.Kind == team.Ticket {
		about, err := ticket.Load(ctx, t.Store, c.Number)
		if err != nil {
			return by, err
		}
		return t.Admit(ctx, officer, about, "task")
	}
	if c.Kind == team.Correction {
		correction, err := instant.LoadCorrection(ctx, t.Store, c.Number)
		if err != nil {
			return by, err
		}
		return t.Engine.Admit(ctx, officer, t.CorrectionMatter(correction))
	}
	a, err := instant.LoadApplication(ctx, t.Store, c.Number)
	if err != nil {
		return by, err
	}
	matter, err := t.Matter(ctx, a, "task")
	if err != nil {
		return by, err
	}
	matter.Facts = nil // the task shows none of them
	return t.Engine.Admit(ctx, officer, matter)
}

// Task is one task, with only those details of the case that it needs.
type Task struct {
	Case   team.Case `json:"case"`
	N      int       `json:"task"`
	Title  lang.Text `json:"title"`
	Lead   string    `json:"lead"`
	Due    time.Time `json:"due"`
	Done   bool      `json:"dissolved"`
	Task   team.Task `json:"asked"`
	Text   string    `json:"text,omitempty"` // text of the complaint
	Place  string    `json:"place,omitempty"`
	Street string    `json:"address,omitempty"`
	// Correction is the request, of a case of that kind, with the department's record.
	Correction *instant.CorrectionCase `json:"correction,omitempty"`
	Typed      map[string]string       `json:"-"`
	Problem    *problem.Problem        `json:"-"`
}

// assignment is a task with its team and the member of the department.
type assignment struct {
	*team.Team
	n  int
	of team.Member
	by instant.Clearance
}

// find returns the task in the path if it belongs to the member's department and the member has no
// part in the case, and logs the access.
func (t tasks) find(ctx context.Context, r *httpapi.Request) (assignment, error) {
	m, err := team.MemberOf(r.Caller)
	if err != nil {
		return assignment{}, err
	}
	none := problem.New("not-found", lang.T("本部门没有这项任务。", "Your department does not have this task."))
	n, err := strconv.Atoi(r.Path("task"))
	if err != nil {
		return assignment{}, none
	}
	found, err := team.Load(ctx, t.Store, team.Case{Kind: team.Kind(r.Path("kind")), Number: r.Path("number")})
	if err != nil {
		return assignment{}, err
	}
	if found == nil || n < 0 || n >= len(found.Tasks) || found.Tasks[n].Department != m.Department || found.Tasks[n].Region != m.Region {
		return assignment{}, none
	}
	by, err := t.admit(ctx, m, r.Caller.ID, found.Case)
	return assignment{found, n, m, by}, err
}

func (t tasks) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	task, err := t.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return t.show(ctx, r, task.Team, task.n, nil, nil)
}

func (t tasks) show(ctx context.Context, r *httpapi.Request, of *team.Team, n int, typed map[string]string,
	fault *problem.Problem) (httpapi.Response, error) {
	task := Task{Typed: typed, Problem: fault,
		Case: of.Case, N: n, Title: of.Title, Lead: of.Lead, Due: of.Due, Done: !of.Dissolved.IsZero(), Task: of.Tasks[n]}
	if of.Kind == team.Ticket {
		about, err := ticket.Load(ctx, t.Store, of.Number)
		if err != nil {
			return httpapi.Response{}, err
		}
		task.Text, task.Place, task.Street = about.Text, about.Place, about.Address
	}
	if of.Kind == team.Correction {
		correction, err := instant.LoadCorrection(ctx, t.Store, of.Number)
		if err != nil {
			return httpapi.Response{}, err
		}
		shown, err := t.CorrectionCase(ctx, correction, cmp.Or(r.Query("within"), typed["within"]))
		if err != nil {
			return httpapi.Response{}, err
		}
		task.Correction = &shown
	}
	status := http.StatusOK
	if fault != nil {
		status = httpapi.StatusOf(fault.Code)
	}
	return httpapi.Either(r, t.Pages, status, r.Page("task", of.Title, task))
}

// report records what a department did. The street that called it sees the report at once.
func (t tasks) report(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	task, err := t.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	if task.Case.Kind == team.Correction {
		return t.correct(ctx, r, task, values)
	}
	is, err := t.keep(ctx, task, values["report"])
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/tasks"), nil
	}
	return t.show(ctx, r, is, task.n, nil, nil)
}

// correct records the department's answer to a request for correction, with all that follows from it.
func (t tasks) correct(ctx context.Context, r *httpapi.Request, task assignment, values map[string]string) (httpapi.Response, error) {
	correction, err := instant.LoadCorrection(ctx, t.Store, task.Number)
	if err != nil {
		return httpapi.Response{}, err
	}
	_, err = t.AnswerCorrection(ctx, correction, task.by, instant.CorrectionReply{
		Result: instant.CorrectionResult(values["result"]), Value: instant.TypedValue(values), Reason: values["reason"], Seen: values["seen"],
	}, t.correctors)
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && (p.Code == "invalid-form" || p.Code == "moved-on"):
		return t.show(ctx, r, task.Team, task.n, values, p)
	case err != nil:
		return httpapi.Response{}, err
	case r.WantsHTML():
		return httpapi.Redirect("/tasks"), nil
	}
	is, err := team.Load(ctx, t.Store, task.Case)
	if err != nil {
		return httpapi.Response{}, err
	}
	return t.show(ctx, r, is, task.n, nil, nil)
}

// keep stores the report. For a ticket, the same commit adds it to the ticket's history.
func (t tasks) keep(ctx context.Context, task assignment, text string) (is *team.Team, err error) {
	c, n := task.Case, task.n
	acted, err := task.by.Act("department-reported")
	if err != nil {
		return nil, err
	}
	report := func() (writes []store.Write, err error) {
		is, writes, err = team.Report(ctx, t.Store, c, n, task.of, text, t.Now())
		return append(writes, acted...), err
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
		entry, err := t.Audit.Append(t.Now(),
			audit.Event{Action: "department-reported", Application: c.Number, Digest: audit.Digest([]byte(is.Tasks[n].Report))})
		if err != nil {
			return nil, err
		}
		err = t.Store.Commit(ctx, append(entry.Writes, writes...)...)
		entry.Done(err)
		var lost *store.Conflict
		if !errors.As(err, &lost) || lost.Has(instant.InterestWrite) {
			return is, instant.CommitError("reporting", err, nil)
		}
	}
	return nil, problem.New("busy", lang.T("请稍后再试。", "Please try again shortly."))
}

// maxAttempts limits the retries when reports of other departments are stored at the same time.
const maxAttempts = 20
