package unemploymentbenefit

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Band is the number of months of benefit from a number of months of contributions on.
type Band struct {
	FromMonths int `yaml:"from_months" validate:"min=1"`
	Months     int `yaml:"months" validate:"min=1,max=24"`
}

// decide1999 and decideUncounted are the rules before 2025-01-12, kept to replay their decisions.
func decide1999(c Case) []decision.Finding { return decideBy(c, paidIn1999) }

func decideUncounted(c Case) []decision.Finding { return decideBy(c, paidInUncounted) }

func decideBy(c Case, paidIn func(Case) decision.Finding) []decision.Finding {
	law := c.Policy.Laws.Registration
	findings := []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), law),
		place(c), workingAge1999(c),
		condition.Jobless(c.Facts, c.Applicant.ID, law),
		condition.NoBusiness(c.Facts, c.Applicant.ID, law),
		notRegistered1999(c),
	}
	if c.Form.Benefit {
		findings = append(
			findings,
			paidIn(c),
			involuntary1999(c),
			notDrawn1999(c),
			condition.Account(
				c.Facts,
				c.Form.Account,
				c.Applicant.ID,
				lang.T("收款账户属于本人", "The bank account is your own"),
				c.Policy.Laws.Account,
			),
		)
	}
	return findings
}

func workingAge1999(c Case) decision.Finding {
	f := decision.Rule("working-age", lang.T("在法定劳动年龄内", "Of working age"), c.Policy.Laws.Registration)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	ages, ok := c.Policy.WorkingAge.At(guangdong, c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的劳动年龄规定。", "The system has no current rule on the working age."))
	case !born.Known():
		return f.Unknown(born.Ref)
	}
	f.Basis = []policy.Basis{ages.Basis}
	years := born.V.Age(c.Today())
	switch retires := ages.Value.On(c.Applicant.ID, born.V); {
	case years < ages.Value.From:
		from := born.V.AddYears(ages.Value.From)
		return f.NotMet(lang.F("您今天%d周岁，未满%d周岁。", "You are %d today, and not yet %d.", years, ages.Value.From), born.Ref).
			Advise(lang.F("从%s起可以登记。", "You can register from %s on.", from)).FirstMet(from)
	case !c.Today().Before(retires):
		return f.NotMet(lang.F("您已于%s达到退休年龄。", "You reached the age of retirement on %s.", retires), born.Ref).
			Advise(lang.T("请向社会保险经办机构申领养老金。", "Please apply for your pension."))
	default:
		return f.Met(lang.F("您今天%d周岁。", "You are %d today.", years), born.Ref)
	}
}

func notRegistered1999(c Case) decision.Finding {
	f := decision.Rule("not-registered", lang.T("没有重复登记", "Not registered already"), c.Policy.Laws.Registration)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您已通过申请 %s 登记。", "You are registered by application %s.", held.Application)).
			Advise(lang.T("需要补充申领失业保险金的，请先终止原登记。", "To apply for the benefit as well, give that registration up first."))
	}
	return f.Met(lang.T("没有在有效期内的失业登记。", "No registration is in force."))
}

// paidIn1999 requires a year of contributions (失业保险条例 art. 14 (1)), and that months of benefit are
// left (art. 17).
func paidIn1999(c Case) decision.Finding {
	f := paidInUncounted(c)
	drawn := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.DrawnMonths)
	switch {
	case f.Status != decision.Met || drawnMonths(c) == 0:
		return f
	case monthsLeft1999(c) == 0:
		return f.NotMet(lang.F(
			"可领取%d个月，已领取%d个月，没有剩余。",
			"You are entitled to %d months of benefit and have received %d; none is left.",
			monthsOf1999(c),
			drawn.V,
		), append(f.Sources, drawn.Ref)...).
			Advise(registerOnly)
	default:
		return f.Met(lang.F("可领取%d个月，已领取%d个月，还有%d个月。", "You are entitled to %d months of benefit and have received %d; %d are left.",
			monthsOf1999(c), drawn.V, monthsLeft1999(c)), append(f.Sources, drawn.Ref)...)
	}
}

func paidInUncounted(c Case) decision.Finding {
	f := decision.Rule("paid-in", lang.T("失业保险缴费满一年", "A year of unemployment insurance paid"), c.Policy.Laws.Entitlement)
	months := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Months)
	bands, ok := c.Policy.Months.At(insuredIn(c), c.Today())
	switch {
	case months.None():
		return f.NotMet(lang.T("没有失业保险缴费记录。", "You have no unemployment insurance on record."), months.Ref).Advise(registerOnly)
	case !months.Known():
		return f.Unknown(months.Ref)
	case !ok:
		return f.NoRule(lang.T("系统中没有现行的期限规定。", "The system has no current rule on the number of months."), months.Ref)
	}
	f.Basis = append(f.Basis, bands.Basis)
	if first := bands.Value[0].FromMonths; months.V < first {
		return f.NotMet(lang.F("累计缴费%d个月，未满%d个月。", "%d months were paid, less than %d.", months.V, first), months.Ref).Advise(registerOnly)
	}
	return f.Met(lang.F("累计缴费%d个月，可领取%d个月。", "%d months were paid, which gives %d months of benefit.", months.V, monthsOf1999(c)), months.Ref)
}

// involuntary1999 requires that employment did not end by the applicant's own wish (art. 14 (2)).
func involuntary1999(c Case) decision.Finding {
	f := decision.Rule("involuntary", lang.T("非因本人意愿中断就业", "Employment did not end by one's own wish"), c.Policy.Laws.Entitlement)
	reason := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Reason)
	switch {
	case reason.None():
		return f.NotMet(lang.T("没有终止就业记录。", "There is no ended employment on record."), reason.Ref).Advise(registerOnly)
	case !reason.Known():
		return f.Unknown(reason.Ref)
	}
	switch reason.V {
	case "dismissed", "expired", "closed":
		return f.Met(lang.F("终止原因：%s。", "Reason: %s.", reasonNames1999(reason.V)), reason.Ref)
	case "resigned":
		return f.NotMet(lang.T("终止原因：本人辞职。", "It ended by your resigning."), reason.Ref).
			Advise(lang.T("与实际不符的，请单位更正终止原因；仅办理失业登记时不受影响。",
				"If that is wrong, ask the employer to correct it; a registration without the benefit is not affected."))
	default:
		return f.Unsure(lang.T("终止原因需要人工判断。", "The reason needs a person's judgement."), reason.Ref)
	}
}

func notDrawn1999(c Case) decision.Finding {
	f := decision.Rule("not-drawn", lang.T("没有正在领取失业保险金", "No benefit is being received"), c.Policy.Laws.Entitlement)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.DrawnUntil)
	switch {
	case until.None(), until.State == fact.Missing, until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有正在领取的失业保险金。", "You do not receive the benefit at present."), until.Ref)
	case until.Known():
		return f.NotMet(lang.F("您正在领取失业保险金，至%s。", "You receive the benefit until %s.", until.V), until.Ref).
			Advise(lang.T("无需重复申领。", "You do not need to apply again.")).FirstMet(until.V.AddDays(1))
	default:
		return f.Unknown(until.Ref)
	}
}

func reasonNames1999(reason string) lang.Text {
	switch reason {
	case "dismissed":
		return lang.T("被用人单位解除劳动合同", "dismissed by the employer")
	case "expired":
		return lang.T("劳动合同期满", "the contract expired")
	default:
		return lang.T("用人单位终止", "the employer closed")
	}
}

// monthsOf1999 returns the number of months for which the benefit is due.
func monthsOf1999(c Case) (months int) {
	paid := fact.Get(c.Facts, c.Applicant.ID, dataset.Unemployment.Months).V
	bands, _ := c.Policy.Months.At(insuredIn(c), c.Today())
	for _, b := range bands.Value {
		if paid >= b.FromMonths {
			months = b.Months
		}
	}
	return months
}

// monthsLeft1999 returns the number of months for which the benefit is still due.
func monthsLeft1999(c Case) int { return max(0, monthsOf1999(c)-drawnMonths(c)) }
