package foodstall

import (
	"slices"
	"strings"

	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Case is a registration.
type Case = decision.Case[Form, Policy]

// Policy is what the law sets (policy.yaml).
type Policy struct {
	Laws struct {
		Registration policy.Basis `yaml:"registration"`
		Health       policy.Basis `yaml:"health"`
		Promise      policy.Basis `yaml:"promise"`
		Dwelling     policy.Basis `yaml:"dwelling" validate:"omitempty"` // older policies have none
	} `yaml:"laws"`
	Forbidden policy.Series[map[Kind][]string]  `yaml:"forbidden"` // foods, by kind
	Years     policy.Series[int]                `yaml:"years"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	findings := decide2015(c)
	if c.Form.Kind == Restaurant {
		findings = append(findings, premises(c))
	}
	return findings
}

// decide2015 does not ask whose a restaurant's premises are. It is kept for what was decided
// by it.
func decide2015(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), health(c), foods(c), mayPromise(c), notRegistered(c)}
	if c.Form.Kind == Stall {
		return append(findings, area(c), placeLeft(c))
	}
	return append(findings, condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Registration))
}

// premises holds that the restaurant's premises are the applicant's to use: as their owner, by
// the owner's consent, or by the promise, of which the owner is told.
func premises(c Case) decision.Finding {
	f := condition.PremisesRule(c.Policy.Laws.Registration)
	if c.Form.Premises == condition.ByPromise {
		return condition.PromisedPremises(f, c.Facts, c.Form.PropertyUnit)
	}
	return condition.OwnPremises(f, c.Facts, c.Form.PropertyUnit, c.Applicant.ID, string(c.Form.Division), c.Policy.Laws.Dwelling)
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Registration)
}

func health(c Case) decision.Finding {
	f := decision.Rule("health", lang.T("持有效健康证明", "A valid health certificate"), c.Policy.Laws.Health)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.HealthCertificates.Until)
	check := lang.T("请到医疗机构做健康检查，结果会自动共享。", "Have a health check at a hospital; its result is shared.")
	switch {
	case until.None():
		return f.NotMet(lang.T("没有您的健康证明。", "No health certificate of yours is on record."), until.Ref).Advise(check)
	case !until.Known():
		return f.Unknown(until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("健康证明已于%s到期。", "The health certificate ran out on %s.", until.V), until.Ref).Advise(check)
	default:
		return f.Met(lang.F("健康证明有效期至%s。", "The health certificate is valid until %s.", until.V), until.Ref)
	}
}

func foods(c Case) decision.Finding {
	f := decision.Rule("foods", lang.T("不经营禁止的食品", "Nothing that must not be sold"), c.Policy.Laws.Registration)
	forbidden, ok := c.Policy.Forbidden.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的禁止清单。", "There is no current list of what is forbidden."))
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
		return f.NotMet(lang.T("不得经营："+strings.Join(zh, "、")+"。", "Must not be sold: "+strings.Join(en, ", ")+".")).
			Advise(lang.T("请去掉这些类别；确需经营的，申请食品经营许可。", "Leave these out; to sell them, apply for a food business licence."))
	}
	return f.Met(lang.T("所选类别均可经营。", "All of it may be sold."))
}

// mayPromise holds that the applicant has broken no promise that still counts.
func mayPromise(c Case) decision.Finding {
	f := decision.Rule("may-promise", lang.T("可以适用告知承诺", "May have it by promise"), c.Policy.Laws.Promise)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Dishonesty.Until)
	switch {
	case until.None(), until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有在有效期内的失信记录。", "No broken promise counts against you."), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("因承诺不实，%s前不适用告知承诺。", "A promise was broken: nothing by promise until %s.", until.V), until.Ref).
			Advise(lang.T("可以提交全部材料，按一般方式申请食品经营许可；也可以申请信用修复。", "Apply for a licence with all papers, or to have the record cleared.")).
			HoldsFrom(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("尚未登记", "Not registered already"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 登记。", "You are registered by application %s.", held.Application)).
			Advise(lang.T("更换区域或类别的，请先终止原登记。", "For another area or other foods, give that registration up first."))
	}
	return f.Met(lang.T("没有在有效期内的登记。", "No registration is in force."))
}

func area(c Case) decision.Finding {
	f := decision.Rule("area", lang.T("镇街划定了摊贩经营区域", "The street has an area for stalls"), c.Policy.Laws.Registration)
	area := fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Area)
	switch {
	case area.None():
		return f.NotMet(lang.F("%s没有划定区域。", "%s has no area for stalls.", division.FullName(string(c.Form.Division))), area.Ref).
			Advise(lang.T("请选择其他镇街，或申请有固定店铺的小餐饮。", "Choose another street, or a small restaurant."))
	case !area.Known():
		return f.Unknown(area.Ref)
	default:
		return f.Met(lang.F("区域：%s。", "The area: %s.", area.V), area.Ref)
	}
}

func placeLeft(c Case) decision.Finding {
	f := decision.Rule("place-left", lang.T("划定区域有空余摊位", "The area has a place left"), c.Policy.Laws.Registration)
	places := fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Places)
	quota := c.Holdings.Of(placesKind)
	switch {
	case places.None():
		return f.Met(lang.T("没有划定区域，本条不作判断。", "There is no area; that is judged by the condition above."), places.Ref)
	case !places.Known():
		return f.Unknown(places.Ref)
	case !quota.Free():
		return f.NotMet(lang.F("%d个摊位已全部登记。", "All of its %d places are taken.", places.V), places.Ref).
			Advise(lang.T("请选择其他镇街。", "Please choose another street."))
	default:
		return f.Met(lang.F("共%d个摊位，尚有空余。", "It has %d places, and some are left.", places.V), places.Ref)
	}
}

// verify inspects what was promised, and looks whether the health certificate
// still holds.
func verify(c Case) []decision.Continuing {
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.HealthCertificates.Until)
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), c.Policy.Laws.Registration),
		condition.PromiseKept(c.Facts, numberOf(c), c.Policy.Laws.Promise),
		health(c).Otherwise(decision.Suspends, until.V),
		inTerm(c),
	}
}

func inTerm(c Case) decision.Continuing {
	f := decision.Rule("term", lang.T("登记在有效期内", "The registration's term has not ended"), c.Policy.Laws.Registration)
	until := c.Granted.Certificate.ValidUntil
	if c.Today().After(until) {
		f = f.NotMet(lang.F("登记已于%s到期。", "It ended on %s.", until)).
			Advise(lang.T("继续经营的，请重新登记。", "To go on, register again."))
	} else {
		f = f.Met(lang.F("有效期至%s。", "It is valid until %s.", until))
	}
	return f.Otherwise(decision.Ends, until.AddDays(1))
}

// placesOf is how many places the area has; zero while that is not known.
func placesOf(c Case) int64 {
	return int64(fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Places).V)
}
