package instant

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// A replay must give the same outcome, rules, statuses, days, data used, amounts and months, issuer
// and validity, and records written to shared data. Only the wording may have changed since: texts,
// titles, remedies, how a law is cited, the lines of a certificate.

// essentialFinding has the parts of a finding that a replay must reproduce.
type bindingFinding struct {
	Rule    string          `json:"rule"`
	Status  decision.Status `json:"status"`
	MetFrom calendar.Date   `json:"met_from,omitzero"`
	Unruled bool            `json:"unruled,omitempty"`
	Saw     []bindingSaw    `json:"saw,omitempty"`
}

// essentialSource is one value that the finding used.
type bindingSaw struct {
	Dataset string     `json:"dataset"`
	Field   string     `json:"field"`
	State   fact.State `json:"state"`
	AsOf    time.Time  `json:"as_of,omitzero"`
}

func bindingOf(f decision.Finding) bindingFinding {
	b := bindingFinding{Rule: f.Rule, Status: f.Status, MetFrom: f.MetFrom, Unruled: f.Unruled}
	for _, ref := range f.Sources {
		b.Saw = append(b.Saw, bindingSaw{ref.Dataset, ref.Field, ref.State, ref.AsOf})
	}
	return b
}

// essentialCondition returns the same for a condition of a verification.
func bindingCondition(c decision.Continuing) any {
	part := ""
	if c.Part != nil {
		part = c.Part.Name
	}
	return struct {
		bindingFinding
		Unmet decision.Effect `json:"unmet"`
		From  calendar.Date   `json:"from,omitzero"`
		Part  string          `json:"part,omitempty"`
	}{bindingOf(c.Finding), c.Unmet, c.From, part}
}

// essentialGrants has the parts of a grant that a replay must reproduce.
type bindingGrants struct {
	Type       string               `json:"type"`
	Region     string               `json:"region"`
	IssuerCode string               `json:"issuer_code"`
	IssuedOn   calendar.Date        `json:"issued_on"`
	ValidFrom  calendar.Date        `json:"valid_from"`
	ValidUntil calendar.Date        `json:"valid_until,omitzero"`
	Delegated  string               `json:"delegated,omitempty"` // to where
	Payment    *decision.Payment    `json:"payment,omitempty"`
	Points     int                  `json:"points,omitempty"`
	Category   string               `json:"category,omitempty"`
	Final      bool                 `json:"final,omitempty"`
	Records    []fact.Record        `json:"records,omitempty"`
	OnEnd      []fact.Record        `json:"on_end,omitempty"`
	Supersedes []decision.Claim     `json:"supersedes,omitempty"`
	Claims     []decision.Claim     `json:"claims,omitempty"`
	Counts     *decision.MonthCount `json:"counts,omitempty"`
}

func bindingOfGrants(g *decision.Grants) *bindingGrants {
	if g == nil {
		return nil
	}
	c := g.Certificate
	b := &bindingGrants{
		Type: c.Type, Region: c.Region, IssuerCode: c.IssuerCode, IssuedOn: c.IssuedOn, ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil,
		Category: g.Category, Final: g.Final, Records: g.Records, OnEnd: g.OnEnd, Supersedes: g.Supersedes,
		Claims: g.Claims, Counts: g.Counts,
	}
	if c.Delegated != nil {
		b.Delegated = c.Delegated.Place
	}
	if g.Payment != nil {
		paid := bindingPayment(*g.Payment)
		b.Payment = &paid
	}
	if g.Debit != nil {
		b.Points = g.Debit.Points
	}
	return b
}

// bindingPayment is what binds of a payment order.
func bindingPayment(p decision.Payment) decision.Payment {
	p.Title = lang.Text{}
	p.Steps, p.Supplements = slices.Clone(p.Steps), slices.Clone(p.Supplements)
	for i := range p.Steps {
		p.Steps[i].Basis = nil
	}
	for i := range p.Supplements {
		p.Supplements[i].Basis = nil
	}
	return p
}

// bindingAdjustment is what binds of how amounts were changed.
func bindingAdjustment(a *Adjustment) *Adjustment {
	if a == nil {
		return nil
	}
	binds := *a
	binds.Order, binds.Changes = bindingPayment(a.Order), slices.Clone(a.Changes)
	for i := range binds.Changes {
		binds.Changes[i].Basis = nil
	}
	return &binds
}

// Difference is one difference between a stored decision and its replay.
type Difference struct {
	Part string // "outcome", "finding age", "grants", "verification of 2026-11-20, finding alive"
	Then string // as kept, in JSON
	Now  string
	// Wording is set if only the wording differs.
	Wording bool
}

// comparison collects the differences.
type comparison struct{ differences []Difference }

// add compares a stored part of a decision with its replay: first the essential parts, then the
// wording.
func (c *comparison) add(part string, then, now, bound, binds any) error {
	d := Difference{Part: part}
	var err error
	for _, pair := range []struct{ then, now any }{{bound, binds}, {then, now}} {
		if d.Then, d.Now, err = texts(pair.then, pair.now); err != nil {
			return fmt.Errorf("comparing: %w", err)
		}
		if d.Then != d.Now {
			c.differences = append(c.differences, d)
			return nil
		}
		d.Wording = true
	}
	return nil
}

// findings compares findings: one by one, where they are of the same rules.
func (c *comparison) findings(part string, then, now []decision.Finding) error {
	return compareEach(
		c,
		part,
		then,
		now,
		func(f decision.Finding) decision.Finding { return f },
		func(f decision.Finding) any { return bindingOf(f) },
	)
}

func (c *comparison) conditions(part string, then, now []decision.Continuing) error {
	return compareEach(c, part, then, now, func(f decision.Continuing) decision.Finding { return f.Finding }, bindingCondition)
}

func compareEach[T any](c *comparison, part string, then, now []T, finding func(T) decision.Finding, binding func(T) any) error {
	sameRule := func(a, b T) bool { return finding(a).Rule == finding(b).Rule }
	if !slices.EqualFunc(then, now, sameRule) {
		return c.add(part, then, now, then, now)
	}
	for i := range then {
		if err := c.add(part+" "+finding(then[i]).Rule, then[i], now[i], binding(then[i]), binding(now[i])); err != nil {
			return err
		}
	}
	return nil
}

// texts are the values in JSON.
func texts(then, now any) (was, is string, err error) {
	before, err := json.Marshal(then)
	if err != nil {
		return "", "", err
	}
	after, err := json.Marshal(now)
	return string(before), string(after), err
}
