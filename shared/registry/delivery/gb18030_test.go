package delivery

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// iconv converts the codes from GB 18030, one a line; a code that it does not know is an empty line.
func iconv(t *testing.T, codes [][]byte) []string {
	t.Helper()
	program, err := exec.LookPath("iconv")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("there is no iconv here")
	}
	command := exec.CommandContext(t.Context(), program, "-c", "-f", "GB18030", "-t", "UTF-8")
	command.Stdin = bytes.NewReader(append(bytes.Join(codes, []byte("\n")), '\n'))
	out, _ := command.Output() // it exits with 1 for codes that it leaves out
	var texts []string
	for text := range bytes.Lines(out) {
		texts = append(texts, string(bytes.TrimSuffix(text, []byte("\n"))))
	}
	if len(texts) != len(codes) {
		t.Fatalf("iconv returned %d lines of %d", len(texts), len(codes))
	}
	return texts
}

// TestEveryTwoByteCodeIsReadAsIconvDoes: those of GB 18030-2022 and those of the user-defined areas.
func TestEveryTwoByteCodeIsReadAsIconvDoes(t *testing.T) {
	var codes [][]byte
	for a := 0x81; a <= 0xfe; a++ {
		for b := 0x40; b <= 0xfe; b++ {
			if b != 0x7f {
				codes = append(codes, []byte{byte(a), byte(b)})
			}
		}
	}
	if len(codes) != 23940 {
		t.Fatalf("%d codes", len(codes))
	}
	for i, want := range iconv(t, codes) {
		if got, ok := decodeGB18030(nil, codes[i]); !ok || string(got) != want {
			t.Errorf("%X is %U, want %U", codes[i], []rune(string(got)), []rune(want))
		}
	}
}

// TestEveryFourByteCodeIsReadAsIconvDoes: all of the basic plane, and one of each row of the others.
// Codes that characters had before a later edition gave them two bytes are still read.
func TestEveryFourByteCodeIsReadAsIconvDoes(t *testing.T) {
	earlier := map[string]rune{"8135F437": 'ḿ'}
	for i := range 8 {
		earlier[[]string{"82359037", "82359038", "82359039", "82359130", "82359131", "82359132", "82359133", "82359134"}[i]] = rune(0x9fb4 + i)
	}
	for i := range 10 {
		earlier[fmt.Sprintf("8431%02X%02X", 0x82+(i+6)/10, 0x30+(i+6)%10)] = rune(0xfe10 + i)
	}
	var codes [][]byte
	for a := 0x81; a <= 0xfe; a++ {
		for b := 0x30; b <= 0x39; b++ {
			for c := 0x81; c <= 0xfe; c++ {
				for d := 0x30; d <= 0x39; d++ {
					if a <= 0x84 || d == 0x30+(a+b+c)%10 {
						codes = append(codes, []byte{byte(a), byte(b), byte(c), byte(d)})
					}
				}
			}
		}
	}
	for i, want := range iconv(t, codes) {
		if c, is := earlier[fmt.Sprintf("%X", codes[i])]; is {
			want = string(c)
		}
		if want == "\ufffd" {
			want = "" // the mark for a lost character
		}
		if got, ok := decodeGB18030(nil, codes[i]); ok != (want != "") || ok && string(got) != want {
			t.Errorf("%X is %U, %v, want %U", codes[i], []rune(string(got)), ok, []rune(want))
		}
	}
}
