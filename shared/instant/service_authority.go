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

// authorised returns the findings and, if all are met but no known authority may issue the grant
// at that time, or this cannot be determined, one more: then a higher authority decides.
func (s Service[F, P]) authorised(c decision.Case[F, P], rules Rules[F, P], findings []decision.Finding, at time.Time) []decision.Finding {
	if decision.Conclude(findings) != decision.Approved {
		return findings
	}
	grants := rules.Issue(c, 0)
	if _, _, unsure := delegate(s.Item.Slug, grants, c.Facts, at); unsure != nil {
		return append(findings, decision.Rule(AuthorityRule, lang.T("有机关有权核发",
			"An authority is competent"), s.Item.Basis...).Unknown(*unsure))
	}
	due := s.issue(c, rules, 0, at).Certificate
	if due.IssuerCode != "" {
		return findings
	}
	f := decision.Rule(AuthorityRule, lang.T("有机关有权核发", "An authority is competent"), s.Item.Basis...)
	where := lang.T("当地", "this place")
	if due.Region != "" {
		where = division.FullName(due.Region)
	}
	return append(findings, f.NoRule(lang.F("系统中没有%s有权核发的机关，由上级机关办理。",
		"The system has no competent authority for %s; the higher authority decides.", where)))
}

// AuthorityRule is the ID of the rule that a competent authority is known.
const AuthorityRule = "authority"

// Authorities returns the competent authorities by region and time, from the policy.
func (s Service[F, P]) Authorities() ([]policy.Figure[certificate.Issuer], error) {
	var document struct {
		Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
	}
	if err := yaml.Unmarshal(s.Policy, &document); err != nil {
		return nil, fmt.Errorf("%s: its authorities: %w", s.Item.Slug, err)
	}
	return document.Issuers.Figures, nil
}

// Authorities is empty: a bundle's parts have the authorities of their services.
func (b Bundle[B]) Authorities() ([]policy.Figure[certificate.Issuer], error) { return nil, nil }
