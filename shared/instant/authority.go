package instant

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"miaoban/shared/certificate"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// authorised is the findings, and one more where all is met and no authority on record
// may issue what is due: then a person above decides, and says who.
func (s Service[F, P]) authorised(c Case[F, P], findings []Finding) []Finding {
	if Conclude(findings) != Approved {
		return findings
	}
	due := s.Issue(c, 0).Certificate
	if due.IssuerCode != "" {
		return findings
	}
	f := Rule("authority", lang.T("有机关有权核发", "An authority may issue it"), s.Item.Basis...)
	where := lang.T("当地", "the place")
	if due.Region != "" {
		where = division.FullName(due.Region)
	}
	return append(findings, f.NoRule(lang.F("系统中没有%s有权核发的机关，由上级机关办理。", "No authority is on record that may issue it in %s: the one above decides.", where)))
}

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
