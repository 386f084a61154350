// Package points is what citizens earn by what they do for all, and spend on what they are
// thanked with (积分). An account is a person's, a household's or a business's. Points are
// kept in lots, each with its last day; the oldest are spent first.
package points

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"miaoban/shared/calendar"
)

// Kind is whose an account is.
type Kind string

// The kinds of accounts.
const (
	Person    Kind = "person"
	Household Kind = "household"
	Business  Kind = "business"
)

// AccountOf names the account of a person (ID number), household (number of its book) or
// business (unified social credit code). Who tries out all numbers finds whose it is: it is
// for records, and for keys that the sealed store blinds, and belongs in no log.
func AccountOf(k Kind, of string) string {
	if of == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("points\x00" + string(k) + "\x00" + of))
	return string(k) + "-" + hex.EncodeToString(sum[:12])
}

// DeedPrefix is under which a person's reported deeds are kept with them.
const DeedPrefix = "DEED#"

// Lot is points that were earned together.
type Lot struct {
	Points int           `json:"points"`
	Until  calendar.Date `json:"until"` // the last day on which they can be spent
}

// Lots are the lots of an account, those that end first first.
type Lots []Lot

// ParseLots reads what Text writes: 45@2027-12-31,120@2028-12-31.
func ParseLots(text string) (Lots, error) {
	var lots Lots
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			continue
		}
		n, day, _ := strings.Cut(part, "@")
		points, err := strconv.Atoi(n)
		if err != nil || points <= 0 {
			return nil, fmt.Errorf("points: %q is no number of points", n)
		}
		until, err := calendar.Parse(day)
		if err != nil {
			return nil, fmt.Errorf("points: %w", err)
		}
		lots = append(lots, Lot{points, until})
	}
	return lots, nil
}

// Text writes the lots.
func (l Lots) Text() string {
	parts := make([]string, len(l))
	for i, lot := range l {
		parts[i] = fmt.Sprintf("%d@%s", lot.Points, lot.Until)
	}
	return strings.Join(parts, ",")
}

// Sum is how many points there are in the lots.
func (l Lots) Sum() int {
	sum := 0
	for _, lot := range l {
		sum += lot.Points
	}
	return sum
}

// On is what can be spent on the day, and how many points have run out before it.
func (l Lots) On(day calendar.Date) (left Lots, out int) {
	for _, lot := range l {
		if lot.Until.Before(day) {
			out += lot.Points
		} else {
			left = append(left, lot)
		}
	}
	return left, out
}

// Add adds a lot: to one that ends on the same day, or in its place.
func (l Lots) Add(lot Lot) Lots {
	l = slices.Clone(l)
	at, there := slices.BinarySearchFunc(l, lot.Until, func(o Lot, day calendar.Date) int { return o.Until.Compare(day) })
	if there {
		l[at].Points += lot.Points
		return l
	}
	return slices.Insert(l, at, lot)
}

// Spend takes points from the lots, the oldest first; ok is false where there are not so
// many.
func (l Lots) Spend(n int) (left Lots, ok bool) {
	for i, lot := range l {
		if n < lot.Points {
			left = slices.Clone(l[i:])
			left[0].Points -= n
			return left, true
		}
		n -= lot.Points
	}
	return nil, n == 0
}
