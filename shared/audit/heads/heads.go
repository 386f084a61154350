// Package heads signs the ends of the audit chains day by day, so that somebody who can write to
// the store but has no signing key cannot remove a chain, its last records, or a whole day
// unnoticed.
//
// A day is signed two hours after it ended: the last record of each chain that began on it, and
// the digest of the statement of the day before. Days without records are signed too. A record
// that arrives later (a function was still running, or its clock was slow) is signed with one of
// the next days: its chain then still contains what was signed before. A record later than that is
// a fault.
package heads

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/credential"
	"miaoban/shared/signature"
	"miaoban/shared/store"
)

const (
	// settle is how long after its end a day is signed.
	settle = 2 * time.Hour
	// Late is for how many further days a chain is checked for late records.
	Late = 2
	// before is how many days the first statement looks back, for chains from before the first
	// signing.
	before = 400
	// most is how many days one run signs, and atOnce how many chains it reads in parallel.
	most   = 60
	atOnce = 16
)

// Head is the last record of a chain when its day was signed.
type Head struct {
	Chain   string `json:"chain"`
	Records int    `json:"records"`
	Hash    string `json:"hash"` // of the last record
}

// Statement is the signed content for one day.
type Statement struct {
	Day      calendar.Date `json:"day"`
	SignedAt time.Time     `json:"signed_at"`
	Previous string        `json:"previous"` // digest of the token of the day before; empty for the first
	Chains   int           `json:"chains"`   // number of heads
	Heads    string        `json:"heads"`    // digest of the list of heads
}

// Signed is a statement with its signed token (JWS).
type Signed struct {
	Statement
	Token string `json:"token"`
}

// Digest identifies this statement in the next day's statement.
func (s Signed) Digest() string { return audit.Digest([]byte(s.Token)) }

// kind is the typ header of the tokens.
const kind = "audit-heads+jwt"

// Read returns the statement in the token if one of the keys signed it.
func Read(token string, keys signature.Verifiers) (Signed, error) {
	payload, err := credential.ReadToken(token, keys, kind)
	if err != nil {
		return Signed{}, err
	}
	signed := Signed{Token: token}
	if err := json.Unmarshal(payload, &signed.Statement); err != nil {
		return Signed{}, fmt.Errorf("heads: %w", err)
	}
	return signed, nil
}

// due is the last day that can be signed at that time.
func due(now time.Time) calendar.Date { return calendar.Of(now.Add(-settle)).AddDays(-1) }

// Sign signs each ended day that has no statement yet, oldest first, and returns the new
// statements. Concurrent runs sign no day twice.
func Sign(ctx context.Context, s store.Store, key signature.Key, now time.Time) ([]Signed, error) {
	last, err := latest(ctx, s)
	if err != nil {
		return nil, err
	}
	day, back := due(now), before
	if last != nil {
		day, back = last.Day.AddDays(1), Late
	}
	var made []Signed
	for ; !day.After(due(now)) && len(made) < most; day, back = day.AddDays(1), Late {
		signed, err := sign(ctx, s, key, day, back, last, now)
		var lost *store.Conflict
		if errors.As(err, &lost) { // a concurrent run was first
			return made, nil
		}
		if err != nil {
			return made, fmt.Errorf("heads: signing %s: %w", day, err)
		}
		made = append(made, *signed)
		last = signed
	}
	return made, nil
}

func sign(
	ctx context.Context,
	s store.Store,
	key signature.Key,
	day calendar.Date,
	back int,
	last *Signed,
	now time.Time,
) (*Signed, error) {
	list, err := ends(ctx, s, day, back)
	if err != nil {
		return nil, err
	}
	digest, writes, err := pages(list)
	if err != nil {
		return nil, err
	}
	signed := &Signed{Statement: Statement{Day: day, SignedAt: now, Chains: len(list), Heads: digest}}
	if last != nil {
		signed.Previous = last.Digest()
	}
	if signed.Token, err = credential.SignToken(ctx, key, kind, signed.Statement); err != nil {
		return nil, err
	}
	body, err := json.Marshal(stored{signed.Token})
	if err != nil {
		return nil, err
	}
	for _, page := range writes { // their keys are digests of their content: a concurrent run wrote the same
		var lost *store.Conflict
		if err := s.Commit(ctx, page); err != nil && !errors.As(err, &lost) {
			return nil, err
		}
	}
	return signed, s.Commit(ctx, store.Create("heads", store.Item{Key: statementKey(day), Body: body}))
}

// ends returns the heads of the chains of the day, and of those chains of the days before it that
// have grown since they were signed.
func ends(ctx context.Context, s store.Store, day calendar.Date, back int) ([]Head, error) {
	signed := map[Head]bool{}
	for i := range back {
		earlier, err := listOf(ctx, s, day.AddDays(-i-1))
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, h := range earlier {
			signed[h] = true
		}
	}
	var list []Head
	for i := back; i >= 0; i-- {
		chains, err := audit.ChainsOf(ctx, s, day.AddDays(-i))
		if err != nil {
			return nil, err
		}
		found, err := headsOf(ctx, s, chains)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			if !signed[h] {
				list = append(list, h)
			}
		}
	}
	slices.SortFunc(list, func(a, b Head) int { return strings.Compare(a.Chain, b.Chain) })
	return list, nil
}

// headsOf returns the last records of the chains, in the order of the chains.
func headsOf(ctx context.Context, s store.Store, chains []string) ([]Head, error) {
	heads, failed := make([]Head, len(chains)), make([]error, len(chains))
	var all sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i, chain := range chains {
		free <- struct{}{}
		all.Go(func() {
			last, err := audit.LastOf(ctx, s, chain)
			heads[i], failed[i] = Head{chain, last.Sequence, last.Hash}, err
			<-free
		})
	}
	all.Wait()
	return heads, errors.Join(failed...)
}

// perPage is how many heads one stored item contains.
const perPage = 500

// pages returns the writes that store the list under its digest.
func pages(list []Head) (digest string, writes []store.Write, err error) {
	if digest, err = digestOf(list); err != nil {
		return "", nil, err
	}
	for page := range slices.Chunk(list, perPage) {
		body, err := json.Marshal(page)
		if err != nil {
			return "", nil, err
		}
		writes = append(writes, store.Create("heads", store.Item{Key: listKey(digest, len(writes)), Body: body}))
	}
	return digest, writes, nil
}

func digestOf(list []Head) (string, error) {
	if list == nil {
		list = []Head{}
	}
	body, err := json.Marshal(list)
	return audit.Digest(body), err
}

// stored is the stored form of a statement.
type stored struct {
	Token string `json:"token"`
}

func statementKey(day calendar.Date) store.Key {
	return store.Key{Partition: statements, Sort: day.String()}
}

const statements = "AUDITHEADS"

func listKey(digest string, page int) store.Key {
	return store.Key{Partition: "AUDITHEADLIST#" + digest, Sort: fmt.Sprintf("%06d", page)}
}
