package instant

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// mandateName is the name of the mandate's condition in a commit.
const mandateName = "mandate"

// mandateInForce returns the condition for every commit by an agent: the mandate is in force at
// that moment. It is empty for the zero Agent.
func mandateInForce(g decision.Agent) []store.Write {
	if g.ID == "" {
		return nil
	}
	return []store.Write{store.Require(mandateName, heldKey(g.ID, g.Mandate))}
}

// lapsed reports whether the commit failed because the mandate was withdrawn or has ended.
func lapsed(err error) bool {
	var conflict *store.Conflict
	return errors.As(err, &conflict) && conflict.Has(mandateName)
}

// noMandate is the problem of acting for somebody without a mandate in force.
func noMandate() *problem.Problem {
	return problem.New("forbidden", lang.T("您没有为这个人办事的有效委托，请让对方在“委托代办”中授权。",
		"You have no valid mandate from this person. They can give you one under “Mandates”."))
}

// held returns the agent's mandate if it is in force; else store.ErrNotFound.
func (e *Engine) held(ctx context.Context, agent, id string) (m mandate, err error) {
	key := heldKey(agent, id)
	if key.Check() != nil {
		return m, store.ErrNotFound
	}
	if err := load(ctx, e.Store, key, &m); err != nil {
		return m, err
	}
	if m.AgentID != agent || !m.inForce(calendar.Of(e.Now())) {
		return mandate{}, store.ErrNotFound
	}
	return m, nil
}

// inForce reports whether the mandate is in force on the day; its record can outlive it.
func (m mandate) inForce(today calendar.Date) bool { return !m.Until.Before(today) }

// Actor is the person who acts on an application: the applicant (Agent is zero), or the agent who
// submitted it.
type Actor struct{ Agent decision.Agent }

// person is the ID number of the acting person.
func (by Actor) person(a *Application) string { return cmp.Or(by.Agent.ID, a.Applicant.ID) }

// Holder reports whether the applicant is acting, not an agent.
func (by Actor) Holder() bool { return by.Agent.ID == "" }

// RequireHolder returns a problem with that detail if an agent is acting.
func (by Actor) RequireHolder(detail lang.Text) error {
	if by.Holder() {
		return nil
	}
	return problem.New("forbidden", detail)
}

// noApplication is the same problem for an application that does not exist, belongs to somebody
// else, or was submitted under a mandate that has ended.
func noApplication() *problem.Problem {
	return problem.New("not-found", lang.T("您没有这个编号的办件。", "You have no application with this number."))
}

// Own returns the application if it is the caller's, or if they submitted it as an agent whose
// mandate is in force; an agent's access is logged for the principal. Later commits must check the
// mandate again: use CommitBy.
func (e *Engine) Own(ctx context.Context, c identity.Caller, number string) (*Application, Actor, error) {
	caller, err := ApplicantOf(c)
	if err != nil {
		return nil, Actor{}, err
	}
	a, err := LoadApplication(ctx, e.Store, number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, Actor{}, noApplication()
	case err != nil:
		return nil, Actor{}, err
	case a.Applicant.ID == caller.ID:
		return a, Actor{}, nil
	case a.Applicant.Agent.ID != caller.ID:
		return nil, Actor{}, noApplication()
	}
	m, err := e.held(ctx, caller.ID, a.Applicant.Agent.Mandate)
	if errors.Is(err, store.ErrNotFound) || err == nil && m.PrincipalID != a.Applicant.ID {
		return nil, Actor{}, noApplication()
	}
	if err != nil {
		return nil, Actor{}, fmt.Errorf("a mandate: %w", err)
	}
	by := Actor{a.Applicant.Agent}
	return a, by, e.logLook(ctx, a, by)
}

// CommitBy commits what the actor does with an application. For an agent the mandate must be in
// force at that moment; otherwise the answer is that there is no such application.
func (e *Engine) CommitBy(ctx context.Context, by Actor, limits []Counted, writes ...store.Write) error {
	err := e.CommitLimited(ctx, limits, append(writes, mandateInForce(by.Agent)...)...)
	if lapsed(err) {
		return noApplication()
	}
	return err
}

// logLook logs for the applicant that their agent views the application.
func (e *Engine) logLook(ctx context.Context, a *Application, by Actor) error {
	err := e.logReads(
		ctx,
		a.Facts,
		a.Applicant,
		Read{At: e.Now(), Purpose: "agent", Service: a.Service, Application: a.Number},
		LimitsOf(by.Agent.ID, LookLimits...))
	var lost *problem.Problem
	if errors.As(err, &lost) && lost.Code == "forbidden" {
		return noApplication()
	}
	return err
}

// ReceiptFor returns the receipt as the actor may see it. An agent sees the outcome and the
// reasons; certificate, account and amounts are the principal's.
func (e *Engine) ReceiptFor(ctx context.Context, a *Application, by Actor) (Receipt, error) {
	r, err := e.Receipt(ctx, a)
	if err == nil && !by.Holder() {
		r = r.forAgent()
	}
	return r, err
}

// forAgent returns the receipt without the parts that are only for the principal.
func (r Receipt) forAgent() Receipt {
	r.Acted = true
	if r.Outcome == decision.Approved || r.Outcome == decision.Partly { // it has the amount and the account
		r.Means = lang.Text{}
	}
	r.Certificate, r.Payment, r.Standing, r.Rating, r.Erasure = nil, nil, nil, nil, nil
	r.Next = next(r.Outcome) // without the current state
	if r.Review != nil {     // the ticket is between the principal and the official
		r.Review = &Review{Requested: r.Review.Requested}
	}
	r.Findings = withoutNumbers(r.Findings)
	if r.Outcome == decision.Rejected {
		r.Means = refused(r.Findings)
	}
	corrections := r.Corrections
	r.Corrections = nil
	for _, c := range corrections {
		r.Corrections = append(r.Corrections, c.forAgent())
	}
	parts := r.Parts
	r.Parts = nil
	for _, p := range parts {
		r.Parts = append(r.Parts, p.forAgent())
	}
	return r
}

// forAgent returns the pre-check as an agent may see it.
func (a Assessment) forAgent() Assessment {
	a.Findings = withoutNumbers(a.Findings)
	parts := a.Parts
	a.Parts = nil
	for _, p := range parts {
		a.Parts = append(a.Parts, p.forAgent())
	}
	return a
}

// withoutNumbers hides the numbers of other applications in the findings: they show what the
// principal already has.
func withoutNumbers(findings []decision.Finding) []decision.Finding {
	hidden := make([]decision.Finding, len(findings))
	for i, f := range findings {
		f.Text, f.Remedy = hideNumbers(f.Text), hideNumbers(f.Remedy)
		hidden[i] = f
	}
	return hidden
}

var applicationNumbers = regexp.MustCompile(`\b\d{8}-\d{6}-[0-9A-Z*]{8}\b`)

func hideNumbers(t lang.Text) lang.Text {
	return lang.T(
		applicationNumbers.ReplaceAllLiteralString(t.ZH, "（由本人查看）"),
		applicationNumbers.ReplaceAllLiteralString(t.EN, "(visible to the applicant)"),
	)
}
