package instant

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v4"

	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// authorised is the findings, and one more where all is met and no authority on record
// may issue what is due at the time, or it cannot be told who: then a person above decides,
// and says who.
func (s Service[F, P]) authorised(c decision.Case[F, P], rules Rules[F, P], findings []decision.Finding, at time.Time) []decision.Finding {
	if decision.Conclude(findings) != decision.Approved {
		return findings
	}
	grants := rules.Issue(c, 0)
	if _, _, unsure := delegate(s.Item.Slug, grants, c.Facts, at); unsure != nil {
		return append(findings, decision.Rule(authorityRule, lang.T("有机关有权核发", "An authority may issue it"), s.Item.Basis...).Unknown(*unsure))
	}
	due := s.issue(c, rules, 0, at).Certificate
	if due.IssuerCode != "" {
		return findings
	}
	f := decision.Rule(authorityRule, lang.T("有机关有权核发", "An authority may issue it"), s.Item.Basis...)
	where := lang.T("当地", "the place")
	if due.Region != "" {
		where = division.FullName(due.Region)
	}
	return append(findings, f.NoRule(lang.F("系统中没有%s有权核发的机关，由上级机关办理。", "No authority is on record that may issue it in %s: the one above decides.", where)))
}

// authorityRule is the rule that somebody may issue what is due.
const authorityRule = "authority"

// Authorities are who may issue what the service grants, by region and time, as its
// policy has them.
func (s Service[F, P]) Authorities() ([]policy.Figure[certificate.Issuer], error) {
	var document struct {
		Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
	}
	if err := yaml.Unmarshal(s.Policy, &document); err != nil {
		return nil, fmt.Errorf("%s: its authorities: %w", s.Item.Slug, err)
	}
	return document.Issuers.Figures, nil
}

// Authorities is nothing: a bundle's parts have those of their services.
func (b Bundle[B]) Authorities() ([]policy.Figure[certificate.Issuer], error) { return nil, nil }
