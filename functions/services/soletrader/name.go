package soletrader

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/tradename"
)

// fullName returns the registered name: division, trade name, industry, form.
func fullName(f Form) string {
	return tradename.Full(string(f.Division), f.TradeName, f.Industry, f.NameForm)
}

// nameKey returns the part of the name that must be unique; variants of its characters have the same key.
func nameKey(f Form) string {
	return tradename.Unique(string(f.Division), f.TradeName, string(f.Industry))
}

// businessName returns the registered name; the operator's, if the business has none of its own
// (市场主体登记管理条例实施细则 art. 6: a sole trader need not have a name).
func businessName(c Case) string {
	if c.Form.TradeName == "" {
		return c.Applicant.Name
	}
	return fullName(c.Form)
}

func nameComposition(c Case) decision.Finding { return judged(c, tradename.Judge) }

func judged(c Case, by func(name string, leave, dubious []string) (fault, doubt lang.Text)) decision.Finding {
	return composition(c, by, func(f decision.Finding, fault lang.Text) decision.Finding {
		// The form asks to correct it. If it reaches the rules without the form, it refers and does not reject.
		return f.Unsure(fault).Advise(lang.T("请更正或换一个字号，也可以不使用名称。", "Please correct it, choose another trade name, or have none."))
	})
}

// composition applies the rules on names: a function checks the trade name, faulty returns the finding on a
// fault, and a doubt refers.
func composition(
	c Case,
	judge func(name string, leave, dubious []string) (fault, doubt lang.Text),
	faulty func(f decision.Finding, fault lang.Text) decision.Finding,
) decision.Finding {
	f := decision.Rule("name", lang.T("名称符合规定", "The name follows the rules"), c.Policy.Laws.Names)
	if c.Form.TradeName == "" {
		f.Basis = []policy.Basis{c.Policy.Laws.Nameless}
		return f.Met(lang.T("不使用名称，营业执照载明经营者姓名。", "The business has no name of its own; the licence bears the operator's name."))
	}
	leave, led := c.Policy.LeaveWords.At(string(c.Form.Division), c.Today())
	dubious, ok := c.Policy.ForbiddenWords.At(string(c.Form.Division), c.Today())
	if !led || !ok {
		return f.NoRule(lang.T("系统中没有现行的名称用词表。", "The system has no current list of words in names."))
	}
	another := lang.T("可以换一个字号，当场登记。", "With another trade name the business can be registered at once.")
	fault, doubt := judge(c.Form.TradeName, leave.Value, dubious.Value)
	switch {
	case !fault.IsZero():
		return faulty(f, fault)
	case !doubt.IsZero():
		f.Basis = append(f.Basis[:len(f.Basis):len(f.Basis)], leave.Basis, dubious.Basis)
		return f.Unsure(doubt).Advise(another)
	default:
		return f.Met(lang.F("名称为“%s”。", "The name is “%s”.", fullName(c.Form)))
	}
}

func nameUnique(c Case, key string) decision.Finding {
	if c.Form.TradeName == "" {
		return decision.Rule("name-unique", lang.T("名称未被使用", "The name is available"), c.Policy.Laws.Nameless).
			Met(lang.T("不使用名称，这一条不适用。", "The business has no name of its own, so this condition does not apply."))
	}
	f := decision.Rule("name-unique", lang.T("名称未被使用", "The name is available"), c.Policy.Laws.Names)
	another := lang.T("请换一个字号，或更换行业。", "Choose another trade name, or another industry.")
	if held := c.Holdings.Of(condition.TradeNameClaim); !held.Free() {
		if held.Own {
			return f.NotMet(lang.F("您的申请 %s 已使用该名称。", "Your application %s already uses this name.", held.Application)).Advise(another)
		}
		return f.NotMet(lang.T("同一登记机关、同一行业已有相同字号的名称。", "This trade name is already used in the same authority and industry.")).
			Advise(another)
	}
	registered := fact.Get(c.Facts, key, dataset.TradeNames.Name)
	switch {
	case registered.None():
		return f.Met(lang.F("“%s”可以使用。", "“%s” is available.", fullName(c.Form)), registered.Ref)
	case registered.Known():
		return f.NotMet(lang.F("已有登记名称“%s”。", "“%s” is already registered.", registered.V), registered.Ref).Advise(another)
	default:
		return f.Unknown(registered.Ref)
	}
}
