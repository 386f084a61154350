// Package points computes with citizens' points (积分): earned by good deeds, spent on rewards. An
// account belongs to a person, a household or a business. Points are held in lots, each with a
// last day; the lot that ends first is spent first.
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

// Kind is the kind of an account's holder.
type Kind string

// The kinds of accounts.
const (
	Person    Kind = "person"
	Household Kind = "household"
	Business  Kind = "business"
)

// AccountOf derives the account's name from the holder's number: a person's ID number, a
// household's register number, or a business's unified social credit code. It can be inverted by
// trying all numbers: use it in records and in keys that the sealed store blinds, never in a log.
func AccountOf(k Kind, of string) string {
	if of == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("points\x00" + string(k) + "\x00" + of))
	return string(k) + "-" + hex.EncodeToString(sum[:12])
}

// DeedPrefix is the sort key prefix of a person's reported deeds.
const DeedPrefix = "DEED#"

// Lot is a number of points with one last day.
type Lot struct {
	Points int           `json:"points"`
	Until  calendar.Date `json:"until"` // the last day on which they can be spent
}

// Lots are the lots of an account, ordered by last day.
type Lots []Lot

// ParseLots parses the format of Text: 45@2027-12-31,120@2028-12-31.
func ParseLots(text string) (Lots, error) {
	var lots Lots
	for part := range strings.SplitSeq(text, ",") {
		if part == "" {
			continue
		}
		n, day, _ := strings.Cut(part, "@")
		points, err := strconv.Atoi(n)
		if err != nil || points <= 0 {
			return nil, fmt.Errorf("points: %q is not a number of points", n)
		}
		until, err := calendar.Parse(day)
		if err != nil {
			return nil, fmt.Errorf("points: %w", err)
		}
		lots = append(lots, Lot{points, until})
	}
	return lots, nil
}

// Text formats the lots; ParseLots reads it.
func (l Lots) Text() string {
	parts := make([]string, len(l))
	for i, lot := range l {
		parts[i] = fmt.Sprintf("%d@%s", lot.Points, lot.Until)
	}
	return strings.Join(parts, ",")
}

// Sum is the number of points in all lots.
func (l Lots) Sum() int {
	sum := 0
	for _, lot := range l {
		sum += lot.Points
	}
	return sum
}

// On returns the lots that can be spent on the day, and the number of points that expired before
// it.
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

// Add returns the lots with another one, merged with a lot that ends on the same day.
func (l Lots) Add(lot Lot) Lots {
	l = slices.Clone(l)
	at, there := slices.BinarySearchFunc(l, lot.Until, func(o Lot, day calendar.Date) int { return o.Until.Compare(day) })
	if there {
		l[at].Points += lot.Points
		return l
	}
	return slices.Insert(l, at, lot)
}

// Spend takes n points from the lots that end first; ok is false if there are fewer.
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
