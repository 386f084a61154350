package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/store"
)

// tieLife is how long after a mandate's last day it is recorded who acted for whom: for that time
// neither may decide on the other's case.
const tieLife = 5 * 366 * 24 * time.Hour

const tiePrefix = "TIE#"

// tiesKey is the key of a marker whose version changes with each mandate that the person gives or
// receives.
func tiesKey(person string) store.Key {
	return store.Key{Partition: PersonPartition(person), Sort: "TIES"}
}

// tieWrites record for both people that one acts for the other, longer than the mandate itself. A
// withdrawal does not delete the record.
func (m mandate) tieWrites(expires time.Time) ([]store.Write, error) {
	var writes []store.Write
	for person, other := range map[string]string{m.PrincipalID: m.AgentID, m.AgentID: m.PrincipalID} {
		body, err := json.Marshal(other)
		if err != nil {
			return nil, fmt.Errorf("storing who acts for whom: %w", err)
		}
		writes = append(
			writes,
			store.Put(
				"tie",
				store.Item{
					Key:     store.Key{Partition: PersonPartition(person), Sort: tiePrefix + m.ID},
					Body:    body,
					Expires: expires.Add(tieLife),
				},
			),
			store.Put("ties", store.Item{Key: tiesKey(person), Body: []byte("{}")}),
		)
	}
	return writes, nil
}

// ties returns the people with whom the person has or had a mandate in either direction, and the
// version of the marker.
func (e *Engine) ties(ctx context.Context, person string) (others []string, version int64, err error) {
	marker, err := e.Store.Get(ctx, tiesKey(person)) // read it first, so that later changes are noticed
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, 0, fmt.Errorf("reading who acts for whom: %w", err)
	}
	add := func(other string) {
		if other != "" && other != person && !slices.Contains(others, other) {
			others = append(others, other)
		}
	}
	for _, prefix := range []string{tiePrefix, givenPrefix, heldPrefix} {
		for item, err := range store.All(ctx, e.Store, store.Query{Partition: PersonPartition(person), Prefix: prefix}) {
			if err != nil {
				return nil, 0, fmt.Errorf("reading who acts for whom: %w", err)
			}
			var other string
			var m mandate
			if prefix == tiePrefix {
				err = json.Unmarshal(item.Body, &other)
				add(other)
			} else { // created before ties were recorded
				err = json.Unmarshal(item.Body, &m)
				add(m.PrincipalID)
				add(m.AgentID)
			}
			if err != nil {
				return nil, 0, fmt.Errorf("reading who acts for whom: %w", err)
			}
		}
	}
	return others, marker.Version, nil
}
