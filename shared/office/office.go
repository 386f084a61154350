// Package office records which roles were taken back from people in office: they end with
// the next request, whatever their tokens say, until they are given back.
package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/identity"
	"miaoban/shared/store"
)

// All stands for every role of a person, also those that the issuer gives them later.
const All = "all"

// record is what was taken back from one person, and when.
type record struct {
	Withdrawn map[string]time.Time `json:"withdrawn"` // by role
}

func key(person string) store.Key { return store.Key{Partition: "OFFICE#" + person, Sort: "OFFICE"} }

// Withdraw takes the role back from the person of that ID number.
func Withdraw(ctx context.Context, s store.Store, person, role string, at time.Time) error {
	return change(ctx, s, person, func(r *record) { r.Withdrawn[role] = at })
}

// Restore gives it back; All gives back everything.
func Restore(ctx context.Context, s store.Store, person, role string) error {
	return change(ctx, s, person, func(r *record) {
		if delete(r.Withdrawn, role); role == All {
			clear(r.Withdrawn)
		}
	})
}

func change(ctx context.Context, s store.Store, person string, by func(*record)) error {
	r, item, err := read(ctx, s, person)
	if err != nil {
		return err
	}
	write := store.Replace
	if item.Version == 0 {
		item.Key, write = key(person), store.Create
	}
	by(&r)
	if item.Body, err = json.Marshal(r); err != nil {
		return fmt.Errorf("office: %w", err)
	}
	if err := s.Commit(ctx, write("office", item)); err != nil {
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
