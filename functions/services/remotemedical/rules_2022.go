package remotemedical

import (
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

// decide2022 replays the decisions of the first version, which rejected people without a record of their
// residence, and limited every filing.
func decide2022(c Case) []decision.Finding {
	return []decision.Finding{alive(c), insured(c), elsewhere(c), ground2022(c), notFiled2022(c)}
}

// ground2022 requires that the applicant lives or works there, proved by that city's data if available
// (跨城通办), else by self-declaration.
func ground2022(c Case) decision.Finding {
	f := decision.Rule("ground", lang.T("备案理由成立", "The reason for the filing is valid"), c.Policy.Laws.Filing)
	if c.Form.Kind == Temporary {
		return f.Met(lang.T("临时外出就医，无需证明材料。", "No proof is needed for temporary care."))
	}
	known := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.City)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.ResidencePermits.EndorsedTo)
	shown := known.Known() && until.Known() && known.V == string(c.Form.Destination) && !until.V.Before(c.Today())
	text := lang.T("您持有就医地的有效居住证。", "You have a valid residence permit in the city of care.")
	if c.Form.Kind == Working {
		known = fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.City)
		employed := fact.Get(c.Facts, c.Applicant.ID, dataset.SocialInsurance.Employed)
		shown = known.Known() && employed.Known() && employed.V && known.V == string(c.Form.Destination)
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
		return f.NotMet(lang.T("没有就医地的居住证或社保记录，也没有作出承诺。",
			"You have no residence permit or insurance there, and you made no declaration."), known.Ref).
			Advise(lang.T("请勾选承诺，或选择“临时外出就医”。", "Tick the declaration, or choose care for a limited time."))
	}
}

func notFiled2022(c Case) decision.Finding {
	f := decision.Rule("not-filed", lang.T("没有有效的备案", "No filing is in force"), c.Policy.Laws.Filing)
	if held := c.Holdings.Of(claimKind); !held.Free() {
		return f.NotMet(lang.F("您的备案 %s 在有效期内。", "Your filing %s is still in force.", held.Application)).
			Advise(lang.T("更换就医地的，请先终止原备案。", "To choose another city, give up that filing first."))
	}
	place := fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.Elsewhere)
	until := fact.Get(c.Facts, c.Applicant.ID, dataset.MedicalInsurance.ElsewhereUntil)
	switch {
	case place.None(), place.State == fact.Missing, until.Known() && until.V.Before(c.Today()):
		return f.Met(lang.T("没有在有效期内的备案。", "You have no filing in force."), place.Ref)
	case !place.Known() || !until.Known():
		return f.Unknown(place.Ref, until.Ref)
	default:
		return f.NotMet(
			lang.F("您已备案%s，有效期至%s。", "You have filed for %s until %s.", division.FullName(place.V), until.V),
			place.Ref,
			until.Ref,
		).
			Advise(lang.T("到期后再备案，或向参保地取消原备案。", "File after it ends, or cancel it in the city where you are insured.")).
			FirstMet(until.V.AddDays(1))
	}
}

// needs2022 reads only the data of the chosen reason from the other city.
func needs2022(c Case) []fact.Query {
	person, insurance := c.Applicant.ID, dataset.MedicalInsurance
	queries := []fact.Query{
		condition.NeedsAlive(person),
		fact.Ask(person, insurance.City, insurance.Active, insurance.Elsewhere, insurance.ElsewhereUntil),
	}
	switch c.Form.Kind {
	case Residing:
		queries = append(queries, fact.Ask(person, dataset.ResidencePermits.City, dataset.ResidencePermits.EndorsedTo))
	case Working:
		queries = append(queries, fact.Ask(person, dataset.SocialInsurance.City, dataset.SocialInsurance.Employed))
	}
	return queries
}

func issue2022(c Case, _ decision.Serial) decision.Grants {
	city := insuredIn(c).V
	issuer, _ := c.Policy.Issuers.At(city, c.Today())
	months, _ := c.Policy.Months.At(city, c.Today())
	proof := c.Certificate("604", lang.T("异地就医备案凭证", "Proof of filing for care in another city"), issuer.Value, city, c.Policy.Laws.Filing,
		certificate.Entry{Label: lang.T("参保地", "Insured in"), Value: division.FullName(city)},
		certificate.Entry{Label: lang.T("就医地", "City of care"), Value: form.LabelOf(c.Form.Destination)},
		certificate.Entry{Label: lang.T("备案类型", "Why"), Value: form.LabelOf(c.Form.Kind)},
	)
	term := months.Value.Settled
	if c.Form.Kind == Temporary {
		term = months.Value.Temporary
	}
	proof.ValidUntil = c.Today().AddMonths(term).AddDays(-1)
	insurance := dataset.MedicalInsurance
	return decision.Grants{
		Certificate: proof,
		Records: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At,
			insurance.Elsewhere.Set(string(c.Form.Destination)), insurance.ElsewhereUntil.Set(proof.ValidUntil))},
		OnEnd: []fact.Record{fact.NewRecord(c.Applicant.ID, c.At, insurance.Elsewhere.Unset(), insurance.ElsewhereUntil.Unset())},
	}
}
