// Package office records which roles were taken back from people in office: they end with
// the next request, whatever their tokens say, until they are given back.
package office

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/division"
	"miaoban/shared/identity"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// All stands for every role of a person, also those that the issuer gives them later.
const All = "all"

// offices are what there is to hold for a region, beside those of the departments.
var offices = []string{"reviewer", "receiver", "clerk", "steward", "director"}

// Known reports whether there is such a role: an office or a department, for a division.
func Known(role string) bool {
	office, region, _ := strings.Cut(role, ":")
	if _, found := division.Find(region); !found {
		return false
	}
	department, member := strings.CutPrefix(office, "department.")
	return slices.Contains(offices, office) || member && slices.Contains(team.Codes(), department)
}

// record is what was taken back from one person, and when. The audit knows it by its number,
// which is random.
type record struct {
	Number    string               `json:"number"`
	Withdrawn map[string]time.Time `json:"withdrawn"` // by role
}

func key(person string) store.Key { return store.Key{Partition: "OFFICE#" + person, Sort: "OFFICE"} }

func numberKey(number string) store.Key {
	return store.Key{Partition: "OFFICENUMBER#" + number, Sort: "OFFICENUMBER"}
}

// KeyOf is where the record of that number is, or store.ErrNotFound.
func KeyOf(ctx context.Context, s store.Store, number string) (store.Key, error) {
	item, err := s.Get(ctx, numberKey(number))
	if err != nil {
		return store.Key{}, fmt.Errorf("office: %w", err)
	}
	return key(string(item.Body)), nil
}

// Register is where roles are taken back and given back. The audit has each act.
type Register struct {
	Store store.Store
	Audit *audit.Log
}

// Withdraw takes the role, or All, back from the person of that ID number.
func (g Register) Withdraw(ctx context.Context, person, role string, at time.Time) error {
	return g.change(ctx, "office-withdrawn", person, role, at, func(r *record) { r.Withdrawn[role] = at })
}

// Restore gives it back; All gives back everything.
func (g Register) Restore(ctx context.Context, person, role string, at time.Time) error {
	return g.change(ctx, "office-restored", person, role, at, func(r *record) {
		if delete(r.Withdrawn, role); role == All {
			clear(r.Withdrawn)
		}
	})
}

func (g Register) change(ctx context.Context, action, person, role string, at time.Time, by func(*record)) error {
	if role != All && !Known(role) {
		return fmt.Errorf("office: there is no role %q", role)
	}
	r, item, err := read(ctx, g.Store, person)
	if err != nil {
		return err
	}
	write := store.Replace
	if item.Version == 0 {
		item.Key, write = key(person), store.Create
	}
	by(&r)
	var more []store.Write
	if r.Number == "" {
		r.Number = "O" + rand.Text()
		more = append(more, store.Create("number", store.Item{Key: numberKey(r.Number), Body: []byte(person)}))
	}
	if item.Body, err = json.Marshal(r); err != nil {
		return fmt.Errorf("office: %w", err)
	}
	entry, err := g.Audit.Append(at, audit.Event{Action: action, Application: r.Number, Digest: audit.Digest(item.Body)})
	if err != nil {
		return err
	}
	err = g.Store.Commit(ctx, append(append(entry.Writes, more...), write("office", item))...)
	entry.Done(err)
	if err != nil {
		return fmt.Errorf("office: %w", err)
	}
	return nil
}

func read(ctx context.Context, s store.Store, person string) (record, store.Item, error) {
	r := record{Withdrawn: map[string]time.Time{}}
	item, err := s.Get(ctx, key(person))
	if errors.Is(err, store.ErrNotFound) {
		return r, store.Item{}, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &r)
	}
	if err != nil {
		return r, item, fmt.Errorf("office: %w", err)
	}
	return r, item, nil
}

// Holding is the caller with the roles that they still hold. Who has none is not looked up.
func Holding(ctx context.Context, s store.Store, c identity.Caller) (identity.Caller, error) {
	if len(c.Roles) == 0 {
		return c, nil
	}
	r, _, err := read(ctx, s, c.ID)
	if err != nil {
		return identity.Caller{}, err
	}
	c.Roles = slices.DeleteFunc(slices.Clone(c.Roles), func(role string) bool {
		_, one := r.Withdrawn[role]
		_, all := r.Withdrawn[All]
		return one || all
	})
	return c, nil
}
