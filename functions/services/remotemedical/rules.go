package remotemedical

import (
	"miaoban/shared/calendar"
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
		Filing  policy.Basis `yaml:"filing"`
		Promise policy.Basis `yaml:"promise"`
		Inside  policy.Basis `yaml:"inside" validate:"omitempty"` // absent from older policies
	} `yaml:"laws"`
	Months policy.Series[Months] `yaml:"months"`
	// Temporary is the number of months of a filing for temporary care; absent from older policies. Other
	// filings have no term.
	Temporary policy.Series[int]                `yaml:"temporary" validate:"omitempty"`
	Issuers   policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Months is the number of months of a filing by the first version of the rules.
type Months struct {
	Settled   int `yaml:"settled" validate:"min=1"` // for people who live or work there
	Temporary int `yaml:"temporary" validate:"min=1"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{needed(c), alive(c), condition.Provable(insured(c)), elsewhere(c), ground(c), notFiled(c)}
}

// needed refers a filing for another city of the province, where care is settled without one: the text of
// the province's rule was not found, so nothing is rejected.
func needed(c Case) decision.Finding {
	f := decision.Rule("needed", lang.T("需要备案", "A filing is needed"), c.Policy.Laws.Inside)
	if division.Within(string(c.Form.Destination), guangdong) {
		return f.Unsure(lang.T("省内异地就医无需备案，持社保卡或者医保电子凭证直接结算（示例规则，未查到原文）；仍要备案的，由工作人员办理。",
			"Inside the province no filing is needed: pay with the social security card or the electronic voucher (an example rule; its text "+
				"was not found). If you still want to file, an officer will handle it."))
	}
	f.Basis = []policy.Basis{c.Policy.Laws.Filing}
	return f.Met(lang.T("就医地在外省，需要备案；急诊抢救视同已备案。",
		"The city is in another province, so a filing is needed. An emergency counts as filed."))
}

func alive(c Case) decision.Finding {
	return condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Filing)
}

func insured(c Case) decision.Finding {
	f := decision.Rule("insured", lang.T("在本省参保，待遇正常", "Insured in the province, with active benefits"), c.Policy.Laws.Filing)
	city := insuredIn(c)
	active := fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.Active)
	switch {
	case city.None():
		return f.NotMet(lang.T("没有医疗保险参保记录。", "You have no medical insurance on record."), city.Ref).
			Advise(lang.T("请先参加职工或居民医疗保险。", "Please join medical insurance first."))
	case !city.Known() || !active.Known():
		return f.Unknown(city.Ref, active.Ref)
	case !division.Within(city.V, guangdong):
		return f.NotMet(lang.F("您在%s参保。", "You are insured in %s.", division.FullName(city.V)), city.Ref).
			Advise(lang.T("请向参保地备案。", "Please file in the city where you are insured."))
	case !active.V:
		return f.NotMet(lang.T("参保待遇处于暂停状态。", "Your insurance benefits are suspended."), active.Ref).
			Advise(lang.T("补缴后待遇恢复，再备案。", "Pay the missing contributions, and file after the benefits are restored."))
	default:
		return f.Met(lang.F("在%s参保，待遇正常。", "You are insured in %s, with active benefits.", division.FullName(city.V)), city.Ref, active.Ref)
	}
}

func elsewhere(c Case) decision.Finding {
	f := decision.Rule("elsewhere", lang.T("就医地不是参保地", "The city of care is not the city of insurance"), c.Policy.Laws.Filing)
	city := insuredIn(c)
	switch {
	case city.None():
		return f.Met(lang.T("没有参保记录，这一条不适用。", "There is no insurance on record, so this condition does not apply."), city.Ref)
	case !city.Known():
		return f.Unknown(city.Ref)
	case city.V == string(c.Form.Destination):
		return f.NotMet(lang.F("您就在%s参保。", "You are insured in %s.", form.LabelOf(c.Form.Destination)), city.Ref).
			Advise(lang.T("在参保地就医无需备案。", "You do not need to file for care in the city where you are insured."))
	default:
		return f.Met(lang.F("就医地为%s。", "The city of care is %s.", form.LabelOf(c.Form.Destination)), city.Ref)
	}
}

// ground requires that the applicant lives or works there. A household that moved there, a residence
// permit, or insurance there proves it. A declaration replaces the proof; papers that no dataset has are
// referred.
func ground(c Case) decision.Finding {
	f := decision.Rule("ground", lang.T("备案理由成立", "The reason for the filing is valid"), c.Policy.Laws.Filing)
	if c.Form.Kind == Temporary {
		return f.Met(lang.T("临时外出就医，无需证明材料。", "No proof is needed for temporary care."))
	}
	there := string(c.Form.Destination)
	known := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	shown := known.Known() && until.Known() && division.Within(known.V, there) && !until.V.Before(c.Today())
	text := lang.T("您持有就医地的有效居住证。", "You have a valid residence permit in the city of care.")
	household := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.Household)
	if c.Form.Kind == Residing && household.Known() && division.Within(household.V, there) {
		return f.Met(lang.F("您的户籍已迁入%s，无需其他证明。", "Your household is in %s; no other proof is needed.", form.LabelOf(c.Form.Destination)),
			household.Ref)
	}
	if c.Form.Kind == Working {
		known = fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
		employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
		shown = known.Known() && employed.Known() && employed.V && division.Within(known.V, there)
		text = lang.T("您由就医地的单位参保。", "You are insured by an employer in the city of care.")
	}
	switch {
	case shown:
		return f.Met(text, known.Ref)
	case c.Form.Promise:
		f.Basis = append([]policy.Basis{c.Policy.Laws.Promise}, f.Basis...)
		return f.Met(lang.T("您已承诺情况属实，备案后核查。", "You declared that this is true. It will be checked after the filing."), known.Ref)
	case !known.Known() && !known.None():
		return f.Unknown(known.Ref)
	default:
		return f.Unsure(lang.T("数据中没有您在就医地居住或者工作的记录，也没有作出承诺；居住证明、劳动合同、派出证明由工作人员核实。",
			"Nothing on record shows that you live or work there, and you made no declaration. An officer will check a proof of residence, "+
				"a labour contract or an assignment."), known.Ref).
			Advise(lang.T("勾选承诺，可以当场备案；也可以选择“临时外出就医”。", "Tick the declaration to file at once, or choose care for a limited time."))
	}
}

// notFiled is notFiled2022, but a filing without a term is in force.
func notFiled(c Case) decision.Finding {
	f := notFiled2022(c)
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.Elsewhere)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.ElsewhereUntil)
	if held := c.Holdings.Of(claimKind); !held.Free() || !place.Known() || until.State != fact.Missing {
		return f
	}
	return f.NotMet(lang.F("您已备案%s，长期有效。", "You have filed for %s without a term.", division.FullName(place.V)), place.Ref).
		Advise(lang.T("更换就医地的，请向参保地变更或取消原备案。", "To choose another city, change or cancel it in the city where you are insured."))
}

func insuredIn(c Case) fact.Value[string] {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.City)
}

// verify suspends a filing while the insurance is suspended, and ends it at the end of its term.
func verify(c Case) []decision.Continuing {
	term := decision.Rule("term", lang.T("备案在有效期内", "The filing is within its term"), c.Policy.Laws.Filing)
	until := c.Granted.Certificate.ValidUntil
	switch {
	case until.IsZero():
		term = term.Met(lang.T("备案长期有效，直至变更。", "The filing has no term until it is changed."))
	case c.Today().After(until):
		term = term.NotMet(lang.F("备案已于%s到期。", "The filing expired on %s.", until)).
			Advise(lang.T("需要的，可以重新备案。", "File again if you need it."))
	default:
		term = term.Met(lang.F("备案有效期至%s。", "Valid until %s.", until))
	}
	ends := until
	if !until.IsZero() {
		ends = until.AddDays(1)
	}
	return []decision.Continuing{
		condition.StillAlive(c.Facts, c.Applicant.ID, lang.T("备案人健在", "The holder is alive"), c.Policy.Laws.Filing),
		insured(c).Otherwise(decision.Suspends, calendar.Date{}),
		term.Otherwise(decision.Ends, ends),
	}
}
