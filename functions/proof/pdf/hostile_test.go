package pdf

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"miaoban/functions/proof/verify"
	"miaoban/shared/certificate"
	"miaoban/shared/credential"
	"miaoban/shared/qr"
	"miaoban/shared/signature"
)

// made returns a certificate's document as the function makes it, and the keys that verify it.
func made(t testing.TB) ([]byte, signature.Verifiers) {
	t.Helper()
	keys := ring(t)
	key, ok := keys.Of(signature.ES256)
	if !ok {
		t.Fatal("no key for documents")
	}
	c := sample("何婉清")
	c.Status = certificate.Status{List: "1", Index: 7}
	token, err := credential.Code(context.Background(), key, c)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(credential.CodeURL("https://miaoban.example", token))
	if err != nil {
		t.Fatal(err)
	}
	unsigned, err := Sheet(c, code, token, true)
	if err != nil {
		t.Fatal(err)
	}
	seals, err := newSeals(context.Background(), keys, "")
	if err != nil {
		t.Fatal(err)
	}
	document, err := seals.sign(context.Background(), unsigned, "Nanhai civil affairs (an example)", day.Start())
	if err != nil {
		t.Fatal(err)
	}
	return document, keys.Public()
}

// Limits for verifying a document: memory of a few times its length, and little time.
const (
	mostMemory = 4 << 20
	mostTime   = 2 * time.Second // generous, because the test machine is shared
)

// within verifies the document and checks the limits of memory and time.
func within(t *testing.T, name string, document []byte, keys signature.Verifiers) credential.Verdict {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	v := verify.Document(document, keys, day.Start().Add(12*time.Hour))
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if memory := after.TotalAlloc - before.TotalAlloc; memory > mostMemory || took > mostTime {
		t.Errorf("%s: %d bytes took %d bytes of memory and %v", name, len(document), memory, took)
	}
	return v
}

// TestWhatIsNotMadeHereIsRefusedUnread sends hostile documents up to the largest size.
func TestWhatIsNotMadeHereIsRefusedUnread(t *testing.T) {
	document, keys := made(t)
	if v := within(t, "unchanged", document, keys); v.State != credential.Valid {
		t.Fatalf("the unchanged document is %+v", v)
	}
	full := func(text string) []byte {
		return append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte(text), verify.MaxDocument)...)[:verify.MaxDocument]
	}
	first := bytes.LastIndex(document, []byte("/Contents<")) + len("/Contents<")
	last := first + bytes.IndexByte(document[first:], '>')
	signed := func(der []byte) []byte { // replaces the document's signature
		text := hex.EncodeToString(der)
		return bytes.Join(
			[][]byte{document[:first], []byte(text + strings.Repeat("0", max(0, last-first-len(text)))), document[last:]},
			nil,
		)
	}
	room := (last - first) / 2
	nested := bytes.Repeat([]byte{0x30, 0x80}, room/2) // never closed
	for name, tt := range map[string]struct {
		document []byte
		want     credential.State
	}{
		"empty":                            {nil, credential.Malformed},
		"noise of the largest size":        {full("x"), credential.Malformed},
		"one byte larger":                  {append(full("x"), 'x'), credential.Malformed},
		"repeated beginnings":              {full("%PDF-1.7\n1 0 obj <</Type/Catalog"), credential.Malformed},
		"repeated ranges":                  {full("/ByteRange [0 1 2 3] /Contents<"), credential.Malformed},
		"repeated ranges with ends":        {full("/ByteRange [0 1 2 3] /Contents<00>"), credential.Malformed},
		"repeated signature places":        {full("/Contents<"), credential.Malformed},
		"repeated brackets":                {full("[<<("), credential.Malformed},
		"two signatures":                   {append(bytes.Clone(document), document...), credential.Malformed},
		"an empty signature":               {signed(nil), credential.Altered},
		"an endlessly nested signature":    {signed(nested), credential.Altered},
		"a signature longer than its room": {signed(append(make([]byte, room), 1)), credential.Altered},
		"one far longer":                   {signed(make([]byte, 64<<10)), credential.Malformed},
		"a signature without digits": {bytes.Replace(document, document[first:first+20], bytes.Repeat([]byte("g"), 20),
			1), credential.Altered},
		"a changed byte in the token":     {bytes.Replace(document, []byte("/Keywords(e"), []byte("/Keywords(f"), 1), credential.Altered},
		"a changed byte in the last line": {append(bytes.Clone(document[:len(document)-2]), '\r', '\n'), credential.Altered},
		"a byte before the document":      {append([]byte(" "), document...), credential.Altered},
		"the document with beginnings behind it": {append(bytes.Clone(document), full("x")[:verify.MaxDocument-len(document)]...),
			credential.Malformed},
	} {
		if v := within(t, name, tt.document, keys); v.State != tt.want {
			t.Errorf("%s: %s (%s), want %s", name, v.State, v.Reason.EN, tt.want)
		}
	}
	// No byte can be changed, except the zeros behind the signature.
	for at := 0; at < len(document); at += 997 {
		changed := bytes.Clone(document)
		changed[at] ^= 1
		if v := verify.Document(changed, keys, day.Start()); v.Content != nil && (at < first || at >= last) {
			t.Errorf("with byte %d of %d changed the document is %s", at, len(document), v.State)
		}
	}
}

// FuzzDocument checks that only the document itself is valid, whatever is sent, and that the limits
// of memory and time are kept.
func FuzzDocument(f *testing.F) {
	document, keys := made(f)
	first := bytes.LastIndex(document, []byte("/ByteRange"))
	tail, end := document[first:], len(document)
	f.Add(document[:first], tail)
	f.Add([]byte("%PDF-1.7\n"), fmt.Appendf(nil, "/ByteRange [0 60 70 %d] /Contents<0000>%s", 9, "startxref"))
	f.Add([]byte("%PDF-1.7\n"), tail)
	f.Add([]byte{}, document[end-900:])
	f.Fuzz(func(t *testing.T, head, tail []byte) {
		sent := append(bytes.Clone(head), tail...)
		v := within(t, "sent", sent, keys)
		if v.Content != nil && !sameButDigits(sent, document) {
			t.Errorf("a document of %d bytes is %s", len(sent), v.State)
		}
	})
}

// sameButDigits reports whether two documents of the same length differ only in the case of the
// signature's hexadecimal digits.
func sameButDigits(a, b []byte) bool {
	at := bytes.LastIndex(b, []byte("/Contents<"))
	end := at + bytes.IndexByte(b[at:], '>')
	return len(a) == len(b) && bytes.Equal(a[:at], b[:at]) && bytes.Equal(a[end:], b[end:])
}
