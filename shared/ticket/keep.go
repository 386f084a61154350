package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/division"
	"miaoban/shared/hanzi"
	"miaoban/shared/instant"
	"miaoban/shared/interest"
	"miaoban/shared/lang"
	"miaoban/shared/store"
	"miaoban/shared/store/listing"
)

// Line is a ticket in a list. It contains no data about the caller.
type Line struct {
	Number   string    `json:"number"`
	Category string    `json:"category"`
	Title    lang.Text `json:"title"`
	Place    string    `json:"place"`
	Received time.Time `json:"received"`
	Due      time.Time `json:"due"` // deadline for the resolution
	State    State     `json:"state"`
	Holder   string    `json:"holder"`
	Level    int       `json:"level"`
	Round    int       `json:"round"`
	Passing  bool      `json:"passing,omitempty"`
}

// Line returns the ticket's entry for lists.
func (t *Ticket) Line() Line {
	return Line{t.Number, t.Category, t.Title, t.Place, t.Received, t.Resolve, t.State, t.Holder, t.Level, t.Round, t.Passing != nil}
}

func queuePartition(division string) string { return "TICKETS#" + division }

const queueTime = "20060102T150405Z"

// places returns the keys of the ticket in the queues, ordered by deadline.
func (t *Ticket) places() []store.Key {
	if t == nil {
		return nil
	}
	var places []store.Key
	for _, at := range t.WaitsAt() {
		place := store.Key{Partition: queuePartition(at), Sort: t.Resolve.UTC().Format(queueTime) + "#" + t.Number}
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	return places
}

// writes returns the writes from one state of a ticket to the next; was is nil for a new ticket.
func (b *Book) writes(was, is *Ticket) ([]store.Write, error) {
	if was == nil { // a new ticket is kept again after a conflict
		is.Indexed, is.Counted = 0, nil
	}
	counted := append(is.index(), is.recount()...)
	body, err := json.Marshal(is)
	if err != nil {
		return nil, fmt.Errorf("storing a ticket: %w", err)
	}
	line, err := json.Marshal(is.Line())
	if err != nil {
		return nil, fmt.Errorf("storing a ticket: %w", err)
	}
	item := store.Item{Key: Key(is.Number), Body: body}
	write := store.Create("ticket", item)
	var before clock.Alarm
	if was != nil {
		item.Version, before = was.version, was.alarm()
		write = store.Replace("ticket", item)
	}
	writes := append(append(clock.Move(before, is.alarm()), write), counted...)
	now := is.places()
	for _, place := range was.places() {
		if !slices.Contains(now, place) {
			writes = append(writes, store.Remove("queue", place))
		}
	}
	waits, err := json.Marshal(lineOf(is))
	if err != nil {
		return nil, fmt.Errorf("storing a ticket: %w", err)
	}
	for _, place := range now {
		writes = append(writes, store.Put("queue", store.Item{Key: place, Body: waits}))
	}
	if is.Caller.ID != "" {
		writes = append(
			writes,
			store.Put(
				"summary",
				store.Item{Key: store.Key{Partition: instant.PersonPartition(is.Caller.ID), Sort: ownPrefix + is.Number}, Body: line},
			),
		)
	}
	if was == nil {
		return writes, nil
	}
	switch {
	case is.State == Closed && was.State != Closed:
		writes = append(writes, store.Remove("same", sameKey(is)))
	case is.State != Closed && was.State == Closed:
		writes = append(writes, store.Put("same", store.Item{Key: sameKey(is), Body: []byte(is.Number)}))
	}
	writes = append(writes, ended(was, is)...)
	if is.State == Answered && was.State != Answered && is.Caller.ID != "" {
		notice, err := instant.NoticeWrite(is.Caller.ID, "ticket#"+is.Number, instant.Notice{
			At: is.Answered, Title: lang.F("您反映的“%s”有了答复", "Your complaint “%s” was answered", is.Title),
			Text: lang.T("请看是否已经解决：未解决的会重新办理。", "Please say whether it is resolved; if not, it will be reopened."), Ticket: is.Number,
		})
		if err != nil {
			return nil, err
		}
		writes = append(writes, notice)
	}
	return writes, nil
}

const ownPrefix = "TICKET#"

// Own returns a page of the person's tickets, newest first, and the cursor of the next page.
func Own(ctx context.Context, s store.Store, person, after string) ([]Line, string, error) {
	return listing.Page[Line](ctx, s, instant.PersonPartition(person), ownPrefix, after)
}

// queueLine is the stored entry of a queue, with the people whose ticket it is.
type queueLine struct {
	Line
	Caller  string           `json:"caller_name,omitempty"`
	Unknown bool             `json:"unknown,omitempty"`       // the caller is unknown
	Others  []string         `json:"other_callers,omitempty"` // names of unknown callers who said more
	Parties []interest.Known `json:"parties,omitempty"`
}

func lineOf(t *Ticket) queueLine {
	l := queueLine{Line: t.Line(), Caller: t.Caller.Name, Unknown: t.Caller.ID == "", Parties: t.Parties}
	for _, name := range t.callers() {
		if name != l.Caller {
			l.Others = append(l.Others, name)
		}
	}
	return l
}

// unknown are the names of the unknown callers.
func (l queueLine) unknown() []string {
	if l.Unknown {
		return append([]string{l.Caller}, l.Others...)
	}
	return l.Others
}

// Queue returns the open tickets of the officer's region without those in which they have a
// conflict of interest: tickets that the division handles or supervises, and those of the
// divisions below it. The most urgent comes first.
func (b *Book) Queue(ctx context.Context, by instant.Officer) ([]Line, error) {
	listed, err := b.Listed(ctx, by)
	if err != nil {
		return nil, err
	}
	waiting, err := queue(ctx, b.Store, by.Region)
	if err != nil {
		return nil, err
	}
	all := []Line{}
	for _, l := range waiting {
		if slices.ContainsFunc(l.unknown(), func(name string) bool { return hanzi.Same(name, by.Name) }) {
			continue
		}
		if l.Parties == nil && !l.Unknown { // stored before parties were recorded
			t, err := Load(ctx, b.Store, l.Number)
			if err == nil {
				l.Parties, err = b.PartiesOf(ctx, t)
			}
			if err != nil {
				return nil, err
			}
		}
		if listed(l.Parties) {
			all = append(all, l.Line)
		}
	}
	slices.SortStableFunc(all, func(a, b Line) int { return a.Due.Compare(b.Due) })
	return all, nil
}

// queue returns the entries of the region's queue.
func queue(ctx context.Context, s store.Store, region string) ([]queueLine, error) {
	places := []string{region}
	if len(region) == 6 {
		for _, below := range division.Children(region) {
			places = append(places, below.Code)
		}
	}
	seen := map[string]bool{}
	var all []queueLine
	for _, place := range places {
		for item, err := range store.All(ctx, s, store.Query{Partition: queuePartition(place)}) {
			if err != nil {
				return nil, fmt.Errorf("the queue: %w", err)
			}
			var l queueLine
			if err := json.Unmarshal(item.Body, &l); err != nil {
				return nil, fmt.Errorf("the queue: %w", err)
			}
			if !seen[l.Number] {
				seen[l.Number] = true
				all = append(all, l)
			}
		}
	}
	return all, nil
}
