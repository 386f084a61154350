package decision

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Serial is a number drawn at random for one attempt at an application. What is
// issued derives its numbers from it, so that no counter is shared; where a
// number must be new, a claim holds that it is.
type Serial uint64

// Crockford is Base32 without the letters that are read as others.
const Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewSerial draws a serial of 60 bits, which JSON numbers do not all carry: it
// is written as text.
func NewSerial(random io.Reader) (Serial, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, fmt.Errorf("drawing a serial: %w", err)
	}
	return Serial(binary.BigEndian.Uint64(b[:]) >> 4), nil
}

// Text is the serial's n lowest digits in the alphabet.
func (s Serial) Text(n int, alphabet string) string {
	digits := make([]byte, n)
	base := Serial(len(alphabet))
	for i := n - 1; i >= 0; i-- {
		digits[i] = alphabet[s%base]
		s /= base
	}
	return string(digits)
}

// MarshalText writes the serial in 12 Crockford digits.
func (s Serial) MarshalText() ([]byte, error) { return []byte(s.Text(12, Crockford)), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Serial) UnmarshalText(text []byte) error {
	if len(text) != 12 {
		return fmt.Errorf("not a serial: %d characters", len(text))
	}
	var v Serial
	for _, c := range text {
		digit := strings.IndexByte(Crockford, c)
		if digit < 0 {
			return errors.New("not a serial: a character that is no digit of one")
		}
		v = v<<5 | Serial(digit)
	}
	*s = v
	return nil
}
