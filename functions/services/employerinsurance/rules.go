package employerinsurance

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Registration policy.Basis `yaml:"registration"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// registration requires a business that is not registered with social insurance yet.
var registration = condition.Registration[Form, Policy, calendar.Date]{
	Claim: condition.EmployerClaim, Field: dataset.Employers.Since,
	Law:  func(p Policy) policy.Basis { return p.Laws.Registration },
	Rule: "not-registered", Title: lang.T("尚未办理社会保险登记", "Not registered with social insurance yet"),
	ByApplication: lang.T("已由申请 %s 登记。", "The business was registered with application %s."),
	Before:        lang.T("已于%s办理社会保险登记。", "The business has been registered since %s."),
	Done:          lang.T("无需再次登记；增减雇工请办理增减员。", "You do not need to register again. Report new and leaving employees."),
	None:          lang.T("没有社会保险登记。", "There is none on record."),
}
