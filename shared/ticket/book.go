package ticket

import (
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

// Book is where tickets are kept.
type Book struct {
	*instant.Engine
	Table
	version string
}

// Open opens the book.
func Open(e *instant.Engine) (*Book, error) {
	table, version, err := Tables()
	if err != nil {
		return nil, err
	}
	return &Book{e, table, version}, nil
}

// Intake is what comes in.
type Intake struct {
	Category    string
	Place       string
	Address     string
	Text        string
	Application string
	Service     string
	Caller      Caller
	Source      Source
	Clerk       string // ID number of who takes the call down; empty where nobody does
}

// New is the ticket of an intake, dispatched.
func (b *Book) New(in Intake) (*Ticket, error) {
	at := b.Now()
	number, err := b.NewNumber(at)
	if err != nil {
		return nil, err
	}
	kinds := b.Kinds(calendar.Of(at))
	i := slices.IndexFunc(kinds, func(c Category) bool { return c.Code == in.Category })
	if i < 0 {
		return nil, problem.OfField("category", "choice", lang.T("请选择诉求分类。", "Choose what it is about."))
	}
	limits, ok := b.Limits.At(in.Place, calendar.Of(at))
	if !ok {
		return nil, fmt.Errorf("dispatch: there are no limits on %s", calendar.Of(at))
	}
	t := &Ticket{
		Number: "T" + number, Category: in.Category, Title: kinds[i].Name, Place: in.Place, Address: in.Address, Text: in.Text,
		Application: in.Application, Service: in.Service, Caller: in.Caller, Source: in.Source, TakenBy: in.Clerk, Received: at, Table: b.version,
		Grade: limits.Value[kinds[i].Grade], State: Dispatched, Round: 1, Since: at, clerk: in.Clerk,
	}
	t.Respond, t.Resolve = t.Grade.deadlines(at)
	var why lang.Text
	t.Holder, why = kinds[i].Dispatch(in.Place)
	t.First = t.Holder
	t.note(at, WasDispatched, t.Holder, false, why)
	return t, nil
}

// Keep is the writes that keep a new ticket, beside its audit record: what joins the same
// caller's later words on the same matter to it, and what counts it.
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

// Take keeps the ticket, or joins its words to the caller's own open one on the same
// matter, which it returns.
func (b *Book) Take(ctx context.Context, t *Ticket) (kept *Ticket, joined bool, err error) {
	for range maxAttempts {
		item, err := b.Store.Get(ctx, sameKey(t))
		if err == nil {
			kept, err := b.add(ctx, string(item.Body), t)
			if errors.Is(err, errClosed) {
				continue // it was closed just now: this is a new one
			}
			return kept, true, toClerk(err, t.clerk)
		}
		if !errors.Is(err, store.ErrNotFound) {
			return nil, false, fmt.Errorf("taking a ticket: %w", err)
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
		return t, false, toClerk(instant.CommitError("taking a ticket", err, nil), t.clerk)
	}
	return nil, false, problem.New("busy", lang.T("请稍后再试。", "Please try again shortly."))
}

// errSaid says that the words are in the ticket already.
var errSaid = errors.New("ticket: said before")

// add joins what the caller says to their open ticket. The same words again change nothing, and
// are not counted.
func (b *Book) add(ctx context.Context, number string, t *Ticket) (*Ticket, error) {
	kept, err := b.change(ctx, number, "added", t.limits(additionLimit, t.clerk), func(open *Ticket) ([]store.Write, error) {
		before := len(open.History)
		if err := open.Add(t.Text, t.Received); err != nil || len(open.History) > before {
			return nil, err
		}
		return nil, errSaid
	})
	if errors.Is(err, errSaid) {
		return Load(ctx, b.Store, number)
	}
	return kept, err
}

// maxAttempts bounds how often a change is made again because another came first.
const maxAttempts = 20

// Load is the ticket of that number, or store.ErrNotFound.
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

// Change makes a change of the ticket, and what else it writes, in one commit. When
// another change comes first it is made again on what is there then.
func (b *Book) Change(ctx context.Context, number, action string, change func(*Ticket) ([]store.Write, error)) (*Ticket, error) {
	return b.change(ctx, number, action, nil, change)
}

// change is Change, which counts for the limits.
func (b *Book) change(ctx context.Context, number, action string, limits []instant.Counted, change func(*Ticket) ([]store.Write, error)) (*Ticket, error) {
	for range maxAttempts {
		was, err := Load(ctx, b.Store, number)
		if err != nil {
			return nil, err
		}
		is := was.copy()
		is.elapse(b.Now()) // a deadline that was missed is missed, though nobody looked yet
		more, err := change(is)
		if err != nil {
			return nil, err
		}
		writes, err := b.writes(was, is)
		if err != nil {
			return nil, err
		}
		if !is.Open() && was.Open() { // nobody is called any more
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
	return nil, problem.New("busy", lang.T("请稍后再试。", "Please try again shortly."))
}

// entry is the audit's record of what was done with the ticket.
func (b *Book) entry(action string, t *Ticket) (*audit.Entry, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("keeping a ticket: %w", err)
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

// Look looks at a ticket whose alarm is due.
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
	case !is.alarm().Equal(a): // another run looked meanwhile
		err = b.Store.Commit(ctx, clock.Move(a, clock.Alarm{})...)
	}
	return err
}

// LookTeam looks at the team of a ticket, whose clock may have run out: who called it
// is told.
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

// sameKey is what the caller's words on one matter have in common while it is open.
func sameKey(t *Ticket) store.Key {
	who := t.Caller.ID + t.Caller.Mobile
	if who == "" {
		who = t.Number // nobody knows
	}
	about := ""
	if t.Category == "other" {
		about = t.Text
	}
	h := sha256.New()
	for _, part := range []string{who, t.Category, t.Place, t.Application, about} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return store.Key{Partition: "OPENTICKET#" + hex.EncodeToString(h.Sum(nil)), Sort: "OPEN"}
}

// Key is where the ticket is.
func Key(number string) store.Key {
	return store.Key{Partition: "TICKET#" + number, Sort: "TICKET"}
}
