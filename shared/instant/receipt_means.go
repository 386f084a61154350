package instant

import (
	"cmp"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// means says in one or two sentences what the decision means for the applicant: what is paid from when and to
// where, what was issued, or why not. payment is the order as it is now.
func means(a *Application, payment *decision.Payment) lang.Text {
	switch {
	case a.Outcome == decision.Rejected:
		return refused(a.Findings)
	case a.Outcome != decision.Approved && a.Parts == nil:
		return lang.F("还没有结果，需要工作人员核实：%s。", "There is no result yet; an official has to check: %s.", titles(a.Findings, decision.Unknown))
	case a.Grants == nil:
		return lang.Text{}
	case !a.Grants.Means.IsZero():
		return a.Grants.Means
	case payment != nil:
		return paid(*payment, fact.Get(a.Facts, a.holder(), dataset.Population.BirthDate).V)
	}
	c := a.Grants.Certificate
	if !c.ValidUntil.IsZero() {
		return lang.F("已核发%s，有效期自%s至%s。", "%s was issued. It is valid from %s to %s.", c.Title, c.ValidFrom, c.ValidUntil)
	}
	return lang.F("已核发%s，%s起长期有效。", "%s was issued. It is valid from %s, with no end date.", c.Title, c.ValidFrom)
}

// refused says why the application was rejected: in Chinese by the sentences, since titles say what should
// be; in English by the conditions that are not met.
func refused(findings []decision.Finding) lang.Text {
	var why []string
	for _, f := range findings {
		if sentence := strings.TrimRight(f.Text.ZH, "。"); f.Status == decision.NotMet && !slices.Contains(why, sentence) {
			why = append(why, sentence)
		}
	}
	return lang.T("这次没有批准，原因："+strings.Join(why, "；")+"。",
		"This was not approved, because this condition is not met: "+titles(findings, decision.NotMet).EN+".")
}

// titles are the titles of the findings in that state.
func titles(findings []decision.Finding, of decision.Status) lang.Text {
	var all joined
	for _, f := range findings {
		if f.Status == of {
			all.add(f.Title)
		}
	}
	return all.text("；", "; ")
}

// paid says what is paid to somebody born on that day.
func paid(p decision.Payment, born calendar.Date) lang.Text {
	to := lang.Text{}
	if n := len(p.Account); n >= 4 {
		to = lang.F("到尾号%s的卡", " to your card ending in %s", p.Account[n-4:])
	}
	if !p.Monthly {
		if p.DueOn.IsZero() {
			return lang.F("一次发放%s，发%s。", "%s is paid once%s.", lang.Money(p.AmountFen), to)
		}
		return lang.F("一次发放%s，最迟%s发%s。", "%s is paid once%[3]s, by %[2]s.", lang.Money(p.AmountFen), p.DueOn, to)
	}
	text := lang.F("每月%s，%s起发%s", "%s a month from %s on, paid%s", lang.Money(p.AmountFen), calendar.MonthOf(p.FirstMonth), to)
	if p.LastMonth != "" {
		text = lang.F("每月%s，从%s到%s，发%s", "%s a month from %s to %s, paid%s", lang.Money(p.AmountFen),
			calendar.MonthOf(p.FirstMonth), calendar.MonthOf(p.LastMonth), to)
	}
	for _, s := range p.Steps {
		text = lang.F("%s；%s起每月%s", "%s; %s on: %s a month", text, stepFrom(s, born), lang.Money(s.AmountFen))
	}
	return lang.F("%s。", "%s.", text)
}

// stepFrom is when the amount changes: at an age where no other figure begins.
func stepFrom(s decision.Step, born calendar.Date) lang.Text {
	from := calendar.MonthOf(s.FromMonth)
	month := calendar.OfMonth(s.FromMonth)
	age := month.Year - born.Year
	if len(s.Basis) > 0 || born.IsZero() || born.AddYears(age).FirstOfMonth() != month {
		return lang.F("%s", "from %s", from)
	}
	return lang.F("年满%d周岁（%s）", "at the age of %d, from %s", age, from)
}

// Contact is who decides, and where to ask.
type Contact struct {
	Office lang.Text `json:"office"`
	Phone  string    `json:"phone"`
}

// government is the line of every government.
const government = "12345"

// phones are the lines of departments that have one for the whole country.
var phones = map[string]string{
	"人力资源和社会保障局": "12333", "社会保险基金管理局": "12333", "住房公积金管理中心": "12329",
	"市场监督管理局": "12315", "税务局": "12366", "医疗保障局": "12393", "交通运输局": "12328",
}

// ContactOf returns who decides on the item in the division, and the phone number for questions: the
// department's own line where it has one for the whole country, else the government's.
func ContactOf(item Item, region string) Contact {
	c := Contact{Office: item.Department, Phone: cmp.Or(phones[item.Department.ZH], government)}
	if region == province {
		department := item.Department.ZH
		if name, bureau := strings.CutSuffix(department, "局"); bureau {
			department = name + "部门"
		}
		c.Office = lang.T("广东省"+department, item.Department.EN+" of Guangdong Province")
	} else if _, known := division.Find(region); known {
		c.Office = lang.F("%s%s", "%[2]s of %[1]s", division.FullName(region), item.Department)
	}
	return c
}

// At returns the receipt with who decides it, what follows, and by when; items are the catalogue entries by
// service.
func (r Receipt) At(items map[string]Item) Receipt {
	if r.Parts != nil {
		return r.bundleAt(items)
	}
	item, known := items[r.Service]
	if !known {
		return r
	}
	c := ContactOf(item, r.region)
	if !r.issuer.IsZero() {
		c.Office = r.issuer
	}
	r.Contact = &c
	switch {
	case r.Outcome == decision.Referred && r.Term != nil:
		r.Next = forwarded(c, *r.Term)
	case r.Outcome == decision.Approved && r.Stopped() == nil && !item.Afterwards.IsZero():
		r.Next = lang.F("已批准。%s", "Approved. %s", item.Afterwards)
	}
	return r
}

func forwarded(to Contact, term Term) lang.Text {
	return lang.F("已转%s人工办理，最迟%s答复您，不用再提交。咨询电话：%s。",
		"Forwarded to this office: %s. You get an answer by %s and do not need to apply again. Questions: call %s.",
		to.Office, term.By, to.Phone)
}

// bundleAt is At for a bundle: what each part means, the offices of all, and the last day of an answer.
func (r Receipt) bundleAt(items map[string]Item) Receipt {
	r.Parts = slices.Clone(r.Parts)
	var means, offices, waiting joined
	phone := ""
	for i, p := range r.Parts {
		p = p.At(items)
		r.Parts[i] = p
		if p.Contact != nil {
			offices.add(p.Contact.Office)
			if i > 0 && phone != p.Contact.Phone {
				phone = government
			} else {
				phone = p.Contact.Phone
			}
		}
		if p.Outcome == decision.Referred && p.Contact != nil && p.Term != nil {
			waiting.add(p.Contact.Office)
			if r.Term == nil || p.Term.By.After(r.Term.By) {
				r.Term = p.Term
			}
		}
		switch {
		case p.Means.IsZero():
		case p.Outcome == decision.Approved:
			means.add(p.Means)
		default:
			means.add(lang.F("%s：%s", "%s: %s", p.Title, p.Means))
		}
	}
	r.Means = means.text("", " ")
	if len(offices.zh) > 0 {
		r.Contact = &Contact{Office: offices.text("、", ", "), Phone: phone}
	}
	if len(waiting.zh) > 0 && r.Outcome == decision.Referred {
		r.Next = forwarded(Contact{Office: waiting.text("、", ", "), Phone: phone}, *r.Term)
	} else if len(waiting.zh) > 0 {
		r.Next = lang.F("%[1]s转人工的部分由%[2]s办理，最迟%[3]s答复您。", "%[1]s These offices decide the forwarded parts by %[3]s: %[2]s.",
			r.Next, waiting.text("、", ", "), r.Term.By)
	}
	return r
}

// joined collects texts, each once.
type joined struct{ zh, en []string }

func (j *joined) add(t lang.Text) {
	if !slices.Contains(j.zh, t.ZH) {
		j.zh, j.en = append(j.zh, t.ZH), append(j.en, t.EN)
	}
}

func (j *joined) text(zh, en string) lang.Text {
	return lang.T(strings.Join(j.zh, zh), strings.Join(j.en, en))
}
