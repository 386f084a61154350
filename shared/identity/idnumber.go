package identity

import (
	"errors"
	"fmt"
	"time"

	"miaoban/shared/calendar"
)

// IDNumber is a citizen's number by GB 11643: six digits for the division where it was first
// issued, the birth date, a sequence number (odd for men), and a check character. Residence
// permits for people from Hong Kong, Macao and Taiwan have numbers of the same form. The division
// does not tell where the person lives now, and abolished division codes stay valid in it.
type IDNumber string

// Errors of ParseIDNumber. They do not contain the number.
var (
	ErrOldIDNumber       = errors.New("identity: an old ID number with 15 digits")
	ErrIDNumberLength    = errors.New("identity: an ID number has 18 characters")
	ErrIDNumberCharacter = errors.New("identity: an ID number has only digits, and an X at the end")
	ErrIDNumberBirth     = errors.New("identity: the ID number's birth date does not exist")
	ErrIDNumberFuture    = errors.New("identity: the ID number's birth date is in the future")
	ErrIDNumberCheck     = errors.New("identity: the ID number's check character is wrong")
)

// ParseIDNumber parses an ID number on the day. A final x is accepted as X. On the zero day, birth
// dates in the future are accepted.
func ParseIDNumber(s string, on calendar.Date) (IDNumber, error) {
	if len(s) == 15 && digits(s) {
		return "", ErrOldIDNumber
	}
	if len(s) != 18 {
		return "", ErrIDNumberLength
	}
	if s[17] == 'x' {
		s = s[:17] + "X"
	}
	if !digits(s[:17]) || (s[17] != 'X' && !digits(s[17:])) {
		return "", ErrIDNumberCharacter
	}
	id := IDNumber(s)
	birth, err := calendar.New(number(s[6:10]), time.Month(number(s[10:12])), number(s[12:14]))
	if err != nil {
		return "", ErrIDNumberBirth
	}
	if !on.IsZero() && birth.After(on) {
		return "", ErrIDNumberFuture
	}
	if idCheck(s[:17]) != s[17] {
		return "", ErrIDNumberCheck
	}
	return id, nil
}

// MakeIDNumber computes the number of the sequence'th person born on the day in the division; odd
// sequence numbers are men's.
func MakeIDNumber(division string, birth calendar.Date, sequence int) (IDNumber, error) {
	body := fmt.Sprintf("%s%04d%02d%02d%03d", division, birth.Year, int(birth.Month), birth.Day, sequence)
	if len(body) != 17 || !digits(body) {
		return "", ErrIDNumberLength
	}
	return ParseIDNumber(body+string(idCheck(body)), calendar.Date{})
}

// Birth is the birth date in the number.
func (id IDNumber) Birth() calendar.Date {
	return calendar.Date{Year: number(string(id[6:10])), Month: time.Month(number(string(id[10:12]))), Day: number(string(id[12:14]))}
}

// Female reports whether the number belongs to a woman.
func (id IDNumber) Female() bool { return (id[16]-'0')%2 == 0 }

// Division is the division where the number was first issued.
func (id IDNumber) Division() string { return string(id[:6]) }

// Masked shows the first four and the last three characters: the holder recognises the number, and
// nobody else learns it or the birth date.
func (id IDNumber) Masked() string {
	if len(id) != 18 {
		return "***"
	}
	return string(id[:4]) + "***********" + string(id[15:])
}

// idCheck is the check character for 17 digits: ISO 7064 MOD 11-2.
func idCheck(body string) byte {
	sum := 0
	for i := range 17 {
		sum = (sum + int(body[i]-'0')) * 2 % 11
	}
	return "10X98765432"[sum]
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// number is the value of digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
