package identity

import (
	"errors"
	"strings"
)

// CreditAlphabet is the characters of unified social credit codes: digits and capital letters
// without I, O, S, V and Z, which are easily misread.
const CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// Errors of CheckCreditCode.
var (
	ErrCreditCodeLength    = errors.New("identity: a unified social credit code has 18 characters")
	ErrCreditCodeCharacter = errors.New("identity: a unified social credit code does not contain this character")
	ErrCreditCodeCheck     = errors.New("identity: the unified social credit code's check character is wrong")
)

// CheckCreditCode checks a unified social credit code by GB 32100: registering department, kind of
// organisation, division, organisation code (GB 11714) and check character. A few codes in real
// use have a wrong check character: the business register decides.
func CheckCreditCode(s string) error {
	if len(s) != 18 {
		return ErrCreditCodeLength
	}
	check, ok := creditCheck(s[:17])
	if !ok || strings.IndexByte(CreditAlphabet, s[17]) < 0 {
		return ErrCreditCodeCharacter
	}
	if s[17] != check {
		return ErrCreditCodeCheck
	}
	return nil
}

// MakeCreditCode computes the code of an organisation: kind is the registering department and the
// organisation's kind ("92" for a sole trader), body is the first eight characters of its GB 11714
// code.
func MakeCreditCode(kind, division, body string) (string, error) {
	if len(kind) != 2 || len(division) != 6 || len(body) != 8 {
		return "", ErrCreditCodeLength
	}
	inner, ok := bodyCheck(body)
	if !ok {
		return "", ErrCreditCodeCharacter
	}
	code := kind + division + body + string(inner)
	check, ok := creditCheck(code)
	if !ok {
		return "", ErrCreditCodeCharacter
	}
	return code + string(check), nil
}

// creditCheck is the 18th character for the first 17: weights 3^(i-1) mod 31.
func creditCheck(body string) (check byte, ok bool) {
	sum, weight := 0, 1
	for i := range len(body) {
		value := strings.IndexByte(CreditAlphabet, body[i])
		if value < 0 {
			return 0, false
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	return CreditAlphabet[(31-sum%31)%31], true
}

// bodyCheck is the ninth character of an organisation code for the first eight, by GB 11714.
func bodyCheck(body string) (check byte, ok bool) {
	sum := 0
	for i, weight := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		c := body[i]
		switch {
		case c >= '0' && c <= '9':
			sum += int(c-'0') * weight
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * weight
		default:
			return 0, false
		}
	}
	return "0123456789X0"[11-sum%11], true
}
