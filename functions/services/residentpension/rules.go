package residentpension

import (
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
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
		Entitlement policy.Basis `yaml:"entitlement"`
		Account     policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Entry   policy.Series[Entry]              `yaml:"entry"`
	Basic   policy.Series[int64]              `yaml:"basic"` // fen a month
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Entry is who may draw the pension, and how the personal account is paid out.
type Entry struct {
	Age     int   `yaml:"age" validate:"min=50,max=80"`
	Months  int   `yaml:"months" validate:"min=1"`  // paid at least
	Divisor int64 `yaml:"divisor" validate:"min=1"` // of the balance, for a month
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Entitlement),
		insured(c), age(c), paid(c), noOther(c), notDrawn(c),
		condition.Account(
			c.Facts,
			c.Form.Account,
			c.Applicant.ID,
			lang.T("收款账户属于本人", "The bank account is your own"),
			c.Policy.Laws.Account,
		),
	}
}

func insured(c Case) decision.Finding {
	f := decision.Rule("insured", lang.T("在本省参加城乡居民养老保险", "Insured in the province"), c.Policy.Laws.Entitlement)
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Place)
	switch {
	case place.None():
		return f.NotMet(lang.T("没有您的城乡居民养老保险参保记录。", "You have no record of residents' pension insurance."), place.Ref).
			Advise(lang.T("请先到户籍地参保；参加职工养老保险的，请申领职工养老金。",
				"Please join where your household is registered. If an employer insured you, apply for the employees' pension."))
	case !place.Known():
		return f.Unknown(place.Ref)
	case !division.Within(place.V, guangdong):
		return f.NotMet(lang.F("您的参保地是%s。", "You are insured in %s.", division.FullName(place.V)), place.Ref).
			Advise(lang.T("请向参保地申请。", "Apply where you are insured."))
	}
	return f.Met(lang.F("您的参保地是%s。", "You are insured in %s.", division.FullName(place.V)), place.Ref)
}

func age(c Case) decision.Finding {
	f := decision.Rule("age", lang.T("达到领取年龄", "Of the age for the pension"), c.Policy.Laws.Entitlement)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	entry, ok := entryOf(c)
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的领取条件。", "The system has no current rule on the conditions."))
	case !born.Known():
		return f.Unknown(born.Ref)
	}
	years := born.V.Age(c.Today())
	if years >= entry.Age {
		return f.Met(lang.F("您今天%d周岁。", "You are %d today.", years), born.Ref)
	}
	from := born.V.AddYears(entry.Age)
	return f.NotMet(lang.F("您今天%d周岁，满%d周岁起领取。", "You are %d today; the pension is paid from the age of %d.", years, entry.Age), born.Ref).
		Advise(lang.F("从%s起可以申请。", "You can apply from %s on.", from)).HoldsFrom(from)
}

func paid(c Case) decision.Finding {
	f := decision.Rule("paid", lang.T("累计缴费满规定年限", "Paid for as long as the law asks"), c.Policy.Laws.Entitlement)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Months)
	balance := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.BalanceFen)
	entry, ok := entryOf(c)
	switch {
	case months.None():
		return f.NotMet(lang.T("没有缴费记录。", "There are no contributions on record."), months.Ref).
			Advise(lang.T("请先参保缴费。", "Join and pay first."))
	case !months.Known() || !balance.Known():
		return f.Unknown(months.Ref, balance.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的缴费年限规定。", "The system has no current rule on the years of contributions."), months.Ref)
	case months.V < entry.Months:
		return f.NotMet(lang.F("累计缴费%d个月，未满%d个月。", "%d months are paid, less than %d.", months.V, entry.Months), months.Ref).
			Advise(lang.F("还差%d个月，可以一次性补缴后再申请。", "Pay the %d months that lack at once, then apply.", entry.Months-months.V))
	}
	return f.Met(lang.F("累计缴费%d个月，个人账户储存额%s元。", "%d months are paid, and CNY %s are in the account.", months.V,
		lang.Yuan(int64(balance.V))), months.Ref, balance.Ref)
}

func noOther(c Case) decision.Finding {
	f := decision.Rule("no-other", lang.T("没有领取其他基本养老保障待遇", "No other basic pension is received"), c.Policy.Laws.Entitlement)
	other := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.DrawsOther)
	switch {
	case other.None(), other.Known() && !other.V:
		return f.Met(lang.T("没有领取其他基本养老保障待遇的记录。", "There is no other pension on record."), other.Ref)
	case other.Known():
		return f.NotMet(lang.T("您正在领取其他基本养老保障待遇。", "You receive another basic pension."), other.Ref).
			Advise(lang.T("只能领取一份：请先办理终止，或申请退还个人账户余额。",
				"You can receive only one. End the other one first, or ask for the balance of your account."))
	default:
		return f.Unknown(other.Ref)
	}
}

func notDrawn(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("尚未领取", "Not received already"), c.Policy.Laws.Entitlement)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 领取。", "You already receive it by application %s.", held.Application)).Advise(inHand)
	}
	since := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Since)
	switch {
	case since.None(), since.State == fact.Missing:
		return f.Met(lang.T("没有领取记录。", "You do not receive it yet."), since.Ref)
	case since.Known():
		return f.NotMet(lang.F("您自%s起已在领取。", "You have received it since %s.", since.V), since.Ref).Advise(inHand)
	default:
		return f.Unknown(since.Ref)
	}
}

var inHand = lang.T("无需再次申请。", "You do not need to apply again.")

func entryOf(c Case) (Entry, bool) {
	entry, ok := c.Policy.Entry.At(guangdong, c.Today())
	return entry.Value, ok
}

func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Place).V
}
