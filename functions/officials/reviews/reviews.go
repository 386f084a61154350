// Package reviews is the desk of those who decide what the data could not (转人工): a
// queue for a region, what is known of a case and what is not, and what the reviewer
// found out, on which the rules decide again.
package reviews

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// Function is the desk for the services.
func Function(services []instant.Offering) func(*instant.Engine) (httpapi.Routes, error) {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		d := desk{e, map[string]instant.Reviewer{}}
		for _, s := range services {
			reviewer, err := s.Reviewer(e)
			if err != nil {
				return nil, err
			}
			if reviewer != nil {
				d.reviewers[s.About().Slug] = reviewer
			}
		}
		return httpapi.Routes{
			"GET /reviews":                   d.queue,
			"GET /reviews/{number}":          d.one,
			"POST /reviews/{number}":         d.determine,
			"POST /reviews/{number}/ask":     d.ask,
			"POST /reviews/{number}/call":    d.call,
			"POST /reviews/{number}/confirm": d.confirm,
			"POST /reviews/{number}/return":  d.giveBack,
		}, nil
	}
}

type desk struct {
	*instant.Engine
	reviewers map[string]instant.Reviewer // by the service's slug
}

// Queue is what waits in the reviewer's region, the most urgent first.
type Queue struct {
	Region  string            `json:"region"`
	Today   calendar.Date     `json:"today"`
	Waiting []instant.Waiting `json:"waiting"`
}

func (d desk) queue(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	officer, err := instant.OfficerOf(r.Caller, "reviewer")
	if err != nil {
		return httpapi.Response{}, err
	}
	waiting, err := d.Queue(ctx, officer)
	if err != nil {
		return httpapi.Response{}, err
	}
	q := Queue{officer.Region, calendar.Of(d.Now()), waiting}
	return httpapi.Either(r, d.Pages, http.StatusOK, r.Page("reviews", lang.T("人工办理", "Referred to a person"), q))
}

// Open is a value that was asked for, and is not known.
type Open struct {
	Name    string     `json:"name"` // of the form's field: the fact and the field
	Dataset string     `json:"dataset"`
	Key     string     `json:"key"`
	Field   string     `json:"field"`
	Label   lang.Text  `json:"label"`
	Holder  lang.Text  `json:"holder"`
	State   fact.State `json:"state"`
	Last    string     `json:"last,omitempty"` // what a record said that is too old to be relied on
}

// Case is an application as its reviewer sees it: what is unknown comes first.
type Case struct {
	Application instant.Receipt    `json:"application"`
	Applicant   string             `json:"applicant"`
	Unknown     []decision.Finding `json:"unknown"`
	Judge       []decision.Finding `json:"judge"` // those of them that need judgement, and no data
	Open        []Open             `json:"open"`
	// Proposed is what a first reviewer proposed, where two decide.
	Proposed *instant.Determination `json:"proposed,omitempty"`
	Changes  []Change               `json:"changes,omitempty"` // that it makes to what is on record
	Team     *team.Team             `json:"team,omitempty"`    // departments that were called to it
	Typed    map[string]string      `json:"-"`
	Problem  *problem.Problem       `json:"-"`

	Departments map[string]lang.Text `json:"-"`
}

func (d desk) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, _, err := d.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return d.show(ctx, r, http.StatusOK, a, nil, nil)
}

// find is the application of the path, if it is the officer's to see and they have no part
// in it; that they look is logged. One of another region is not to be told from one that
// does not exist.
func (d desk) find(ctx context.Context, r *httpapi.Request) (a *instant.Application, by instant.Clearance, err error) {
	officer, err := instant.OfficerOf(r.Caller, "reviewer")
	if err != nil {
		return nil, by, err
	}
	a, err = instant.LoadApplication(ctx, d.Store, r.Path("number"))
	none := problem.New("not-found", lang.T("您的辖区没有这个待办件。", "There is no such case in your region."))
	if errors.Is(err, store.ErrNotFound) || err == nil && !officer.May(a) {
		return nil, by, none
	}
	if err != nil {
		return nil, by, err
	}
	if a.Determination == nil {
		switch reviewable, err := d.Reviewable(ctx, a); {
		case err != nil:
			return nil, by, err
		case !reviewable:
			return nil, by, none
		}
	}
	matter, err := d.Matter(ctx, a, "review")
	if err == nil {
		by, err = d.Admit(ctx, officer, matter)
	}
	return a, by, err
}

func (d desk) show(ctx context.Context, r *httpapi.Request, status int, a *instant.Application, typed map[string]string, problem *problem.Problem) (httpapi.Response, error) {
	receipt, err := d.Receipt(ctx, a)
	if err != nil {
		return httpapi.Response{}, err
	}
	c := Case{Application: receipt, Applicant: a.Applicant.Name, Unknown: []decision.Finding{}, Judge: []decision.Finding{}, Open: open(a), Typed: typed, Problem: problem}
	c.Departments = team.Departments()
	if c.Proposed, err = d.Proposed(ctx, a.Number); err != nil {
		return httpapi.Response{}, err
	}
	if c.Proposed != nil {
		c.Changes = changes(a, *c.Proposed)
	}
	if c.Team, err = team.Load(ctx, d.Store, team.Case{Kind: team.Application, Number: a.Number}); err != nil {
		return httpapi.Response{}, err
	}
	for _, f := range a.Findings {
		if f.Status == decision.Unknown {
			c.Unknown = append(c.Unknown, f)
		}
		if f.Judgeable() || f.Deniable() {
			c.Judge = append(c.Judge, f)
		}
	}
	return httpapi.Either(r, d.Pages, status, r.Page("review", a.Title, c))
}

// open are the values that were asked for and are not known, in the order in which they
// were asked for; all of them, where the applicant does not agree with a rejection: what
// is on record may be wrong.
func open(a *instant.Application) []Open {
	all := []Open{}
	for i, f := range a.Facts {
		if a.Outcome == decision.Referred && f.State.Knowledge() {
			continue
		}
		of := dataset.Find(f.Dataset)
		if of == nil {
			continue
		}
		for _, column := range of.Columns() {
			_, name := fact.NameOf(column)
			for _, field := range f.Fields {
				if field == name {
					all = append(all, Open{Name: strconv.Itoa(i) + "." + name, Dataset: f.Dataset, Key: f.Key, Field: name,
						Label: column.Caption(), Holder: f.Holder, State: f.State, Last: last(a, f, column)})
				}
			}
		}
	}
	return all
}

// last is what the record says that is not to be relied on, or that the applicant is not told
// of: people whom it names by their numbers in part.
func last(a *instant.Application, f fact.Fact, column fact.Column) string {
	_, name := fact.NameOf(column)
	switch value := f.Whole().Values[name]; {
	case f.State != fact.Withheld || value == "":
		return fact.Shown(a.Facts, f.Key, column).Value
	case column.Names():
		return identity.IDNumber(value).Masked()
	default:
		return value
	}
}

// ask asks the applicant for everything that lacks.
func (d desk) ask(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, err := d.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	err = d.Ask(ctx, a, by, values["text"])
	return d.done(ctx, r, a, a, http.StatusCreated, values, err)
}

// reviewer decides the applications of the case's service.
func (d desk) reviewer(a *instant.Application) (instant.Reviewer, error) {
	if reviewer := d.reviewers[a.Service]; reviewer != nil {
		return reviewer, nil
	}
	return nil, problem.New("not-found", lang.T("这项服务没有人工办理。", "Nobody decides for this service."))
}

func (d desk) determine(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, err := d.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	found := instant.Determination{Reason: strings.TrimSpace(values["reason"])}
	for _, o := range open(a) {
		if value := strings.TrimSpace(values[o.Name]); value != "" {
			found.Supplied = append(found.Supplied, instant.Supplied{Dataset: o.Dataset, Key: o.Key, Field: o.Field, Value: value})
		}
	}
	for _, f := range a.Findings {
		if judgement := values["judge."+f.Rule]; judgement == "met" || judgement == "not_met" {
			found.Judged = append(found.Judged, instant.Judged{Rule: f.Rule, Met: judgement == "met"})
		}
	}
	reviewer, err := d.reviewer(a)
	if err != nil {
		return httpapi.Response{}, err
	}
	decided, err := reviewer.Determine(ctx, a, by, found)
	status := http.StatusOK
	if decided != nil && decided.Determination == nil {
		status = http.StatusAccepted // another has to confirm it
	}
	return d.done(ctx, r, a, decided, status, values, err)
}

// done answers what a reviewer did with a case: what it was, and what it is now. A form
// with faults comes back to a browser.
func (d desk) done(ctx context.Context, r *httpapi.Request, was, is *instant.Application, status int, typed map[string]string, err error) (httpapi.Response, error) {
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && p.Code == "invalid-form":
		return d.show(ctx, r, httpapi.StatusOf(p.Code), was, typed, p)
	case err != nil:
		return httpapi.Response{}, err
	case r.WantsHTML():
		return httpapi.Redirect("/reviews/" + was.Number), nil
	}
	receipt, err := d.Receipt(ctx, is)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.JSON(status, receipt)
}
