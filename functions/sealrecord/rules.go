package sealrecord

import (
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

// Case is a filing.
type Case = instant.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Seals policy.Basis `yaml:"seals"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []instant.Finding {
	return []instant.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Seals),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Seals),
		withoutSeals(c),
	}
}

func withoutSeals(c Case) instant.Finding {
	f := instant.Rule("without-seals", lang.T("尚未备案印章", "No seals are on record"), c.Policy.Laws.Seals)
	lost := lang.T("印章遗失、损坏的，请到公安机关办理重刻备案。", "If a seal is lost or broken, have another put on record with the police.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("已由申请 %s 备案。", "They are on record by application %s.", held.Application)).Advise(lost)
	}
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	number := registry.Get(c.Facts, code, dataset.Seals.Number)
	switch {
	case code == "":
		return f.Met(lang.T("没有登记，本条不作判断。", "There is no registration; that is judged by the condition above."))
	case number.None():
		return f.Met(lang.T("没有印章备案。", "None is on record."), number.Ref)
	case number.Known():
		return f.NotMet(lang.F("已备案印章，编码%s。", "Seals are on record, number %s.", number.V), number.Ref).Advise(lost)
	default:
		return f.Unknown(number.Ref)
	}
}
