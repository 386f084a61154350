package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"miaoban/shared/calendar"
	"miaoban/shared/store"
)

// sweep is the progress of a pass over the awards of the monthly-paid services whose policy
// changed: a new figure reaches everybody whom it concerns without waiting for their next
// verification.
type sweep struct {
	Done   map[string]string `json:"done"`             // by service, the version of the policy that reached all awards
	Toward map[string]string `json:"toward,omitempty"` // the versions of the walk that is under way
	From   calendar.Date     `json:"from,omitzero"`    // when it began
	List   int               `json:"list"`             // the list it is at
	After  string            `json:"after,omitempty"`  // the page of the list
	Failed bool              `json:"failed,omitempty"` // of some award: then it begins again
}

var sweepKey = store.Key{Partition: "ROSTER#sweep", Sort: "SWEEP"}

// sweptMonths is the number of months after the current one in which a monthly-paid award can be
// due: such a service verifies every month.
const sweptMonths = 1

// Sweep yields every award, ended ones included, of each service whose policy version changed since
// the last complete pass. It continues at the page where the last pass stopped, so an award may be
// yielded twice. An award that is granted or ends meanwhile is either yielded or already has the
// new policy. Yield returns false where there is no time for the award, and more is then true.
// failed reports whether an award failed; then the next pass starts again. A dry pass stores no
// progress.
func Sweep(
	ctx context.Context, s store.Store, policies map[string]string, today calendar.Date, dry bool,
	yield func(service, number string) bool, failed func() bool,
) (more bool, err error) {
	var w sweep
	if err := load(ctx, s, sweepKey, &w); err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fmt.Errorf("the walk over awards: %w", err)
	}
	if maps.Equal(w.Done, policies) {
		return false, nil
	}
	if !maps.Equal(w.Toward, policies) {
		w = sweep{Done: w.Done, Toward: policies, From: today}
	}
	keep := func() error {
		if dry {
			return nil
		}
		body, err := json.Marshal(w)
		if err == nil {
			err = s.Commit(ctx, store.Put("sweep", store.Item{Key: sweepKey, Body: body}))
		}
		if err != nil {
			return fmt.Errorf("the walk over awards: %w", err)
		}
		return nil
	}
	for lists := w.lists(); w.List < len(lists); {
		page, err := s.Query(ctx, store.Query{Partition: lists[w.List], After: w.After})
		if err != nil {
			return false, fmt.Errorf("the walk over awards: %w", err)
		}
		for _, item := range page.Items {
			service, err := w.service(ctx, s, item)
			if err != nil {
				return false, err
			}
			if w.Toward[service] == "" || w.Done[service] == w.Toward[service] {
				continue
			}
			if !yield(service, item.Sort) {
				return true, nil
			}
		}
		if w.After = page.Next; w.After == "" {
			w.List++
		}
		w.Failed = w.Failed || failed()
		if err := keep(); err != nil {
			return false, err
		}
	}
	if w.Failed {
		w = sweep{Done: w.Done}
	} else {
		w = sweep{Done: policies}
	}
	return false, keep()
}

// service returns the service of the award in the list.
func (w *sweep) service(ctx context.Context, s store.Store, item store.Item) (string, error) {
	var line struct {
		Service string `json:"service"`
	}
	if err := json.Unmarshal(item.Body, &line); err != nil {
		return "", fmt.Errorf("the roster: %w", err)
	}
	if line.Service != "" {
		return line.Service, nil
	}
	award, err := LoadAward(ctx, s, item.Sort)
	if err != nil {
		return "", err
	}
	return award.Service, nil
}

// lists returns the partitions of the roster: those of awards that continue, by due month, the
// earliest first (an award that is verified meanwhile moves to a later partition), then those of
// ended awards.
func (w *sweep) lists() (partitions []string) {
	last := w.From.AddMonths(sweptMonths)
	for month := w.From.AddMonths(-PastMonths); !month.After(last); month = month.AddMonths(1) {
		for shard := range rosterShards {
			partitions = append(partitions, rosterPartition(month, shard))
		}
	}
	for shard := range rosterShards {
		partitions = append(partitions, endedPartition(shard))
	}
	return partitions
}
