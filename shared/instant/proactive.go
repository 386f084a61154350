package instant

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	Granted  Done = "granted"
	Invited  Done = "invited"
	Notified Done = "told" // before, by an earlier notice
	Nothing  Done = "nothing"
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
		found, err := f.lookFor(ctx, person, dry)
		var lost *store.Conflict
		if errors.As(err, &lost) {
			continue // they applied meanwhile
		}
		return found, err
	}
	return Found{}, problem.Busy()
}

// lookFor evaluates the person, or in their turn those who can apply for the person, until something is
// done for one.
func (f finder[F, P]) lookFor(ctx context.Context, person string, dry bool) (found Found, err error) {
	begun := decision.Case[F, P]{Applicant: decision.NewApplicant(person, ""), Policy: f.policy, At: f.Now()}
	behalf := f.Proactive.Behalf
	if behalf == nil {
		return f.find(ctx, begun, dry)
	}
	begun.Form = behalf.Begin(person)
	about := begun
	about.Facts = f.ask(ctx, f.Source, about, behalf.Needs)
	found.Done = Nothing
	applicants := behalf.Applicants(about)
	if len(applicants) == 0 {
		read := Read{At: about.At, Purpose: purposeOf(dry), Service: f.Item.Slug}
		return found, f.logReads(ctx, about.Facts, about.Applicant, read, nil)
	}
	begun.Facts = about.Facts
	for _, applicant := range applicants {
		begun.Applicant = decision.NewApplicant(applicant, "")
		if found, err = f.find(ctx, begun, dry); err != nil || found.Done != Nothing {
			return found, err
		}
	}
	return found, nil
}

// find evaluates the applicant of the case, whose form may have been begun.
func (f finder[F, P]) find(ctx context.Context, c decision.Case[F, P], dry bool) (Found, error) {
	person := c.Applicant.ID
	c.Facts = f.ask(ctx, f.Source, c, func(c decision.Case[F, P]) []fact.Query {
		return append(f.Proactive.Needs(c), fact.Ask(person, f.Proactive.Name))
	})
	name := fact.Get(c.Facts, person, f.Proactive.Name)
	form, known := f.Proactive.Form(c)
	made, err := f.draftFrom(ctx, f.Source, decision.NewApplicant(person, name.V), form, c.At)
	if err != nil {
		return Found{}, err
	}
	a := made.application
	a.Proactive, a.Facts = true, append(a.Facts, without(c.Facts, a.Facts)...)
	found := Found{a.Outcome, a.Findings, Nothing}
	switch {
	case !name.Known(), a.Outcome != decision.Approved && (!f.Proactive.Invites || !f.leavesOpen(a.Findings, known)):
		return found, f.looked(ctx, made, dry)
	}
	// Do not notify again what they were told or have ended.
	if _, err := f.Store.Get(ctx, noticeKey(person, a.Service, made.claims)); err == nil {
		found.Done = Notified
		return found, f.looked(ctx, made, dry)
	} else if !errors.Is(err, store.ErrNotFound) {
		return found, fmt.Errorf("looking for a notice: %w", err)
	}
	switch {
	case f.Proactive.Invites:
		c.Form, c.Facts = form, a.Facts
		return f.invite(ctx, made, c, found, known, dry)
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

// leavesOpen reports whether only conditions that an invitation may leave open are not met: on the
// form, such as the account, unless it is filled in, and those that a person verifies.
func (f finder[F, P]) leavesOpen(findings []decision.Finding, filled bool) bool {
	for _, is := range findings {
		open := is.Rule == "account" && !filled || f.missing(is)
		if is.Status != decision.Met && !open {
			return false
		}
	}
	return true
}

// needsPerson reports whether a person will have to verify what the invitation leaves open.
func (f finder[F, P]) needsPerson(findings []decision.Finding) bool {
	return slices.ContainsFunc(findings, f.missing)
}

// missing reports whether the finding may be left open, and lacks data.
func (f finder[F, P]) missing(is decision.Finding) bool {
	return is.Status == decision.Unknown && !is.Unruled && !is.Judgeable() && slices.Contains(f.Proactive.Open, is.Rule)
}

// invite notifies the person of what they are entitled to, with the form filled in as far as
// possible.
func (f finder[F, P]) invite(
	ctx context.Context, made draft, c decision.Case[F, P], found Found, known, dry bool,
) (Found, error) {
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
	var err error
	if n.Filled, err = form.FilledOf(c.Form); err != nil {
		return found, err
	}
	if known {
		n.Form = a.Form
	} else {
		n.Text = lang.F("您符合“%s”的条件，填写收款账户后当场办结。",
			"You are entitled to “%s”. Enter a bank account, and it is granted immediately.", a.Title)
	}
	if f.needsPerson(a.Findings) {
		n.Text = lang.F("您可能符合“%s”的条件。表已填好，提交后由工作人员核实办理。",
			"You may be entitled to “%s”. The form is filled in; after you submit it, an officer verifies it.", a.Title)
	}
	if f.Proactive.Adds != nil {
		more := f.Proactive.Adds(c)
		n.Text = lang.T(n.Text.ZH+more.ZH, n.Text.EN+" "+more.EN)
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
	reads, err := readWrites(a.Facts, a.Applicant, Read{At: a.Received, Purpose: purposeOf(dry), Service: a.Service}, a.Number)
	if err != nil || len(reads) == 0 {
		return err
	}
	return f.Store.Commit(ctx, reads...)
}

// purposeOf is the purpose for which a run reads.
func purposeOf(dry bool) string {
	if dry {
		return "proactive-dry-run"
	}
	return "proactive"
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
