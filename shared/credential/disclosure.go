package credential

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"miaoban/shared/certificate"
	"miaoban/shared/lang"
)

// separator separates the parts of an SD-JWT (RFC 9901).
const separator = "~"

// disclosure is one claim that can be disclosed or withheld: base64url of [salt, name, value].
type disclosure string

// newDisclosure returns the claim with a random salt, so that its digest cannot be guessed.
func newDisclosure(name string, value any) (disclosure, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	text, err := json.Marshal([]any{base64.RawURLEncoding.EncodeToString(salt), name, value})
	if err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	return disclosure(base64.RawURLEncoding.EncodeToString(text)), nil
}

// digest is what the signed part contains in place of the claim.
func (d disclosure) digest() string {
	sum := sha256.Sum256([]byte(d))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// claim decodes the disclosure.
func (d disclosure) claim() (Claim, error) {
	text, err := base64.RawURLEncoding.DecodeString(string(d))
	if err != nil {
		return Claim{}, errDisclosure
	}
	var parts []json.RawMessage
	var c Claim
	if err := json.Unmarshal(text, &parts); err != nil || len(parts) != 3 ||
		json.Unmarshal(parts[1], &c.Name) != nil || json.Unmarshal(parts[2], &c.said) != nil {
		return Claim{}, errDisclosure
	}
	c.Label, c.Value = c.said.Label, c.said.Value
	return c, nil
}

var errDisclosure = errors.New("credential: a malformed disclosure")

// Claim is one claim that a credential discloses.
type Claim struct {
	Name  string    `json:"name"`
	Label lang.Text `json:"label"`
	Value lang.Text `json:"value"`

	said said
}

// said is a claim's value in a credential, together with its label, so that a reader needs no
// table of names.
type said struct {
	Label lang.Text `json:"label"`
	Value lang.Text `json:"value"`
}

// disclose returns the certificate's claims in a random order.
func disclose(c certificate.Certificate) ([]disclosure, error) {
	type entry struct {
		name  string
		value said
	}
	entries := []entry{{"holder", said{lang.T("持有人", "Holder"), lang.T(c.Holder, c.Holder)}}}
	if c.HolderID != "" {
		entries = append(entries, entry{"holderNumber", said{lang.T("证件号码（部分）", "Number (in part)"), lang.T(c.HolderID, c.HolderID)}})
	}
	for _, e := range c.Entries {
		entries = append(entries, entry{termOf(e.Label.EN), said{e.Label, e.Value}})
	}
	for _, k := range c.Claims {
		value := lang.T(k.Value, k.Value)
		if k.Value == "true" {
			value = lang.T("是", "yes")
		}
		entries = append(entries, entry{k.Name, said{k.Label, value}})
	}
	var all []disclosure
	for _, e := range entries {
		one, err := newDisclosure(e.name, e.value)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b disclosure) int { return strings.Compare(a.digest(), b.digest()) })
	return all, nil
}

// termOf turns a label into a claim name: "First month" becomes firstMonth.
func termOf(label string) string {
	var term strings.Builder
	upper := false
	for _, r := range label {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			upper = term.Len() > 0
		case upper:
			term.WriteRune(unicode.ToUpper(r))
			upper = false
		default:
			term.WriteRune(unicode.ToLower(r))
		}
	}
	return term.String()
}

// Claims lists the claims that the credential can disclose, ordered by name.
func Claims(credential string) ([]Claim, error) {
	var claims []Claim
	for _, d := range disclosuresOf(credential) {
		c, err := d.claim()
		if err != nil {
			return nil, err
		}
		claims = append(claims, c)
	}
	slices.SortFunc(claims, func(a, b Claim) int { return strings.Compare(a.Name, b.Name) })
	return claims, nil
}

// Present returns the credential with only the named claims disclosed. ErrNoClaim: a name is
// unknown or repeated.
func Present(credential string, names []string) (string, error) {
	token, _, _ := strings.Cut(credential, separator)
	shown := 0
	for _, d := range disclosuresOf(credential) {
		c, err := d.claim()
		if err != nil {
			return "", err
		}
		if slices.Contains(names, c.Name) {
			token, shown = token+separator+string(d), shown+1
		}
	}
	if shown != len(names) {
		return "", ErrNoClaim
	}
	return token + separator, nil
}

// ErrNoClaim means that the credential has no claim of that name, or that a name was given twice.
var ErrNoClaim = errors.New("credential: there is no such claim")

func disclosuresOf(credential string) []disclosure {
	_, rest, _ := strings.Cut(credential, separator)
	var all []disclosure
	for part := range strings.SplitSeq(rest, separator) {
		if part != "" {
			all = append(all, disclosure(part))
		}
	}
	return all
}
