package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/instant"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/sweep"
)

// TestWhateverIsDoneReplays: after any sequence of acts of people, reviewers and jobs, records and audit agree in both
// directions, and the replay of each decision is equal.
func TestWhateverIsDoneReplays(t *testing.T) {
	done := map[string]int{} // in all of them
	seeds := sweep.Cases(t, []string{"one", "another", "a third"}, 1)
	for _, chosen := range seeds {
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
				pace := time.Hour
				if step < 300 { // while the records of officials are fresh, without which they do nothing
					pace = time.Minute
				}
				h.now = h.now.Add(time.Duration(chance.IntN(20)) * pace)
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
		if times == 0 && len(seeds) > 1 {
			t.Errorf("nothing was %s: %v", name, done)
		}
	}
}

// TestWhatIsChangedBehindTheAuditIsNamed: each kind of audited record is removed, altered, replaced by an older version,
// or invented.
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
	for _, kind := range sweep.Cases(t, slices.Sorted(maps.Keys(kinds)), 5) {
		key := kinds[kind]
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
				tamper.named = "its published state is"
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
	h.claims()
	if len(kinds) < 10 {
		t.Errorf("only %v", kinds)
	}
	if out, err := h.replay(); err != nil {
		t.Errorf("when all is as it was: %v\n%s", err, out)
	}
}

// claims removes a record of each kind of claim, and assigns it to another application, for claims of awards and for
// permanent ones.
func (h *house) claims() {
	h.t.Helper()
	tried := map[string]bool{}
	for _, number := range h.numbers {
		a, err := instant.LoadApplication(h.t.Context(), h.engine.Store, number)
		if err != nil {
			h.t.Fatal(err)
		}
		award, err := instant.LoadAward(h.t.Context(), h.engine.Store, number)
		if errors.Is(err, store.ErrNotFound) {
			continue
		} else if err != nil {
			h.t.Fatal(err)
		}
		held := slices.Clone(a.Grants.Claims)
		if award.State != instant.Ended {
			held = append(held, award.Claims...)
		}
		for _, c := range held {
			if c.Limit > 0 || tried[c.Kind] {
				continue
			}
			tried[c.Kind] = true
			item, err := h.engine.Store.Get(h.t.Context(), store.Key{Partition: "CLAIM#" + c.Kind + "#" + c.Key, Sort: "CLAIM"})
			if err != nil {
				h.t.Fatal(err)
			}
			another := item
			another.Body = bytes.Replace(item.Body, []byte(number), []byte(number[:len(number)-1]+"~"), 1)
			for name, tampered := range map[string]struct {
				write store.Write
				named string
			}{
				"taken away":       {store.Remove("w", item.Key), "its claim " + c.Kind},
				"given to another": {store.Put("w", another), "the record of its claim " + c.Kind},
			} {
				h.commit(tampered.write)
				if out, err := h.replay(); err == nil || !strings.Contains(out, number+": "+tampered.named) {
					h.t.Errorf("the claim of a %s %s is not named:\n%s", c.Kind, name, out)
				}
				h.commit(store.Put("w", item))
			}
		}
	}
	if len(tried) < 5 {
		h.t.Errorf("only claims of %v", tried)
	}
}

// kinds returns a key of each kind of audited record.
func (h *house) kinds() map[string]store.Key {
	h.t.Helper()
	kinds := map[string]store.Key{}
	add := func(key store.Key) {
		kind, _, _ := strings.Cut(key.Partition, "#")
		part, _, _ := strings.Cut(key.Sort, "#")
		if part == "PARTIES" || part == "ACT" { // of whom it is the case, and who looked: the audit has no digest of them
			return
		}
		kinds[kind+"/"+part] = key
	}
	for key, err := range h.file.Keys(h.t.Context()) {
		if err != nil {
			h.t.Fatal(err)
		}
		if strings.HasPrefix(key.Partition, "APPLICATION#") ||
			strings.HasPrefix(key.Partition, "STATUS#") && strings.HasPrefix(key.Sort, "STATE#") {
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

// TestAnOldVersionPutBackIsNamed: a person's decision is undone by restoring the record from before.
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
		if before.Outcome == decision.Approved && err == nil && before.Parts == nil {
			h.try("surrendered", acts["surrendered"], number)
			was = held
		} else if before.Outcome == decision.Referred {
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
