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
	"miaoban/shared/lang"
)

// A change of operator (促进个体工商户发展条例 art. 13): the present operator applies after the new one has
// agreed. Without the consent nothing is read about the new operator, so that a number discloses nothing.

// pair returns the key of the new operator's consent.
func pair(present, next string) string {
	if present == "" || next == "" {
		return ""
	}
	return present + "/" + next
}

func consentKey(c Case) string { return pair(c.Applicant.ID, c.Form.NewOperator) }

// consented reports whether the person who is named as the new operator has agreed, and the consent
// is valid today.
func consented(c Case) bool {
	next := fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Successor)
	until := fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Until)
	return next.Known() && next.V == c.Form.NewOperator && until.Known() && !until.V.Before(c.Today()) && fitsBusiness(c)
}

// fitsBusiness reports whether the consent is to the business that is handed over: the business is in the
// street that the consent names, and was registered before the consent. Older consents name no street; they
// end after thirty days.
func fitsBusiness(c Case) bool {
	at := fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Division)
	on := fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.On)
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Division)
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Since)
	if at.Known() && place.Known() && !division.Within(at.V, place.V) && !division.Within(place.V, at.V) {
		return false
	}
	return !on.Known() || !since.Known() || !since.V.After(on.V)
}

// handOver returns the findings on a change of operator, besides those on any change. same compares names.
func handOver(c Case, same func(a, b string) bool) []decision.Finding {
	return []decision.Finding{
		agrees(c), newNameMatches(c, same), newAlive(c), newAge(c), newNotServing(c), newNotBanned(c), newNotOperating(c),
		taxCleared(c, c.Policy.Laws.Operator), debts(c), unrestricted(c),
	}
}

func agrees(c Case) decision.Finding {
	f := decision.Rule("agreed", lang.T("新经营者已同意接手", "The new operator has agreed to take over"), c.Policy.Laws.Operator)
	consent := fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Successor)
	switch {
	case c.Form.NewOperator == c.Applicant.ID:
		return f.NotMet(lang.T("新经营者就是您本人。", "You named yourself as the new operator.")).
			Advise(lang.T("请填写接手人的证件号码和姓名。", "Enter the ID number and the name of the person who takes over."))
	case consented(c):
		return f.Met(lang.F("新经营者已同意接手，有效期至%s。", "The new operator has agreed; the consent is valid until %s.",
			fact.Get(c.Facts, consentKey(c), dataset.OperatorConsents.Until).V))
	case consent.State == fact.Unreachable, consent.State == fact.Stale, consent.State == fact.Malformed:
		return f.Unknown(consent.Ref)
	default:
		f = f.Unsure(lang.T("没有所填新经营者对您的有效同意：请核对号码；持有书面同意的，由工作人员核实。",
			"There is no valid consent to you from the new operator that you named. Please check the number. A consent on paper is "+
				"verified by a person.")).
			Advise(lang.T("请新经营者本人登录，在本事项选择“同意接手经营”，填写您的证件号码；同意后您再申请，可当场办结。",
				"The new operator has to sign in and choose “Agree to take over a business” with this service, and to enter your ID number. "+
					"Apply again after that: the change is then made at once."))
		return condition.Doubted(f, form.IDNumber, c.Form.NewOperator)
	}
}

// ofNew begins a finding on the new operator. ready is false without the consent; the finding is then
// complete.
func ofNew(c Case, rule string, title lang.Text) (f decision.Finding, ready bool) {
	f = decision.Rule(rule, title, c.Policy.Laws.Operator)
	if c.Granted == nil && !consented(c) { // in a verification the new operator had agreed
		return f.Unsure(lang.T("取得新经营者的同意后才能核验。", "This can be verified only with the consent of the new operator.")), false
	}
	return f, true
}

func newAlive(c Case) decision.Finding {
	f, ready := ofNew(c, "new-alive", lang.T("新经营者健在", "The new operator is alive"))
	if !ready {
		return f
	}
	died := fact.Get(c.Facts, c.Form.NewOperator, dataset.Deaths.Date)
	switch {
	case died.None():
		return f.Met(lang.T("没有死亡登记。", "No death is registered."))
	case died.Known():
		return f.NotMet(lang.T("新经营者已有死亡登记。", "A death of the new operator is registered.")).Advise(somebodyElse)
	default:
		return f.Unknown(died.Ref)
	}
}

var somebodyElse = lang.T("请由其他人接手，或办理注销登记。", "Somebody else has to take over, or the registration is cancelled.")

func newAge(c Case) decision.Finding {
	f, ready := ofNew(c, "new-age", lang.T("新经营者具有完全民事行为能力", "Full civil capacity of the new operator"))
	if !ready {
		return f
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], c.Policy.Laws.Capacity)
	born := fact.Get(c.Facts, c.Form.NewOperator, dataset.Population.BirthDate)
	switch {
	case !born.Known():
		return f.Unknown(born.Ref)
	case born.V.Age(c.Today()) >= 18: // 民法典 art. 17
		return f.Met(lang.T("新经营者已成年。", "The new operator is an adult."))
	case born.V.Age(c.Today()) >= 16: // 民法典 art. 18
		return f.Unsure(lang.T("新经营者未成年：以自己的劳动收入为主要生活来源的，视为具有完全民事行为能力，由工作人员核实。",
			"The new operator is a minor. Minors who live mainly on their own income count as having full civil capacity; an officer "+
				"will check this."))
	default:
		return f.NotMet(lang.T("新经营者未满16周岁。", "The new operator is under 16.")).Advise(somebodyElse)
	}
}

func newNotServing(c Case) decision.Finding {
	f, ready := ofNew(c, "new-not-serving", lang.T("新经营者不是现任公务员", "The new operator is not a serving civil servant"))
	if !ready {
		return f
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], c.Policy.Laws.Servants)
	serving := fact.Get(c.Facts, c.Form.NewOperator, dataset.PublicServants.Serving)
	switch {
	case serving.None(), serving.Known() && !serving.V:
		return f.Met(lang.T("没有现任公务员登记。", "There is no record of a serving civil servant."))
	case serving.Known():
		return f.NotMet(lang.T("新经营者不得从事营利性活动。", "The new operator must not run a business.")).Advise(somebodyElse)
	default:
		return f.Unknown(serving.Ref)
	}
}

func newNotBanned(c Case) decision.Finding {
	f, ready := ofNew(c, "new-not-banned", lang.T("新经营者不在市场禁入期内", "The new operator is not banned from doing business"))
	if !ready {
		return f
	}
	f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], c.Policy.Laws.Bans)
	until := fact.Get(c.Facts, c.Form.NewOperator, dataset.TradingBans.Until)
	switch {
	case until.None(), until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有市场禁入。", "There is no ban in force."))
	case until.Known():
		return f.NotMet(lang.T("新经营者目前不能登记为经营者。", "The new operator cannot be registered as an operator at present.")).Advise(somebodyElse)
	default:
		return f.Unknown(until.Ref)
	}
}

func newNotOperating(c Case) decision.Finding {
	f, ready := ofNew(c, "new-not-operating", lang.T("新经营者没有其他个体工商户登记", "The new operator runs no other sole trader"))
	if !ready {
		return f
	}
	name := fact.Get(c.Facts, c.Form.NewOperator, dataset.Operators.Name)
	held := decision.Holding{}
	for _, h := range c.Holdings {
		if h.Kind == condition.OperatorClaim && h.Key == c.Form.NewOperator {
			held = h
		}
	}
	switch {
	case !held.Free(), name.Known():
		return f.NotMet(lang.T("新经营者已有个体工商户登记，或者正在办理。", "The new operator has a registration already, or has applied for one.")).
			Advise(lang.T("新经营者先注销原登记，再办理变更经营者。", "The new operator cancels that registration first; then apply again."))
	case name.None():
		return f.Met(lang.T("没有其他登记。", "There is no other registration."))
	default:
		return f.Unknown(name.Ref)
	}
}

// debts requires the operator's declaration that debts and claims are settled (art. 13).
func debts(c Case) decision.Finding {
	f := decision.Rule("debts", lang.T("债权债务已妥善处理", "Debts and claims are dealt with"), c.Policy.Laws.Operator)
	if !c.Form.Promise {
		return f.NotMet(lang.T("没有作出承诺。", "The declaration was not made.")).
			Advise(lang.T("对原有债权债务作出妥善处理后，勾选承诺再申请。", "Deal with the debts and claims, tick the declaration, and apply again."))
	}
	return f.Met(lang.T("您已书面承诺。", "You declared this in writing."))
}

// unrestricted refers a business with a recorded restriction.
func unrestricted(c Case) decision.Finding {
	f := decision.Rule("unrestricted", lang.T("没有须先处理的限制", "No restriction that has to be dealt with first"), c.Policy.Laws.Operator)
	bars, sources, unknown := restrictions(c)
	switch {
	case len(bars) > 0:
		return f.Unsure(lang.F("%s，能否变更由工作人员核实。", "%s: a person will verify whether it can be changed.", joined(bars)), sources...)
	case unknown != nil:
		return f.Unknown(unknown...)
	default:
		return f.Met(lang.T("没有限制。", "There is none."), sources...)
	}
}

func joined(texts []lang.Text) lang.Text {
	all := texts[0]
	for _, text := range texts[1:] {
		all = lang.T(all.ZH+"、"+text.ZH, all.EN+", "+text.EN)
	}
	return all
}

// needsOfHandOver returns the queries of a change of operator; those about the new operator only after
// the consent.
func needsOfHandOver(c Case) []fact.Query {
	queries := append(needsOfBusiness(c), needsOfConsent(c))
	if consented(c) {
		queries = append(queries, fact.Ask(c.Form.NewOperator, dataset.Population.Name, dataset.Population.BirthDate),
			fact.Ask(c.Form.NewOperator, dataset.Operators.Name))
		queries = append(queries, needsOfNew(c)...)
	}
	return queries
}

func needsOfConsent(c Case) fact.Query {
	consent := dataset.OperatorConsents
	return fact.Ask(consentKey(c), consent.Operator, consent.Successor, consent.Until, consent.Division, consent.On)
}

// needsOfNew returns the queries about the new operator that verifications need too.
func needsOfNew(c Case) []fact.Query {
	return []fact.Query{
		condition.NeedsAlive(c.Form.NewOperator),
		fact.Ask(c.Form.NewOperator, dataset.PublicServants.Serving),
		fact.Ask(c.Form.NewOperator, dataset.TradingBans.Until),
	}
}

// issueOperator returns the licence of the new operator, which replaces the old one. The business keeps its
// code and name, and registrations under the code continue.
func issueOperator(c Case, n names) decision.Grants {
	at, o := get(c, dataset.Operators.Division), dataset.Operators
	issuer, _ := c.Policy.Issuers.At(at, c.Today())
	code, next := condition.CodeOf(c.Facts, c.Applicant.ID), c.Form.NewOperator
	name, since := n.after, fact.Get(c.Facts, c.Applicant.ID, o.Since)
	licence := c.Certificate("001", lang.T("营业执照", "Business licence"), issuer.Value, at, c.Policy.Laws.Operator,
		licenceEntries(c, name, code, c.Form.NewOperatorName, at, get(c, o.Address))...)
	licence.Holder, licence.HolderID = name, code
	business := []fact.Setting{o.Name.Set(name), o.Industry.Set(get(c, o.Industry)), o.Division.Set(at), o.Address.Set(get(c, o.Address))}
	if since.Known() {
		business = append(business, o.Since.Set(since.V))
	}
	if trade := get(c, o.TradeName); trade != "" {
		business = append(business, o.TradeName.Set(trade))
	}
	return decision.Grants{
		Certificate: licence, Holder: next,
		Supersedes: []decision.Claim{
			{Kind: condition.OperatorClaim, Key: c.Applicant.ID}, {Kind: changeClaim, Key: code}, {Kind: consentClaim, Key: consentKey(c)},
		},
		Records: []fact.Record{
			dataset.NoOperator(c.Applicant.ID, c.At),
			fact.NewRecord(next, c.At, o.Code.Set(code), business...),
			fact.NewRecord(consentKey(c), c.At, dataset.OperatorConsents.Until.Set(c.Today().AddDays(-1))),
		},
		OnEnd:   []fact.Record{dataset.NoOperator(next, c.At), fact.NewRecord(n.key, c.At, dataset.TradeNames.Name.Unset())},
		Notices: handOverNotices(c, name, code),
	}
}

func handOverNotices(c Case, name, code string) []decision.Notice {
	return []decision.Notice{{
		Person: c.Form.NewOperator, Title: lang.T("您已登记为个体工商户的经营者", "You are registered as the operator of a business"),
		Text: lang.F("“%s”（%s）的经营者已变更为您，新的营业执照可以在这里打开。税务登记、印章备案、社会保险登记随统一社会信用代码继续有效；"+
			"食品经营等许可、小餐饮登记和有原经营者姓名的印章，请向原发放部门办理变更。如不是您本意，请拨打 12345 提出异议。",
			"You are now the operator of “%s” (%s); open the new licence here. Tax registration, seals and social insurance continue under the "+
				"business's code. Have licences such as those for food, and seals with the former operator's name, changed by their "+
				"authorities. If you did not want this, call 12345.", name, code),
	}, {
		Person: c.Applicant.ID, Title: lang.T("您不再是该个体工商户的经营者", "You are no longer the operator of the business"),
		Text: lang.F("“%s”（%s）的经营者已变更，您的营业执照失效。以您的名义取得的食品摊贩或者小餐饮登记、食品经营等许可不随之转移，"+
			"请向原发放部门办理变更或者注销。变更前的债权债务仍由您处理。",
			"“%s” (%s) has a new operator, and your licence is no longer valid. Food registrations and licences in your name do not pass to "+
				"them: have them changed or cancelled by their authorities. Debts and claims from before remain yours.", name, code),
	}}
}

// licenceEntries returns the lines of a licence.
func licenceEntries(c Case, name, code, operator, at, address string) []certificate.Entry {
	entries := []certificate.Entry{
		certificate.Line(lang.T("名称", "Name"), name),
		certificate.Line(lang.T("统一社会信用代码", "Unified social credit code"), code),
		certificate.Line(lang.T("经营者", "Operator"), operator),
		{Label: lang.T("经营场所", "Premises"), Value: lang.T(division.FullName(at).ZH+address, address+", "+division.FullName(at).EN)},
		certificate.DayLine(lang.T("注册日期", "Registered on"), fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Since).V),
	}
	if name == operator { // a business without a name of its own
		return entries[1:]
	}
	return entries
}

// consentDays is the number of days in which a consent can be used: a limit of this service, not of the law.
const consentDays = 30

func consentUntil(c Case) calendar.Date { return c.Today().AddDays(consentDays) }
