package ticket

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/clock"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// Book stores tickets and changes them.
type Book struct {
	*instant.Engine
	Table
	version string
}

// Open returns the book on the engine's store, with the current dispatch table.
func Open(e *instant.Engine) (*Book, error) {
	table, version, err := Tables()
	if err != nil {
		return nil, err
	}
	return &Book{e, table, version}, nil
}

// Intake is a complaint as it arrives.
type Intake struct {
	Category    string
	Place       string
	Address     string
	Text        string
	Application string
	Service     string
	Caller      Caller
	Source      Source
	Clerk       string // ID number of the hotline clerk; empty if the caller writes themselves
	Apart       bool   // another matter than an open one of the same category and place
}

// New builds the ticket for an intake and dispatches it; nothing is written yet. Invalid input is
// a problem.
func (b *Book) New(in Intake) (*Ticket, error) {
	at := b.Now()
	number, err := b.NewNumber(at)
	if err != nil {
		return nil, err
	}
	kinds := b.Kinds(calendar.Of(at))
	i := slices.IndexFunc(kinds, func(c Category) bool { return c.Code == in.Category })
	if i < 0 {
		return nil, problem.OfField("category", "choice", lang.T("请选择诉求分类。", "Choose a category."))
	}
	limits, ok := b.Limits.At(in.Place, calendar.Of(at))
	if !ok {
		return nil, fmt.Errorf("dispatch: no time limits on %s", calendar.Of(at))
	}
	t := &Ticket{
		Number: "T" + number, Category: in.Category, Title: kinds[i].Name, Place: in.Place, Address: in.Address, Text: in.Text,
		Application: in.Application, Service: in.Service, Caller: in.Caller, Source: in.Source, TakenBy: in.Clerk,
		Received: at, Table: b.version,
		Grade: limits.Value[kinds[i].Grade], State: Dispatched, Round: 1, Since: at, Apart: in.Apart, clerk: in.Clerk,
	}
	t.Respond, t.Resolve = t.Grade.deadlines(at)
	var why lang.Text
	t.Holder, why = kinds[i].Dispatch(in.Place)
	t.First = t.Holder
	t.note(at, WasDispatched, t.Holder, false, why)
	return t, nil
}

// Keep returns the writes for a new ticket, to commit with its audit record. They include the key
// under which the caller's later words on the same matter are found, and the counts.
func (b *Book) Keep(ctx context.Context, t *Ticket) ([]store.Write, error) {
	people, err := b.people(ctx, t)
	if err != nil {
		return nil, err
	}
	var asked []store.Write
	if t.Parties, asked, err = b.Parties(ctx, people...); err != nil {
		return nil, err
	}
	writes, err := b.writes(nil, t)
	if err != nil {
		return nil, err
	}
	writes = append(writes, asked...)
	writes = append(writes, store.Create("same", store.Item{Key: sameKey(t), Body: []byte(t.Number)}))
	return append(writes, opened(t)...), nil
}

// Take stores the ticket. If the same caller has an open ticket on the same matter, Take adds the
// text, the address and the caller to it and returns it with joined set.
func (b *Book) Take(ctx context.Context, t *Ticket) (kept *Ticket, joined bool, err error) {
	for range maxAttempts {
		item, err := b.Store.Get(ctx, sameKey(t))
		if err == nil {
			kept, err := b.add(ctx, string(item.Body), t)
			if errors.Is(err, errClosed) {
				continue // it has just been closed: store a new one
			}
			return kept, true, toClerk(err, t.clerk)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, false, fmt.Errorf("storing a ticket: %w", err)
		}
		writes, err := b.Keep(ctx, t)
		if err != nil {
			return nil, false, err
		}
		err = b.commit(ctx, "opened", t, t.limits(matterLimit, t.clerk), writes)
		var lost *store.Conflict
		if errors.As(err, &lost) {
			continue
		}
		return t, false, toClerk(instant.CommitError("storing a ticket", err, nil), t.clerk)
	}
	return nil, false, problem.New("busy", lang.T("请稍后再试。", "Please try again in a moment."))
}

// Join adds the text, the address and the caller to the open ticket with that number.
func (b *Book) Join(ctx context.Context, number string, t *Ticket) (*Ticket, error) {
	kept, err := b.add(ctx, number, t)
	if errors.Is(err, errClosed) {
		return nil, notNow()
	}
	return kept, toClerk(err, t.clerk)
}

// errSaid means that the ticket already contains the text.
var errSaid = errors.New("ticket: the ticket already contains this text")

// add appends the caller's words to their open ticket. What was said before changes nothing and is not
// counted.
func (b *Book) add(ctx context.Context, number string, t *Ticket) (*Ticket, error) {
	kept, err := b.change(ctx, number, "added", t.limits(additionLimit, t.clerk), func(open *Ticket) ([]store.Write, error) {
		before := len(open.History)
		if err := open.Add(t, t.Received); err != nil || len(open.History) > before {
			return nil, err
		}
		return nil, errSaid
	})
	if errors.Is(err, errSaid) {
		return Load(ctx, b.Store, number)
	}
	return kept, err
}

// maxAttempts is how often a change is retried after a conflict.
const maxAttempts = 20

// Load returns the ticket with that number, or store.ErrNotFound.
func Load(ctx context.Context, s store.Store, number string) (*Ticket, error) {
	item, err := s.Get(ctx, Key(number))
	if err != nil {
		return nil, fmt.Errorf("a ticket: %w", err)
	}
	t := Ticket{version: item.Version}
	if err := json.Unmarshal(item.Body, &t); err != nil {
		return nil, fmt.Errorf("ticket %s: %w", number, err)
	}
	return &t, nil
}

// Change applies a change to the ticket and commits it together with the change's other writes.
// After a conflict it is applied again to the new state.
func (b *Book) Change(ctx context.Context, number, action string, change func(*Ticket) ([]store.Write, error)) (*Ticket, error) {
	return b.change(ctx, number, action, nil, change)
}

// change is Change; it also counts against the limits.
func (b *Book) change(
	ctx context.Context,
	number, action string,
	limits []instant.Counted,
	change func(*Ticket) ([]store.Write, error),
) (*Ticket, error) {
	for range maxAttempts {
		was, err := Load(ctx, b.Store, number)
		if err != nil {
			return nil, err
		}
		is := was.copy()
		is.elapse(b.Now()) // a missed deadline counts, even if the clock job has not run yet
		more, err := change(is)
		if err != nil {
			return nil, err
		}
		writes, err := b.writes(was, is)
		if err != nil {
			return nil, err
		}
		if !is.Open() && was.Open() { // departments are no longer needed
			dissolved, err := team.Dissolve(ctx, b.Store, team.Case{Kind: team.Ticket, Number: number}, b.Now())
			if err != nil {
				return nil, err
			}
			writes = append(writes, dissolved...)
		}
		err = b.commit(ctx, action, is, limits, append(writes, more...))
		var lost *store.Conflict
		if errors.As(err, &lost) && !lost.Has(instant.InterestWrite) {
			continue
		}
		return is, instant.CommitError("changing a ticket", err, nil)
	}
	return nil, problem.New("busy", lang.T("请稍后再试。", "Please try again in a moment."))
}

// entry returns the audit record of an action on the ticket.
func (b *Book) entry(action string, t *Ticket) (*audit.Entry, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("storing a ticket: %w", err)
	}
	return b.Audit.Append(b.Now(), audit.Event{Action: "ticket-" + action, Application: t.Number, Digest: audit.Digest(body)})
}

func (b *Book) commit(ctx context.Context, action string, t *Ticket, limits []instant.Counted, writes []store.Write) error {
	entry, err := b.entry(action, t)
	if err != nil {
		return err
	}
	err = b.CommitLimited(ctx, limits, append(entry.Writes, writes...)...)
	entry.Done(err)
	return err
}

// Look handles the due alarm of a ticket: it records what the passed deadline means.
func (b *Book) Look(ctx context.Context, a clock.Alarm, _ time.Time) error {
	was, err := Load(ctx, b.Store, a.Of)
	if err != nil {
		return err
	}
	is := was.copy()
	is.elapse(b.Now())
	switch {
	case len(is.History) > len(was.History):
		_, err = b.Change(ctx, a.Of, "clock", func(*Ticket) ([]store.Write, error) { return nil, nil })
	case !is.alarm().Equal(a): // a concurrent run was first
		err = b.Store.Commit(ctx, clock.Move(a, clock.Alarm{})...)
	}
	return err
}

// LookTeam handles the due alarm of a ticket's team: late departments are recorded on the ticket.
func (b *Book) LookTeam(ctx context.Context, a clock.Alarm, at time.Time) error {
	late, writes, err := team.Lapse(ctx, b.Store, a, team.Ticket)
	if err != nil {
		return err
	}
	if late == nil {
		return b.Store.Commit(ctx, writes...)
	}
	_, err = b.Change(ctx, a.Of, "departments-late", func(t *Ticket) ([]store.Write, error) {
		t.DepartmentsLate(late.Late(), at)
		return writes, nil
	})
	return err
}

func (t *Ticket) copy() *Ticket {
	c := *t
	c.History = slices.Clone(t.History)
	return &c
}

// sameKey identifies the caller's open ticket on a matter.
func sameKey(t *Ticket) store.Key {
	who := cmp.Or(t.Caller.ID, t.Caller.Mobile, t.Number) // with neither, nobody is the same caller
	about := ""
	switch {
	case t.Apart:
		about = t.Number
	case t.Category == "other":
		about = t.Text
	}
	h := sha256.New()
	for _, part := range []string{who, t.Category, t.Place, t.Application, about} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return store.Key{Partition: "OPENTICKET#" + hex.EncodeToString(h.Sum(nil)), Sort: "OPEN"}
}

// Key is the key of the ticket with that number.
func Key(number string) store.Key {
	return store.Key{Partition: "TICKET#" + number, Sort: "TICKET"}
}
