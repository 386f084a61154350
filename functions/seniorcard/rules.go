package seniorcard

import (
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is an application.
type Case = instant.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Grant policy.Basis `yaml:"grant"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// decide holds the conditions, in the order in which a citizen would ask for them.
func decide(c Case) []instant.Finding {
	return []instant.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Grant),
		condition.Household(c.Facts, c.Applicant.ID, guangdong, c.Policy.Laws.Grant),
	}
}
