package sealrecord

import (
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
		Seals policy.Basis `yaml:"seals"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// registration requires a business without seals on record.
var registration = condition.Registration[Form, Policy, string]{
	Claim: condition.SealsClaim, Field: dataset.Seals.Number,
	Law:  func(p Policy) policy.Basis { return p.Laws.Seals },
	Rule: "without-seals", Title: lang.T("尚未备案印章", "No seals on record yet"),
	ByApplication: lang.T("已由申请 %s 备案。", "Your seals were recorded with application %s."),
	Before:        lang.T("已备案印章，编码%s。", "Your seals are already recorded, number %s."),
	Done:          lang.T("印章遗失、损坏的，请到公安机关办理重刻备案。", "If a seal is lost or damaged, have a new one recorded by the police."),
	None:          lang.T("没有印章备案。", "There is none on record."),
}
