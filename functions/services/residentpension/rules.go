package residentpension

import (
	"miaoban/shared/calendar"
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
		Entitlement policy.Basis `yaml:"entitlement"`
		Start       policy.Basis `yaml:"start,omitempty" validate:"omitempty"` // the first month that is paid
		Account     policy.Basis `yaml:"account"`
	} `yaml:"laws"`
	Entry   policy.Series[Entry]              `yaml:"entry"`
	Begins  policy.Series[Beginning]          `yaml:"begins,omitempty" validate:"omitempty"`
	Basic   policy.Series[int64]              `yaml:"basic"` // fen a month
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

// Beginning is the day on which the scheme began in a place, or the range of days if it is not known.
type Beginning struct {
	Earliest calendar.Date `yaml:"earliest" validate:"required"`
	Latest   calendar.Date `yaml:"latest" validate:"required"`
}

// Entry states who is entitled to the pension, and how the personal account is paid out.
type Entry struct {
	Age     int   `yaml:"age" validate:"min=50,max=80"`
	Months  int   `yaml:"months" validate:"min=1"`  // paid at least
	Divisor int64 `yaml:"divisor" validate:"min=1"` // of the balance, for a month
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), c.Policy.Laws.Entitlement),
		condition.Provable(insured(c)), age(c), paid(c), noOther(c), notDrawn(c), account(c),
	}
}

func account(c Case) decision.Finding {
	return condition.Account(c.Facts, c.Form.Account, c.Applicant.ID, lang.T("收款账户属于本人", "The bank account is your own"),
		c.Policy.Laws.Account)
}

// insured is insured2014, but people who owe no contributions need not be on record.
func insured(c Case) decision.Finding {
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Place)
	if !place.None() || !mayOweNothing(c) {
		return insured2014(c)
	}
	return decision.Rule("insured", insuredTitle, c.Policy.Laws.Entitlement).Unsure(
		lang.T("没有您的参保记录；制度实施时已年满60周岁的不用缴费，由工作人员核实登记。",
			"You have no record; people who were 60 when the scheme began pay nothing. An officer will verify the registration."), place.Ref)
}

var insuredTitle = lang.T("在本省参加城乡居民养老保险", "Insured in the province")

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
		Advise(lang.F("从%s起可以申请。", "You can apply from %s on.", from)).FirstMet(from)
}

// paid requires the contributions that depend on the person's age at the start of the scheme: none from
// people who were 60, each year until 60 from people who had less than 15 years left, and 15 years from all
// others. Unpaid years may be paid later, so they refer.
func paid(c Case) decision.Finding {
	f := decision.Rule("paid", lang.T("缴费符合规定", "Paid for as long as the rules ask"), c.Policy.Laws.Entitlement)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Months)
	balance := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.BalanceFen)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	entry, ok := entryOf(c)
	begins, known := beginningOf(c)
	enough := f.Met(lang.F("累计缴费%d个月，个人账户储存额%s元。", "%d months are paid, and CNY %s are in the account.", months.V,
		lang.Yuan(int64(balance.V))), months.Ref, balance.Ref)
	switch {
	case ok && months.Known() && months.V >= entry.Months && balance.Known():
		return enough
	case !ok || !known:
		return f.NoRule(lang.T("系统中没有现行的缴费年限规定。", "The system has no current rule on the years of contributions."), months.Ref)
	case !born.Known():
		return f.Unknown(born.Ref)
	}
	asked := entry.asks(born.V, begins.Value)
	switch {
	case months.Known() && months.V > 0 && !balance.Known():
		return f.Unknown(balance.Ref)
	case asked.most == 0 && (months.Known() || months.None() || months.State == fact.Missing):
		return f.Met(lang.T("制度实施时您已年满60周岁，不用缴费。", "You were 60 when the scheme began and pay nothing."), born.Ref)
	case months.None() && asked.fixed:
		return f.NotMet(lang.T("没有缴费记录。", "There are no contributions on record."), months.Ref).
			Advise(lang.T("请先参保缴费。", "Join and pay first."))
	case months.None():
		return f.Unsure(lang.T("没有缴费记录；制度实施时距60周岁不足15年的缴费要求由工作人员核实。",
			"There are no contributions on record. An officer will verify what is asked of people who had less than 15 years to 60."), months.Ref)
	case !months.Known() || !balance.Known():
		return f.Unknown(months.Ref, balance.Ref)
	case months.V >= asked.most:
		return enough
	case asked.fixed:
		return f.NotMet(lang.F("累计缴费%d个月，未满%d个月。", "%d months are paid, less than %d.", months.V, asked.most), months.Ref).
			Advise(lang.F("还差%d个月，可以一次性补缴后再申请。", "Pay the %d months that lack at once, then apply.", asked.most-months.V))
	default:
		f.Basis = append(f.Basis, begins.Basis)
		return f.Unsure(lang.F("累计缴费%d个月。制度实施时距60周岁不足15年的，应逐年缴费，也允许补缴；实施之日以当地为准，由工作人员核实有没有断缴。",
			"%d months are paid. People who had less than 15 years to 60 when the scheme began pay each year, or pay the years later. "+
				"The day on which it began is the place's; an officer will verify whether years were skipped.", months.V), months.Ref, born.Ref)
	}
}

// contributions is the number of months that a person has to have paid.
type contributions struct {
	most  int  // enough, on whichever day of the range the scheme began
	fixed bool // the same number on each day of the range
}

// asks returns the contributions required of a person born on the day, if the scheme began between the two
// days.
func (e Entry) asks(born calendar.Date, begins Beginning) contributions {
	reaches := born.AddYears(e.Age)
	if reaches.AddMonths(-e.Months).After(begins.Latest) {
		return contributions{e.Months, true}
	}
	if !reaches.After(begins.Earliest) {
		return contributions{} // 60 on each day of the range
	}
	return contributions{most: min(e.Months, max(1, reaches.MonthsSince(begins.Earliest)))}
}

// mayOweNothing reports whether the person was 60 when the scheme began, or may have been.
func mayOweNothing(c Case) bool {
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	entry, ok := entryOf(c)
	begins, known := beginningOf(c)
	return ok && known && born.Known() && !born.V.AddYears(entry.Age).After(begins.Value.Latest)
}

func noOther(c Case) decision.Finding {
	f := decision.Rule("no-other", lang.T("没有领取其他基本养老保障待遇", "No other basic pension is received"), c.Policy.Laws.Entitlement)
	other := fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.DrawsOther)
	switch {
	case other.None(), other.Known() && !other.V:
		return f.Met(lang.T("没有领取其他基本养老保障待遇的记录。", "There is no other pension on record."), other.Ref)
	case other.Known():
		return f.NotMet(lang.T("您正在领取其他基本养老保障待遇。", "You receive another basic pension."), other.Ref).
			Advise(lang.T("只能领取一份：请先申请停发其中一份，或向社会保险经办机构申请退还个人账户余额。",
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
	case since.Known() && since.V.After(c.Today()):
		return f.NotMet(lang.F("已核定自%s起发放。", "It has been granted, and is paid from %s on.", since.V), since.Ref).Advise(inHand)
	case since.Known():
		return f.NotMet(lang.F("您自%s起已在领取。", "You have received it since %s.", since.V), since.Ref).Advise(inHand)
	default:
		return f.Unknown(since.Ref)
	}
}

var inHand = lang.T("无需再次申请。", "You do not need to apply again.")

// beginningOf returns when the scheme began in the place where the person is insured, or in the province if
// no place is known.
func beginningOf(c Case) (policy.Figure[Beginning], bool) {
	place := placeOf(c)
	if place == "" {
		place = guangdong
	}
	return c.Policy.Begins.At(place, c.Today())
}

func entryOf(c Case) (Entry, bool) {
	entry, ok := c.Policy.Entry.At(guangdong, c.Today())
	return entry.Value, ok
}

func placeOf(c Case) string {
	return fact.Get(c.Facts, c.Applicant.ID, dataset.Pensions.Place).V
}
