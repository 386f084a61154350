package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"miaoban/shared/division"
	"miaoban/shared/store"
)

// Profile is how an account appears in the ranking, if its holder agreed to that.
type Profile struct {
	Name   string `json:"name"` // the name that its holder chose
	Region string `json:"region"`
}

func profileKey(account string) store.Key {
	return store.Key{Partition: partition(account), Sort: "PROFILE"}
}

// LoadProfile returns the account's profile; ok is false if the holder has not agreed to be
// listed.
func LoadProfile(ctx context.Context, s store.Store, account string) (p Profile, ok bool, err error) {
	item, err := s.Get(ctx, profileKey(account))
	if errors.Is(err, store.ErrNotFound) {
		return p, false, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &p)
	}
	if err != nil {
		return p, false, fmt.Errorf("the profile of an account: %w", err)
	}
	return p, true, nil
}

// Ranked is an account in a ranking.
type Ranked struct {
	Name   string `json:"name"`
	Points int    `json:"points"` // earned in the year
}

// Ranking returns the first accounts of region and year, by points earned.
func Ranking(ctx context.Context, s store.Store, region string, year int) ([]Ranked, error) {
	page, err := s.Query(ctx, store.Query{Partition: rankPartition(region, year), Limit: 50})
	if err != nil {
		return nil, fmt.Errorf("the ranking: %w", err)
	}
	all := make([]Ranked, len(page.Items))
	for i, item := range page.Items {
		if err := json.Unmarshal(item.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("the ranking: %w", err)
		}
	}
	return all, nil
}

func rankPartition(region string, year int) string {
	return fmt.Sprintf("POINTSRANK#%s#%d", division.District(region), year)
}

// most is more than anybody earns in a year; keys contain most minus the points, so that the
// highest comes first.
const most = 9_999_999

func (a Account) rankKey(p Profile) store.Key {
	return store.Key{Partition: rankPartition(p.Region, a.Year), Sort: fmt.Sprintf("%07d#%s", most-a.Earned, a.Name)}
}

// ranked returns the writes that update the account's place in the ranking.
func (a Account) ranked(ctx context.Context, s store.Store, was Account) ([]store.Write, error) {
	p, ok, err := LoadProfile(ctx, s, a.Name)
	if err != nil || !ok || a.Year == was.Year && a.Earned == was.Earned {
		return nil, err
	}
	line, err := a.rankLine(p)
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Require("profile", profileKey(a.Name)), line}
	if was.Year == a.Year && was.Earned > 0 {
		writes = append(writes, store.Remove("rank", was.rankKey(p)))
	}
	return writes, nil
}

func (a Account) rankLine(p Profile) (store.Write, error) {
	body, err := json.Marshal(Ranked{p.Name, a.Earned})
	if err != nil {
		return store.Write{}, fmt.Errorf("the ranking: %w", err)
	}
	return store.Put("rank", store.Item{Key: a.rankKey(p), Body: body}), nil
}

// Consent returns the writes with which the holder agrees to be listed under a name, or withdraws
// (nil). The writes conflict with any concurrent posting to the account.
func Consent(ctx context.Context, s store.Store, account string, to *Profile) ([]store.Write, error) {
	a, err := Load(ctx, s, account)
	if err != nil {
		return nil, err
	}
	was, shown, err := LoadProfile(ctx, s, account)
	if err != nil {
		return nil, err
	}
	var writes []store.Write
	if a.item.Version > 0 { // a concurrent posting changes the place in the ranking
		writes = append(writes, store.Replace("account", a.item))
	}
	if shown && a.Earned > 0 && (to == nil || was.Region != to.Region) {
		writes = append(writes, store.Remove("rank", a.rankKey(was)))
	}
	if to == nil {
		return append(writes, store.Remove("profile", profileKey(account))), nil
	}
	body, err := json.Marshal(to)
	if err != nil {
		return nil, fmt.Errorf("the profile of an account: %w", err)
	}
	writes = append(writes, store.Put("profile", store.Item{Key: profileKey(account), Body: body}))
	if a.Earned > 0 {
		line, err := a.rankLine(*to)
		if err != nil {
			return nil, err
		}
		writes = append(writes, line)
	}
	return writes, nil
}
