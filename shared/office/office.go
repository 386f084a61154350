// Package office records which roles were withdrawn from officials: a withdrawn role ends with the
// next request, whatever the token says, until it is restored.
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

// All means every role of a person, including roles that the issuer adds later.
const All = "all"

// offices are the roles for a region, besides those of the departments.
var offices = []string{"reviewer", "receiver", "clerk", "steward", "director"}

// Known reports whether the role exists: an office or a department, with a division code.
func Known(role string) bool {
	office, region, _ := strings.Cut(role, ":")
	if _, found := division.Find(region); !found {
		return false
	}
	department, member := strings.CutPrefix(office, "department.")
	return slices.Contains(offices, office) || member && slices.Contains(team.Codes(), department)
}

// record lists what was withdrawn from one person, and when. The audit refers to it by its random
// number, not by the person.
type record struct {
	Number    string               `json:"number"`
	Withdrawn map[string]time.Time `json:"withdrawn"` // by role
}

func key(person string) store.Key { return store.Key{Partition: "OFFICE#" + person, Sort: "OFFICE"} }

func numberKey(number string) store.Key {
	return store.Key{Partition: "OFFICENUMBER#" + number, Sort: "OFFICENUMBER"}
}

// KeyOf returns the key of the record with that number, or store.ErrNotFound.
func KeyOf(ctx context.Context, s store.Store, number string) (store.Key, error) {
	item, err := s.Get(ctx, numberKey(number))
	if err != nil {
		return store.Key{}, fmt.Errorf("office: %w", err)
	}
	return key(string(item.Body)), nil
}

// Register withdraws and restores roles, and writes an audit record for each.
type Register struct {
	Store store.Store
	Audit *audit.Log
}

// Withdraw withdraws the role, or All, from the person with that ID number.
func (g Register) Withdraw(ctx context.Context, person, role string, at time.Time) error {
	return g.change(ctx, "office-withdrawn", person, role, at, func(r *record) { r.Withdrawn[role] = at })
}

// Restore restores the role; All restores every role.
func (g Register) Restore(ctx context.Context, person, role string, at time.Time) error {
	return g.change(ctx, "office-restored", person, role, at, func(r *record) {
		if delete(r.Withdrawn, role); role == All {
			clear(r.Withdrawn)
		}
	})
}

func (g Register) change(ctx context.Context, action, person, role string, at time.Time, by func(*record)) error {
	if role != All && !Known(role) {
		return fmt.Errorf("office: unknown role %q", role)
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

// Holding returns the caller without the withdrawn roles. A caller without roles needs no lookup.
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
