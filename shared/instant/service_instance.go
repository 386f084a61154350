package instant

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/tracing"
)

// instance is a service in an engine with its policy loaded.
type instance[F, P any] struct {
	*Engine
	Service[F, P]
	policy  P
	version string      // of the policy document
	kept    atomic.Bool // the policy document is stored
}

func newInstance[F, P any](e *Engine, s Service[F, P]) (*instance[F, P], error) {
	d := &instance[F, P]{Engine: e, Service: s}
	var err error
	d.policy, d.version, err = policy.Load[P]("functions/services/"+s.Item.Slug+"/policy.yaml", s.Policy)
	return d, err
}

func (s *instance[F, P]) partItems() []Item { return nil }

// maxRounds is how often facts may lead to further queries.
const maxRounds = 4

// gather builds the case from shared data and the state of the claims, and returns it with the
// rules in force.
func (s *instance[F, P]) gather(
	ctx context.Context,
	from registry.Source,
	a decision.Applicant,
	form F,
	at time.Time,
) (decision.Case[F, P], Rules[F, P], error) {
	c := decision.Case[F, P]{Form: form, Applicant: a, Policy: s.policy, At: at}
	rules, err := s.rules(c)
	if err != nil {
		return c, rules, err
	}
	c.Facts = s.ask(ctx, from, c, rules.Needs)
	if c.Holdings, err = s.holdings(ctx, rules.Claims(c), a); err != nil {
		return c, rules, err
	}
	former, err := s.former(ctx, rules, c)
	c.Holdings = append(c.Holdings, former...)
	return c, rules, err
}

// former reads what is held of the claims under the keys of earlier versions of the rules.
func (s *instance[F, P]) former(ctx context.Context, rules Rules[F, P], c decision.Case[F, P]) (decision.Holdings, error) {
	if rules.Former == nil {
		return nil, nil
	}
	all, err := s.holdings(ctx, rules.Former(c), c.Applicant)
	return slices.DeleteFunc(all, decision.Holding.Free), err
}

// gatherAll builds the case including the delegations for its place.
func (s *instance[F, P]) gatherAll(
	ctx context.Context,
	from registry.Source,
	a decision.Applicant,
	form F,
	at time.Time,
) (c decision.Case[F, P], rules Rules[F, P], err error) {
	ctx, end := tracing.Begin(ctx, "gather "+s.Item.Slug)
	defer func() { end(err) }()
	c, rules, err = s.gather(ctx, from, a, form, at)
	if err != nil {
		return c, rules, err
	}
	c.Facts = s.ask(ctx, from, c, func(c decision.Case[F, P]) []fact.Query { return s.delegable(c, rules, rules.findings(s.Item, c)) })
	return c, rules, nil
}

// ask reads the facts that the case needs, in rounds, until no query is new.
func (s *instance[F, P]) ask(
	ctx context.Context,
	from registry.Source,
	c decision.Case[F, P],
	needs func(decision.Case[F, P]) []fact.Query,
) fact.Facts {
	patience := s.Patience
	if patience == 0 {
		patience = 2 * time.Second
	}
	deadline, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.Facts = visibleFacts(c.Facts, c.Applicant.ID, c.Today())
	for range maxRounds {
		var open []fact.Query
		var unasked fact.Facts
		for _, q := range needs(c) {
			switch {
			case q.Key == "" || c.Facts.Answered(q):
			case q.Key != c.Applicant.ID && !relationsOf(c.Facts, c.Applicant.ID, c.Today()).mayAsk(q):
				unasked = append(unasked, registry.Unasked(q))
			default:
				open = append(open, q)
			}
		}
		if len(open)+len(unasked) == 0 {
			break
		}
		c.Facts = append(append(c.Facts, registry.Gather(deadline, from, open, c.At)...), unasked...)
		c.Facts = visibleFacts(c.Facts, c.Applicant.ID, c.Today())
	}
	return c.Facts
}

// rules returns the last rules in force for the case.
func (s Service[F, P]) rules(c decision.Case[F, P]) (Rules[F, P], error) {
	var last Rules[F, P]
	for _, r := range s.Rules {
		if !c.Today().Before(r.From) {
			last = r
		}
	}
	if last.Decide == nil {
		return last, fmt.Errorf("%s: no rules are in force on %s", s.Item.Slug, c.Today())
	}
	return last, nil
}

// decide builds the record of an application that is decided but not committed.
func (s *instance[F, P]) decide(c decision.Case[F, P], rules Rules[F, P]) (*Application, error) {
	form, err := marshalForm(c.Form)
	if err != nil {
		return nil, err
	}
	findings := s.authorised(c, rules, rules.findings(s.Item, c), c.At)
	return &Application{
		Service: s.Item.Slug, Title: s.Item.Name, Applicant: c.Applicant, Received: c.At,
		Form: form, Digest: digest(s.Item.Slug, c.Applicant.ID, form),
		Facts: c.Facts, Holdings: c.Holdings, Policy: s.version, Rules: rules.Version, Reviewed: s.Item.Reviewed,
		Place:   s.placeOf(c),
		Outcome: decision.Conclude(findings), Findings: findings,
	}, nil
}

func (s *instance[F, P]) prefill(ctx context.Context, a decision.Applicant, at time.Time) (fact.Facts, []fact.Query, error) {
	var empty F
	c, rules, err := s.gather(ctx, s.Source, a, empty, at)
	if err != nil {
		return nil, nil, err
	}
	return c.Facts, rules.Needs(c), nil
}

// assess is a pre-check with the same rules; nothing is stored.
func (s *instance[F, P]) assess(ctx context.Context, a decision.Applicant, form F, at time.Time) (Assessment, fact.Facts, error) {
	c, rules, err := s.gatherAll(ctx, s.Source, a, form, at)
	if err != nil {
		return Assessment{}, nil, err
	}
	application, err := s.decide(c, rules)
	if err != nil {
		return Assessment{}, nil, err
	}
	return application.assessment(), c.Facts, nil
}

func (s *instance[F, P]) draft(ctx context.Context, a decision.Applicant, form F, at time.Time) ([]draft, error) {
	if err := s.keepPolicy(ctx); err != nil {
		return nil, err
	}
	one, err := s.draftFrom(ctx, s.Source, a, form, at)
	return []draft{one}, err
}

// draftFrom is draft with another source of facts.
func (s *instance[F, P]) draftFrom(ctx context.Context, from registry.Source, a decision.Applicant, form F, at time.Time) (draft, error) {
	c, rules, err := s.gatherAll(ctx, from, a, form, at)
	if err != nil {
		return draft{}, err
	}
	application, err := s.decide(c, rules)
	if err != nil {
		return draft{}, err
	}
	if err := s.number(application); err != nil {
		return draft{}, err
	}
	if application.Outcome == decision.Approved {
		if application.Grants, err = s.grants(application, c, rules); err != nil {
			return draft{}, err
		}
	}
	more := askedOf(a, application.Facts, application.Outcome)
	application.Facts = append(application.Facts, registry.Gather(ctx, from, more, at)...)
	made := draft{application: application, claims: rules.Claims(c)}
	if application.Grants != nil {
		made.due = s.due(c, *application.Grants)
	}
	return made, nil
}

// due is the first verification of the grant; zero: never.
func (s *instance[F, P]) due(c decision.Case[F, P], g decision.Grants) calendar.Date {
	if s.VerifyEvery == 0 || g.Final {
		return calendar.Date{}
	}
	return s.after(c.Today(), g.Certificate)
}

// after is the verification that follows the day: by the interval, and on the first day after the certificate at the
// latest, which may end the award.
func (s *instance[F, P]) after(day calendar.Date, of certificate.Certificate) calendar.Date {
	due := day.AddMonths(s.VerifyEvery)
	if last := of.ValidUntil; !last.IsZero() && !last.Before(day) && last.Before(due) {
		return last.AddDays(1)
	}
	return due
}

func (s *instance[F, P]) grants(application *Application, c decision.Case[F, P], rules Rules[F, P]) (*decision.Grants, error) {
	grants := s.issue(c, rules, application.Serial, application.decidedAt())
	id := certificate.Identifier{
		Type: grants.Certificate.Type, Issuer: grants.Certificate.IssuerCode,
		Serial: application.Received.Format("20060102") + application.Serial.Text(8, decision.Crockford), Version: 1,
	}
	number, err := id.Number()
	if err != nil {
		return nil, fmt.Errorf("%s: numbering the certificate: %w", s.Item.Slug, err)
	}
	grants.Certificate.Number, grants.Certificate.Status = number, statusOf(c.Today(), application.Serial)
	return &grants, nil
}
