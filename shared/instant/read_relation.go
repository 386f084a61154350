package instant

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
)

// relations are what a person is known to have to do with what was read: their own records,
// those that name them, and those to which these lead. What they have nothing to do with
// they are told nothing of, not even whether there is such a record.
type relations struct {
	keys    map[string]bool // of records that may be asked for
	named   map[string]bool // people by whom a record is the person's to be told of
	records map[record]bool // that name one of them
}

type record struct{ dataset, key string }

// relationsOf are the relations of the person by the facts, withheld ones among them, on the
// day.
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
		for i := range facts { // a record that is theirs leads on by all that was read of it
			if fact := &facts[i]; r.records[record{fact.Dataset, fact.Key}] && !fact.Blind {
				more = r.follow(fact.Whole(), today) || more
			}
		}
	}
	return r
}

// reaches reports whether the fact's record is the person's to be told of.
func (r relations) reaches(of *fact.Dataset, f fact.Fact) bool {
	if !of.Guarded() {
		return false // it is open, and leads nowhere
	}
	if byPerson(of) {
		return r.keys[f.Key]
	}
	whole := f.Whole()
	for _, c := range of.Columns() {
		if _, name := fact.NameOf(c); c.Names() && r.named[whole.Values[name]] {
			return true
		}
	}
	return false
}

// byPerson reports whether the records of the dataset are found by whom they are about.
func byPerson(of *fact.Dataset) bool {
	return of.Key == fact.ByPerson || of.Key == fact.ByBusiness
}

// follow adds where the record leads, and reports whether that is news.
func (r relations) follow(f fact.Fact, today calendar.Date) (news bool) {
	of := dataset.Find(f.Dataset)
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

// known reports whether the person may be told of the fact.
func (r relations) known(fact fact.Fact) bool {
	of := dataset.Find(fact.Dataset)
	return of == nil || !of.Guarded() || r.records[record{fact.Dataset, fact.Key}]
}

// mayAsk reports whether the query may be put to the holder: another person's record is asked
// for only where one that is known leads to it.
func (r relations) mayAsk(q fact.Query) bool {
	return !q.Dataset.Guarded() || !byPerson(q.Dataset) || r.keys[q.Key]
}

// told are the facts as the person may be told of them: what they have nothing to do with is
// withheld, and what was withheld is not any more where a relation has been found since.
func visibleFacts(facts fact.Facts, person string, today calendar.Date) fact.Facts {
	if !slices.ContainsFunc(facts, func(f fact.Fact) bool { return f.Key != person }) {
		return facts
	}
	r := relationsOf(facts, person, today)
	all := make(fact.Facts, len(facts))
	for i, f := range facts {
		switch {
		case f.Blind || f.Supplied || r.known(f):
			all[i] = f.Whole()
		case f.State == fact.Unreachable: // which says nothing of the record
			all[i] = f
		default:
			all[i] = f.Withhold()
		}
	}
	return all
}

// failedKey reports whether a number was given that is not the person's: of a record that they
// have nothing to do with, or of none.
func failedKey(facts fact.Facts, person string) bool {
	return slices.ContainsFunc(facts, func(f fact.Fact) bool {
		return f.State == fact.Withheld || f.Blind && !slices.Contains(slices.Collect(maps.Values(f.Values)), person)
	})
}

// failedKeys are the limits of who gives numbers that are not theirs, as a principal's agent
// or for themselves.
func failedKeys(a decision.Applicant) []Counted {
	return LimitsOf(cmp.Or(a.Agent.ID, a.ID), FailedKeyLimits...)
}

// namesKeys reports whether the form has a number by which a record is found that may be
// another's.
func namesKeys(form reflect.Type) bool {
	for field := range form.Fields() {
		for rule := range strings.SplitSeq(field.Tag.Get("validate"), ",") {
			if slices.Contains([]string{"birthcertificate", "bankcard", "idnumber", "len=28"}, rule) {
				return true
			}
		}
	}
	return false
}

// before are the limits that are looked at before anything is read: whoever gave too many
// numbers that are not theirs is not told which of the next is.
func (h *handler[F]) before(a decision.Applicant, limits []Counted) []Counted {
	if !h.keys {
		return limits
	}
	return append(slices.Clip(limits), failedKeys(a)...)
}

// ownQueries are those of the person's own records: of others, a form shows nothing.
func ownQueries(needs []fact.Query, person string) []fact.Query {
	return slices.DeleteFunc(needs, func(q fact.Query) bool { return q.Dataset.Key == fact.ByPerson && q.Key != person })
}

// shown are the findings as the applicant may read them. Those of an application that was
// decided before strangers' records were withheld say nothing of them either.
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
			Text: lang.T("本条依据的记录核对不到与您的关系，不作说明。", "This rests on a record to which no relation of yours was found; nothing is said of it.")}
	}
	return findings
}

// own reports whether the finding rests on nothing but what the applicant may be told of.
func restsOnOwn(f decision.Finding, early, facts fact.Facts) bool {
	for _, ref := range f.Saw {
		of := func(fact fact.Fact) bool {
			return fact.Dataset == ref.Dataset && slices.Contains(fact.Fields, ref.Field)
		}
		known := slices.ContainsFunc(facts, func(f fact.Fact) bool { return of(f) && f.State != fact.Withheld })
		if slices.ContainsFunc(early, of) && !known {
			return false
		}
	}
	return len(f.Saw) > 0
}
