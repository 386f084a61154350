// Package condition contains the conditions that several services share, so that each is judged in
// one way.
package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// AliveRule is the ID of the rule of Alive.
const AliveRule = "alive"

// Alive finds whether the person is alive, by the register of deaths. The title names the person's
// role.
func Alive(facts fact.Facts, person string, title lang.Text, basis policy.Basis) decision.Finding {
	f := decision.Rule(AliveRule, title, basis)
	died := fact.Get(facts, person, dataset.Deaths.Date)
	switch {
	case died.None():
		f.Title = lang.T("身份信息已核验", "Identity verified")
		return f.Met(lang.T("已与公安部门的登记核对。", "Checked against the records of the public security department."), died.Ref)
	case died.Known():
		return f.NotMet(lang.F("%s已有死亡登记。", "A death on %s is registered.", died.V), died.Ref).
			Advise(lang.T("如登记有误，请到户籍所在地派出所更正。",
				"If this is wrong, have it corrected at the police station where the household is registered."))
	default:
		return f.Unknown(died.Ref)
	}
}

// StillAlive is Alive for verifications: the grant ends on the day of the death.
func StillAlive(facts fact.Facts, person string, title lang.Text, basis policy.Basis) decision.Continuing {
	died := fact.Get(facts, person, dataset.Deaths.Date)
	f := Alive(facts, person, title, basis)
	f.Title = title
	return f.Otherwise(decision.Ends, died.V)
}

// NeedsAlive is the query for Alive.
func NeedsAlive(person string) fact.Query { return fact.Ask(person, dataset.Deaths.Date) }
