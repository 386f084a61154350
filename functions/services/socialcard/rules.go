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
	law, paper := c.Policy.Laws.Card, c.Form.Certificate
	return []decision.Finding{
		condition.Alive(c.Facts, c.Applicant.ID, lang.T("申请人健在", "The applicant is alive"), law),
		condition.Parent(c.Facts, paper, c.Applicant.ID, law),
		condition.Sound(c.Facts, paper, c.Today(), law),
		condition.Entered(c.Facts, paper, law),
		condition.ChildAlive(c.Facts, paper, law),
		condition.Provable(insured(c)), withoutCard(c),
	}
}

// insured requires the child to be insured in the province, because the card serves the insurance.
func insured(c Case) decision.Finding {
	f := decision.Rule("insured", lang.T("已在本省参保", "Insured in the province"), c.Policy.Laws.Card)
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("孩子还没入户，这一条暂不适用。",
			"The child is not registered in a household yet, so this condition does not apply yet."), child.Ref)
	}
	join := lang.T("请先办理居民医保参保，或使用“出生一件事”一次办完。", "Apply for the child's medical insurance first, or use “Having a baby” to do all at once.")
	city := fact.Get(c.Facts, child.V, dataset.MedicalInsurance.City)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case city.None():
		return f.NotMet(lang.T("没有参保记录。", "There is no insurance on record."), city.Ref).Advise(join)
	case !city.Known():
		return f.Unknown(city.Ref)
	case !division.Within(city.V, guangdong):
		return f.NotMet(lang.F("参保地为%s。", "The child is insured in %s.", division.FullName(city.V)),
			city.Ref).Advise(lang.T("请到参保地申领。", "Please apply where the child is insured."))
	default:
		return f.Met(lang.F("已在%s参保。", "The child is insured in %s.", division.FullName(city.V)), city.Ref)
	}
}

func withoutCard(c Case) decision.Finding {
	f := decision.Rule("without-card", lang.T("尚未领取社会保障卡", "No social security card yet"), c.Policy.Laws.Card)
	lost := lang.T("卡遗失或损坏的，请向发卡银行补办。", "If the card is lost or damaged, ask the bank for a replacement.")
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("已由申请 %s 申领。", "The card was issued with application %s.", held.Application)).Advise(lost)
	}
	child := fact.Get(c.Facts, c.Form.Certificate, dataset.Births.Child)
	if child.State == fact.Missing {
		return f.Met(lang.T("尚未登记户口，没有领卡记录。", "The child is not registered in a household yet and has no card."), child.Ref)
	}
	card := fact.Get(c.Facts, child.V, dataset.SocialCards.City)
	switch {
	case !child.Known():
		return f.Unknown(child.Ref)
	case card.None():
		return f.Met(lang.T("没有领卡记录。", "There is no card on record."), card.Ref)
	case card.Known():
		return f.NotMet(lang.F("已在%s领卡。", "A card was issued in %s.", division.FullName(card.V)), card.Ref).Advise(lost)
	default:
		return f.Unknown(card.Ref)
	}
}
