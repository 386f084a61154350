// Package reviews is the desk of the reviewers who decide what the data could not (转人工). It shows a
// region's queue and what is known and unknown of a case; the rules then decide again with the
// values that the reviewer supplies.
package reviews

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// Function needs the services whose applications are reviewed.
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
			"GET /reviews":                    d.queue,
			"GET /reviews/{number}":           d.one,
			"POST /reviews/{number}":          d.determine,
			"POST /reviews/{number}/ask":      d.ask,
			"POST /reviews/{number}/call":     d.call,
			"POST /reviews/{number}/confirm":  d.confirm,
			"POST /reviews/{number}/handover": d.handOver,
			"POST /reviews/{number}/note":     d.note,
			"POST /reviews/{number}/return":   d.returnProposal,
		}, nil
	}
}

type desk struct {
	*instant.Engine
	reviewers map[string]instant.Reviewer // by the service's slug
}

// Queue lists the cases that wait in the reviewer's region, the most urgent first.
type Queue struct {
	Region  string        `json:"region"`
	Today   calendar.Date `json:"today"`
	Waiting []Line        `json:"waiting"`
}

// Line is a case in the queue.
type Line struct {
	instant.Waiting
	Deadline
	Mine bool `json:"mine,omitempty"` // handed over to this official
}

// Deadline is how much time is left for a case.
type Deadline struct {
	Urgency Urgency `json:"urgency"`
	Days    int     `json:"days_left"` // calendar days; negative if it is overdue
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
	for i, w := range waiting {
		if w.Awaits {
			if waiting[i].Awaits, err = d.awaits(ctx, w.Number); err != nil {
				return httpapi.Response{}, err
			}
		}
	}
	today := calendar.Of(d.Now())
	q := Queue{officer.Region, today, lines(waiting, officer, today)}
	return httpapi.Either(r, d.Pages, http.StatusOK, r.Page("reviews", lang.T("人工办理", "Cases for review"), q))
}

// Open is a value that a rule asked for and that is not known.
type Open struct {
	Name    string     `json:"name"` // name of the form field: the fact and the field
	Dataset string     `json:"dataset"`
	Key     string     `json:"key"`
	Field   string     `json:"field"`
	Label   lang.Text  `json:"label"`
	Holder  lang.Text  `json:"holder"`
	State   fact.State `json:"state"`
	Last    string     `json:"last,omitempty"`   // value of a record that is too old to rely on
	AsOf    time.Time  `json:"as_of,omitzero"`   // day of that record
	Person  string     `json:"person,omitempty"` // masked number of the other person whose record it is
	// Control is how the value is entered. An amount of money can be sent in yuan as yuan.NAME, and a place by
	// its name as place.NAME.
	instant.Control
	Places []Places  `json:"-"`
	Fault  lang.Text `json:"-"`
}

// Case is an application as its reviewer sees it, unknown findings first.
type Case struct {
	Application instant.Receipt    `json:"application"`
	Applicant   string             `json:"applicant"`
	ID          string             `json:"applicant_id"`   // masked
	Due         calendar.Date      `json:"due,omitzero"`   // last day for the decision
	Left        *Deadline          `json:"left,omitempty"` // until it is decided
	Form        []form.Answer      `json:"form"`           // what the applicant entered
	Known       []Known            `json:"known"`          // what shared data say
	Conditions  []decision.Finding `json:"conditions"`     // all, those that are unknown first
	Unknown     []decision.Finding `json:"unknown"`
	Judge       []decision.Finding `json:"judge"` // unknown findings that need a judgement, not data
	// Awaits are conditions for which the policy has no rule or figure: the case waits for it, or is refused by a law that is named.
	Awaits  []decision.Finding `json:"awaits,omitempty"`
	Arrived bool               `json:"figure_arrived,omitempty"` // the policy now has a figure that the case waited for
	Open    []Open             `json:"open"`
	// Proposed is the first reviewer's proposal, where two have to agree.
	Proposed *instant.Determination `json:"proposed,omitempty"`
	Changes  []Change               `json:"changes,omitempty"` // differences between the proposal and the records
	Team     *team.Team             `json:"team,omitempty"`    // departments called to the case
	Notes    []instant.Note         `json:"notes"`             // of officials; the applicant sees those that were told
	Desks    []Desk                 `json:"desks"`             // to which the case can be handed over
	Next     string                 `json:"next,omitempty"`    // number of the next case in the queue
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

// find returns the application in the path if the officer may see it and has no part in the matter,
// and logs the access. An application of another region gives the same answer as one that does not
// exist.
func (d desk) find(ctx context.Context, r *httpapi.Request) (a *instant.Application, by instant.Clearance, err error) {
	officer, err := instant.OfficerOf(r.Caller, "reviewer")
	if err != nil {
		return nil, by, err
	}
	a, err = instant.LoadApplication(ctx, d.Store, r.Path("number"))
	none := problem.New("not-found", lang.T("您的辖区没有这个待办件。", "There is no case with this number in your region."))
	if errors.Is(err, store.ErrNotFound) {
		return nil, by, none
	}
	if err != nil {
		return nil, by, err
	}
	if may, err := d.MayReview(ctx, officer, a); err != nil || !may {
		return nil, by, cmp.Or(err, error(none))
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

func (d desk) show(ctx context.Context, r *httpapi.Request, status int, a *instant.Application, typed map[string]string,
	problem *problem.Problem) (httpapi.Response, error) {
	receipt, err := d.Receipt(ctx, a)
	if err != nil {
		return httpapi.Response{}, err
	}
	c := Case{Application: receipt, Applicant: a.Applicant.Name, ID: identity.Person(a.Applicant.ID).Masked(),
		Known: known(a), Conditions: conditions(a.Findings), Unknown: []decision.Finding{}, Judge: []decision.Finding{},
		Open: open(a), Typed: typed, Problem: problem}
	if err := d.fill(ctx, r, &c, a); err != nil {
		return httpapi.Response{}, err
	}
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
	for _, f := range instant.AboutApplicant(a.Findings) {
		if f.Status == decision.Unknown {
			c.Unknown = append(c.Unknown, f)
		}
		c.Arrived = c.Arrived || instant.AwaitsFigure(f) && a.Determination == nil &&
			!slices.ContainsFunc(c.Awaits, func(awaited decision.Finding) bool { return awaited.Rule == f.Rule })
		if f.Judgeable() || f.Deniable() {
			c.Judge = append(c.Judge, f)
		}
	}
	return httpapi.Either(r, d.Pages, status, r.Page("review", a.Title, c))
}

// open returns the values that were asked for and are not known, in the order of the questions. If
// the applicant disputes a rejection it returns all values, because the records may be wrong.
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
					o := Open{Name: strconv.Itoa(i) + "." + name, Dataset: f.Dataset, Key: f.Key, Field: name, Label: column.Caption(),
						Holder: f.Holder, State: f.State, Last: last(a, f, column), AsOf: f.Disclosed().AsOf,
						Control: instant.ControlOf(column), Places: places(column.Input(), a.District())}
					if f.OfPerson && f.Key != a.Applicant.ID {
						o.Person = identity.Person(f.Key).Masked()
					}
					all = append(all, o)
				}
			}
		}
	}
	return all
}

// last returns the value on record that cannot be relied on, or that the applicant does not see. ID
// numbers of other people are masked.
func last(a *instant.Application, f fact.Fact, column fact.Column) string {
	_, name := fact.NameOf(column)
	switch value := f.Disclosed().Values[name]; {
	case f.State != fact.Withheld || value == "":
		return fact.Shown(a.Facts, f.Key, column).Value
	case column.Names():
		return identity.Person(value).Masked()
	default:
		return value
	}
}

// posted returns the case as find does, and what the official sent.
func (d desk) posted(ctx context.Context, r *httpapi.Request) (
	a *instant.Application, by instant.Clearance, values map[string]string, err error,
) {
	if a, by, err = d.find(ctx, r); err == nil {
		values, err = r.Values()
	}
	return a, by, values, err
}

// ask asks the applicant for everything that is missing, once.
func (d desk) ask(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	err = d.Ask(ctx, a, by, values["text"])
	return d.done(ctx, r, a, a, http.StatusCreated, values, err)
}

// reviewer returns the reviewer of the application's service.
func (d desk) reviewer(a *instant.Application) (instant.Reviewer, error) {
	if reviewer := d.reviewers[a.Service]; reviewer != nil {
		return reviewer, nil
	}
	return nil, problem.New("not-found", lang.T("这项服务没有人工办理。", "This service has no manual review."))
}

func (d desk) determine(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	found := instant.Determination{Reason: form.Trim(values["reason"])}
	for _, o := range open(a) {
		if value := typedValue(values, o); value != "" {
			found.Supplied = append(found.Supplied, instant.Supplied{Dataset: o.Dataset, Key: o.Key, Field: o.Field, Value: value})
		}
	}
	for _, f := range a.Findings {
		if judgement := values["judge."+f.Rule]; judgement == "met" || judgement == "not_met" {
			found.Judged = append(found.Judged, instant.Judged{Rule: f.Rule, Met: judgement == "met",
				Basis: form.Trim(values["basis."+f.Rule])})
		}
	}
	reviewer, err := d.reviewer(a)
	if err != nil {
		return httpapi.Response{}, err
	}
	decided, err := reviewer.Determine(ctx, a, by, found)
	status := http.StatusOK
	if decided != nil && decided.Determination == nil {
		status = http.StatusAccepted // a second reviewer has to confirm
	}
	return d.done(ctx, r, a, decided, status, values, err)
}

// done answers after a reviewer's action with the case before and after it. A form with faults is
// shown again to a browser.
func (d desk) done(ctx context.Context, r *httpapi.Request, was, is *instant.Application, status int, typed map[string]string,
	err error) (httpapi.Response, error) {
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
