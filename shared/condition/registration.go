package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Registration is the registration of a business with a department that does not have it on
// record yet: its operator applies, its licence is known, and it is registered once. F and P
// are the form and the policy of the service, and T is the type of its Field.
type Registration[F, P any, T fact.Scalar] struct {
	Claim string               // what the business holds once by it
	Field fact.Field[T]        // of the department's register: a registered business has it
	Law   func(P) policy.Basis // what it rests on
	Rule  string               // the rule ID of the condition that it is not registered yet,
	Title lang.Text            // and its title

	// What is said of a registered business: by an application here, whose number is set in,
	// or before, where the value of Field is set in; and why there is no need to apply.
	ByApplication, Before, Done lang.Text
	None                        lang.Text // what is said where the register does not have it
}

// Needs is what the conditions read.
func (r Registration[F, P, T]) Needs(c decision.Case[F, P]) []fact.Query {
	return []fact.Query{
		NeedsAlive(c.Applicant.ID),
		NeedsOperates(c.Applicant.ID),
		fact.Ask(CodeOf(c.Facts, c.Applicant.ID), r.Field),
	}
}

// NeedsUnrevoked is what DecideUnrevoked reads.
func (r Registration[F, P, T]) NeedsUnrevoked(c decision.Case[F, P]) []fact.Query {
	return append(r.Needs(c), fact.Ask(CodeOf(c.Facts, c.Applicant.ID), dataset.Restrictions.Revoked))
}

// DecideUnrevoked is Decide, and that the licence of the business was not revoked.
func (r Registration[F, P, T]) DecideUnrevoked(c decision.Case[F, P]) []decision.Finding {
	return append(r.Decide(c), NotRevoked(c.Facts, CodeOf(c.Facts, c.Applicant.ID), r.Law(c.Policy)))
}

// NotRevoked refers a business whose licence was revoked: it can only be cancelled.
func NotRevoked(facts fact.Facts, code string, basis policy.Basis) decision.Finding {
	f := decision.Rule("not-revoked", lang.T("营业执照没有被吊销", "The licence has not been revoked"), basis)
	revoked := fact.Get(facts, code, dataset.Restrictions.Revoked)
	switch {
	case code == "", revoked.None(), revoked.State == fact.Missing, revoked.Known() && !revoked.V:
		return f.Met(lang.T("没有吊销记录。", "No revocation is on record."), revoked.Ref)
	case revoked.Known():
		return f.Unsure(lang.T("营业执照已被吊销，只能办理注销；由工作人员核实。",
			"The licence was revoked, and the business can only be cancelled. An officer will verify it."), revoked.Ref)
	default:
		return f.Unknown(revoked.Ref)
	}
}

// Claims is the registration, which a business has once; nothing while it has no code.
func (r Registration[F, P, T]) Claims(c decision.Case[F, P]) []decision.Claim {
	return BusinessClaim(c.Facts, c.Applicant.ID, r.Claim)
}

// Decide finds whether the operator is alive, runs a registered business, and has it not on
// record with the department yet.
func (r Registration[F, P, T]) Decide(c decision.Case[F, P]) []decision.Finding {
	law := r.Law(c.Policy)
	return []decision.Finding{
		Alive(c.Facts, c.Applicant.ID, lang.T("经营者健在", "The operator is alive"), law),
		Operates(c.Facts, c.Applicant.ID, law),
		r.notOnRecord(c, law),
	}
}

func (r Registration[F, P, T]) notOnRecord(c decision.Case[F, P], law policy.Basis) decision.Finding {
	f := decision.Rule(r.Rule, r.Title, law)
	held := c.Holdings.Of(r.Claim)
	code := CodeOf(c.Facts, c.Applicant.ID)
	known := fact.Get(c.Facts, code, r.Field)
	switch {
	case !held.Free():
		return f.NotMet(lang.F(r.ByApplication.ZH, r.ByApplication.EN, held.Application)).Advise(r.Done)
	case code == "":
		return f.Met(lang.T("没有登记，这一条不适用。", "There is no registration, so this condition does not apply."))
	case known.None():
		return f.Met(r.None, known.Ref)
	case known.Known():
		return f.NotMet(lang.F(r.Before.ZH, r.Before.EN, known.V), known.Ref).Advise(r.Done)
	default:
		return f.Unknown(known.Ref)
	}
}

// Business is a registered business.
type Business struct {
	Code     string // unified social credit code
	Name     string
	District string // that registered it (GB/T 2260)
}

// PlaceOfBusiness returns the division of the premises of the person's business, or else the district that
// registered it (digits 3 to 8 of its code, GB 32100); empty if no business is on record.
func PlaceOfBusiness(facts fact.Facts, person string) string {
	if at := fact.Get(facts, person, dataset.Operators.Division).V; at != "" {
		return at
	}
	if code := CodeOf(facts, person); len(code) == 18 {
		return code[2:8]
	}
	return ""
}

// BusinessOf is the business that the person runs, where Operates is met.
func BusinessOf(facts fact.Facts, person string) Business {
	code := CodeOf(facts, person)
	return Business{code, fact.Get(facts, person, dataset.Operators.Name).V, code[2:8]} // GB 32100
}
