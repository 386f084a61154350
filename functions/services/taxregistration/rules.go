package taxregistration

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
		OneLicence policy.Basis `yaml:"one_licence"` // 两证整合
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// registration requires a business that is not registered with the tax authority yet.
var registration = condition.Registration[Form, Policy, calendar.Date]{
	Claim: condition.TaxClaim, Field: dataset.Taxpayers.Since,
	Law:  func(p Policy) policy.Basis { return p.Laws.OneLicence },
	Rule: "not-registered", Title: lang.T("尚未办理税务登记", "Not known to the tax authority yet"),
	ByApplication: lang.T("已由申请 %s 登记。", "The business was registered with application %s."),
	Before:        lang.T("已于%s办理税务登记。", "The business has been registered since %s."),
	Done:          lang.T("无需再次登记；登记信息变化的，请办理变更。", "You do not need to register again. For changes, apply for a change."),
	None:          lang.T("没有税务登记。", "There is none on record."),
}
