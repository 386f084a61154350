package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"sync"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/store"
)

// claimBody is the stored holder of a claim.
type claimBody struct {
	Application string    `json:"application"`
	Applicant   string    `json:"applicant"`
	Pending     bool      `json:"pending,omitempty"`
	Since       time.Time `json:"since"`
}

func claimWrites(claims []decision.Claim, a *Application) []store.Write {
	writes := make([]store.Write, 0, len(claims))
	for _, c := range claims {
		if c.Limit > 0 {
			share := holdingOf(a.Holdings, c).Share
			writes = append(writes, store.Add("claim", shareKey(c, share), 1, shareLimit(c.Limit, share)))
			continue
		}
		body, err := json.Marshal(claimBody{a.Number, a.holder(), a.Outcome == decision.Referred, a.Received})
		if err != nil { // strings and times always marshal
			panic(err)
		}
		writes = append(writes, store.Create("claim", store.Item{Key: claimKey(c), Body: body}))
	}
	return writes
}

// unheld are the claims that a referral takes: those that no application holds. One of the applicant's
// is transferred by the reviewer's approval; one of somebody else's may be free by then, and an approval
// that needs it does not commit as long as it is not.
func unheld(claims []decision.Claim, hs decision.Holdings) []decision.Claim {
	return slices.DeleteFunc(slices.Clone(claims), func(c decision.Claim) bool {
		return c.Limit == 0 && holdingOf(hs, c).Application != ""
	})
}

// holdings reads the state of the claims.
func (e *Engine) holdings(ctx context.Context, claims []decision.Claim, a decision.Applicant) (decision.Holdings, error) {
	holdings := make(decision.Holdings, len(claims))
	faults := make([]error, len(claims))
	var reads sync.WaitGroup
	for i, c := range claims {
		read := e.holding
		if c.Limit > 0 {
			read = e.quota
		}
		one := func() { holdings[i], faults[i] = read(ctx, c, a) }
		if len(claims) > 1 {
			reads.Go(one)
		} else {
			one()
		}
	}
	reads.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, fmt.Errorf("reading claims: %w", err)
	}
	return holdings, nil
}

func (e *Engine) holding(ctx context.Context, c decision.Claim, a decision.Applicant) (decision.Holding, error) {
	h := decision.Holding{Kind: c.Kind, Key: c.Key}
	body, _, err := e.claim(ctx, c)
	if err != nil || body.Application == "" {
		return h, err
	}
	h.Application, h.Own = body.Application, body.Applicant == a.ID
	h.Pending, h.Since = body.Pending, body.Since
	return h, nil
}

// claim reads the holder of the claim; the zero body if it is free.
func (e *Engine) claim(ctx context.Context, c decision.Claim) (body claimBody, item store.Item, err error) {
	item, err = e.Store.Get(ctx, claimKey(c))
	if errors.Is(err, store.ErrNotFound) {
		return body, item, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &body)
	}
	if err != nil {
		err = fmt.Errorf("reading a claim: %w", err)
	}
	return body, item, err
}

// shares is the number of counters over which a quota is divided. Concurrent applications usually
// use different ones and do not conflict; the limits of all shares add up to the quota.
const shares = 8

// quota reads the used units of all shares, and chooses the applicant's share: the one derived
// from their number, or the next with units left.
func (e *Engine) quota(ctx context.Context, c decision.Claim, a decision.Applicant) (decision.Holding, error) {
	h := decision.Holding{Kind: c.Kind, Key: c.Key, Limit: c.Limit}
	var taken [shares]int64
	for item, err := range store.All(ctx, e.Store, store.Query{Partition: claimKey(c).Partition, Prefix: sharePrefix}) {
		if err != nil {
			return h, err
		}
		share, err := strconv.Atoi(item.Sort[len(sharePrefix):])
		if err != nil || share >= shares {
			return h, fmt.Errorf("unknown share %s", item.Sort)
		}
		taken[share] = item.Count
		h.Taken += item.Count
	}
	hash := fnv.New32a()
	hash.Write([]byte(a.ID))
	first := int(hash.Sum32() % shares)
	for i := range shares {
		h.Share = (first + i) % shares
		if taken[h.Share] < shareLimit(c.Limit, h.Share) {
			break
		}
	}
	return h, nil
}

// shareLimit is the part of the limit for the share.
func shareLimit(limit int64, share int) int64 {
	return (limit + int64(shares-1-share)) / shares
}

// holdingOf returns the holding of the claim.
func holdingOf(hs decision.Holdings, c decision.Claim) decision.Holding {
	for _, h := range hs {
		if h.Kind == c.Kind && h.Key == c.Key {
			return h
		}
	}
	return decision.Holding{}
}

func claimKey(c decision.Claim) store.Key {
	return store.Key{Partition: "CLAIM#" + c.Kind + "#" + c.Key, Sort: "CLAIM"}
}

const sharePrefix = "SHARE#"

func shareKey(c decision.Claim, share int) store.Key {
	return store.Key{Partition: claimKey(c).Partition, Sort: sharePrefix + strconv.Itoa(share)}
}
