package decision

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Serial is a random number for one attempt at an application. Issued numbers derive from it, so
// no counter is shared; a claim guarantees uniqueness where it is needed.
type Serial uint64

// Crockford is the Base32 alphabet without letters that are easily misread.
const Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewSerial returns a random serial of 60 bits. JSON numbers cannot represent all of them, so it
// is encoded as text.
func NewSerial(random io.Reader) (Serial, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, fmt.Errorf("reading a random serial: %w", err)
	}
	return Serial(binary.BigEndian.Uint64(b[:]) >> 4), nil
}

// Text returns the serial's n lowest digits in the alphabet.
func (s Serial) Text(n int, alphabet string) string {
	digits := make([]byte, n)
	base := Serial(len(alphabet))
	for i := n - 1; i >= 0; i-- {
		digits[i] = alphabet[s%base]
		s /= base
	}
	return string(digits)
}

// MarshalText encodes the serial as 12 Crockford digits.
func (s Serial) MarshalText() ([]byte, error) { return []byte(s.Text(12, Crockford)), nil }

// UnmarshalText decodes the format of MarshalText.
func (s *Serial) UnmarshalText(text []byte) error {
	if len(text) != 12 {
		return fmt.Errorf("not a serial: %d characters", len(text))
	}
	var v Serial
	for _, c := range text {
		digit := strings.IndexByte(Crockford, c)
		if digit < 0 {
			return errors.New("not a serial: it has a character that is not a Crockford digit")
		}
		v = v<<5 | Serial(digit)
	}
	*s = v
	return nil
}
