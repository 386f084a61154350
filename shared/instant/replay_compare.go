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
type essentialFinding struct {
	Rule    string            `json:"rule"`
	Status  decision.Status   `json:"status"`
	MetFrom calendar.Date     `json:"met_from,omitzero"`
	Unruled bool              `json:"unruled,omitempty"`
	Sources []essentialSource `json:"saw,omitempty"`
}

// essentialSource is one value that the finding used.
type essentialSource struct {
	Dataset string     `json:"dataset"`
	Field   string     `json:"field"`
	State   fact.State `json:"state"`
	AsOf    time.Time  `json:"as_of,omitzero"`
}

func essentialsOf(f decision.Finding) essentialFinding {
	b := essentialFinding{Rule: f.Rule, Status: f.Status, MetFrom: f.MetFrom, Unruled: f.Unruled}
	for _, ref := range f.Sources {
		b.Sources = append(b.Sources, essentialSource{ref.Dataset, ref.Field, ref.State, ref.AsOf})
	}
	return b
}

// essentialCondition returns the parts of a verification's condition that a replay must reproduce.
func essentialCondition(c decision.Continuing) any {
	part := ""
	if c.Part != nil {
		part = c.Part.Name
	}
	return struct {
		essentialFinding
		Unmet decision.Effect `json:"unmet"`
		From  calendar.Date   `json:"from,omitzero"`
		Part  string          `json:"part,omitempty"`
	}{essentialsOf(c.Finding), c.Unmet, c.From, part}
}

// essentialGrants has the parts of a grant that a replay must reproduce.
type essentialGrants struct {
	Type       string               `json:"type"`
	Region     string               `json:"region"`
	IssuerCode string               `json:"issuer_code"`
	IssuedOn   calendar.Date        `json:"issued_on"`
	ValidFrom  calendar.Date        `json:"valid_from"`
	ValidUntil calendar.Date        `json:"valid_until,omitzero"`
	Delegated  string               `json:"delegated,omitempty"` // place to which the authority is delegated
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

func essentialsOfGrants(g *decision.Grants) *essentialGrants {
	if g == nil {
		return nil
	}
	c := g.Certificate
	b := &essentialGrants{
		Type: c.Type, Region: c.Region, IssuerCode: c.IssuerCode, IssuedOn: c.IssuedOn, ValidFrom: c.ValidFrom, ValidUntil: c.ValidUntil,
		Category: g.Category, Final: g.Final, Records: g.Records, OnEnd: g.OnEnd, Supersedes: g.Supersedes,
		Claims: g.Claims, Counts: g.Counts,
	}
	if c.Delegated != nil {
		b.Delegated = c.Delegated.Place
	}
	if g.Payment != nil {
		paid := essentialPayment(*g.Payment)
		b.Payment = &paid
	}
	if g.Debit != nil {
		b.Points = g.Debit.Points
	}
	return b
}

// essentialPayment returns the order without its wording.
func essentialPayment(p decision.Payment) decision.Payment {
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

// essentialAdjustment returns the adjustment without its wording; nil for nil.
func essentialAdjustment(a *Adjustment) *Adjustment {
	if a == nil {
		return nil
	}
	essential := *a
	essential.Order, essential.Changes = essentialPayment(a.Order), slices.Clone(a.Changes)
	for i := range essential.Changes {
		essential.Changes[i].Basis = nil
	}
	return &essential
}

// Difference is one difference between a stored decision and its replay.
type Difference struct {
	Part string // "outcome", "finding age", "grants", "verification of 2026-11-20, finding alive"
	Then string // as stored, in JSON
	Now  string // by the replay, in JSON
	// Wording is set if only the wording differs.
	Wording bool
}

// comparison collects the differences.
type comparison struct{ differences []Difference }

// add compares a part of a decision as stored (then) and by the replay (now): first only what is
// essential of both, then the whole, where a difference is one of wording.
func (c *comparison) add(part string, then, now, essentialThen, essentialNow any) error {
	d := Difference{Part: part}
	var err error
	for _, pair := range []struct{ then, now any }{{essentialThen, essentialNow}, {then, now}} {
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

// findings compares findings one by one if they are of the same rules, otherwise as a whole.
func (c *comparison) findings(part string, then, now []decision.Finding) error {
	return compareEach(
		c,
		part,
		then,
		now,
		func(f decision.Finding) decision.Finding { return f },
		func(f decision.Finding) any { return essentialsOf(f) },
	)
}

func (c *comparison) conditions(part string, then, now []decision.Continuing) error {
	return compareEach(c, part, then, now, func(f decision.Continuing) decision.Finding { return f.Finding }, essentialCondition)
}

func compareEach[T any](c *comparison, part string, then, now []T, finding func(T) decision.Finding, essential func(T) any) error {
	sameRule := func(a, b T) bool { return finding(a).Rule == finding(b).Rule }
	if !slices.EqualFunc(then, now, sameRule) {
		return c.add(part, then, now, then, now)
	}
	for i := range then {
		if err := c.add(part+" "+finding(then[i]).Rule, then[i], now[i], essential(then[i]), essential(now[i])); err != nil {
			return err
		}
	}
	return nil
}

// texts returns both values as JSON.
func texts(then, now any) (was, is string, err error) {
	before, err := json.Marshal(then)
	if err != nil {
		return "", "", err
	}
	after, err := json.Marshal(now)
	return string(before), string(after), err
}
