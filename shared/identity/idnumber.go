package identity

import (
	"errors"
	"fmt"
	"time"

	"miaoban/shared/calendar"
)

// IDNumber is a citizen's number by GB 11643: six digits of the division where it
// was first given, the birth date, a sequence number (odd for men), and a check
// character. Permits of residents of Hong Kong, Macao and Taiwan are numbers of
// the same form. The division says nothing of where the person lives now, and
// withdrawn codes stay valid in it.
type IDNumber string

// What may be wrong with an ID number. The errors do not carry it.
var (
	ErrOldIDNumber       = errors.New("identity: an ID number of the old form, of 15 digits")
	ErrIDNumberLength    = errors.New("identity: an ID number has 18 characters")
	ErrIDNumberCharacter = errors.New("identity: an ID number has only digits, and an X at the end")
	ErrIDNumberBirth     = errors.New("identity: the ID number's birth date does not exist")
	ErrIDNumberFuture    = errors.New("identity: the ID number's birth date is in the future")
	ErrIDNumberCheck     = errors.New("identity: the ID number's check character does not fit")
)

// ParseIDNumber reads an ID number on the day. A small x at the end is taken for
// the X that it means. On the zero day, births in the future are not looked for.
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

// MakeIDNumber is the number of the sequence'th person born on the day in the
// division; odd sequences are men's.
func MakeIDNumber(division string, birth calendar.Date, sequence int) (IDNumber, error) {
	body := fmt.Sprintf("%s%04d%02d%02d%03d", division, birth.Year, int(birth.Month), birth.Day, sequence)
	if len(body) != 17 || !digits(body) {
		return "", ErrIDNumberLength
	}
	return ParseIDNumber(body+string(idCheck(body)), calendar.Date{})
}

// Birth is the birth date.
func (id IDNumber) Birth() calendar.Date {
	return calendar.Date{Year: number(string(id[6:10])), Month: time.Month(number(string(id[10:12]))), Day: number(string(id[12:14]))}
}

// Female reports whether the number is a woman's.
func (id IDNumber) Female() bool { return (id[16]-'0')%2 == 0 }

// Division is the division where the number was first given.
func (id IDNumber) Division() string { return string(id[:6]) }

// Masked shows the first four and the last three characters, so that its holder
// knows the number and nobody learns it or the birth date.
func (id IDNumber) Masked() string {
	if len(id) != 18 {
		return "***"
	}
	return string(id[:4]) + "***********" + string(id[15:])
}

// idCheck is the check character of 17 digits: ISO 7064 MOD 11-2.
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
