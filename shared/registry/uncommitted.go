package registry

import (
	"context"
	"errors"
	"maps"

	"miaoban/shared/fact"
)

// Uncommitted is a source with records of the current commit, which are not written yet; their values
// override the source's.
type Uncommitted struct {
	Source
	Records []fact.Record
	Pending []fact.Column // fields that would also be written if a person decides so
}

// Lookup returns the source's record with the uncommitted values merged into it.
func (u Uncommitted) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	known, err := u.Source.Lookup(ctx, q)
	for _, r := range u.Records {
		if r.Dataset != q.Dataset.Name || r.Key != q.Key {
			continue
		}
		switch {
		case errors.Is(err, ErrNoRecord):
			known, err = fact.Record{Dataset: r.Dataset, Key: r.Key}, nil
		case err != nil:
			return fact.Record{}, err
		}
		values := maps.Clone(known.Values)
		if values == nil {
			values = map[string]string{}
		}
		maps.Copy(values, r.Values)
		known.Values, known.AsOf, known.DecidedAt, known.Before = values, r.AsOf, r.AsOf, nil
	}
	if err != nil && !errors.Is(err, ErrNoRecord) {
		return known, err
	}
	for _, column := range u.Pending {
		of, name := fact.NameOf(column)
		if of == q.Dataset && known.Values[name] == "" {
			known.Pending, err = append(known.Pending, name), nil
		}
	}
	return known, err
}
