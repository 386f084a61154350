package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Read is an entry in a person's access log: which of their fields were read and why, without
// values.
type Read struct {
	At      time.Time `json:"at"`
	Purpose string    `json:"purpose"` // "application", "pre-check", "prefill", "verification", "proactive", "review", "points",
	// "agent", "mandate", "complaint", "deed", "task", "correction", "conflict-check"
	Service     string    `json:"service"`
	Application string    `json:"application,omitempty"`
	Agent       string    `json:"agent,omitempty"`    // name of the agent who acts for the person
	Matter      string    `json:"matter,omitempty"`   // number of the complaint or reported deed
	ByOther     bool      `json:"by_other,omitempty"` // in another person's application
	Role        Role      `json:"role,omitempty"`     // of that other person, who is not named
	RoleText    lang.Text `json:"role_text,omitzero"`
	Uses        []DataUse `json:"uses"`
}

// Role is the relation of an applicant to the person whose data was read.
type Role string

// The roles.
const (
	Stranger    Role = "applicant"    // no relation was found
	OtherParent Role = "other-parent" // of the same child
	OwnParent   Role = "parent"
	Spouse      Role = "spouse"
	Principal   Role = "principal" // gave the person a mandate
	Tenant      Role = "tenant"    // uses the person's property with their consent
	Official    Role = "reviewer"  // reviews an application
	Predecessor Role = "operator"  // of the business that the person agreed to take over
)

// Text is the role as the person whose data was read sees it.
func (r Role) Text() lang.Text {
	switch r {
	case OtherParent:
		return lang.T("孩子的另一位家长", "the child's other parent")
	case OwnParent:
		return lang.T("您的父亲或母亲", "your father or mother")
	case Spouse:
		return lang.T("您的配偶", "your spouse")
	case Principal:
		return lang.T("委托您代办的人", "a person who gave you a mandate")
	case Tenant:
		return lang.T("经您同意使用您房产的人", "a person who uses your property with your consent")
	case Predecessor:
		return lang.T("您同意接手其经营的人", "the operator of the business that you agreed to take over")
	case Official:
		return lang.T("办理该申请的工作人员", "a reviewer of that application")
	default:
		return lang.T("申请人，不是您", "an applicant who is not you")
	}
}

// keptRead is the stored form of a read, with the reader for auditors.
type keptRead struct {
	Read
	Reader string `json:"reader,omitempty"` // ID number
}

// roleOf is the relation of the applicant to the person, by the facts.
func roleOf(facts fact.Facts, applicant, person string) Role {
	for _, f := range facts {
		if f.State == fact.Withheld || f.Blind {
			continue
		}
		names := func(c fact.Column) bool {
			d, name := fact.NameOf(c)
			return f.Dataset == d.Name && f.Values[name] == person
		}
		switch {
		case names(dataset.Births.Mother), names(dataset.Births.Father):
			return OtherParent
		case names(dataset.Births.Child):
			return OwnParent
		case f.Key == applicant && names(dataset.Marriages.Spouse):
			return Spouse
		case f.Key == applicant && names(dataset.Mandates.Agent):
			return Principal
		case names(dataset.PremisesConsents.Owner):
			return Tenant
		case names(dataset.OperatorConsents.Successor):
			return Predecessor
		}
	}
	return Stranger
}

// peopleOf returns the people concerned by the fact: the record's subject, and the people in it.
func peopleOf(f fact.Fact, applicant string) []string {
	people := []string{applicant}
	if f.OfPerson {
		people[0] = f.Key
	}
	of := dataset.Find(f.Dataset)
	if of == nil {
		return people
	}
	for _, c := range of.Columns() {
		_, name := fact.NameOf(c)
		if person := f.Values[name]; c.Names() && person != "" && !slices.Contains(people, person) {
			people = append(people, person)
		}
	}
	return people
}

const readPrefix = "READ#"

// readWrites logs the facts for every person concerned, also if the applicant could not see them.
// Records that are not keyed by person (an account, a property) are logged for the applicant and
// the people in the record.
func readWrites(facts fact.Facts, a decision.Applicant, read Read, place string) ([]store.Write, error) {
	var people []string
	uses := map[string][]DataUse{}
	for i, use := range dataUse(facts) {
		whole := facts[i].Disclosed()
		for _, person := range peopleOf(whole, a.ID) {
			if person != a.ID {
				use = DataUse{Dataset: whole.Dataset, Fields: whole.Fields, State: whole.State, AsOf: whole.AsOf, Decided: whole.Decided}
			}
			use.Title, use.Holder = lang.Text{}, lang.Text{} // Reads restores the dataset's title and holder: shorter entries cost less
			if uses[person] == nil {
				people = append(people, person)
			}
			uses[person] = append(uses[person], use)
		}
	}
	writes := make([]store.Write, len(people))
	for i, person := range people {
		kept := keptRead{Read: read}
		kept.Uses, kept.Agent = uses[person], ""
		if person == a.ID {
			kept.Agent = a.Agent.Name
		} else {
			kept.ByOther, kept.Role, kept.Reader = true, roleOf(facts, a.ID, person), cmp.Or(a.Agent.ID, a.ID)
			if read.Purpose == "review" { // the reader is not the applicant
				kept.Role, kept.Reader = Official, ""
			}
		}
		body, err := json.Marshal(kept)
		if err != nil {
			return nil, fmt.Errorf("logging a read: %w", err)
		}
		writes[i] = store.Create("read", store.Item{
			Key: store.Key{Partition: PersonPartition(person), Sort: readPrefix + place}, Body: body,
		})
	}
	return writes, nil
}

// logReads logs what was read for something that is not stored otherwise, and commits the other writes with
// it. It counts against the limits, and an agent's mandate must be in force.
func (e *Engine) logReads(
	ctx context.Context,
	facts fact.Facts,
	a decision.Applicant,
	read Read,
	limits []Counted,
	more ...store.Write,
) error {
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return err
	}
	writes, err := readWrites(facts, a, read, applicationNumber(read.At, serial))
	if writes = append(writes, more...); err != nil || len(writes)+len(limits) == 0 {
		return err
	}
	err = e.CommitLimited(ctx, limits, append(writes, mandateInForce(a.Agent)...)...)
	if lapsed(err) {
		return noMandate()
	}
	return CommitError("logging reads", err, nil)
}

// Look reads shared data for something other than a decision, and logs it for the people
// concerned. It counts against the limits.
func (e *Engine) Look(
	ctx context.Context,
	a decision.Applicant,
	purpose string,
	limits []Counted,
	queries ...fact.Query,
) (fact.Facts, error) {
	at := e.Now()
	facts := registry.Gather(ctx, e.Source, queries, at)
	return facts, e.logReads(ctx, facts, a, Read{At: at, Purpose: purpose}, limits)
}

// Reads returns a page of a person's access log, newest first.
func Reads(ctx context.Context, s store.Store, person, after string) ([]Read, string, error) {
	reads, next, err := list[Read](ctx, s, person, readPrefix, after)
	for i := range reads {
		if reads[i].Role != "" {
			reads[i].RoleText = reads[i].Role.Text()
		}
	}
	for _, read := range reads {
		for i, use := range read.Uses {
			if d := dataset.Find(use.Dataset); d != nil && use.Title.ZH == "" {
				read.Uses[i].Title, read.Uses[i].Holder = d.Title, d.Holder
			}
		}
	}
	return reads, next, err
}
