package sealrecord

import (
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
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

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Seals),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Seals),
		withoutSeals(c),
	}
}

func withoutSeals(c Case) decision.Finding {
	f := decision.Rule("without-seals", lang.T("尚未备案印章", "No seals are on record"), c.Policy.Laws.Seals)
	held := c.Holdings.Of(claimKind)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	number := fact.Get(c.Facts, code, dataset.Seals.Number)
	return condition.NotOnRecord(f, held, code, number.Ref, condition.OnRecord{
		ByApplication: lang.F("已由申请 %s 备案。", "They are on record by application %s.", held.Application),
		Before:        lang.F("已备案印章，编码%s。", "Seals are on record, number %s.", number.V),
		Not:           lang.T("没有印章备案。", "None is on record."),
		Done:          lang.T("印章遗失、损坏的，请到公安机关办理重刻备案。", "If a seal is lost or broken, have another put on record with the police."),
	})
}
