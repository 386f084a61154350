package instant

import (
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Determination is what a person found out where the data could not decide (转人工).
// The rules decide again on what it supplies: a reviewer establishes facts, and does
// not stand above the law.
type Determination struct {
	Reviewer string     `json:"reviewer"` // by name; who it was is in the audit's chain
	Region   string     `json:"region"`   // whose authority decided
	At       time.Time  `json:"at"`
	Reason   string     `json:"reason"`
	Supplied []Supplied `json:"supplied,omitempty"`
	Judged   []Judged   `json:"judged,omitempty"`
	Second   string     `json:"second,omitempty"` // who confirmed it, where two decide
}

// Supplied is a value that shared data did not have, as the reviewer found it out.
type Supplied struct {
	Dataset string `json:"dataset"`
	Key     string `json:"key"`
	Field   string `json:"field"`
	Value   string `json:"value"`
	// Overrules says that shared data knew something else.
	Overrules bool `json:"overrules,omitempty"`
}

// Judged is a condition that needed a person's judgement.
type Judged struct {
	Rule string `json:"rule"`
	Met  bool   `json:"met"`
}

// supply is the facts with the supplied values before them: each stands for itself,
// so that what else a record says is no better known than it was.
func supply(facts fact.Facts, supplied []Supplied, at time.Time) fact.Facts {
	var all fact.Facts
	for _, s := range supplied {
		fact := fact.Fact{Dataset: s.Dataset, Key: s.Key, Fields: []string{s.Field}, State: fact.Known, AsOf: at, Values: map[string]string{s.Field: s.Value}, Supplied: true}
		for _, f := range facts {
			if f.Dataset == s.Dataset && f.Key == s.Key {
				fact.Title, fact.Holder, fact.OfPerson = f.Title, f.Holder, f.OfPerson
			}
		}
		all = append(all, fact)
	}
	return append(all, facts...)
}

// determined is the findings with the reviewer's judgement where the rules could not tell.
// A condition that the rules can tell, or could tell if something were known, is not
// the reviewer's to change.
func determined(findings []decision.Finding, d *Determination) []decision.Finding {
	if d == nil {
		return findings
	}
	judged := slices.Clone(findings)
	for i, f := range judged {
		at := slices.IndexFunc(d.Judged, func(j Judged) bool { return j.Rule == f.Rule })
		if at < 0 || !f.Judgeable() && (d.Judged[at].Met || !f.Deniable()) {
			continue
		}
		if d.Judged[at].Met {
			judged[i] = f.Met(lang.F("经人工核实，符合。%s", "Checked by a person, and met. %s", d.Reason), f.Saw...)
		} else {
			judged[i] = f.NotMet(lang.F("经人工核实，不符合。%s", "Checked by a person, and not met. %s", d.Reason), f.Saw...)
		}
	}
	return judged
}

// told is the determination without what its reviewer saw of others, as the applicant may
// read it.
func (d *Determination) told() *Determination {
	if d == nil || len(d.Supplied) == 0 {
		return d
	}
	told := *d
	told.Supplied = slices.Clone(d.Supplied)
	for i, s := range told.Supplied {
		if c := columnOf(s.Dataset, s.Field); c == nil || c.Names() {
			told.Supplied[i].Value = ""
		}
	}
	return &told
}

// check returns the problem of a determination that cannot be made on the facts.
func (d Determination) check(facts fact.Facts) error {
	var faults []problem.FieldError
	fault := func(pointer, code string, detail lang.Text) {
		faults = append(faults, problem.FieldError{Pointer: pointer, Code: code, Detail: detail})
	}
	if n := len([]rune(d.Reason)); n < 2 || n > 500 {
		fault("/reason", "required", lang.T("请写明核实情况和理由（2 至 500 字）。", "Say what was found out, and how: 2 to 500 characters."))
	}
	for _, s := range d.Supplied {
		asked := slices.ContainsFunc(facts, func(f fact.Fact) bool {
			return f.Dataset == s.Dataset && f.Key == s.Key && slices.Contains(f.Fields, s.Field)
		})
		column := columnOf(s.Dataset, s.Field)
		switch {
		case !asked || column == nil:
			fault("/supplied", "unknown", lang.F("本办件没有用到 %s.%s。", "The application did not ask for %s.%s.", s.Dataset, s.Field))
		case column.Check(s.Value) != nil:
			fault("/supplied", "value", lang.F("“%s”的值不合要求。", "“%s” has a value that it cannot have.", column.Caption()))
		case !d.agreesWithNumber(s, facts):
			fault("/supplied", "birth-date", lang.T("出生日期须与公民身份号码第 7 至 14 位一致；号码本身有误的，请先由公安机关更正。",
				"A birth date has to be that of the ID number (digits 7 to 14). Where the number is wrong, the police correct it first."))
		}
	}
	if faults == nil {
		return nil
	}
	p := problem.New("invalid-form", lang.F("共有 %d 处需要更正，已全部列出。", "%d to correct; all are listed.", len(faults)))
	p.Errors = faults
	return p
}

func columnOf(name, field string) fact.Column {
	d := dataset.Find(name)
	if d == nil {
		return nil
	}
	for _, c := range d.Columns() {
		if _, n := fact.NameOf(c); n == field {
			return c
		}
	}
	return nil
}

// Officer is who is in office for a region, as their token says ("reviewer:440605").
type Officer struct {
	Name   string
	ID     string
	Region string
}

// OfficerOf is the caller in the office: a reviewer, a receiver of complaints.
func OfficerOf(c identity.Caller, office string) (Officer, error) {
	if _, err := ApplicantOf(c); err != nil {
		return Officer{}, err
	}
	region, ok := c.RegionOf(office)
	if !ok {
		return Officer{}, problem.New("forbidden", lang.T("只有相应的工作人员可以进入。", "This is for those in the office alone."))
	}
	return Officer{c.Name, c.ID, region}, nil
}
