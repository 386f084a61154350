package soletraderchange

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// agreed returns the findings on a consent to take over a business. Nothing is read about its operator:
// the answer is the same for every number.
func agreed(c Case) []decision.Finding {
	self := decision.Rule("another", lang.T("接手他人的经营", "The business of somebody else"), c.Policy.Laws.Operator)
	if c.Form.PresentOperator == c.Applicant.ID {
		self = self.NotMet(lang.T("现经营者就是您本人。", "You named yourself as the present operator.")).
			Advise(lang.T("请填写现经营者的证件号码。", "Enter the ID number of the present operator."))
	} else {
		self = condition.Doubted(self.Met(lang.T("您同意接手所填经营者的个体工商户。",
			"You agree to take over the business of the operator whom you named.")), form.IDNumber, c.Form.PresentOperator)
	}
	will := decision.Rule("declared", lang.T("自愿接手", "Of your own will"), c.Policy.Laws.Operator)
	if c.Form.Promise {
		will = will.Met(lang.T("您已书面声明自愿接手。", "You declared in writing that you take over of your own will."))
	} else {
		will = will.NotMet(lang.T("没有作出声明。", "The declaration was not made.")).
			Advise(lang.T("请阅读并勾选承诺。", "Please read and tick the declaration."))
	}
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Operator), self, will,
	}
}

// agreedByFit is agreed, and requires that the person may run a business and has not agreed already. So
// the grounds that would reject the change of operator are known before the present operator is notified.
func agreedByFit(c Case) []decision.Finding {
	return append(agreed(c), notAgreed(c), ofAge(c), notServing(c), notBanned(c))
}

// notAgreed requires that no consent to the same person is open, so that there is one at a time, and one
// notice.
func notAgreed(c Case) decision.Finding {
	f := decision.Rule("not-agreed", lang.T("没有正在有效期内的同意", "No consent to this person is open"), c.Policy.Laws.Operator)
	held := c.Holdings.Of(consentClaim)
	until := calendar.Of(held.Since).AddDays(consentDays)
	if held.Free() || until.Before(c.Today()) {
		return f.Met(lang.T("没有。", "There is none."))
	}
	return f.NotMet(lang.F("您已通过申请 %s 同意，有效期至%s。", "You agreed with application %s; that is valid until %s.", held.Application, until)).
		Advise(lang.T("无需再次同意；填错镇街或者不想接手的，先在该办件中撤回。",
			"You do not need to agree again. If the street was wrong, or you do not want to take over, withdraw that consent first."))
}

func ofAge(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("具有完全民事行为能力", "Full civil capacity"), c.Policy.Laws.Operator, c.Policy.Laws.Capacity)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case born.V.Age(c.Today()) >= 18: // 民法典 art. 17
		return f.Met(lang.T("您已成年。", "You are an adult."), born.Ref)
	case born.V.Age(c.Today()) >= 16: // 民法典 art. 18
		return f.Unsure(lang.T("您未成年：以自己的劳动收入为主要生活来源的，视为具有完全民事行为能力，由工作人员核实。",
			"You are a minor. Minors who live mainly on their own income count as having full civil capacity; an officer will check this."),
			born.Ref)
	default:
		return f.NotMet(lang.T("您未满16周岁，不能登记为经营者。", "You are under 16 and cannot be registered as an operator."), born.Ref).
			Advise(lang.F("%s起可以申请，由工作人员核实。", "You can apply from %s on; an officer will check the case.", born.V.AddYears(16))).
			FirstMet(born.V.AddYears(18))
	}
}

func notServing(c Case) decision.Finding {
	f := decision.Rule("not-serving", lang.T("不是现任公务员", "Not a serving civil servant"), c.Policy.Laws.Operator, c.Policy.Laws.Servants)
	serving := fact.Get(c.Facts, c.Applicant.ID, dataset.PublicServants.Serving)
	switch {
	case serving.None(), serving.Known() && !serving.V:
		return f.Met(lang.T("没有现任公务员登记。", "There is no record of a serving civil servant."), serving.Ref)
	case serving.Known():
		return f.NotMet(lang.T("现任公务员不得从事营利性活动。", "A serving civil servant must not run a business."), serving.Ref).
			Advise(lang.T("登记有误的，请到公务员主管部门更正。", "If the record is wrong, have it corrected by the department of civil servants."))
	default:
		return f.Unknown(serving.Ref)
	}
}

func notBanned(c Case) decision.Finding {
	f := decision.Rule("not-banned", lang.T("不在市场禁入期内", "Not banned from doing business"), c.Policy.Laws.Operator, c.Policy.Laws.Bans)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.TradingBans.Until)
	switch {
	case until.None(), until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有市场禁入。", "There is no ban in force."), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("您在%s以前不能登记为经营者。", "You cannot be registered as an operator until %s.", until.V), until.Ref).
			Advise(lang.F("%s起可以申请。", "You can apply from %s on.", until.V.AddDays(1))).FirstMet(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

func needsOfConsenting(c Case) []fact.Query {
	return []fact.Query{
		condition.NeedsAlive(c.Applicant.ID),
		fact.Ask(c.Applicant.ID, dataset.Population.BirthDate),
		fact.Ask(c.Applicant.ID, dataset.PublicServants.Serving),
		fact.Ask(c.Applicant.ID, dataset.TradingBans.Until),
	}
}

// issueConsentTo is issueConsent for the business in the named street, as it is registered on this day. The
// consent can be withdrawn.
func issueConsentTo(c Case) decision.Grants {
	grants := issueConsent(c)
	o, key := dataset.OperatorConsents, pair(c.Form.PresentOperator, c.Applicant.ID)
	at := string(c.Form.BusinessDivision)
	grants.Certificate.Entries = append(grants.Certificate.Entries, certificate.Entry{
		Label: lang.T("经营场所所在镇街", "Street or town of the business"), Value: division.FullName(at)})
	grants.Records = append(grants.Records, fact.NewRecord(key, c.At, o.Division.Set(at), o.On.Set(c.Today())))
	grants.OnEnd = []fact.Record{fact.NewRecord(key, c.At, o.Until.Set(c.Today().AddDays(-1)))}
	grants.Surrender = &decision.Surrender{
		Ends:  lang.T("您对接手经营的同意，现经营者不能再据此变更经营者。", "Your consent: the present operator can no longer hand the business over by it."),
		Costs: lang.T("没有费用。已经变更经营者的，不能再撤回。", "Nothing. Once the operator has been changed, it is too late."),
		Again: lang.T("可以随时重新同意。", "You can agree again at any time."),
	}
	return grants
}

// issueConsent records the consent, in place of an earlier one, and notifies the present operator.
func issueConsent(c Case) decision.Grants {
	at, until := string(c.Form.BusinessDivision), consentUntil(c)
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	key := pair(c.Form.PresentOperator, c.Applicant.ID)
	proof := c.Certificate("004", lang.T("同意接手经营确认书", "Confirmation of the consent to take over"), issuer.Value, at, c.Policy.Laws.Operator,
		certificate.Line(lang.T("现经营者", "Present operator"), identity.Person(c.Form.PresentOperator).Masked()),
		certificate.DayLine(lang.T("有效期至", "Valid until"), until))
	proof.ValidUntil = until
	o := dataset.OperatorConsents
	return decision.Grants{
		Certificate: proof, Final: true,
		Supersedes: []decision.Claim{{Kind: consentClaim, Key: key}},
		Records: []fact.Record{
			fact.NewRecord(key, c.At, o.Operator.Set(c.Form.PresentOperator), o.Successor.Set(c.Applicant.ID), o.Until.Set(until)),
		},
		Notices: []decision.Notice{{
			Person: c.Form.PresentOperator, Title: lang.T("有人同意接手您的经营", "Somebody agreed to take over your business"),
			Text: lang.F("%s同意接手您的个体工商户，有效期至%s。要变更经营者的，请在“个体工商户变更与注销”中申请；没有这个打算的，不用理会。",
				"%s agreed to take over your business; the consent is valid until %s. To change the operator, apply with the service for changes "+
					"of a sole trader. Otherwise you need not do anything.", c.Applicant.Name, until),
		}},
	}
}
