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

// Case is what the rules decide on: an application with its facts and the policy of its day.
type Case = decision.Case[Form, Policy]

// Policy has the parameters set by law (policy.yaml).
type Policy struct {
	Laws struct {
		Registration policy.Basis `yaml:"registration"`
		Health       policy.Basis `yaml:"health"`
		Promise      policy.Basis `yaml:"promise"`
		Dwelling     policy.Basis `yaml:"dwelling" validate:"omitempty"` // absent from older policies
		Licence      policy.Basis `yaml:"licence" validate:"omitempty"`  // absent from older policies
	} `yaml:"laws"`
	Forbidden policy.Series[map[Kind][]string]  `yaml:"forbidden"`                   // forbidden foods by type of business
	Notice    policy.Series[int]                `yaml:"notice" validate:"omitempty"` // working days; absent from older policies
	Years     policy.Series[int]                `yaml:"years"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	findings := []decision.Finding{alive(c), health(c), foods(c), mayPromise(c), notRegistered(c)}
	if c.Form.Kind == Stall {
		return append(findings, area(c), pitchLeft(c))
	}
	return append(findings, condition.Operates(c.Facts, c.Applicant.ID, c.Policy.Laws.Registration), premises(c), licence(c))
}

// licence refers a restaurant: the act on stalls does not cover small restaurants, which need a food
// business licence.
func licence(c Case) decision.Finding {
	return decision.Rule("licence", lang.T("小餐饮取得食品经营许可", "A restaurant has a food business licence"), c.Policy.Laws.Licence).
		Unsure(lang.T("餐饮服务应当依法取得食品经营许可；小餐饮不适用食品摊贩登记，由工作人员按食品经营许可办理。",
			"A restaurant needs a food business licence; it is no stall. An officer will handle it as an application for the licence."))
}

// premises requires the right to use a restaurant's premises: as owner, with the owner's consent,
// or by self-declaration, of which the owner is notified.
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

// health requires a health certificate of the last year (art. 45). One on paper refers.
func health(c Case) decision.Finding {
	f := decision.Rule("health", lang.T("持有效健康证明", "A valid health certificate"), c.Policy.Laws.Health)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.HealthCertificates.Until)
	check := lang.T("请到医疗机构做健康检查，结果会自动共享。", "Have a health check at a medical institution. The result is shared automatically.")
	switch {
	case until.None():
		return f.Unsure(lang.T("数据中没有您的健康证明；持有纸质健康证明的，由工作人员核实。",
			"No health certificate of yours is on record. If you hold one on paper, an officer will check it."), until.Ref).Advise(check)
	case !until.Known():
		return f.Unknown(until.Ref)
	case until.V.Before(c.Today()):
		return f.NotMet(lang.F("健康证明已于%s到期。", "Your health certificate expired on %s.", until.V), until.Ref).Advise(check)
	default:
		return f.Met(lang.F("健康证明有效期至%s。", "Your health certificate is valid until %s.", until.V), until.Ref)
	}
}

// foods refers foods that only the draft of the act forbids.
func foods(c Case) decision.Finding {
	f := decision.Rule("foods", lang.T("不经营禁止的食品", "No forbidden food is sold"), c.Policy.Laws.Registration)
	forbidden, ok := c.Policy.Forbidden.At(string(c.Form.Division), c.Today())
	if !ok {
		return f.NoRule(lang.T("系统中没有现行的禁止清单。", "The system has no current list of forbidden foods."))
	}
	f.Basis = []policy.Basis{forbidden.Basis}
	f.Title = lang.T("没有需要核实的食品类别", "No food that a person has to check")
	var zh, en []string
	for _, food := range c.Form.Foods {
		if slices.Contains(forbidden.Value[c.Form.Kind], food) {
			label := form.LabelIn(c.Form.Foods, food)
			zh, en = append(zh, label.ZH), append(en, label.EN)
		}
	}
	if zh != nil {
		return f.Unsure(lang.T(
			"条例草案的示例清单不允许经营："+strings.Join(zh, "、")+"；草案不是现行规定，由工作人员按条例核实。",
			"An example list, from the draft of the act, forbids: "+strings.Join(
				en,
				", ",
			)+". A draft is not in force; an officer will check the act.",
		)).
			Advise(lang.T("也可以去掉这些类别，或者向市场监管部门申请食品经营许可。", "You can also remove these foods, or apply for a food business licence."))
	}
	return f.Met(lang.T("所选类别不在示例清单内。", "None of the chosen foods is on the example list."))
}

// mayPromise requires that no false declaration of the applicant still counts.
func mayPromise(c Case) decision.Finding {
	f := decision.Rule("may-promise", lang.T("可以适用告知承诺", "Self-declaration is available"), c.Policy.Laws.Promise)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Dishonesty.Until)
	switch {
	case until.None(), until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有在有效期内的失信记录。", "You have no record of a false declaration in its term."), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("因承诺不实，至%s（含当日）不适用告知承诺。",
			"Because of a false declaration, you cannot use self-declaration up to and including %s.", until.V), until.Ref).
			Advise(lang.T("可以提交全部材料，按一般方式申请食品经营许可；也可以向市场监管部门申请信用修复。",
				"You can apply for a food business licence with all documents, or apply to have the record cleared.")).
			FirstMet(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

func notRegistered(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("尚未登记", "Not registered yet"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 登记。", "You are already registered by application %s.", held.Application)).
			Advise(lang.T("更换区域或类别的，请先终止原登记。", "To change the area or the foods, give up that registration first."))
	}
	return f.Met(lang.T("没有在有效期内的登记。", "You have no registration in force."))
}

func area(c Case) decision.Finding {
	f := decision.Rule("area", lang.T("镇街划定了摊贩经营区域", "The street has set aside an area for stalls"), c.Policy.Laws.Registration)
	area := fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Area)
	switch {
	case area.None():
		return f.NotMet(
			lang.F("%s没有划定区域。", "%s has not set aside an area for stalls.", division.FullName(string(c.Form.Division))),
			area.Ref,
		).
			Advise(lang.T("请选择其他镇街，或申请有固定店铺的小餐饮。", "Choose another street, or apply as a small restaurant with premises."))
	case !area.Known():
		return f.Unknown(area.Ref)
	default:
		return f.Met(lang.F("区域：%s。", "Area: %s.", area.V), area.Ref)
	}
}

func placeLeft(c Case) decision.Finding {
	f := decision.Rule("place-left", lang.T("划定区域有空余摊位", "The area has a free pitch"), c.Policy.Laws.Registration)
	places := fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Places)
	quota := c.Holdings.Of(placesKind)
	switch {
	case places.None():
		return f.Met(lang.T("没有划定区域，这一条不适用。", "There is no area for stalls, so this condition does not apply."), places.Ref)
	case !places.Known():
		return f.Unknown(places.Ref)
	case !quota.Free():
		return f.NotMet(lang.F("%d个摊位已全部登记。", "All %d pitches are taken.", places.V), places.Ref).
			Advise(lang.T("请选择其他镇街。", "Please choose another street."))
	default:
		return f.Met(lang.F("共%d个摊位，尚有空余。", "The area has %d pitches, and some are free.", places.V), places.Ref)
	}
}

// pitchLeft is placeLeft, and requires an area with pitches.
func pitchLeft(c Case) decision.Finding {
	f := placeLeft(c)
	places := fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Places)
	if !places.Known() || places.V > 0 {
		return f
	}
	return f.NotMet(lang.T("该区域目前没有摊位。", "The area has no pitches at present."), places.Ref).
		Advise(lang.T("请选择其他镇街。", "Please choose another street."))
}

// verify checks the result of the inspection, the health certificate and the term.
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
	f := decision.Rule("term", lang.T("登记在有效期内", "The registration is within its term"), c.Policy.Laws.Registration)
	until := c.Granted.Certificate.ValidUntil
	if c.Today().After(until) {
		f = f.NotMet(lang.F("登记已于%s到期。", "The registration expired on %s.", until)).
			Advise(lang.T("继续经营的，请重新登记。", "To continue, register again."))
	} else {
		f = f.Met(lang.F("有效期至%s。", "Valid until %s.", until))
	}
	return f.Otherwise(decision.Ends, until.AddDays(1))
}

// placesOf returns the number of pitches in the area; zero if not known.
func placesOf(c Case) int64 {
	return int64(fact.Get(c.Facts, string(c.Form.Division), dataset.StallAreas.Places).V)
}
