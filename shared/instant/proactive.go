package instant

import (
	"context"
	"errors"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Finder finds people who are entitled but have not applied.
type Finder interface {
	// Months returns the months of birth to search on that day.
	Months(today calendar.Date) []calendar.Date
	// Find evaluates one person, and grants or invites; with dry it does neither.
	Find(ctx context.Context, person string, dry bool) (Found, error)
}

// Found is the result for one person.
type Found struct {
	Outcome  decision.Outcome
	Findings []decision.Finding
	Done     Done
}

// Done is what was done for a person.
type Done string

// The possible results.
const (
	Granted    Done = "granted"
	Invited    Done = "invited"
	NoticeList Done = "told" // before
	Nothing    Done = "nothing"
)

// Finder returns the service's finder; nil if it has no Proactive.
func (s Service[F, P]) Finder(e *Engine) (Finder, error) {
	if s.Proactive == nil {
		return nil, nil
	}
	d, err := newInstance(e, s)
	return finder[F, P]{d}, err
}

// Finder is nil: bundles are not offered proactively.
func (b Bundle[B]) Finder(*Engine) (Finder, error) { return nil, nil }

type finder[F, P any] struct{ *instance[F, P] }

func (f finder[F, P]) Months(today calendar.Date) []calendar.Date {
	return f.Proactive.Months(f.policy, today)
}

func (f finder[F, P]) Find(ctx context.Context, person string, dry bool) (Found, error) {
	if err := f.keepPolicy(ctx); err != nil {
		return Found{}, err
	}
	for range maxAttempts {
		found, err := f.find(ctx, person, dry)
		var lost *store.Conflict
		if errors.As(err, &lost) {
			continue // they applied meanwhile
		}
		return found, err
	}
	return Found{}, problem.Busy()
}

func (f finder[F, P]) find(ctx context.Context, person string, dry bool) (Found, error) {
	c := decision.Case[F, P]{Applicant: decision.Applicant{ID: person}, Policy: f.policy, At: f.Now()}
	c.Facts = f.ask(ctx, f.Source, c, func(c decision.Case[F, P]) []fact.Query {
		return append(f.Proactive.Needs(c), fact.Ask(person, f.Proactive.Name))
	})
	name := fact.Get(c.Facts, person, f.Proactive.Name)
	form, known := f.Proactive.Form(c)
	made, err := f.draftFrom(ctx, f.Source, decision.Applicant{ID: person, Name: name.V}, form, c.At)
	if err != nil {
		return Found{}, err
	}
	a := made.application
	a.Proactive, a.Facts = true, append(a.Facts, without(c.Facts, a.Facts)...)
	found := Found{a.Outcome, a.Findings, Nothing}
	switch {
	case !name.Known(), a.Outcome != decision.Approved && (known || !f.Proactive.Invites || !onlyForm(a.Findings)):
		return found, f.looked(ctx, made, dry)
	}
	// Do not notify again what they were told or have ended.
	if _, err := f.Store.Get(ctx, noticeKey(person, a.Service, made.claims)); err == nil {
		found.Done = NoticeList
		return found, f.looked(ctx, made, dry)
	} else if !errors.Is(err, store.ErrNotFound) {
		return found, fmt.Errorf("looking for a notice: %w", err)
	}
	switch {
	case f.Proactive.Invites:
		return f.invite(ctx, made, form, found, known, dry)
	case dry:
		found.Done = Granted
		return found, f.looked(ctx, made, dry)
	}
	made.notice = &Notice{
		At: a.Received, Service: a.Service, Title: a.Title, Application: a.Number,
		Text: lang.F("您符合“%s”的条件，已主动为您办好，无需申请。",
			"You are entitled to “%s”. It was granted to you automatically; you do not need to apply.", a.Title),
	}
	found.Done = Granted
	return found, f.commit(ctx, []draft{made}, "", nil)
}

// onlyForm reports whether only conditions on the form, such as the account, are unmet.
func onlyForm(findings []decision.Finding) bool {
	for _, f := range findings {
		if f.Status != decision.Met && f.Rule != "account" {
			return false
		}
	}
	return true
}

// invite notifies the person of what they are entitled to, with the form filled in as far as
// possible.
func (f finder[F, P]) invite(ctx context.Context, made draft, answers F, found Found, known, dry bool) (Found, error) {
	a := made.application
	found.Done = Invited
	if dry {
		return found, f.looked(ctx, made, dry)
	}
	n := Notice{
		At: a.Received, Service: a.Service, Title: a.Title,
		Text: lang.F("您符合“%s”的条件。表已填好，回复“同意”即为申请，当场办结。",
			"You are entitled to “%s”. The form is already filled in: confirm, and it is granted immediately.", a.Title),
	}
	if known {
		n.Form = a.Form
		var err error
		if n.Filled, err = form.FilledOf(answers); err != nil {
			return found, err
		}
	} else {
		n.Text = lang.F("您符合“%s”的条件，填写收款账户后当场办结。",
			"You are entitled to “%s”. Enter a bank account, and it is granted immediately.", a.Title)
	}
	notice, err := noticeWrite(a.Applicant.ID, n, made.claims)
	if err != nil {
		return found, err
	}
	reads, err := readWrites(a.Facts, a.Applicant, Read{At: a.Received, Purpose: "proactive", Service: a.Service}, a.Number)
	if err != nil {
		return found, err
	}
	return found, f.Store.Commit(ctx, append(reads, notice)...)
}

// looked logs the evaluation for the person, also if nothing resulted, so that they can see it and
// its reason.
func (f finder[F, P]) looked(ctx context.Context, made draft, dry bool) error {
	a := made.application
	purpose := "proactive"
	if dry {
		purpose = "proactive-dry-run"
	}
	reads, err := readWrites(a.Facts, a.Applicant, Read{At: a.Received, Purpose: purpose, Service: a.Service}, a.Number)
	if err != nil || len(reads) == 0 {
		return err
	}
	return f.Store.Commit(ctx, reads...)
}

// without returns the facts whose queries the others do not answer.
func without(facts, others fact.Facts) fact.Facts {
	var left fact.Facts
	for _, f := range facts {
		asked := false
		for _, o := range others {
			asked = asked || o.Dataset == f.Dataset && o.Key == f.Key
		}
		if !asked {
			left = append(left, f)
		}
	}
	return left
}
