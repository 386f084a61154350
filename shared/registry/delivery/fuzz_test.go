package delivery_test

import (
	"bytes"
	"os"
	"testing"

	"miaoban/shared/registry/delivery"
)

// FuzzTake requires for any file, in either format and encoding, that each row is imported or
// rejected, or the whole file refused, and that importing it again changes nothing.
func FuzzTake(f *testing.F) {
	for _, text := range []string{
		"key,name\n" + wan + ",何婉清\n", "key,as_of,withdrawn,birth_date\n" + he + ",2026-11-25,true,\n",
		"\ufeffkey\r\n\"" + wan + "\n", "key,key\n,,\n", "",
		`{"key":"` + wan + `","as_of":"2026-11-25","values":{"name":"何婉清"}}` + "\n", `{"key":1}`, "{}\n[]\nnull\n", "\x81\x30\x81\x30",
	} {
		f.Add([]byte(text), true, false)
		f.Add([]byte(text), false, true)
	}
	s := embedded(f)
	f.Fuzz(func(t *testing.T, text []byte, table, gb18030 bool) {
		d := population()
		d.GB18030 = gb18030
		if !table {
			d.Format = delivery.JSONLines
		}
		rejects, err := os.CreateTemp(t.TempDir(), "rejects")
		if err != nil {
			t.Fatal(err)
		}
		defer rejects.Close()
		first, err := d.Take(t.Context(), s, bytes.NewReader(text), rejects, now)
		if err != nil {
			return // refused, with the reason
		}
		again, err := d.Take(t.Context(), s, bytes.NewReader(text), rejects, now)
		if err != nil || again != first {
			t.Errorf("imported again: %+v, %v; first %+v", again, err, first)
		}
	})
}
