package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/interest"
	"miaoban/shared/store"
)

// Matter is what an official wants to see or act on: an application, a complaint, a deed.
type Matter struct {
	Partition string // of its records, where acts are recorded
	Number    string // of a complaint or a deed; empty for an application
	// Application is the number of the application itself, or of the one that it is about.
	Application string
	Service     string // of that application
	Purpose     string // of the access, for the access log of the people concerned
	// People are the people concerned, the most important first, with what was on record of them
	// on arrival.
	People []interest.Known
	Facts  fact.Facts // the shared data that is shown
}

// Clearance lets an official act on a matter. Only Admit issues it.
type Clearance struct {
	// Two is set if a conflict of interest cannot be excluded for all people concerned, so that
	// two officials must decide.
	Two bool

	by     Officer
	matter Matter
	serial string
	ties   int64 // version of the official's ties
	at     time.Time
}

// Admit lets the official see the matter and act on it if they have no conflict of interest, and
// logs the access for all people concerned before anything is shown. It is the only way; otherwise
// another official or a higher office handles the matter (回避).
func (e *Engine) Admit(ctx context.Context, by Officer, m Matter) (Clearance, error) {
	verdict, read, ties, err := e.verdict(ctx, by.ID, m.People)
	if err != nil {
		return Clearance{}, err
	}
	may := by.may(verdict)
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return Clearance{}, err
	}
	at := e.Now()
	c := Clearance{Two: verdict == interest.Unlisted, by: by, matter: m, serial: applicationNumber(at, serial), ties: ties, at: at}
	writes, err := read.writes(m, at, c.serial)
	if err == nil && may {
		var looks []store.Write
		looks, err = m.lookWrites(at, c.serial)
		writes = append(writes, looks...)
	}
	if err == nil {
		err = CommitError("logging a look", e.Store.Commit(ctx, writes...), nil)
	}
	if err != nil {
		return Clearance{}, err
	}
	if !may {
		return Clearance{}, Recused()
	}
	return c, nil
}

// checked is what was read to check for a conflict of interest.
type checked struct {
	official       string
	ofOfficial, of fact.Facts
}

// verdict returns the verdict on an official and the people, what was read for it, and the version
// of the official's ties.
func (e *Engine) verdict(ctx context.Context, official string, people []interest.Known) (interest.Verdict, checked, int64, error) {
	o, facts, ties, err := e.official(ctx, official)
	if err != nil {
		return interest.Barred, checked{}, 0, err
	}
	now, more, err := e.known(ctx, people)
	return interest.Of(o, now), checked{official, facts, more}, ties, err
}

// writes logs the check for the people whose data was read; the official's entry does not name the
// matter.
func (c checked) writes(m Matter, at time.Time, serial string) ([]store.Write, error) {
	own, err := readWrites(c.ofOfficial, decision.Applicant{ID: c.official}, Read{At: at, Purpose: conflictCheck}, serial+"-1")
	if err != nil || len(m.People) == 0 {
		return own, err
	}
	more, err := readWrites(c.of, decision.Applicant{ID: m.People[0].ID}, m.read(conflictCheck, at), serial+"-2")
	return append(own, more...), err
}

func (m Matter) read(purpose string, at time.Time) Read {
	return Read{At: at, Purpose: purpose, Service: m.Service, Application: m.Application, Matter: m.Number}
}

// may reports whether an officer with that verdict may act. If some people are unknown, only the
// province may, with two deciding, so that nothing waits for ever.
func (o Officer) may(v interest.Verdict) bool {
	return v == interest.Free || v == interest.Unlisted && o.Region == province
}

// still returns a problem if the application as it would be decided mentions somebody with whom
// the official has a conflict of interest: the supplied facts may mention new people.
func (e *Engine) still(ctx context.Context, c Clearance, is *Application) error {
	people := WithPeople(slices.Clone(c.matter.People), is.People()...)
	if len(people) == len(c.matter.People) {
		return nil
	}
	verdict, err := e.look(ctx, c.by.ID, Matter{Application: is.Number, Service: is.Service, People: people[len(c.matter.People):]})
	if err != nil {
		return err
	}
	if !c.by.may(verdict) {
		return Recused()
	}
	return nil
}

// Officer is the cleared official.
func (c Clearance) Officer() Officer { return c.by }

// look returns the verdict on an official for a matter, and logs it.
func (e *Engine) look(ctx context.Context, official string, m Matter) (interest.Verdict, error) {
	verdict, read, _, err := e.verdict(ctx, official, m.People)
	if err != nil {
		return verdict, err
	}
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return verdict, err
	}
	writes, err := read.writes(m, e.Now(), applicationNumber(e.Now(), serial))
	if err != nil {
		return verdict, err
	}
	return verdict, CommitError("logging a look", e.Store.Commit(ctx, writes...), nil)
}

// Act returns the writes that record the act, and the condition that no mandate changed since
// Admit.
func (c Clearance) Act(action string) ([]store.Write, error) {
	body, err := json.Marshal(act{Action: action, By: c.by.ID, Name: c.by.Name, Region: c.by.Region, At: c.at})
	if err != nil {
		return nil, fmt.Errorf("storing who acted: %w", err)
	}
	return []store.Write{
		store.Unchanged(InterestWrite, tiesKey(c.by.ID), c.ties),
		store.Create("act", store.Item{Key: store.Key{Partition: c.matter.Partition, Sort: actPrefix + c.serial}, Body: body}),
	}, nil
}

// act is the sealed record of who did what with a matter, for investigations only.
type act struct {
	Action string    `json:"action"`
	By     string    `json:"by"` // ID number
	Name   string    `json:"name"`
	Region string    `json:"region"`
	At     time.Time `json:"at"`
}

const actPrefix = "ACT#"

// Listed returns a function that reports whether a list may show the officer a matter with those
// people. The check of the officer's relations is logged.
func (e *Engine) Listed(ctx context.Context, by Officer) (func([]interest.Known) bool, error) {
	official, asked, _, err := e.official(ctx, by.ID)
	if err != nil {
		return nil, err
	}
	if err := e.logReads(ctx, asked, decision.Applicant{ID: by.ID}, Read{At: e.Now(), Purpose: conflictCheck}, nil); err != nil {
		return nil, err
	}
	return func(people []interest.Known) bool { return interest.Listed(official, slices.Clone(people)) }, nil
}

// conflictCheck is the purpose of reads that check for a conflict of interest.
const conflictCheck = "conflict-check"

// lookWrites log the access for all people concerned.
func (m Matter) lookWrites(at time.Time, serial string) ([]store.Write, error) {
	if len(m.People) == 0 {
		return nil, nil
	}
	whose := decision.Applicant{ID: m.People[0].ID}
	read := m.read(m.Purpose, at)
	writes, err := readWrites(m.Facts, whose, read, serial+"-3")
	if err != nil {
		return nil, err
	}
	own := PersonPartition(whose.ID)
	if slices.ContainsFunc(writes, func(w store.Write) bool { return w.Item.Partition == own }) {
		return writes, nil
	}
	read.Uses = []DataUse{} // no shared data was read, but log the access
	body, err := json.Marshal(read)
	if err != nil {
		return nil, fmt.Errorf("logging a look: %w", err)
	}
	return append(
		writes,
		store.Create("read", store.Item{Key: store.Key{Partition: own, Sort: readPrefix + serial + "-3"}, Body: body}),
	), nil
}

// parties returns the people concerned by the application, with what was on record of them when
// the review began.
func (e *Engine) parties(ctx context.Context, a *Application) ([]interest.Known, error) {
	var kept []interest.Known
	err := load(ctx, e.Store, partiesKey(a.Number), &kept)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("reading the parties of an application: %w", err)
	}
	return WithPeople(kept, a.People()...), nil
}

// WithPeople adds the people who are missing among the known.
func WithPeople(known []interest.Known, people ...string) []interest.Known {
	for _, id := range people {
		if id != "" && !slices.ContainsFunc(known, func(k interest.Known) bool { return k.ID == id }) {
			known = append(known, interest.Known{ID: id})
		}
	}
	return known
}

func partiesKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "PARTIES"}
}
