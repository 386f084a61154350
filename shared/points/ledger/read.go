package ledger

import (
	"context"
	"encoding/json"
	"fmt"

	"miaoban/shared/store"
	"miaoban/shared/store/listing"
)

// Entries returns a page of the account's entries, newest first, and the cursor of the next page.
func Entries(ctx context.Context, s store.Store, account, after string) ([]Entry, string, error) {
	return listing.Page[Entry](ctx, s, partition(account), entryPrefix, after)
}

// Sums are the totals of the ledger.
type Sums struct {
	Accounts int `json:"accounts"`
	Held     int `json:"held"` // by all accounts
	Issued   int `json:"issued"`
	Redeemed int `json:"redeemed"`
	Expired  int `json:"expired"`
}

// Balanced reports whether issued = held + redeemed + expired.
func (s Sums) Balanced() bool { return s.Issued == s.Held+s.Redeemed+s.Expired }

// Verify reads the whole ledger: the entries of each account must add up to its balance. It
// returns the totals, with the counter-accounts of the given months (2026-11).
func Verify(ctx context.Context, s store.Store, months ...string) (Sums, error) {
	var sums Sums
	for shard := range accountShards {
		for line, err := range store.All(ctx, s, store.Query{Partition: fmt.Sprintf("POINTSACCOUNTS#%02d", shard)}) {
			if err != nil {
				return sums, fmt.Errorf("the accounts: %w", err)
			}
			held, err := verify(ctx, s, line.Sort)
			if err != nil {
				return sums, err
			}
			sums.Accounts++
			sums.Held += held
		}
	}
	counted, err := sides.Read(ctx, s, months...)
	if err != nil {
		return sums, err
	}
	for _, c := range counted {
		switch Side(c.Of[0]) {
		case Issued:
			sums.Issued += c.N
		case Redeemed:
			sums.Redeemed += c.N
		case Expired:
			sums.Expired += c.N
		}
	}
	return sums, nil
}

// verify returns the account's balance, or an error if its entries do not add up to it.
func verify(ctx context.Context, s store.Store, name string) (held int, err error) {
	a, err := Load(ctx, s, name)
	if err != nil {
		return 0, err
	}
	n, balance := 0, 0
	for item, err := range store.All(ctx, s, store.Query{Partition: partition(name), Prefix: entryPrefix}) {
		if err != nil {
			return 0, fmt.Errorf("the entries of an account: %w", err)
		}
		var e Entry
		if err := json.Unmarshal(item.Body, &e); err != nil {
			return 0, fmt.Errorf("the entries of an account: %w", err)
		}
		n, balance = n+1, balance+e.Points
		if e.N != n || e.Balance != balance || balance < 0 {
			return 0, fmt.Errorf("ledger: entry %d of an account has the balance %d, and the sum is %d", n, e.Balance, balance)
		}
	}
	if n != a.Entries || balance != a.Lots.Sum() {
		return 0, fmt.Errorf(
			"ledger: an account has %d points after %d entries, and its entries add up to %d after %d",
			a.Lots.Sum(),
			a.Entries,
			balance,
			n,
		)
	}
	return balance, nil
}
