package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Read is one entry of a person's access log: what was read of them, why, and
// never the values.
type Read struct {
	At          time.Time `json:"at"`
	Purpose     string    `json:"purpose"` // "application", "pre-check", "prefill", "verification", "proactive", "review", "points", "agent", "mandate"
	Service     string    `json:"service"`
	Application string    `json:"application,omitempty"`
	Agent       string    `json:"agent,omitempty"`    // the name of who acts for the person whose log it is
	ByOther     bool      `json:"by_other,omitempty"` // in an application of somebody else
	Uses        []DataUse `json:"uses"`
}

const readPrefix = "READ#"

// readWrites logs what was read with every person whom it was read of. What is
// not kept by person (an account, a property) is logged with the applicant.
func readWrites(facts registry.Facts, a Applicant, read Read, place string) ([]store.Write, error) {
	var people []string
	uses := map[string][]DataUse{}
	for i, use := range dataUse(facts) {
		use.Title, use.Holder = lang.Text{}, lang.Text{} // the dataset's, which Reads looks up: a line costs by its length
		person := a.ID
		if facts[i].OfPerson {
			person = facts[i].Key
		}
		if uses[person] == nil {
			people = append(people, person)
		}
		uses[person] = append(uses[person], use)
	}
	writes := make([]store.Write, len(people))
	for i, person := range people {
		read.Uses, read.ByOther, read.Agent = uses[person], person != a.ID, ""
		if person == a.ID {
			read.Agent = a.Agent.Name
		}
		body, err := json.Marshal(read)
		if err != nil {
			return nil, fmt.Errorf("logging a read: %w", err)
		}
		writes[i] = store.Create("read", store.Item{
			Key: store.Key{Partition: PersonPartition(person), Sort: readPrefix + place}, Body: body,
		})
	}
	return writes, nil
}

// logReads logs what was read for something that leaves no record of its own. It counts for
// the limits, and an agent's mandate must be in force.
func (e *Engine) logReads(ctx context.Context, facts registry.Facts, a Applicant, read Read, limits ...Counted) error {
	serial, err := newSerial(e.Random)
	if err != nil {
		return err
	}
	writes, err := readWrites(facts, a, read, applicationNumber(read.At, serial))
	if err != nil || len(writes)+len(limits) == 0 {
		return err
	}
	err = e.CommitLimited(ctx, limits, append(writes, a.Agent.inForce()...)...)
	if lapsed(err) {
		return noMandate()
	}
	return Committed("logging reads", err, nil)
}

// Look asks shared data for something that is no decision, and logs it with whom it is of. It
// counts for the limits.
func (e *Engine) Look(ctx context.Context, a Applicant, purpose string, limits []Counted, queries ...registry.Query) (registry.Facts, error) {
	at := e.Now()
	facts := registry.Gather(ctx, e.Source, queries, at)
	return facts, e.logReads(ctx, facts, a, Read{At: at, Purpose: purpose}, limits...)
}

// LogReview logs that a reviewer sees what was read for the application.
func (e *Engine) LogReview(ctx context.Context, a *Application) error {
	whose := a.Applicant
	whose.Agent = Agent{} // it is not they who look
	return e.logReads(ctx, a.Facts, whose, Read{At: e.Now(), Purpose: "review", Service: a.Service, Application: a.Number})
}
