package instant

import (
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/problem"
)

// Determination is the decision of a reviewer on what the data could not decide (转人工). The rules
// are applied again to the supplied values: reviewers establish facts, and do not override the
// law.
type Determination struct {
	Reviewer string     `json:"reviewer"` // the name; the audit chain identifies the person
	Region   string     `json:"region"`   // the region of the reviewer's office
	At       time.Time  `json:"at"`
	Reason   string     `json:"reason"`
	Supplied []Supplied `json:"supplied,omitempty"`
	Judged   []Judged   `json:"judged,omitempty"`
	Second   string     `json:"second,omitempty"` // name of the second reviewer, if two decide
	// Correction is the number of the correction after which the rules decided again, without a
	// judgement by a person; Reviewer is then the official who corrected the record.
	Correction string `json:"correction,omitempty"`
}

// Supplied is a value that the reviewer verified, since shared data lacked it.
type Supplied struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	Field   string `json:"field"`
	Value   string `json:"value"`
	// Overrules is set if shared data has a different value.
	Overrules bool `json:"overrules,omitempty"`
	// Withdrawn is set if the holder withdrew the record, which has no values any more.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// cleaned returns the supplied values without what is noise in them.
func cleaned(supplied []Supplied) []Supplied {
	all := slices.Clone(supplied)
	for i, s := range all {
		if column := columnOf(s.Dataset, s.Field); column != nil {
			all[i].Value = form.CleanValue(column, s.Value)
		}
	}
	return all
}

// Judged is the reviewer's judgement on a condition.
type Judged struct {
	Rule string `json:"rule"`
	Met  bool   `json:"met"`
	// Basis is the law on which a condition without a rule or figure in the system is found unmet.
	Basis string `json:"basis,omitempty"`
}

// minBasis is the least number of characters of a basis.
const minBasis = 4

// unruled reports whether the judgement refuses, by a law that the system does not have, what no rule
// or figure decides. What is met without a figure cannot be granted: the case waits for the figure.
func (j Judged) unruled(f decision.Finding) bool {
	return f.Unruled && f.Status == decision.Unknown && !j.Met && len([]rune(j.Basis)) >= minBasis
}

// namesLaw reports whether one of the judgements refuses by a law that the system does not have: two
// people have to decide then.
func (d Determination) namesLaw() bool {
	return slices.ContainsFunc(d.Judged, func(j Judged) bool { return !j.Met && len([]rune(j.Basis)) >= minBasis })
}

// supply puts the supplied values before the facts, each on its own: they do not change the state
// of other fields in the record.
func supply(facts fact.Facts, supplied []Supplied, at time.Time) fact.Facts {
	var all fact.Facts
	for _, s := range supplied {
		fact := fact.Fact{
			Dataset:  s.Dataset,
			Key:      s.Key,
			Fields:   []string{s.Field},
			State:    fact.Known,
			AsOf:     at,
			Values:   map[string]string{s.Field: s.Value},
			Supplied: true,
		}
		for _, f := range facts {
			if f.Dataset == s.Dataset && f.Key == s.Key {
				fact.Title, fact.Holder, fact.OfPerson = f.Title, f.Holder, f.OfPerson
				if s.Withdrawn {
					withdraw(&fact, f.Fields)
				}
			}
		}
		all = append(all, fact)
	}
	return append(all, facts...)
}

// withdraw turns the fact into the answer of a holder who has no such record.
func withdraw(f *fact.Fact, fields []string) {
	f.State, f.Values = fact.Absent, nil
	if of := dataset.Find(f.Dataset); of != nil && of.AbsenceIsNo {
		f.State = fact.None
	}
	for _, field := range fields {
		if !slices.Contains(f.Fields, field) {
			f.Fields = append(f.Fields, field)
		}
	}
}

// determined applies the reviewer's judgements to findings that no rule can decide. Other findings
// cannot be changed by the reviewer.
func determined(findings []decision.Finding, d *Determination) []decision.Finding {
	if d == nil {
		return findings
	}
	judged := slices.Clone(findings)
	for i, f := range judged {
		at := slices.IndexFunc(d.Judged, func(j Judged) bool { return j.Rule == f.Rule })
		if at >= 0 && d.Judged[at].unruled(f) {
			judged[i] = f.NotMet(lang.F("经人工核实，依据%s，不符合。%s", "Verified by a person: not met, by %s. %s", d.Judged[at].Basis, d.Reason),
				f.Sources...).Advise(lang.T("对决定不服的，可以依法申请行政复议。", "If you disagree, you can apply for administrative review."))
			judged[i].Basis, judged[i].Unruled = []policy.Basis{{Title: lang.T(d.Judged[at].Basis, d.Judged[at].Basis)}}, false
			continue
		}
		if at < 0 || !f.Judgeable() && (d.Judged[at].Met || !f.Deniable()) {
			continue
		}
		if d.Judged[at].Met {
			judged[i] = f.Met(lang.F("经人工核实，符合。%s", "Verified by a person: met. %s", d.Reason), f.Sources...)
		} else {
			judged[i] = f.NotMet(lang.F("经人工核实，不符合。%s", "Verified by a person: not met. %s", d.Reason), f.Sources...)
		}
	}
	return judged
}

// forApplicant returns the determination as the applicant may see it: without values about other
// people.
func (d *Determination) forApplicant() *Determination {
	if d == nil || len(d.Supplied) == 0 {
		return d
	}
	shown := *d
	shown.Supplied = slices.Clone(d.Supplied)
	for i, s := range shown.Supplied {
		if c := columnOf(s.Dataset, s.Field); c == nil || c.Names() {
			shown.Supplied[i].Value = ""
		}
	}
	return &shown
}

// check returns a problem if the determination is not possible on these facts.
func (d Determination) check(facts fact.Facts) error {
	var faults []problem.FieldError
	fault := func(pointer, code string, detail lang.Text) {
		faults = append(faults, problem.FieldError{Pointer: pointer, Code: code, Detail: detail})
	}
	if n := len([]rune(d.Reason)); n < 2 || n > 500 {
		fault("/reason", "required", lang.T("请写明核实情况和理由（2 至 500 字）。", "Describe what you found and your reasons (2 to 500 characters)."))
	}
	for _, s := range d.Supplied {
		asked := slices.ContainsFunc(facts, func(f fact.Fact) bool {
			return f.Dataset == s.Dataset && f.Key == s.Key && slices.Contains(f.Fields, s.Field)
		})
		column := columnOf(s.Dataset, s.Field)
		switch {
		case !asked || column == nil:
			fault("/supplied", "unknown", lang.F("本办件没有用到 %s.%s。", "The application does not use %s.%s.", s.Dataset, s.Field))
		case s.Withdrawn:
		case !admits(column, s.Value):
			fault("/supplied", "value", invalidText(column))
		case !d.agreesWithNumber(s, facts):
			fault("/supplied", "birth-date", lang.T("出生日期须与公民身份号码第 7 至 14 位一致；号码本身有误的，请先由公安机关更正。",
				"The birth date must match the ID number (digits 7 to 14). If the number is wrong, the police must correct it first."))
		}
	}
	if faults == nil {
		return nil
	}
	p := problem.New("invalid-form", problem.Faults(len(faults)))
	p.Errors = faults
	return p
}

func columnOf(name, field string) fact.Column { return dataset.Column(name, field) }

// Officer is an official of a region, by the role in their token ("reviewer:440605").
type Officer struct {
	Name   string
	ID     string
	Region string
}

// OfficerOf returns the caller in that office (reviewer, receiver of complaints); a problem if
// they do not have it.
func OfficerOf(c identity.Caller, office string) (Officer, error) {
	if _, err := ApplicantOf(c); err != nil {
		return Officer{}, err
	}
	region, ok := c.RegionOf(office)
	if !ok {
		return Officer{}, problem.New("forbidden", lang.T("只有相应的工作人员可以进入。", "Only officials with this role can use this page."))
	}
	return Officer{c.Name, c.ID, region}, nil
}
