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

// latest is the newest statement; nil where nothing was signed.
func latest(ctx context.Context, s store.Store) (*Signed, error) {
	page, err := Page(ctx, s, "", 1)
	if err != nil || len(page.Days) == 0 {
		return nil, err
	}
	return &page.Days[0], nil
}

// Days are a page of what was signed, the newest day first.
type Days struct {
	Days []Signed `json:"days"`
	Next string   `json:"next,omitempty"` // for ?after=, to go on
}

// Page is a page of what was signed, after the one that ended there. Signatures are for who
// reads it to verify.
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

// Load is what was signed of the day, or store.ErrNotFound.
func Load(ctx context.Context, s store.Store, day calendar.Date) (Signed, error) {
	item, err := s.Get(ctx, statementKey(day))
	if err != nil {
		return Signed{}, fmt.Errorf("heads of %s: %w", day, err)
	}
	return unread(item)
}

// unread is the statement of an item, whose signature nobody looked at.
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

// Heads is a page of the list of heads that was signed, and where the next goes on; "" at
// the end.
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

// errList says that a list is not the one that was signed.
var errList = errors.New("the list of heads is not the one that was signed")

// listOf is the whole list of the day, which must be the one that its statement names.
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
