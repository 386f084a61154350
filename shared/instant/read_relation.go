package instant

import (
	"cmp"
	"maps"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// relations is what connects a person to the facts: their own records, the records that mention
// them, and the records to which these lead. Facts without a relation are withheld, including
// whether such a record exists.
type relations struct {
	keys    map[string]bool // of records that may be queried
	named   map[string]bool // people whose records the person may see
	records map[record]bool // records that mention one of them
}

type record struct{ dataset, key string }

// relationsOf computes the person's relations on the day from the facts, including withheld ones.
func relationsOf(facts fact.Facts, person string, today calendar.Date) relations {
	r := relations{map[string]bool{person: true}, map[string]bool{person: true}, map[record]bool{}}
	for more := true; more; {
		more = false
		for i := range facts {
			fact := &facts[i]
			at := record{fact.Dataset, fact.Key}
			of := dataset.Find(fact.Dataset)
			if of == nil || fact.Blind || r.records[at] || !r.reaches(of, *fact) {
				continue
			}
			r.records[at], more = true, true
		}
		for i := range facts { // every field of a related record may lead on
			if fact := &facts[i]; r.records[record{fact.Dataset, fact.Key}] && !fact.Blind {
				more = r.follow(fact.Disclosed(), today) || more
			}
		}
	}
	return r
}

// reaches reports whether the person may see the fact's record.
func (r relations) reaches(of *fact.Dataset, f fact.Fact) bool {
	if !of.Guarded() {
		return false // an open record leads nowhere
	}
	if r.keys[f.Key] && (byPerson(of) || of.Key == fact.ByChild) {
		return true
	}
	if byPerson(of) {
		return false
	}
	whole := f.Disclosed()
	for _, c := range of.Columns() {
		if _, name := fact.NameOf(c); c.Names() && r.named[whole.Values[name]] {
			return true
		}
	}
	return false
}

// byPerson reports whether the dataset's records are keyed by the people whom they are about.
func byPerson(of *fact.Dataset) bool {
	return of.Key == fact.ByPerson || of.Key == fact.ByBusiness
}

// follow adds what the record leads to, and reports whether that is new.
func (r relations) follow(f fact.Fact, today calendar.Date) (news bool) {
	of := dataset.Find(f.Dataset)
	if of.Key == fact.ByChild && !r.named[f.Key] { // who cares for a child sees its records
		r.keys[f.Key], r.named[f.Key], news = true, true, true
	}
	for _, c := range of.Columns() {
		_, name := fact.NameOf(c)
		if value := f.Values[name]; c.LeadsOn() && value != "" && !r.keys[value] {
			r.keys[value], news = true, true
		}
	}
	lends := f.Values[of.Lends]
	if of.Lends == "" || lends == "" || r.named[lends] {
		return news
	}
	if until, err := calendar.Parse(f.Values[of.LendsUntil]); err == nil && until.Before(today) {
		return news
	}
	r.named[lends] = true
	return true
}

// known reports whether the person may see the fact.
func (r relations) known(fact fact.Fact) bool {
	of := dataset.Find(fact.Dataset)
	return of == nil || !of.Guarded() || r.records[record{fact.Dataset, fact.Key}]
}

// mayAsk reports whether the query may be sent: another person's record only if a related record
// leads to it.
func (r relations) mayAsk(q fact.Query) bool {
	return !q.Dataset.Guarded() || !byPerson(q.Dataset) || r.keys[q.Key]
}

// visibleFacts returns the facts with those withheld that the person may not see; facts that were
// withheld are restored if a relation was found since.
func visibleFacts(facts fact.Facts, person string, today calendar.Date) fact.Facts {
	if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Key != person }) {
		return facts
	}
	r := relationsOf(facts, person, today)
	all := make(fact.Facts, len(facts))
	for i, f := range facts {
		switch {
		case f.Blind || f.Supplied || r.known(f):
			all[i] = f.Disclosed()
		case f.State == fact.Unreachable: // reveals nothing about the record
			all[i] = f
		default:
			all[i] = f.Withhold()
		}
	}
	return all
}

// failedKey reports whether a key was entered that is not the person's: of an unrelated record, or
// of none.
func failedKey(facts fact.Facts, person string) bool {
	return slices.ContainsFunc(facts, func(f fact.Fact) bool {
		return f.State == fact.Withheld || f.Blind && !slices.Contains(slices.Collect(maps.Values(f.Values)), person)
	})
}

// failedKeys returns the limits for people who enter keys that are not theirs, for themselves or
// as agents.
func failedKeys(a decision.Applicant) []Counted {
	return LimitsOf(cmp.Or(a.Agent.ID, a.ID), FailedKeyLimits...)
}

// before returns the limits that are checked before anything is read: after too many failed keys,
// no further answer is given.
func (h *handler[F]) before(a decision.Applicant, limits []Counted) []Counted {
	if !h.keys {
		return limits
	}
	return append(slices.Clip(limits), failedKeys(a)...)
}

// ownQueries returns the queries for the person's own records: a form is not prefilled with other
// people's data.
func ownQueries(needs []fact.Query, person string) []fact.Query {
	return slices.DeleteFunc(needs, func(q fact.Query) bool { return q.Dataset.OfPerson() && q.Key != person })
}

// shown returns the findings as the applicant may see them. In applications from before data was
// withheld, findings on unrelated records are hidden too.
func (a *Application) shown() []decision.Finding {
	facts := visibleFacts(a.Facts, a.Applicant.ID, calendar.Of(a.Received))
	early := fact.Facts{}
	for i, f := range facts {
		if f.State == fact.Withheld && a.Facts[i].State != fact.Withheld {
			early = append(early, f)
		}
	}
	if len(early) == 0 {
		return a.Findings
	}
	findings := slices.Clone(a.Findings)
	for i, f := range findings {
		if restsOnOwn(f, early, facts) {
			continue
		}
		findings[i] = decision.Finding{Rule: f.Rule, Title: f.Title, Status: f.Status, Basis: f.Basis,
			Text: lang.T("本条依据的记录核对不到与您的关系，不作说明。",
				"This condition depends on a record with no known relation to you, so no details are shown.")}
	}
	return findings
}

// restsOnOwn reports whether the finding depends only on facts that the applicant may see.
func restsOnOwn(f decision.Finding, early, facts fact.Facts) bool {
	for _, ref := range f.Sources {
		of := func(fact fact.Fact) bool {
			return fact.Dataset == ref.Dataset && slices.Contains(fact.Fields, ref.Field)
		}
		known := slices.ContainsFunc(facts, func(f fact.Fact) bool { return of(f) && f.State != fact.Withheld })
		if slices.ContainsFunc(early, of) && !known {
			return false
		}
	}
	return len(f.Sources) > 0
}
