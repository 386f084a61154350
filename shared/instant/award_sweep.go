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

// sweep is the stored progress of a pass over the awards of services that pay monthly and whose
// policy changed. By it a new figure reaches everyone before their next verification.
type sweep struct {
	Done   map[string]string `json:"done"`             // by service, the version of the policy that all awards have
	Toward map[string]string `json:"toward,omitempty"` // the versions of the current pass; nil between passes
	From   calendar.Date     `json:"from,omitzero"`    // the day on which the pass began
	List   int               `json:"list"`             // index of the current list in lists()
	After  string            `json:"after,omitempty"`  // where the next page of the list begins
	Failed bool              `json:"failed,omitempty"` // an award failed: the pass is repeated
}

var sweepKey = store.Key{Partition: "ROSTER#sweep", Sort: "SWEEP"}

// sweptMonths is the number of months after the current one in which an award that is paid monthly
// can be due: such a service verifies every month.
const sweptMonths = 1

// Sweep yields every award, ended ones included, of each service whose policy version changed since
// the last complete pass. It continues at the page where the last pass stopped, so an award may be
// yielded twice. An award that is granted or ends meanwhile is either yielded or already has the
// new policy. yield returns false if there is no time for the award; more is then true. failed
// reports whether an award failed; then the pass is repeated. A dry pass stores no progress.
func Sweep(
	ctx context.Context, s store.Store, policies map[string]string, today calendar.Date, dry bool,
	yield func(service, number string) bool, failed func() bool,
) (more bool, err error) {
	var w sweep
	if err := load(ctx, s, sweepKey, &w); err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fmt.Errorf("the sweep over awards: %w", err)
	}
	if maps.Equal(w.Done, policies) {
		return false, nil
	}
	if !maps.Equal(w.Toward, policies) {
		w = sweep{Done: w.Done, Toward: policies, From: today}
	}
	storeProgress := func() error {
		if dry {
			return nil
		}
		body, err := json.Marshal(w)
		if err == nil {
			err = s.Commit(ctx, store.Put("sweep", store.Item{Key: sweepKey, Body: body}))
		}
		if err != nil {
			return fmt.Errorf("the sweep over awards: %w", err)
		}
		return nil
	}
	for lists := w.lists(); w.List < len(lists); {
		page, err := s.Query(ctx, store.Query{Partition: lists[w.List], After: w.After})
		if err != nil {
			return false, fmt.Errorf("the sweep over awards: %w", err)
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
		if err := storeProgress(); err != nil {
			return false, err
		}
	}
	if w.Failed {
		w = sweep{Done: w.Done}
	} else {
		w = sweep{Done: policies}
	}
	return false, storeProgress()
}

// service returns the service of the roster entry. Older entries do not name it; then it is read from the award.
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
