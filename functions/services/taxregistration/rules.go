package taxregistration

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
		OneLicence policy.Basis `yaml:"one_licence"` // 两证整合
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.OneLicence),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.OneLicence),
		notRegistered(c),
	}
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("尚未办理税务登记", "Not known to the tax authority yet"), c.Policy.Laws.OneLicence)
	held := c.Holdings.Of(claimKind)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	since := fact.Get(c.Facts, code, dataset.Taxpayers.Since)
	return condition.NotOnRecord(f, held, code, since.Ref, condition.OnRecord{
		ByApplication: lang.F("已由申请 %s 登记。", "It is registered by application %s.", held.Application),
		Before:        lang.F("已于%s办理税务登记。", "It is registered since %s.", since.V),
		Not:           lang.T("没有税务登记。", "None is on record."),
		Done:          lang.T("无需再次登记；登记信息变化的，请办理变更。", "There is no need to register again; for changes, ask for a change."),
	})
}
