package certificate

import (
	"errors"
	"fmt"
	"strings"
)

// root is the object identifier under which China's certificates are numbered (GB/T 36904).
const root = "1.2.156.3005.2"

// ErrNumber is the error of Parse for a text that is not a certificate identifier.
var ErrNumber = errors.New("certificate: not an identifier of GB/T 36904")

// Identifier is a certificate's identifier by GB/T 36904.
type Identifier struct {
	Type    string // 21 characters: the unified social credit code of the organisation that defined the type, and three more
	Issuer  string // 18 characters: the issuer's unified social credit code
	Serial  string // digits and capital letters, chosen by the issuer
	Version int    // 1 to 999
}

// Number formats the identifier: root, parts and check character, separated by dots. It is an
// error if a part is malformed.
func (id Identifier) Number() (string, error) {
	if len(id.Type) != 21 || len(id.Issuer) != 18 || id.Serial == "" || id.Version < 1 || id.Version > 999 {
		return "", ErrNumber
	}
	version := fmt.Sprintf("%03d", id.Version)
	body := id.Type + id.Issuer + id.Serial + version
	if !alphanumeric(body) {
		return "", ErrNumber
	}
	return strings.Join([]string{root, id.Type, id.Issuer, id.Serial, version, string(CheckCharacter(body))}, "."), nil
}

// Parse parses and checks the format of Number.
func Parse(number string) (Identifier, error) {
	rest, ok := strings.CutPrefix(number, root+".")
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 5 || len(parts[3]) != 3 {
		return Identifier{}, ErrNumber
	}
	id := Identifier{Type: parts[0], Issuer: parts[1], Serial: parts[2]}
	if _, err := fmt.Sscanf(parts[3], "%03d", &id.Version); err != nil {
		return Identifier{}, ErrNumber
	}
	if again, err := id.Number(); err != nil || again != number {
		return Identifier{}, ErrNumber
	}
	return id, nil
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// CheckCharacter is the check character for digits and capital letters by ISO/IEC 7064 MOD 37,36
// (GB/T 17710).
func CheckCharacter(s string) byte {
	p := 36
	for i := range len(s) {
		p = (p + strings.IndexByte(alphabet, s[i])) % 36
		if p == 0 {
			p = 36
		}
		p = p * 2 % 37
	}
	return alphabet[(37-p)%36]
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if strings.IndexByte(alphabet, s[i]) < 0 {
			return false
		}
	}
	return true
}
