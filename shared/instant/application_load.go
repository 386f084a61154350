package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"miaoban/shared/audit"
	"miaoban/shared/store"
)

// LoadApplication returns the application's record, or store.ErrNotFound.
func LoadApplication(ctx context.Context, s store.Store, number string) (*Application, error) {
	var a Application
	if err := load(ctx, s, applicationKey(number), &a); err != nil {
		return nil, fmt.Errorf("application %s: %w", number, err)
	}
	return &a, nil
}

// LoadWithDigest returns the application's record and the digest of its bytes, as in the audit.
func LoadWithDigest(ctx context.Context, s store.Store, number string) (*Application, string, error) {
	item, err := s.Get(ctx, applicationKey(number))
	if err != nil {
		return nil, "", fmt.Errorf("application %s: %w", number, err)
	}
	var a Application
	if err := json.Unmarshal(item.Body, &a); err != nil {
		return nil, "", fmt.Errorf("application %s: %w", number, err)
	}
	return &a, audit.Digest(item.Body), nil
}

// Applications returns a page of a person's applications, newest first, and the next cursor; "" at
// the end.
func Applications(ctx context.Context, s store.Store, person, after string) ([]Summary, string, error) {
	return list[Summary](ctx, s, person, summaryPrefix, after)
}

// Acted returns a page of the applications that a person submitted as an agent under mandates in
// force, newest first.
func (e *Engine) Acted(ctx context.Context, person, after string) (acted []Summary, next string, err error) {
	all, next, err := list[Summary](ctx, e.Store, person, actedPrefix, after)
	if err != nil || len(all) == 0 {
		return nil, next, err
	}
	mandates, err := e.Mandates(ctx, person)
	if err != nil {
		return nil, "", err
	}
	for _, line := range all {
		if slices.ContainsFunc(mandates.Held, func(m Mandate) bool { return m.ID == line.For }) {
			acted = append(acted, line)
		}
	}
	return acted, next, nil
}
