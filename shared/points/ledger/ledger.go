// Package ledger stores the accounts of points with double entry: what one account gains, another
// gives. Every posting is an entry that is written with the account, and counted on the other
// side: issued, redeemed or expired. So at any time issued = held + redeemed + expired.
package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/clock"
	"miaoban/shared/counter"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Side is the counter-account of a posting.
type Side string

// The counter-accounts.
const (
	Issued   Side = "issued"   // the account gains
	Redeemed Side = "redeemed" // the account gives
	Expired  Side = "expired"  // the account gives
)

// Entry is one posting to an account.
type Entry struct {
	N       int       `json:"n"` // from 1, without gaps
	At      time.Time `json:"at"`
	Side    Side      `json:"side"`
	Points  int       `json:"points"` // negative if the account gives
	Balance int       `json:"balance"`
	Of      string    `json:"of,omitempty"` // the number of the deed or application
	Text    lang.Text `json:"text"`
}

// ErrShort means that the account has fewer points than the posting redeems.
var ErrShort = errors.New("ledger: not enough points")

// Account is the current state of an account.
type Account struct {
	Name    string      `json:"account"`
	Lots    points.Lots `json:"lots"`
	Entries int         `json:"entries"`
	Year    int         `json:"year"`
	Earned  int         `json:"earned"` // in the current year

	item store.Item
}

// Load returns the stored account of that name; an empty account if there is none yet.
func Load(ctx context.Context, s store.Store, name string) (Account, error) {
	item, record, err := registry.Stored(ctx, s, dataset.Points.Dataset, name)
	a := Account{Name: name, item: item}
	if err != nil || item.Version == 0 {
		return a, err
	}
	a.Lots, err = points.ParseLots(record.Values[dataset.Points.Lots.Name])
	for field, into := range map[string]*int{
		dataset.Points.Entries.Name: &a.Entries,
		dataset.Points.Year.Name:    &a.Year,
		dataset.Points.Earned.Name:  &a.Earned,
	} {
		n, failed := strconv.Atoi(record.Values[field])
		*into, err = n, errors.Join(err, failed)
	}
	if err != nil {
		return a, fmt.Errorf("an account of points: %w", err)
	}
	return a, nil
}

// Posting describes a posting to be made.
type Posting struct {
	Account string
	Side    Side          // Issued or Redeemed
	Points  int           // number of points, positive
	Until   calendar.Date // last day of issued points
	Of      string
	Text    lang.Text
	At      time.Time
}

// sides counts the counter-accounts by month.
var sides = counter.Series{Name: "LEDGER", Shards: 16}

// Post returns the writes of the posting; points that expired before are posted first. The writes
// conflict with any concurrent posting to the account. ErrShort: there are not enough points.
func Post(ctx context.Context, s store.Store, p Posting) ([]store.Write, error) {
	a, err := Load(ctx, s, p.Account)
	if err != nil {
		return nil, err
	}
	if p.Points <= 0 {
		return nil, fmt.Errorf("ledger: invalid posting of %d points", p.Points)
	}
	is, writes, err := a.expire(p.At)
	if err != nil {
		return nil, err
	}
	gain := p.Points
	if p.Side == Issued {
		is.Lots = is.Lots.Add(points.Lot{Points: p.Points, Until: p.Until})
		if year := calendar.Of(p.At).Year; is.Year != year {
			is.Year, is.Earned = year, 0
		}
		is.Earned += p.Points
	} else {
		gain = -p.Points
		left, ok := is.Lots.Spend(p.Points)
		if !ok {
			return nil, ErrShort
		}
		is.Lots = left
	}
	more, err := is.enter(Entry{At: p.At, Side: p.Side, Points: gain, Of: p.Of, Text: p.Text})
	if err != nil {
		return nil, err
	}
	kept, err := is.keep(ctx, s, a, p.At)
	return append(append(writes, more...), kept...), err
}

// Expire returns the writes that post expired points; nil if there are none.
func Expire(ctx context.Context, s store.Store, name string, at time.Time) ([]store.Write, error) {
	a, err := Load(ctx, s, name)
	if err != nil {
		return nil, err
	}
	is, writes, err := a.expire(at)
	if err != nil || len(writes) == 0 {
		return nil, err
	}
	kept, err := is.keep(ctx, s, a, at)
	return append(writes, kept...), err
}

func (a Account) expire(at time.Time) (Account, []store.Write, error) {
	left, out := a.Lots.On(calendar.Of(at))
	if out == 0 {
		return a, nil, nil
	}
	a.Lots = left
	writes, err := a.enter(Entry{At: at, Side: Expired, Points: -out, Text: lang.T("到期", "Expired")})
	return a, writes, err
}

// enter returns the writes of an entry and advances the account by it.
func (a *Account) enter(e Entry) ([]store.Write, error) {
	a.Entries++
	e.N, e.Balance = a.Entries, a.Lots.Sum()
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	amount := max(e.Points, -e.Points)
	return []store.Write{
		store.Create("entry", store.Item{Key: entryKey(a.Name, e.N), Body: body}),
		sides.AddN(int64(amount), calendar.Of(e.At).MonthText(), a.Name+strconv.Itoa(e.N), string(e.Side)),
	}, nil
}

// keep returns the writes that store the account, set the alarm for the next expiry, and update
// its ranking.
func (a Account) keep(ctx context.Context, s store.Store, was Account, at time.Time) ([]store.Write, error) {
	record := fact.NewRecord(a.Name, at,
		dataset.Points.Balance.Set(a.Lots.Sum()), dataset.Points.Lots.Set(a.Lots.Text()), dataset.Points.Entries.Set(a.Entries),
		dataset.Points.Year.Set(a.Year), dataset.Points.Earned.Set(a.Earned))
	body, err := json.Marshal(record)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	item := was.item
	item.Body = body
	writes := clock.Move(was.alarm(), a.alarm())
	if item.Version == 0 {
		writes = append(
			writes,
			store.Create("account", item),
			store.Create("account-line", store.Item{Key: lineKey(a.Name), Body: []byte("{}")}),
		)
	} else {
		writes = append(writes, store.Replace("account", item))
	}
	ranked, err := a.ranked(ctx, s, was)
	return append(writes, ranked...), err
}

// AlarmKind is the kind of the accounts' alarms in package clock.
const AlarmKind = "points"

// alarm is the first second after the last day of the next lot.
func (a Account) alarm() clock.Alarm {
	if len(a.Lots) == 0 {
		return clock.Alarm{}
	}
	return clock.Alarm{Due: a.Lots[0].Until.AddDays(1).Start(), Kind: AlarmKind, Of: a.Name}
}

// Handler posts the expired points of an account whose alarm is due.
func Handler(s store.Store) clock.Handler {
	return func(ctx context.Context, alarm clock.Alarm, at time.Time) error {
		writes, err := Expire(ctx, s, alarm.Of, at)
		if err != nil {
			return err
		}
		if writes == nil { // a posting included the expiry meanwhile
			writes = clock.Move(alarm, clock.Alarm{})
		}
		return s.Commit(ctx, writes...)
	}
}

// Keys of the ledger. Accounts are also shared data (package registry), so that services can
// decide on them.

func entryKey(account string, n int) store.Key {
	return store.Key{Partition: partition(account), Sort: fmt.Sprintf("%s%08d", entryPrefix, n)}
}

func partition(account string) string { return "POINTS#" + account }

const entryPrefix = "ENTRY#"

// lineKey is the account's entry in the list of all accounts, from which Verify starts.
func lineKey(account string) store.Key {
	hash := fnv.New32a()
	hash.Write([]byte(account))
	return store.Key{Partition: fmt.Sprintf("POINTSACCOUNTS#%02d", hash.Sum32()%accountShards), Sort: account}
}

const accountShards = 16
