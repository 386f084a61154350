package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Award is what an application was granted, and how it stands: it goes on until
// something suspends or ends it.
type Award struct {
	Application string            `json:"application"`
	Service     string            `json:"service"`
	Title       lang.Text         `json:"title"`
	Holder      Applicant         `json:"holder"`
	Certificate string            `json:"certificate"`
	State       State             `json:"state"`
	Since       calendar.Date     `json:"since"`            // in this state since
	Cause       lang.Text         `json:"cause,omitzero"`   // of a suspension or end
	Due         calendar.Date     `json:"due,omitzero"`     // of the next verification; zero: none
	Checked     int               `json:"checked"`          // how many verifications there were
	RecoverFen  int64             `json:"recover_fen"`      // overpaid, and to be recovered
	Claims      []Claim           `json:"claims"`           // released when it ends
	OnEnd       []registry.Record `json:"on_end,omitempty"` // what the shared data then learns

	version int64 // of the item
}

// State is how an award stands.
type State string

// The states of an award.
const (
	InForce   State = "in-force"
	Suspended State = "suspended"
	Ended     State = "ended"
)

// Text is the state as citizens read it.
func (s State) Text() lang.Text {
	switch s {
	case InForce:
		return lang.T("有效", "In force")
	case Suspended:
		return lang.T("暂停", "Suspended")
	default:
		return lang.T("已终止", "Ended")
	}
}

// LoadAward is what the application was granted, or store.ErrNotFound.
func LoadAward(ctx context.Context, s store.Store, number string) (*Award, error) {
	item, err := s.Get(ctx, awardKey(number))
	if err != nil {
		return nil, fmt.Errorf("award of %s: %w", number, err)
	}
	var a Award
	if err := json.Unmarshal(item.Body, &a); err != nil {
		return nil, fmt.Errorf("award of %s: %w", number, err)
	}
	a.version = item.Version
	return &a, nil
}

// awardWrites begin the award of an approved application.
func awardWrites(d draft) ([]store.Write, error) {
	a := d.application
	award := Award{
		Application: a.Number, Service: a.Service, Title: a.Title, Holder: a.Applicant,
		Certificate: a.Grants.Certificate.Number, State: InForce, Since: calendar.Of(a.Received),
		Due: d.due, Claims: d.claims, OnEnd: a.Grants.OnEnd,
	}
	item, err := award.item()
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Create("award", item)}
	if !award.Due.IsZero() {
		writes = append(writes, store.Create("roster", store.Item{Key: rosterKey(award.Due, a.Number), Body: []byte("{}")}))
	}
	return writes, nil
}

func (a Award) item() (store.Item, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return store.Item{}, fmt.Errorf("keeping the award: %w", err)
	}
	return store.Item{Key: awardKey(a.Application), Body: body, Version: a.version}, nil
}

// change writes the award in place of what it was. What ends releases its claims,
// and shared data learns of it, in the same commit.
func (e *Engine) change(ctx context.Context, was, is Award) ([]store.Write, error) {
	item, err := is.item()
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Replace("award", item)}
	if was.Due != is.Due {
		if !was.Due.IsZero() {
			writes = append(writes, store.Delete("roster", rosterKey(was.Due, was.Application), 1))
		}
		if !is.Due.IsZero() {
			writes = append(writes, store.Create("roster", store.Item{Key: rosterKey(is.Due, is.Application), Body: []byte("{}")}))
		}
	}
	if is.State != Ended || was.State == Ended {
		return writes, nil
	}
	released, err := e.release(ctx, is)
	if err != nil {
		return nil, err
	}
	lessons, err := registry.Learn(ctx, e.Store, is.OnEnd)
	if err != nil {
		return nil, err
	}
	return append(append(writes, released...), lessons...), nil
}

// release gives up what the award holds alone. A unit of a quota was used, and is
// not given back.
func (e *Engine) release(ctx context.Context, a Award) ([]store.Write, error) {
	var writes []store.Write
	for _, c := range a.Claims {
		if c.Limit > 0 {
			continue
		}
		item, err := e.Store.Get(ctx, claimKey(c))
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		var body claimBody
		if err == nil {
			err = json.Unmarshal(item.Body, &body)
		}
		if err != nil {
			return nil, fmt.Errorf("releasing a claim: %w", err)
		}
		if body.Application == a.Application {
			writes = append(writes, store.Delete("claim", item.Key, item.Version))
		}
	}
	return writes, nil
}

func awardKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "AWARD"}
}

// rosterShards spread the awards that are due in a month, so that none of the
// partitions that all approvals write to is hot.
const rosterShards = 16

func rosterKey(due calendar.Date, number string) store.Key {
	hash := fnv.New32a()
	hash.Write([]byte(number))
	return store.Key{Partition: rosterPartition(due, int(hash.Sum32()%rosterShards)), Sort: number}
}

func rosterPartition(month calendar.Date, shard int) string {
	return fmt.Sprintf("ROSTER#%04d-%02d#%02d", month.Year, int(month.Month), shard)
}
