package socialcard

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
		Card policy.Basis `yaml:"card"`
	} `yaml:"laws"`
	Issuers policy.Series[certificate.Issuer] `yaml:"issuers"`
}

func decide(c Case) []decision.Finding {
	return []decision.Finding{
		condition.Parent(c.Facts, c.Form.Certificate, c.Applicant.ID, c.Policy.Laws.Card),
		condition.Entered(c.Facts, c.Form.Certificate, c.Policy.Laws.Card),
		insured(c), withoutCard(c),
	}
}

// insured holds that the child is insured in the province: the card is for that.
func insured(c Case) decision.Finding {
	f := decision.Rule("insured", lang.T("已在本省参保", "Insured in the province"), c.Policy.Laws.Card)
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("尚未登记户口，本条不作判断。", "It is in no household yet; that is judged by the condition above."), child.Ref)
	}
	join := lang.T("请先办理居民医保参保，或使用“出生一件事”一次办完。", "Have it insured first, or do it all at once with the birth bundle.")
	city := fact.Get(c.Facts, child.V, dataset.MedicalInsurance.City)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case city.None():
		return f.NotMet(lang.T("没有参保记录。", "No insurance is on record."), city.Ref).Advise(join)
	case !city.Known():
		return f.Unknown(city.Ref)
	case !division.Within(city.V, guangdong):
		return f.NotMet(lang.F("参保地为%s。", "It is insured in %s.", division.FullName(city.V)), city.Ref).Advise(lang.T("请到参保地申领。", "Please apply where it is insured."))
	default:
		return f.Met(lang.F("已在%s参保。", "It is insured in %s.", division.FullName(city.V)), city.Ref)
	}
}

func withoutCard(c Case) decision.Finding {
	f := decision.Rule("without-card", lang.T("尚未领取社会保障卡", "No card is held"), c.Policy.Laws.Card)
	lost := lang.T("卡遗失或损坏的，请向发卡银行补办。", "If it is lost or broken, ask the bank for another.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("已由申请 %s 申领。", "It is had by application %s.", held.Application)).Advise(lost)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("尚未登记户口，没有领卡记录。", "It is in no household yet, and so has no card."), child.Ref)
	}
	card := fact.Get(c.Facts, child.V, dataset.SocialCards.City)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case card.None():
		return f.Met(lang.T("没有领卡记录。", "No card is on record."), card.Ref)
	case card.Known():
		return f.NotMet(lang.F("已在%s领卡。", "A card was issued in %s.", division.FullName(card.V)), card.Ref).Advise(lost)
	default:
		return f.Unknown(card.Ref)
	}
}
