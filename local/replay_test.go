package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/ticket"
	"miaoban/shared/vault"
)

// house is a house whose time the test tells, with the seed in it.
type house struct {
	t        *testing.T
	now      time.Time
	file     *bolt.Store
	records  *vault.Store
	engine   *instant.Engine
	services map[string]instant.Offering
	numbers  []string // of the applications that were made
	done     map[string]int
}

func openHouse(t *testing.T, day string) *house {
	t.Helper()
	h := &house{t: t, now: calendar.MustParse(day).Start().Add(9 * time.Hour), services: map[string]instant.Offering{}, done: map[string]int{}}
	clock := func() time.Time { return h.now }
	var err error
	if h.file, err = bolt.Open(filepath.Join(t.TempDir(), "house.db"), clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.file.Close() })
	master, err := vault.OpenFile(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	h.records = vault.Open(h.file, master, clock)
	if err := seed.Load(t.Context(), h.records, h.now); err != nil {
		t.Fatal(err)
	}
	if h.engine, err = platform.NewEngine(func(string) string { return "" }, h.records, io.Discard); err != nil {
		t.Fatal(err)
	}
	h.engine.Now = clock
	for _, s := range functions.Services() {
		h.services[s.About().Slug] = s
	}
	return h
}

// apply has the services, or all of them, answer their examples of an application.
func (h *house) apply(services []string, names ...string) {
	h.t.Helper()
	all, err := samples.Load("../events")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, sample := range all {
		service := h.services[sample.Function]
		if service == nil || !slices.Contains(names, sample.Name) || services != nil && !slices.Contains(services, sample.Function) {
			continue
		}
		serve, err := platform.Bind(h.engine, service.Routes)
		if err != nil {
			h.t.Fatal(err)
		}
		var event events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(sample.Payload, &event); err != nil {
			h.t.Fatal(err)
		}
		response, err := serve(h.t.Context(), event)
		if err != nil {
			h.t.Fatal(err)
		}
		var receipt instant.Receipt
		if json.Unmarshal([]byte(response.Body), &receipt) != nil || response.StatusCode != 201 {
			continue // what somebody before them has, for one
		}
		for _, r := range append(receipt.Parts, receipt) {
			h.numbers = append(h.numbers, r.Number)
		}
	}
}

// replay is what the replay prints, and whether it found a fault.
func (h *house) replay() (string, error) {
	var out bytes.Buffer
	err := replayed(h.t.Context(), h.records, h.file.Keys(h.t.Context()), &out)
	return out.String(), err
}

// try does the act to the application. What cannot be done is answered with a problem.
func (h *house) try(name string, act func(context.Context, *instant.Application) error, number string) {
	h.t.Helper()
	a, err := instant.LoadApplication(h.t.Context(), h.engine.Store, number)
	if errors.Is(err, store.ErrNotFound) { // it was erased
		return
	}
	if err != nil {
		h.t.Fatal(err)
	}
	var problem *httpapi.Problem
	switch err := act(h.t.Context(), a); {
	case err == nil:
		h.done[name]++
	case !errors.As(err, &problem) && !errors.Is(err, store.ErrNotFound):
		h.t.Fatalf("%s: %v", name, err)
	}
}

// determination is what a person may find out of the application: what was last known, or
// the value where nothing was.
func determination(a *instant.Application, value string, met bool) instant.Determination {
	d := instant.Determination{Reason: "已核对原件"}
	seen := map[string]bool{}
	for _, f := range a.Findings {
		if f.Judgeable() {
			d.Judged = append(d.Judged, instant.Judged{Rule: f.Rule, Met: met})
		}
		for _, ref := range f.Saw {
			for _, fact := range a.Facts {
				place := ref.Dataset + fact.Key + ref.Field
				if ref.State.Knowledge() || fact.Dataset != ref.Dataset || !slices.Contains(fact.Fields, ref.Field) || seen[place] {
					continue
				}
				seen[place] = true
				s := instant.Supplied{Dataset: ref.Dataset, Key: fact.Key, Field: ref.Field, Value: value}
				if last, known := fact.Values[ref.Field]; known {
					s.Value = last
				}
				d.Supplied = append(d.Supplied, s)
			}
		}
	}
	return d
}

// acts are what can be done with an application after its decision.
func (h *house) acts() map[string]func(context.Context, *instant.Application) error {
	first, second := instant.Officer{Name: "梁审省", ID: person(h.t, "梁审省").ID, Region: "440000"}, instant.Officer{Name: "梁审南", ID: person(h.t, "梁审南").ID, Region: "440605"}
	reviewer := func(a *instant.Application) (instant.Reviewer, error) {
		r, err := h.services[a.Service].Reviewer(h.engine)
		if err == nil && r == nil { // a bundle's parts are decided, and not it
			return nil, httpapi.NewProblem("not-found", a.Title)
		}
		return r, err
	}
	book, err := ticket.Open(h.engine)
	if err != nil {
		h.t.Fatal(err)
	}
	determine := func(met bool) func(context.Context, *instant.Application) error {
		return func(ctx context.Context, a *instant.Application) (err error) {
			r, err := reviewer(a)
			if err != nil {
				return err
			}
			for _, value := range []string{"true", "1950-01-01", "36", "440605011"} {
				if _, err = r.Determine(ctx, a, first, determination(a, value, met)); err == nil {
					return nil
				}
			}
			return err
		}
	}
	return map[string]func(context.Context, *instant.Application) error{
		"determined as met":     determine(true),
		"determined as not met": determine(false),
		"confirmed": func(ctx context.Context, a *instant.Application) error {
			r, err := reviewer(a)
			if err == nil {
				_, err = r.Confirm(ctx, a, second)
			}
			return err
		},
		"returned": func(ctx context.Context, a *instant.Application) error {
			return h.engine.Return(ctx, a, second, "请再核对原件")
		},
		"verified": func(ctx context.Context, a *instant.Application) error {
			c, err := h.services[a.Service].Caretaker(h.engine)
			if err != nil || c == nil {
				return httpapi.NewProblem("not-found", a.Title)
			}
			_, err = c.Verify(ctx, a.Number, false)
			return err
		},
		"surrendered": func(ctx context.Context, a *instant.Application) error {
			how := h.services[a.Service].About().Surrender
			end, err := h.engine.Ending(ctx, a, how)
			if err != nil {
				return err
			}
			return h.engine.Surrender(ctx, a, how, end.Confirm)
		},
		"erased": func(ctx context.Context, a *instant.Application) error {
			shown, err := h.engine.Erasing(ctx, a)
			if err != nil {
				return err
			}
			return h.engine.Erase(ctx, a, shown.Confirm)
		},
		"a person asked for": func(ctx context.Context, a *instant.Application) error {
			if a.Outcome == instant.Referred {
				return httpapi.NewProblem("already-requested", a.Title)
			}
			shown, err := book.Asking(ctx, a)
			if err != nil {
				return err
			}
			return book.RequestReview(ctx, a, instant.Actor{}, shown.Confirm)
		},
		"asked": func(ctx context.Context, a *instant.Application) error {
			return h.engine.Ask(ctx, a, first, "请补充证明")
		},
		"answered": func(ctx context.Context, a *instant.Application) error {
			return h.engine.Answer(ctx, a, instant.Actor{}, "已补充")
		},
		"rated": func(ctx context.Context, a *instant.Application) error {
			rating, err := instant.NewRating(1+len(a.Findings)%5, nil, "", h.now)
			if err != nil {
				return err
			}
			return book.Rate(ctx, a, rating)
		},
	}
}

// TestWhateverIsDoneReplays: after any sequence of what people, reviewers and jobs do, the
// records are those that the audit knows, both ways, and each decision made again is the
// same.
func TestWhateverIsDoneReplays(t *testing.T) {
	done := map[string]int{} // in all of them
	for _, chosen := range []string{"one", "another", "a third"} {
		t.Run(chosen, func(t *testing.T) {
			h := openHouse(t, "2026-11-24")
			chance := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(chosen))))
			h.apply(nil, "approved", "rejected", "referred")
			acts := h.acts()
			var names []string
			for name := range acts {
				names = append(names, name)
			}
			slices.Sort(names)
			for step := range 600 {
				name := names[chance.IntN(len(names))]
				if name == "surrendered" && chance.IntN(3) > 0 { // or there is nothing left to verify
					continue
				}
				h.try(name, acts[name], h.numbers[chance.IntN(len(h.numbers))])
				h.now = h.now.Add(time.Duration(chance.IntN(20)) * time.Hour)
				if step%150 == 0 {
					if out, err := h.replay(); err != nil {
						t.Fatalf("after %v: %v\n%s", h.done, err, out)
					}
				}
			}
			h.now = h.now.AddDate(0, 8, 0) // what was rejected may be erased
			for _, number := range h.numbers {
				if chance.IntN(2) == 0 {
					h.try("erased", acts["erased"], number)
				}
			}
			out, err := h.replay()
			if err != nil || !strings.Contains(out, " 0 faults\n") {
				t.Errorf("after %v: %v\n%s", h.done, err, out)
			}
			for _, name := range names {
				done[name] += h.done[name]
			}
		})
	}
	for name, times := range done {
		if times == 0 {
			t.Errorf("nothing was %s: %v", name, done)
		}
	}
}

// TestWhatIsChangedBehindTheAuditIsNamed: each record that the audit knows, taken away,
// altered, put back as it was before, or made up.
func TestWhatIsChangedBehindTheAuditIsNamed(t *testing.T) {
	h := openHouse(t, "2026-11-24")
	h.apply([]string{"elderlyallowance", "seniorcard", "talentsubsidy", "startup"}, "approved", "rejected", "referred")
	acts := h.acts()
	for _, name := range []string{"asked", "rated", "verified", "a person asked for", "determined as met", "confirmed", "surrendered"} {
		for _, number := range h.numbers {
			h.try(name, acts[name], number)
			h.now = h.now.Add(time.Minute)
			if name == "surrendered" && h.done[name] == 2 {
				break
			}
		}
	}
	if out, err := h.replay(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	kinds := h.kinds()
	for kind, key := range kinds {
		_, number, _ := strings.Cut(key.Partition, "#")
		item, err := h.engine.Store.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		made := item
		made.Partition = strings.Replace(made.Partition, number, number[:len(number)-1]+"~", 1)
		place, err := h.records.Place(t.Context(), made.Key)
		if err != nil {
			t.Fatal(err)
		}
		altered := item
		if altered.Body = bytes.Replace(item.Body, []byte("2026"), []byte("2025"), 1); kind == "APPLICATION/AWARD" {
			altered.Body = bytes.Replace(item.Body, []byte(`"recover_fen":0`), []byte(`"recover_fen":1`), 1)
		}
		for name, tamper := range map[string]struct {
			do, undo store.Write
			named    string
		}{
			"taken away": {store.Remove("w", key), store.Put("w", item), number},
			"altered":    {store.Put("w", altered), store.Put("w", item), number},
			"made up":    {store.Put("w", made), store.Remove("w", made.Key), strings.TrimPrefix(place.Partition, "APPLICATION#")},
		} {
			if kind == "STATUS/STATE" && name != "made up" { // of whose certificate it is
				tamper.named = "everybody reads that it is"
			}
			if name == "altered" && bytes.Equal(altered.Body, item.Body) || name == "made up" && kind == "STATUS/STATE" {
				continue
			}
			h.commit(tamper.do)
			if out, err := h.replay(); err == nil || !strings.Contains(out, tamper.named) {
				t.Errorf("%s %s is not named %s:\n%s", kind, name, tamper.named, out)
			}
			h.commit(tamper.undo)
		}
	}
	if len(kinds) < 10 {
		t.Errorf("only %v", kinds)
	}
	if out, err := h.replay(); err != nil {
		t.Errorf("when all is as it was: %v\n%s", err, out)
	}
}

// kinds are a key of each kind of record that the audit knows.
func (h *house) kinds() map[string]store.Key {
	h.t.Helper()
	kinds := map[string]store.Key{}
	add := func(key store.Key) {
		kind, _, _ := strings.Cut(key.Partition, "#")
		part, _, _ := strings.Cut(key.Sort, "#")
		kinds[kind+"/"+part] = key
	}
	for key, err := range h.file.Keys(h.t.Context()) {
		if err != nil {
			h.t.Fatal(err)
		}
		if strings.HasPrefix(key.Partition, "APPLICATION#") || strings.HasPrefix(key.Partition, "STATUS#") && strings.HasPrefix(key.Sort, "STATE#") {
			add(key)
		}
	}
	for _, number := range h.numbers {
		a, err := instant.LoadApplication(h.t.Context(), h.engine.Store, number)
		if err != nil {
			h.t.Fatal(err)
		}
		if key, granted := a.CertificateOf(); granted {
			add(key)
		}
	}
	past, err := seed.History()
	if err != nil {
		h.t.Fatal(err)
	}
	for _, item := range past {
		if kind, _, _ := strings.Cut(item.Partition, "#"); kind == item.Sort && (kind == "TICKET" || kind == "DEED") {
			add(store.Key{Partition: item.Partition, Sort: item.Sort})
		}
	}
	return kinds
}

func (h *house) commit(writes ...store.Write) {
	h.t.Helper()
	if err := h.engine.Store.Commit(h.t.Context(), writes...); err != nil {
		h.t.Fatal(err)
	}
}

// TestAnOldVersionPutBackIsNamed: what a person decided, undone by the record of before.
func TestAnOldVersionPutBackIsNamed(t *testing.T) {
	h := openHouse(t, "2026-11-24")
	h.apply(nil, "approved", "referred")
	acts := h.acts()
	undone := 0
	for _, number := range h.numbers {
		before, err := instant.LoadApplication(t.Context(), h.engine.Store, number)
		if err != nil {
			t.Fatal(err)
		}
		key := store.Key{Partition: "APPLICATION#" + number, Sort: "APPLICATION"}
		was, err := h.engine.Store.Get(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		award := store.Key{Partition: key.Partition, Sort: "AWARD"}
		held, err := h.engine.Store.Get(t.Context(), award)
		if before.Outcome == instant.Approved && err == nil && before.Parts == nil {
			h.try("surrendered", acts["surrendered"], number)
			was = held
		} else if before.Outcome == instant.Referred {
			h.try("determined as met", acts["determined as met"], number)
		}
		is, err := h.engine.Store.Get(t.Context(), was.Key)
		if err != nil || bytes.Equal(is.Body, was.Body) {
			continue
		}
		undone++
		h.commit(store.Put("w", was))
		if out, err := h.replay(); err == nil || !strings.Contains(out, number+": ") {
			t.Errorf("%s as it was before is not named: %v\n%s", was.Sort, err, out)
		}
		h.commit(store.Put("w", is))
		if undone == 8 {
			break
		}
	}
	if undone < 4 {
		t.Errorf("only %d were undone", undone)
	}
	if out, err := h.replay(); err != nil {
		t.Errorf("when all is as it was: %v\n%s", err, out)
	}
}
