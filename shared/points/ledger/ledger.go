// Package ledger keeps the accounts of points, by double entry: what one account gains,
// another gives. Every posting is an entry of its account that is written with the
// account itself, and counted on the other side: issued, redeemed or expired. So what was
// issued is at any time what the accounts hold, what was redeemed and what expired.
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

// Side is the other side of a posting.
type Side string

// The other sides.
const (
	Issued   Side = "issued"   // the account gains
	Redeemed Side = "redeemed" // the account gives
	Expired  Side = "expired"  // the account gives
)

// Entry is one posting on an account.
type Entry struct {
	N       int       `json:"n"` // from 1, without a gap
	At      time.Time `json:"at"`
	Side    Side      `json:"side"`
	Points  int       `json:"points"` // as the account sees it: below zero where it gives
	Balance int       `json:"balance"`
	Of      string    `json:"of,omitempty"` // by what: a deed's or an application's number
	Text    lang.Text `json:"text"`
}

// ErrShort says that an account has not so many points.
var ErrShort = errors.New("ledger: not so many points")

// Account is an account as it stands.
type Account struct {
	Name    string      `json:"account"`
	Lots    points.Lots `json:"lots"`
	Entries int         `json:"entries"`
	Year    int         `json:"year"`
	Earned  int         `json:"earned"` // in the year

	item store.Item
}

// Load is the account of that name as it was left; empty, where it has none yet.
func Load(ctx context.Context, s store.Store, name string) (Account, error) {
	item, record, err := registry.Stored(ctx, s, dataset.Points.Dataset, name)
	a := Account{Name: name, item: item}
	if err != nil || item.Version == 0 {
		return a, err
	}
	a.Lots, err = points.ParseLots(record.Values[dataset.Points.Lots.Name])
	for field, into := range map[string]*int{dataset.Points.Entries.Name: &a.Entries, dataset.Points.Year.Name: &a.Year, dataset.Points.Earned.Name: &a.Earned} {
		n, failed := strconv.Atoi(record.Values[field])
		*into, err = n, errors.Join(err, failed)
	}
	if err != nil {
		return a, fmt.Errorf("an account of points: %w", err)
	}
	return a, nil
}

// Posting is what is to be posted.
type Posting struct {
	Account string
	Side    Side          // Issued or Redeemed
	Points  int           // how many, above zero
	Until   calendar.Date // of what is issued: the last day on which it can be spent
	Of      string
	Text    lang.Text
	At      time.Time
}

// sides are the other sides' accounts, by month.
var sides = counter.Series{Name: "LEDGER", Shards: 16}

// Post is the writes of the posting; what has expired by then is posted before it. They
// are lost when something else is posted to the account meanwhile.
func Post(ctx context.Context, s store.Store, p Posting) ([]store.Write, error) {
	a, err := Load(ctx, s, p.Account)
	if err != nil {
		return nil, err
	}
	if p.Points <= 0 {
		return nil, fmt.Errorf("ledger: a posting of %d points", p.Points)
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

// Expire is the writes that post what has run out; none, where nothing has.
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
	writes, err := a.enter(Entry{At: at, Side: Expired, Points: -out, Text: lang.T("到期", "Ran out")})
	return a, writes, err
}

// enter is the writes of an entry, of which the account is one longer.
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

// keep is the writes that keep the account in place of what it was, set the alarm for what
// runs out next, and move it in its ranking.
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
		writes = append(writes, store.Create("account", item), store.Create("account-line", store.Item{Key: lineKey(a.Name), Body: []byte("{}")}))
	} else {
		writes = append(writes, store.Replace("account", item))
	}
	ranked, err := a.ranked(ctx, s, was)
	return append(writes, ranked...), err
}

// AlarmKind is the kind of the alarms of accounts.
const AlarmKind = "points"

// alarm is the first second of the day on which the next lot has run out.
func (a Account) alarm() clock.Alarm {
	if len(a.Lots) == 0 {
		return clock.Alarm{}
	}
	return clock.Alarm{Due: a.Lots[0].Until.AddDays(1).Start(), Kind: AlarmKind, Of: a.Name}
}

// Look looks at an account of which something may have run out.
func Handler(s store.Store) clock.Handler {
	return func(ctx context.Context, alarm clock.Alarm, at time.Time) error {
		writes, err := Expire(ctx, s, alarm.Of, at)
		if err != nil {
			return err
		}
		if writes == nil { // it was posted with something else meanwhile
			writes = clock.Move(alarm, clock.Alarm{})
		}
		return s.Commit(ctx, writes...)
	}
}

// The keys of the ledger. Accounts are shared data (registry), so that services decide on
// them.

func entryKey(account string, n int) store.Key {
	return store.Key{Partition: partition(account), Sort: fmt.Sprintf("%s%08d", entryPrefix, n)}
}

func partition(account string) string { return "POINTS#" + account }

const entryPrefix = "ENTRY#"

// lineKey is the account's line in the list of all, by which the ledger is verified.
func lineKey(account string) store.Key {
	hash := fnv.New32a()
	hash.Write([]byte(account))
	return store.Key{Partition: fmt.Sprintf("POINTSACCOUNTS#%02d", hash.Sum32()%accountShards), Sort: account}
}

const accountShards = 16
