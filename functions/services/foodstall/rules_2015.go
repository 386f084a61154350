package foodstall

import (
	"slices"
	"strings"

	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// decidePremises replays the second version, which registered restaurants, and rejected foods by the
// list of a draft.
func decidePremises(c Case) []decision.Finding {
	findings := decide2015(c)
	if c.Form.Kind == Restaurant {
		findings = append(findings, premises(c))
	}
	return findings
}

// decide2015 replays the decisions of the first version, which did not check the right to the premises.
func decide2015(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), health2015(c), foods2015(c), mayPromise(c), notRegistered(c)}
	if c.Form.Kind == Stall {
		return append(findings, area(c), placeLeft(c))
	}
	return append(findings, condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Registration))
}

func health2015(c Case) decision.Finding {
	f := decision.Rule("health", lang.T("持有效健康证明", "A valid health certificate"), c.Policy.Laws.Health)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.HealthCertificates.Until)
	check := lang.T("请到医疗机构做健康检查，结果会自动共享。", "Have a health check at a medical institution. The result is shared automatically.")
	switch {
	case until.None():
		return f.NotMet(lang.T("没有您的健康证明。", "You have no health certificate on record."), until.Ref).Advise(check)
	case !until.Known():
		return f.Unknown(until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("健康证明已于%s到期。", "Your health certificate expired on %s.", until.V), until.Ref).Advise(check)
	default:
		return f.Met(lang.F("健康证明有效期至%s。", "Your health certificate is valid until %s.", until.V), until.Ref)
	}
}

func foods2015(c Case) decision.Finding {
	f := decision.Rule("foods", lang.T("不经营禁止的食品", "No forbidden food is sold"), c.Policy.Laws.Registration)
	forbidden, ok := c.Policy.Forbidden.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的禁止清单。", "The system has no current list of forbidden foods."))
	}
	f.Basis = []policy.Basis{forbidden.Basis}
	var zh, en []string
	for _, food := range c.Form.Foods {
		if slices.Contains(forbidden.Value[c.Form.Kind], food) {
			label := form.LabelIn(c.Form.Foods, food)
			zh, en = append(zh, label.ZH), append(en, label.EN)
		}
	}
	if zh != nil {
		return f.NotMet(lang.T("不得经营："+strings.Join(zh, "、")+"。", "You cannot sell: "+strings.Join(en, ", ")+".")).
			Advise(lang.T("请去掉这些类别；确需经营的，申请食品经营许可。", "Remove these foods. To sell them, apply for a food business licence."))
	}
	return f.Met(lang.T("所选类别均可经营。", "All the chosen foods may be sold."))
}
