package delivery_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"miaoban/shared/registry/delivery"
	"miaoban/shared/store"
)

// TestOddTables are headers and rows as spreadsheets write them; each has one person to take, and perhaps rows to
// reject.
func TestOddTables(t *testing.T) {
	good := wan + ",何婉清\n"
	for name, tt := range map[string]struct {
		file     string
		rejected string // the numbers of the rows
	}{
		"Excel's first line":           {"sep=;\nkey;name\n" + strings.ReplaceAll(good, ",", ";"), ""},
		"its rejects":                  {"sep=;\nkey;name\n" + strings.ReplaceAll(good, ",", ";") + "x;y\n", "3"},
		"a caption in two lines":       {"key,\"姓\n名\"\n" + good, ""},
		"captions in other letters":    {"ＫＥＹ, Name \n" + good, ""},
		"a guarded caption":            {"=\"key\",'name\n" + good, ""},
		"empty columns at the end":     {"key,name,,\n" + strings.TrimSuffix(good, "\n") + ",,\n", ""},
		"a value without a caption":    {"key,name,\n" + strings.TrimSuffix(good, "\n") + ",\n" + he + ",何守成,见附件\n", "3"},
		"rows of delimiters":           {"key,name\n,\n" + good + ",\n \n\n", ""},
		"a quote that is never closed": {"key,name\n" + he + ",\"何\n" + good, "2"},
		"two of them":                  {"key,name\n" + he + ",\"何\n" + he + ",\"何\n" + good, "2 3"},
		"a quote within":               {"key,name\n" + he + ",何\"守\"成\n" + good, "2"},
		"rows after a break in a cell": {"key,name\n\"" + wan + "\",\"何\r\n婉\r\n清\"\r\n" + he + ",\n", "3"},
		"a mark within":                {"key,name\n\ufeff" + good, ""},
		"an invisible key":             {"key,name\n\u200b" + good + "\u200b,\u3000\n", ""},
		"files put together":           {"key,name\n" + good + "key,name\n", "3"},
	} {
		t.Run(name, func(t *testing.T) {
			s := embedded(t)
			report, rejects := take(t, s, population(), tt.file)
			var numbers []string
			for line := range strings.Lines(rejects) {
				if number, _, _ := strings.Cut(line, report.Delimiter); number != "_reject_row" && number != "sep=;\n" && number != "sep=" {
					numbers = append(numbers, number)
				}
			}
			if got := known(t, s, wan).Values["name"]; got != "何婉清" || strings.Join(numbers, " ") != tt.rejected || report.Written != 1 {
				t.Errorf("%+v, the name is %q, rejects %q", report, got, rejects)
			}
		})
	}
}

// TestJSONInEveryEncoding: mended rejects are a delivery.
func TestJSONInEveryEncoding(t *testing.T) {
	for name, e := range encodings {
		s, d := embedded(t), population()
		d.Format = delivery.JSONLines
		file := `{"key":"` + wan + `","values":{"姓名":"何𠮷"}}` + "\n" + `{"key":"` + he + `","values":{"姓名":"何守成","出生日期":"1956/2/30"}}` + "\n"
		report, rejects := take(t, s, d, e.encode(file))
		if report.Encoding != e.found || report.Written != 1 || report.Rejected != 1 {
			t.Errorf("%s: %+v", name, report)
		}
		mended := strings.Replace(rejects, e.within("1956/2/30"), e.within("1956/3/15"), 1)
		if again, rejects := take(t, s, d, mended); again.Rows != 1 || again.Written != 1 || known(t, s, he).Values["name"] != "何守成" {
			t.Errorf("%s: %+v, %q", name, again, rejects)
		}
	}
}

// TestEveryEncodingGoesOnWhereItStood, also behind rows of several lines.
func TestEveryEncodingGoesOnWhereItStood(t *testing.T) {
	text := strings.ReplaceAll(town(t, 300), ",何", ",\"何\n")
	text = strings.ReplaceAll(strings.ReplaceAll(text, ",19", "\",19"), "\n一,", "\n一\",")
	text = strings.ReplaceAll(text, "\"\"", "\"")
	for name, e := range encodings {
		file := e.encode(text)
		want, wantRejects := take(t, embedded(t), population(), file)
		if want.Rows != 301 || want.Written != 270 || want.Rejected != 31 {
			t.Fatalf("%s: %+v", name, want)
		}
		var s store.Store = embedded(t)
		folder := t.TempDir()
		for stops := 0; ; stops++ {
			f := &faulty{Store: s, fault: func(n int) (bool, error) { return false, errorAt(n > 1, errPower) }}
			report, err := population().Take(t.Context(), f, strings.NewReader(file), rejectsOf(t, folder), now)
			if err == nil {
				rejects, err := os.ReadFile(rejectsOf(t, folder).Name())
				if err != nil || report != want || string(rejects) != wantRejects || stops < 3 {
					t.Errorf("%s: after %d stops: %+v, %v, want %+v", name, stops, report, err, want)
				}
				break
			}
			if !errors.Is(err, errPower) || stops > 20 {
				t.Fatal(err)
			}
		}
	}
}
