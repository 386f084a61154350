package instant

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Bundle combines several services in one form (一件事): one application, one commit, one notice.
// Each part is decided by the rules of its own service, and can read what the parts before it
// granted: a child that has just been registered in a household can be insured.
type Bundle[B any] struct {
	Item    Item
	Members []Member[B] // in the order of the decisions
	Bounds  []Binding
}

// Binding is a set of parts that the law ties together: all are approved, or none.
type Binding struct {
	Services []string
	// Followers are parts that are for what the binding makes: they are rejected if one of Services is, and
	// have no effect on these.
	Followers []string
	Basis     policy.Basis
}

// Member is a service as a part of a bundle with the form B.
type Member[B any] struct {
	offering Offering
	open     func(*Engine) (memberInstance[B], error)
}

// memberInstance is an instance of a part, for its bundle.
type memberInstance[B any] interface {
	prefill(ctx context.Context, a decision.Applicant, at time.Time) (fact.Facts, []fact.Query, error)
	// draftPart decides the part; wanted is false if the form does not request it.
	draftPart(ctx context.Context, from registry.Source, a decision.Applicant, bundle B, at time.Time) (d draft, wanted bool, err error)
	keepPolicy(ctx context.Context) error
	writes() []fact.Column
}

// Join makes a service a part of a bundle. form extracts the service's form from the bundle's, or
// reports false if the part is not requested.
func Join[B, F, P any](s Service[F, P], form func(B) (F, bool)) Member[B] {
	return Member[B]{s, func(e *Engine) (memberInstance[B], error) {
		d, err := newInstance(e, s)
		return member[B, F, P]{d, form}, err
	}}
}

type member[B, F, P any] struct {
	*instance[F, P]
	form func(B) (F, bool)
}

func (m member[B, F, P]) draftPart(
	ctx context.Context,
	from registry.Source,
	a decision.Applicant,
	bundle B,
	at time.Time,
) (draft, bool, error) {
	form, wanted := m.form(bundle)
	if !wanted {
		return draft{}, false, nil
	}
	d, err := m.draftFrom(ctx, from, a, form, at)
	return d, true, err
}

func (m member[B, F, P]) writes() []fact.Column { return m.Writes }

// Part is a part of a bundle in its record, with the outcome.
type Part struct {
	Number  string           `json:"number"`
	Service string           `json:"service"`
	Title   lang.Text        `json:"title"`
	Outcome decision.Outcome `json:"outcome"`
}

// Bound is the outcome of a part to which another is tied.
type Bound struct {
	Service string           `json:"service"`
	Title   lang.Text        `json:"title"`
	Outcome decision.Outcome `json:"outcome"`
	Basis   policy.Basis     `json:"basis"`
	// Follows is set if the part is for what the other would have made, and not tied to it by law.
	Follows bool `json:"follows,omitempty"`
}

// About is the bundle's entry in the catalogue.
func (b Bundle[B]) About() Item {
	item := b.Item
	item.Handling = cmp.Or(item.Handling, Approval)
	return item
}

// Routes returns the bundle's handlers in an engine, the same as for a service.
func (b Bundle[B]) Routes(e *Engine) (httpapi.Routes, error) {
	d := &bundleInstance[B]{Engine: e, Bundle: b}
	for _, m := range b.Members {
		opened, err := m.open(e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Item.Slug, err)
		}
		d.members = append(d.members, opened)
	}
	return routes(e, b.Item, d)
}

// Form is the type of the bundle's form.
func (b Bundle[B]) Form() reflect.Type { return reflect.TypeFor[B]() }

func (s *bundleInstance[B]) partItems() []Item {
	items := make([]Item, len(s.Members))
	for i, m := range s.Members {
		items[i] = m.offering.About()
	}
	return items
}

type bundleInstance[B any] struct {
	*Engine
	Bundle[B]
	members []memberInstance[B]
}

func (s *bundleInstance[B]) prefill(ctx context.Context, a decision.Applicant, at time.Time) (fact.Facts, []fact.Query, error) {
	var facts fact.Facts
	var needs []fact.Query
	for _, m := range s.members {
		known, asked, err := m.prefill(ctx, a, at)
		if err != nil {
			return nil, nil, err
		}
		for _, q := range asked {
			if q.Key != "" && !facts.Answered(q) {
				needs = append(needs, q)
			}
		}
		facts = append(facts, known...)
	}
	return facts, needs, nil
}

func (s *bundleInstance[B]) assess(ctx context.Context, a decision.Applicant, form B, at time.Time) (Assessment, fact.Facts, error) {
	parts, err := s.parts(ctx, a, form, at)
	if err != nil {
		return Assessment{}, nil, err
	}
	head := s.head(a, parts, at)
	assessment := head.assessment()
	var facts fact.Facts
	for _, p := range parts {
		assessment.Parts = append(assessment.Parts, p.application.assessment())
		facts = append(facts, p.application.Facts...)
	}
	return assessment, facts, nil
}

func (s *bundleInstance[B]) draft(ctx context.Context, a decision.Applicant, form B, at time.Time) ([]draft, error) {
	for _, m := range s.members {
		if err := m.keepPolicy(ctx); err != nil {
			return nil, err
		}
	}
	parts, err := s.parts(ctx, a, form, at)
	if err != nil {
		return nil, err
	}
	head := s.head(a, parts, at)
	if head.Form, err = marshalForm(form); err != nil {
		return nil, err
	}
	head.Digest = digest(s.Item.Slug, a.ID, head.Form)
	if err := s.number(head); err != nil {
		return nil, err
	}
	for _, p := range parts {
		p.application.Bundle = head.Number
	}
	return append([]draft{{application: head}}, parts...), nil
}

// head builds the record of the bundle itself.
func (s *bundleInstance[B]) head(a decision.Applicant, parts []draft, at time.Time) *Application {
	head := &Application{Service: s.Item.Slug, Title: s.Item.Name, Applicant: a, Received: at, Findings: []decision.Finding{}}
	for _, p := range parts {
		part := p.application
		head.Parts = append(head.Parts, Part{part.Number, part.Service, part.Title, part.Outcome})
	}
	head.Outcome = combinedOutcome(head.Parts)
	return head
}

// combinedOutcome is the common outcome of all parts, or Partly.
func combinedOutcome(parts []Part) decision.Outcome {
	if len(parts) == 0 {
		return decision.Referred
	}
	for _, p := range parts[1:] {
		if p.Outcome != parts[0].Outcome {
			return decision.Partly
		}
	}
	return parts[0].Outcome
}

// Replay re-evaluates the parts, each by its own service, and the bundle's outcome from theirs.
func (b Bundle[B]) Replay(ctx context.Context, from store.Store, a *Application) ([]Difference, error) {
	var differences []Difference
	now := make([]Part, len(a.Parts))
	for i, p := range a.Parts {
		part, err := LoadApplication(ctx, from, p.Number)
		if err != nil {
			return nil, err
		}
		now[i] = Part{part.Number, part.Service, part.Title, part.Outcome}
		if part.Determination != nil { // a reviewer decided it later
			first, err := LoadReferral(ctx, from, p.Number)
			if err != nil {
				return nil, err
			}
			now[i].Outcome = first.Outcome
		}
		for _, m := range b.Members {
			if m.offering.About().Slug != part.Service {
				continue
			}
			more, err := m.offering.Replay(ctx, from, part)
			if err != nil {
				return nil, err
			}
			differences = append(differences, more...)
		}
	}
	var again comparison
	err := again.add("parts", a.Parts, now, bindingParts(a.Parts, a.Outcome), bindingParts(now, combinedOutcome(now)))
	return append(differences, again.differences...), err
}

// bindingParts is the binding content of a bundle's parts and outcome.
func bindingParts(parts []Part, outcome decision.Outcome) any {
	binding := slices.Clone(parts)
	for i := range binding {
		binding[i].Title = lang.Text{}
	}
	return struct {
		Parts   []Part           `json:"parts"`
		Outcome decision.Outcome `json:"outcome"`
	}{binding, outcome}
}
