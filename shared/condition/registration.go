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

// BusinessOf is the business that the person runs, where Operates is met.
func BusinessOf(facts fact.Facts, person string) Business {
	code := CodeOf(facts, person)
	return Business{code, fact.Get(facts, person, dataset.Operators.Name).V, code[2:8]} // GB 32100
}
