package employerinsurance

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
		Registration policy.Basis `yaml:"registration"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Registration),
		condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Registration),
		notRegistered(c),
	}
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("尚未办理社会保险登记", "Not registered with social insurance yet"), c.Policy.Laws.Registration)
	held := c.Holdings.Of(claimKind)
	code := condition.CodeOf(c.Facts, c.Applicant.ID)
	since := fact.Get(c.Facts, code, dataset.Employers.Since)
	return condition.NotOnRecord(f, held, code, since.Ref, condition.OnRecord{
		ByApplication: lang.F("已由申请 %s 登记。", "It is registered by application %s.", held.Application),
		Before:        lang.F("已于%s办理社会保险登记。", "It is registered since %s.", since.V),
		Not:           lang.T("没有社会保险登记。", "None is on record."),
		Done:          lang.T("无需再次登记；增减雇工请办理增减员。", "There is no need to register again; for more or fewer people, report them."),
	})
}
