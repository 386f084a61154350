package decision_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"miaoban/shared/decision"
)

func TestASerialIsReadAsItWasWritten(t *testing.T) {
	for _, serial := range []decision.Serial{0, 1, 31, 32, math.MaxUint64 >> 4} {
		text, err := serial.MarshalText()
		if err != nil || len(text) != 12 {
			t.Fatalf("%d is written %q, %v", serial, text, err)
		}
		var again decision.Serial
		if err := again.UnmarshalText(text); err != nil || again != serial {
			t.Errorf("%q is read as %d, %v, want %d", text, again, err, serial)
		}
	}
}

func TestTextsThatAreNoSerial(t *testing.T) {
	for _, text := range []string{"", "00000000000", "0000000000000", "00000000000I", "00000000000l", "00000000000-"} {
		var s decision.Serial
		if s.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q was read as a serial", text)
		}
	}
}

func TestNewSerialNeedsRandomness(t *testing.T) {
	if _, err := decision.NewSerial(strings.NewReader("seven b")); err == nil {
		t.Error("a serial was made of seven bytes")
	}
	s, err := decision.NewSerial(bytes.NewReader(bytes.Repeat([]byte{0xff}, 8)))
	if err != nil || s != math.MaxUint64>>4 {
		t.Errorf("the serial is %d, %v, want 60 bits", s, err)
	}
}
