package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/store"
	"miaoban/shared/store/listing"
	"miaoban/shared/team"
)

// Correction is a person's request that a department correct a value in its record about them, which
// a decision read (政务数据共享条例 art. 26, 个人信息保护法 art. 46).
type Correction struct {
	Number      string             `json:"number"`
	Application string             `json:"application"` // the decision that read the value
	Service     string             `json:"service"`
	Title       lang.Text          `json:"title"` // of the service
	Applicant   decision.Applicant `json:"applicant"`
	Value       fact.Reference     `json:"value"`            // as the decision read it
	Wanted      string             `json:"wanted,omitempty"` // the right value, as the person knows it
	Text        string             `json:"text,omitempty"`   // or what is wrong, in words
	Department  string             `json:"department"`       // code of the department that answers
	Region      string             `json:"region"`
	Requested   time.Time          `json:"requested"`
	Parties     []interest.Known   `json:"parties,omitempty"` // the people concerned, with what was on record about them then
	Answer      *CorrectionAnswer  `json:"answer,omitempty"`

	version int64
}

// due is the last day for the department's answer; it is provisional while the days off of its year
// are not arranged.
func (c *Correction) due() calendar.Date { return calendar.Of(c.Requested).AddWorkdays(correctionDays) }

// CorrectionAnswer is what the department answered, and what followed for the decision.
type CorrectionAnswer struct {
	Result   CorrectionResult   `json:"result"`
	Value    string             `json:"value,omitempty"` // the corrected value
	Reason   string             `json:"reason"`
	By       string             `json:"by"` // name of the official; the audit chain identifies the person
	At       time.Time          `json:"at"`
	Effect   CorrectionEffect   `json:"effect,omitempty"`  // "" if nothing was corrected
	Outcome  decision.Outcome   `json:"outcome,omitempty"` // by the rules, with the corrected value
	Findings []decision.Finding `json:"findings,omitempty"`
	Differs  bool               `json:"differs,omitempty"` // of an approval: outcome or amounts would be others
}

// CorrectionResult is the answer of the department.
type CorrectionResult string

// The results.
const (
	Corrected CorrectionResult = "corrected"
	Removed   CorrectionResult = "removed" // the record is not about the person, or must not exist
	Confirmed CorrectionResult = "confirmed"
)

// CorrectionEffect is what followed from a correction for the decision that read the value.
type CorrectionEffect string

// The effects.
const (
	NowApproved   CorrectionEffect = "approved"      // decided again, and approved
	StillRejected CorrectionEffect = "rejected"      // decided again: other conditions are not met
	NowReviewed   CorrectionEffect = "to-a-person"   // a rejection that a person reviews from now on
	WithPerson    CorrectionEffect = "with-a-person" // a person was handling it already, who sees the correction
	NowVerified   CorrectionEffect = "verified"      // what was granted is verified with the corrected value
	ByPerson      CorrectionEffect = "by-a-person"   // a person had rejected it, which no rule changes
	Gone          CorrectionEffect = "erased"        // the application was deleted meanwhile
)

// correctionDays is the number of working days within which a department answers: 政务数据共享条例 art. 26.
const correctionDays = 10

// correctionBasis returns the articles on which requests for correction rest.
func correctionBasis() []policy.Basis {
	read := calendar.MustParse("2026-11-28")
	return []policy.Basis{
		{
			Title:   lang.T("政务数据共享条例（2025年8月1日起施行）", "Regulations on the Sharing of Government Data (in force from 1 August 2025)"),
			Article: lang.T("第二十六条", "art. 26"),
			Source: &policy.Source{
				URL: "https://www.stats.gov.cn/gk/tjfg/xgfxfg/202506/t20250609_1960124.html", Grade: "A", AsOf: read,
			},
		},
		{
			Title:   lang.T("个人信息保护法", "Personal Information Protection Law"),
			Article: lang.T("第四十六条、第五十条", "arts. 46 and 50"),
			Source:  &policy.Source{URL: "https://flk.npc.gov.cn/", Grade: "A", AsOf: read},
		},
	}
}

// disputable returns the reference of the field in the applicant's own record, as the decision read
// it, if they can ask for its correction: a finding shows them the value (or that it is missing), and
// a department keeps the record.
func (a *Application) disputable(name, field string) (ref fact.Reference, ok bool) {
	shown := slices.ContainsFunc(a.shown(), func(f decision.Finding) bool {
		return slices.ContainsFunc(f.Sources, func(r fact.Reference) bool { return r.Dataset == name && r.Field == field })
	})
	if !shown {
		return ref, false
	}
	return a.kept(name, field)
}

// kept is disputable for a field of which a finding shows the value.
func (a *Application) kept(name, field string) (ref fact.Reference, ok bool) {
	of := dataset.Find(name)
	if of == nil || of.Key != fact.ByPerson || dataset.Department(of) == "" {
		return ref, false
	}
	column := columnOf(name, field)
	if column == nil || column.Names() {
		return ref, false
	}
	ref = fact.Shown(a.Facts, a.Applicant.ID, column)
	switch ref.State {
	case fact.Known, fact.Stale, fact.Malformed:
		return ref, ref.Value != "" // else it is never shown
	case fact.Missing:
		return ref, true
	default: // there is no record, or no answer
		return ref, false
	}
}

// correctable returns the findings with an address beside each value of which the applicant can ask
// for a correction.
func (a *Application) correctable(findings []decision.Finding) []decision.Finding {
	marked := slices.Clone(findings)
	for i, f := range marked {
		marked[i].Sources = slices.Clone(f.Sources)
		for j, ref := range f.Sources {
			if own, ok := a.kept(ref.Dataset, ref.Field); ok && own.Value == ref.Value && own.State == ref.State {
				marked[i].Sources[j].Correct = "/applications/" + a.Number + "/correction?dataset=" + ref.Dataset + "&field=" + ref.Field
			}
		}
	}
	return marked
}

// CorrectionKey is the key of the correction with that number.
func CorrectionKey(number string) store.Key {
	return store.Key{Partition: "CORRECTION#" + number, Sort: "CORRECTION"}
}

func correctionLine(person, number string) store.Key {
	return store.Key{Partition: PersonPartition(person), Sort: correctionPrefix + number}
}

// openCorrection is the key under which a person's open request for a value is: there is one at a
// time.
func openCorrection(person, dataset, field string) store.Key {
	return store.Key{Partition: PersonPartition(person), Sort: "CORRECTING#" + dataset + "." + field}
}

const correctionPrefix = "CORRECTION#"

// line is the correction's entry in its person's list.
type line struct {
	Number      string `json:"number"`
	Application string `json:"application"`
}

// LoadCorrection returns the correction with that number, or store.ErrNotFound.
func LoadCorrection(ctx context.Context, s store.Store, number string) (*Correction, error) {
	item, err := s.Get(ctx, CorrectionKey(number))
	if err != nil {
		return nil, fmt.Errorf("correction %s: %w", number, err)
	}
	c := Correction{version: item.Version}
	if err := json.Unmarshal(item.Body, &c); err != nil {
		return nil, fmt.Errorf("correction %s: %w", number, err)
	}
	return &c, nil
}

// Corrections returns a page of the person's requests, newest first, and the next cursor.
func (e *Engine) Corrections(ctx context.Context, person, after string) ([]CorrectionView, string, error) {
	lines, next, err := listing.Page[line](ctx, e.Store, PersonPartition(person), correctionPrefix, after)
	if err != nil {
		return nil, "", err
	}
	views := make([]CorrectionView, len(lines))
	for i, l := range lines {
		c, err := LoadCorrection(ctx, e.Store, l.Number)
		if err != nil {
			return nil, "", err
		}
		if views[i], err = e.correctionView(ctx, c); err != nil {
			return nil, "", err
		}
	}
	slices.SortStableFunc(views, func(v, w CorrectionView) int { return w.Requested.Compare(v.Requested) })
	return views, next, nil
}

// correctionsOf returns the requests about values in the decision, oldest first.
func (e *Engine) correctionsOf(ctx context.Context, a *Application) ([]*Correction, error) {
	var all []*Correction
	for item, err := range store.All(ctx, e.Store, store.Query{Partition: PersonPartition(a.Applicant.ID), Prefix: correctionPrefix}) {
		if err != nil {
			return nil, fmt.Errorf("corrections of %s: %w", a.Number, err)
		}
		var l line
		if err := json.Unmarshal(item.Body, &l); err != nil {
			return nil, fmt.Errorf("corrections of %s: %w", a.Number, err)
		}
		if l.Application != a.Number {
			continue
		}
		c, err := LoadCorrection(ctx, e.Store, l.Number)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(c, d *Correction) int { return c.Requested.Compare(d.Requested) })
	return all, nil
}

// withCorrected adds the values in the decision that departments have corrected since to those that
// were supplied, which take precedence.
func (e *Engine) withCorrected(ctx context.Context, a *Application, supplied []Supplied) ([]Supplied, error) {
	corrections, err := e.correctionsOf(ctx, a)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(supplied)
	for _, c := range slices.Backward(corrections) { // the latest one counts
		if s, ok := c.supplied(); ok && !slices.ContainsFunc(all, func(o Supplied) bool {
			return o.Dataset == s.Dataset && o.Key == s.Key && (o.Field == s.Field || o.Withdrawn)
		}) {
			all = append(all, s)
		}
	}
	return all, nil
}

// supplied returns the corrected value; ok is false if nothing was corrected.
func (c *Correction) supplied() (s Supplied, ok bool) {
	if c.Answer == nil || c.Answer.Result == Confirmed {
		return s, false
	}
	s = Supplied{Dataset: c.Value.Dataset, Key: c.Applicant.ID, Field: c.Value.Field, Value: c.Answer.Value}
	s.Withdrawn = c.Answer.Result == Removed
	return s, true
}

// teamCase is the correction as the case of the department's task.
func (c *Correction) teamCase() team.Case { return team.Case{Kind: team.Correction, Number: c.Number} }

// application returns the application whose decision read the value; nil if it was erased.
func (c *Correction) application(ctx context.Context, s store.Store) (*Application, error) {
	a, err := LoadApplication(ctx, s, c.Application)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return a, err
}
