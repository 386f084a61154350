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

// tieLife is for how long after its last day it is known who acted for whom: so long nobody
// decides for the other.
const tieLife = 5 * 366 * 24 * time.Hour

const tiePrefix = "TIE#"

// tiesKey is a marker that changes with each of the person's mandates, given or held.
func tiesKey(person string) store.Key {
	return store.Key{Partition: PersonPartition(person), Sort: "TIES"}
}

// tieWrites keep, with both, that the one acts for the other, longer than the mandate. For
// one that is withdrawn, what was kept stays.
func (m mandate) tieWrites(expires time.Time) ([]store.Write, error) {
	var writes []store.Write
	for person, other := range map[string]string{m.PrincipalID: m.AgentID, m.AgentID: m.PrincipalID} {
		body, err := json.Marshal(other)
		if err != nil {
			return nil, fmt.Errorf("keeping who acts for whom: %w", err)
		}
		writes = append(writes,
			store.Put("tie", store.Item{Key: store.Key{Partition: PersonPartition(person), Sort: tiePrefix + m.ID}, Body: body, Expires: expires.Add(tieLife)}),
			store.Put("ties", store.Item{Key: tiesKey(person), Body: []byte("{}")}))
	}
	return writes, nil
}

// ties are those whose agent the person is or was, and who are or were theirs, and the
// version of the marker.
func (e *Engine) ties(ctx context.Context, person string) (others []string, version int64, err error) {
	marker, err := e.Store.Get(ctx, tiesKey(person)) // first: what comes after it is told by it
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, 0, fmt.Errorf("who acts for whom: %w", err)
	}
	add := func(other string) {
		if other != "" && other != person && !slices.Contains(others, other) {
			others = append(others, other)
		}
	}
	for _, prefix := range []string{tiePrefix, givenPrefix, heldPrefix} {
		for item, err := range store.All(ctx, e.Store, store.Query{Partition: PersonPartition(person), Prefix: prefix}) {
			if err != nil {
				return nil, 0, fmt.Errorf("who acts for whom: %w", err)
			}
			var other string
			var m mandate
			if prefix == tiePrefix {
				err = json.Unmarshal(item.Body, &other)
				add(other)
			} else { // given before ties were kept
				err = json.Unmarshal(item.Body, &m)
				add(m.PrincipalID)
				add(m.AgentID)
			}
			if err != nil {
				return nil, 0, fmt.Errorf("who acts for whom: %w", err)
			}
		}
	}
	return others, marker.Version, nil
}
