package ticket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// callerPartition is where the tickets of a phone number are found. The sealed store blinds the number, and the
// tickets' numbers after their day.
func callerPartition(phone string) string { return "CALLER#" + phone }

// index returns the writes by which the ticket is found by its phone numbers, as far as it is not yet.
func (t *Ticket) index() []store.Write {
	var writes []store.Write
	phones := t.phones()
	for _, phone := range phones[min(t.Indexed, len(phones)):] {
		key := store.Key{Partition: callerPartition(phone), Sort: t.Number}
		writes = append(writes, store.Put("caller", store.Item{Key: key, Body: []byte(t.Number)}))
	}
	t.Indexed = len(phones)
	return writes
}

// By is what tickets were searched by.
type By string

// A text is taken for a number, then for a phone number, else for words.
const (
	ByNumber By = "number"
	ByPhone  By = "phone"
	ByWords  By = "words"
)

// Found is what a search found in an official's region.
type Found struct {
	By      By     `json:"by"`
	Tickets []Line `json:"tickets"`
	// Read is how many open tickets were read for the words, and Part is set if the region has more of them.
	Read int  `json:"read,omitempty"`
	Part bool `json:"part,omitempty"`
}

// The bounds of a search.
const (
	mostOfPhone   = 50  // newest tickets of a phone number
	mostRead      = 200 // most urgent open tickets that are read for words
	mostDivisions = 200 // divisions whose queues are read for words
	atOnce        = 16  // requests to the store at a time
	leastWords    = 2   // characters
)

var numbered = regexp.MustCompile(`^T[0-9]{8}-[0-9]{6}-[0-9A-Z]+$`)

// asked is what a text asks for.
type asked struct {
	by    By
	text  string   // the number or the phone number
	words []string // each has to be there
}

func askedFor(text string) (asked, error) {
	if number := form.Clean(form.Reference, text); numbered.MatchString(number) {
		return asked{by: ByNumber, text: number}, nil
	}
	phone := form.Clean(form.Phone, text)
	if reason, _ := form.Wrong(form.Phone, lang.Text{}, phone); phone != "" && reason == "" {
		return asked{by: ByPhone, text: phone}, nil
	}
	words := strings.Fields(hanzi.Text(text))
	for i, word := range words {
		words[i] = hanzi.Key(word)
	}
	if len([]rune(strings.Join(words, ""))) < leastWords {
		return asked{}, problem.OfField("text", "length", lang.T("请输入诉求编号、电话号码，或者至少两个字。",
			"Enter a ticket number, a phone number, or at least two characters."))
	}
	return asked{by: ByWords, words: words}, nil
}

// of reports whether the ticket is what was asked for.
func (a asked) of(t *Ticket) bool {
	switch a.by {
	case ByNumber:
		return t.Number == a.text
	case ByPhone:
		return slices.Contains(t.phones(), a.text)
	default:
		return t.says(a.words)
	}
}

// Find returns the tickets of the official's region that have the number, the caller's phone number or all of the
// words, without those in which the official has a conflict of interest. By number and phone it finds all tickets,
// by words the open ones, up to a bound that Found states. Tickets that were stored before they were indexed are
// found by phone from their next change on.
func (b *Book) Find(ctx context.Context, by instant.Officer, text string) (Found, error) {
	sought, err := askedFor(text)
	if err != nil {
		return Found{}, err
	}
	found, tickets := Found{By: sought.by}, []*Ticket(nil)
	switch sought.by {
	case ByNumber:
		tickets, err = b.load(ctx, []string{sought.text})
	case ByPhone:
		tickets, err = b.OfPhone(ctx, sought.text)
	default:
		var numbers []string
		if numbers, found.Part, err = b.open(ctx, by.Region); err == nil {
			tickets, err = b.load(ctx, numbers)
		}
		found.Read = len(tickets)
	}
	if err != nil {
		return Found{}, err
	}
	tickets = slices.DeleteFunc(tickets, func(t *Ticket) bool { return !t.SeenFrom(by.Region) || !sought.of(t) })
	found.Tickets, err = b.without(ctx, by, tickets)
	return found, err
}

// FindAmong is Find among the tickets with these numbers, wherever they are.
func (b *Book) FindAmong(ctx context.Context, by instant.Officer, numbers []string, text string) (Found, error) {
	sought, err := askedFor(text)
	if err != nil {
		return Found{}, err
	}
	found := Found{By: sought.by, Part: len(numbers) > mostRead}
	tickets, err := b.load(ctx, numbers[:min(len(numbers), mostRead)])
	if err != nil {
		return Found{}, err
	}
	found.Read = len(tickets)
	found.Tickets, err = b.without(ctx, by, slices.DeleteFunc(tickets, func(t *Ticket) bool { return !sought.of(t) }))
	return found, err
}

// Same is a ticket of a caller that is not closed.
type Same struct {
	Line
	Joins bool // more can be added: the caller is known by the phone number alone
}

// SameCaller returns the tickets of the phone number in the official's region that are not closed, the newest
// first, without those in which the official has a conflict of interest.
func (b *Book) SameCaller(ctx context.Context, by instant.Officer, phone string) ([]Same, error) {
	found, err := b.OfPhone(ctx, phone)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(t *Ticket) bool { return t.State == Closed || !t.SeenFrom(by.Region) })
	unknown := map[string]bool{}
	for _, t := range found {
		unknown[t.Number] = t.Caller.ID == ""
	}
	lines, err := b.without(ctx, by, found)
	var same []Same
	for _, l := range lines {
		same = append(same, Same{l, unknown[l.Number]})
	}
	return same, err
}

// OfPhone returns the tickets of the phone number, as it is dialled; the newest first.
func (b *Book) OfPhone(ctx context.Context, phone string) ([]*Ticket, error) {
	items, _, err := b.first(ctx, store.Query{Partition: callerPartition(phone), Descending: true}, mostOfPhone)
	if err != nil {
		return nil, fmt.Errorf("tickets of a phone number: %w", err)
	}
	numbers := make([]string, len(items))
	for i, item := range items {
		numbers[i] = string(item.Body)
	}
	found, err := b.load(ctx, numbers)
	slices.SortStableFunc(found, func(a, b *Ticket) int { return b.Received.Compare(a.Received) })
	return found, err
}

// load returns the tickets in the order of their numbers, without those that do not exist.
func (b *Book) load(ctx context.Context, numbers []string) ([]*Ticket, error) {
	found := make([]*Ticket, len(numbers))
	err := together(len(numbers), func(i int) (err error) {
		if found[i], err = Load(ctx, b.Store, numbers[i]); errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	})
	return slices.DeleteFunc(found, func(t *Ticket) bool { return t == nil }), err
}

// open returns the numbers of the region's most urgent open tickets, and whether it has more.
func (b *Book) open(ctx context.Context, region string) (numbers []string, part bool, err error) {
	places, part := below(region)
	queues, more := make([][]queueLine, len(places)), make([]bool, len(places))
	err = together(len(places), func(i int) error {
		items, rest, err := b.first(ctx, store.Query{Partition: queuePartition(places[i])}, mostRead)
		if err != nil {
			return fmt.Errorf("the queue: %w", err)
		}
		more[i], queues[i] = rest, make([]queueLine, len(items))
		for j, item := range items {
			if err := json.Unmarshal(item.Body, &queues[i][j]); err != nil {
				return fmt.Errorf("the queue: %w", err)
			}
		}
		return nil
	})
	all := slices.Concat(queues...)
	slices.SortFunc(all, func(a, b queueLine) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number)) })
	all = slices.CompactFunc(all, func(a, b queueLine) bool { return a.Number == b.Number })
	part = part || slices.Contains(more, true)
	if len(all) > mostRead {
		all, part = all[:mostRead], true
	}
	for _, l := range all {
		numbers = append(numbers, l.Number)
	}
	return numbers, part, err
}

// first returns the first items of the query, at most that many, and whether there are more.
func (b *Book) first(ctx context.Context, q store.Query, most int) (items []store.Item, more bool, err error) {
	for item, err := range store.All(ctx, b.Store, q) {
		if err != nil || len(items) == most {
			return items, err == nil, err
		}
		items = append(items, item)
	}
	return items, false, nil
}

// below returns the region and the divisions in it, from the highest, and whether it has more of them.
func below(region string) (codes []string, part bool) {
	codes = []string{region}
	for i := 0; i < len(codes) && len(codes) <= mostDivisions; i++ {
		for _, d := range division.Children(codes[i]) {
			codes = append(codes, d.Code)
		}
	}
	if len(codes) > mostDivisions {
		return codes[:mostDivisions], true
	}
	return codes, false
}

// together calls f for 0 to n-1, some at the same time, and returns the first error.
func together(n int, f func(i int) error) error {
	var all sync.WaitGroup
	errs, free := make([]error, n), make(chan struct{}, atOnce)
	for i := range n {
		free <- struct{}{}
		all.Go(func() {
			errs[i] = f(i)
			<-free
		})
	}
	all.Wait()
	return cmp.Or(errs...)
}

// without returns the tickets without those in which the official has a conflict of interest.
func (b *Book) without(ctx context.Context, by instant.Officer, tickets []*Ticket) ([]Line, error) {
	all := []Line{}
	if len(tickets) == 0 {
		return all, nil
	}
	listed, err := b.Listed(ctx, by)
	if err != nil {
		return nil, err
	}
	for _, t := range tickets {
		parties, err := b.PartiesOf(ctx, t)
		if err != nil {
			return nil, err
		}
		if !t.names(by) && listed(parties) {
			all = append(all, t.Line())
		}
	}
	return all, nil
}

// says reports whether the ticket has all of the words: in its text, its place, its title, or what was added.
func (t *Ticket) says(words []string) bool {
	texts := []string{t.Text, t.Address, division.FullName(t.Place).ZH, t.Title.ZH, t.Title.EN}
	for _, e := range t.History {
		if e.Added != nil {
			texts = append(texts, e.Added.Address)
		}
		if e.What == WasAdded {
			texts = append(texts, e.Text.ZH)
		}
	}
	all := hanzi.Key(hanzi.Text(strings.Join(texts, "|")))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) })
}
