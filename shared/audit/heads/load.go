package heads

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// latest returns the newest statement; nil if nothing was signed yet.
func latest(ctx context.Context, s store.Store) (*Signed, error) {
	page, err := Page(ctx, s, "", 1)
	if err != nil || len(page.Days) == 0 {
		return nil, err
	}
	return &page.Days[0], nil
}

// Days is a page of signed statements, newest day first.
type Days struct {
	Days []Signed `json:"days"`
	Next string   `json:"next,omitempty"` // for ?after=, to continue
}

// Page returns one page of statements, after the cursor. The signatures are not verified.
func Page(ctx context.Context, s store.Store, after string, limit int) (Days, error) {
	list := Days{Days: []Signed{}}
	page, err := s.Query(ctx, store.Query{Partition: statements, After: after, Limit: limit, Descending: true})
	if err != nil {
		return list, err
	}
	for _, item := range page.Items {
		signed, err := unread(item)
		if err != nil {
			return list, err
		}
		list.Days = append(list.Days, signed)
	}
	list.Next = page.Next
	return list, nil
}

// Load returns the statement of the day, or store.ErrNotFound. Its signature is not verified.
func Load(ctx context.Context, s store.Store, day calendar.Date) (Signed, error) {
	item, err := s.Get(ctx, statementKey(day))
	if err != nil {
		return Signed{}, fmt.Errorf("heads of %s: %w", day, err)
	}
	return unread(item)
}

// unread decodes a stored statement without verifying its signature.
func unread(item store.Item) (Signed, error) {
	var kept stored
	if err := json.Unmarshal(item.Body, &kept); err != nil {
		return Signed{}, fmt.Errorf("heads of %s: %w", item.Sort, err)
	}
	signed := Signed{Token: kept.Token}
	parts := strings.Split(kept.Token, ".")
	if len(parts) != 3 {
		return signed, fmt.Errorf("heads of %s: no token", item.Sort)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(payload, &signed.Statement)
	}
	if err != nil {
		return signed, fmt.Errorf("heads of %s: %w", item.Sort, err)
	}
	return signed, nil
}

// Heads returns one page of the signed list of heads, and the cursor of the next page; "" at the
// end.
func Heads(ctx context.Context, s store.Store, signed Statement, after string) (heads []Head, next string, err error) {
	page, err := s.Query(ctx, store.Query{Partition: listKey(signed.Heads, 0).Partition, After: after, Limit: 1})
	if err != nil {
		return nil, "", err
	}
	heads = []Head{}
	for _, item := range page.Items {
		var some []Head
		if err := json.Unmarshal(item.Body, &some); err != nil {
			return nil, "", fmt.Errorf("heads of %s: %w", signed.Day, err)
		}
		heads = append(heads, some...)
	}
	return heads, page.Next, nil
}

// errList means that the stored list of heads does not match the digest in the statement.
var errList = errors.New("the list of heads is not the signed one")

// listOf returns the whole list of the day; errList if it does not match the statement's digest.
func listOf(ctx context.Context, s store.Store, day calendar.Date) ([]Head, error) {
	signed, err := Load(ctx, s, day)
	if err != nil {
		return nil, err
	}
	return wholeList(ctx, s, signed.Statement)
}

func wholeList(ctx context.Context, s store.Store, signed Statement) ([]Head, error) {
	var all []Head
	for after := ""; ; {
		some, next, err := Heads(ctx, s, signed, after)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		if after = next; next == "" {
			break
		}
	}
	digest, err := digestOf(all)
	if err == nil && (digest != signed.Heads || len(all) != signed.Chains) {
		err = errList
	}
	return all, err
}
