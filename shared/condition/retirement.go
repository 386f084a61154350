package condition

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/retirement"
)

// Retirement is a policy figure of retirement ages in whole years, as services had it before they
// used the statutory table. Decisions of that time are replayed with it.
type Retirement struct {
	From   int `yaml:"from" validate:"min=14"` // the minimum working age
	Male   int `yaml:"male" validate:"min=50"`
	Female int `yaml:"female" validate:"min=50"`
}

// On is the day of retirement of a person born on the day born; the ID number determines the sex.
// It is for citizens: no decision of its time was made about anybody whose number does not tell it.
func (r Retirement) On(id string, born calendar.Date) calendar.Date {
	age := r.Male
	if female, _ := identity.Person(id).Female(); female {
		age = r.Female
	}
	return born.AddYears(age)
}

// Retiring is when a person reaches the statutory retirement age. Where a woman's track is not
// known, First is the day by one track and Last the day by the other; otherwise they are the same.
type Retiring struct {
	First, Last retirement.Retirement
	Sources     []fact.Reference
}

// Basis is the law of both days.
func (r Retiring) Basis() policy.Basis { return r.First.Basis }

// Known reports whether there is one day.
func (r Retiring) Known() bool { return r.First.On == r.Last.On }

// Reached reports whether the age is reached on the day. It is not known for a day between the days
// of the two tracks.
func (r Retiring) Reached(on calendar.Date) (reached, known bool) {
	return !on.Before(r.First.On), on.Before(r.First.On) || !on.Before(r.Last.On)
}

// Unknown returns the finding that the data do not decide between the two days.
func (r Retiring) Unknown(f decision.Finding) decision.Finding {
	for _, ref := range r.Sources {
		if !ref.State.Knowledge() {
			return f.Unknown(r.Sources...)
		}
	}
	return f.Unsure(lang.T("没有您的女职工退休岗位类别（原法定退休年龄50或55周岁）数据，需人工核实。",
		"Whether your retirement age was 50 or 55 is not on record; a person will verify it."), r.Sources...)
}

// NeedsRetiring is the query for StatutoryRetirement.
func NeedsRetiring(person string) []fact.Query {
	queries := []fact.Query{fact.Ask(person, dataset.Population.BirthDate)}
	female, known := identity.Person(person).Female()
	if !known {
		queries[0].Columns = append(queries[0].Columns, dataset.Population.Sex)
	}
	if female || !known {
		queries = append(queries, fact.Ask(person, dataset.SocialInsurance.RetirementTrack))
	}
	return queries
}

// StatutoryRetirement returns when the person reaches the statutory retirement age, by the law of the
// day. The sex is that of the ID number, or else of the register. ok is false if the date of birth or the
// sex is not known (Sources has what was missing), or if there is no law of the day.
func StatutoryRetirement(facts fact.Facts, person string, on calendar.Date) (r Retiring, ok bool) {
	born := fact.Get(facts, person, dataset.Population.BirthDate)
	r.Sources = []fact.Reference{born.Ref}
	if !born.Known() {
		return r, false
	}
	female, stated := identity.Person(person).Female()
	if !stated {
		sex := fact.Get(facts, person, dataset.Population.Sex)
		r.Sources = append(r.Sources, sex.Ref)
		female = sex.V == "female"
		if !female && sex.V != "male" {
			return r, false
		}
	}
	first, last := retirement.Man, retirement.Man
	if female {
		track := fact.Get(facts, person, dataset.SocialInsurance.RetirementTrack)
		r.Sources = append(r.Sources, track.Ref)
		first, last = retirement.Worker, retirement.Cadre
		switch retirement.Track(track.V) {
		case retirement.Worker:
			last = retirement.Worker
		case retirement.Cadre:
			first = retirement.Cadre
		}
	}
	var known bool
	if r.First, known = retirement.Statutory(born.V, first, on); !known {
		return r, false
	}
	r.Last, ok = retirement.Statutory(born.V, last, on)
	return r, ok
}
