package delivery_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/delivery"
)

func gb18030(text string) string {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return encoded
}

// wide is the text in UTF-16, with the first byte at that place in each unit.
func wide(text string, low int) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		pair := [2]byte{}
		pair[low], pair[1-low] = byte(u), byte(u>>8)
		b.Write(pair[:])
	}
	return b.String()
}

type encoding struct {
	encode func(string) string
	found  delivery.Encoding
}

// within is the text as it stands within a file.
func (e encoding) within(text string) string {
	return strings.TrimPrefix(e.encode(text), e.encode(""))
}

// encodings are the ways to write a file, with what the report says of them.
var encodings = map[string]encoding{
	"UTF-8":                       {func(s string) string { return s }, delivery.UTF8},
	"UTF-8 with a mark":           {func(s string) string { return "\ufeff" + s }, delivery.UTF8},
	"GB 18030":                    {gb18030, delivery.GB18030},
	"GB 18030 with a mark":        {func(s string) string { return gb18030("\ufeff" + s) }, delivery.GB18030},
	"UTF-16 LE with a mark":       {func(s string) string { return wide("\ufeff"+s, 0) }, delivery.UTF16LE},
	"UTF-16 BE with a mark":       {func(s string) string { return wide("\ufeff"+s, 1) }, delivery.UTF16BE},
	"UTF-16 LE":                   {func(s string) string { return wide(s, 0) }, delivery.UTF16LE},
	"UTF-16 BE":                   {func(s string) string { return wide(s, 1) }, delivery.UTF16BE},
	"UTF-8 with carriage returns": {func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }, delivery.UTF8},
	"GB 18030 with both":          {func(s string) string { return gb18030(strings.ReplaceAll(s, "\n", "\r\n")) }, delivery.GB18030},
}

// TestTheEncodingAndTheDelimiterAreFound, and rejected rows come back in them: what is mended in them is
// delivered with the same command, also if there is more than one fault.
func TestTheEncodingAndTheDelimiterAreFound(t *testing.T) {
	for name, e := range encodings {
		for _, delimiter := range []string{",", ";", "\t", "|", "，"} {
			t.Run(name+fmt.Sprintf(" %q", delimiter), func(t *testing.T) {
				s := embedded(t)
				file := "姓名,key,出生日期\n" +
					"何𠮷·婉清," + wan + ",1951/3/15\n" +
					"\"何,\n守成\"," + he + ",1956/2/30\n"
				file = strings.ReplaceAll(file, ",", delimiter)
				report, rejects := take(t, s, population(), e.encode(file))
				want := delivery.Report{Dataset: "population", Found: delivery.Found{Encoding: e.found, Delimiter: delimiter},
					Rows: 2, Written: 1, Rejected: 1, Finished: true}
				if report != want || known(t, s, wan).Values["name"] != "何𠮷·婉清" {
					t.Fatalf("%+v, the name is %q; rejects %q", report, known(t, s, wan).Values["name"], rejects)
				}
				_, again := take(t, s, population(), rejects)
				if strings.Replace(again, e.within("2"), e.within("3"), 1) != rejects {
					t.Errorf("delivered as they are, the rejects\n%q become\n%q", rejects, again)
				}
				mended := strings.Replace(again, e.within("1956/2/30"), e.within("1956/3/15"), 1)
				if report, rejects = take(t, s, population(), mended); report.Written != 1 || report.Found != want.Found || rejects != "" {
					t.Errorf("mended: %+v, rejects %q", report, rejects)
				}
				if got := known(t, s, he).Values; got["name"] != "何"+strings.TrimSpace(delimiter)+"守成" || got["birth_date"] != "1956-03-15" {
					t.Errorf("the table has %q", got)
				}
			})
		}
	}
}

// TestWhatIsNotInTheEncodingOfTheCommandIsRefused, whole: names would be stored as other characters.
func TestWhatIsNotInTheEncodingOfTheCommandIsRefused(t *testing.T) {
	text := "key,name\n" + wan + ",何婉清\n"
	for name, tt := range map[string]struct {
		text, want string // refused with
	}{
		"GB 18030":              {gb18030(text), ""},
		"ASCII":                 {"key,birth_date\n" + wan + ",1951-03-15\n", ""},
		"UTF-8":                 {text, "the file is in UTF-8, not in GB 18030"},
		"UTF-8 with a mark":     {"\ufeff" + text, "the file is in UTF-8"},
		"UTF-16":                {wide("\ufeff"+text, 0), "the file is in UTF-16LE"},
		"UTF-8 but for one row": {text + he + ",\xba\xce\n", "the file is in UTF-8"},
		"either":                {"key,name\n" + wan + ",A\u00b7B\n", "as UTF-8 and as GB 18030"},
	} {
		s, d := embedded(t), population()
		d.GB18030 = true
		_, err := d.Take(t.Context(), s, strings.NewReader(tt.text), rejectsOf(t, t.TempDir()), now)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if tt.want != "" && len(known(t, s, wan).Values) > 0 {
			t.Errorf("%s: the table has %v", name, known(t, s, wan))
		}
	}
}

// TestRowsInTwoEncodings: the encoding is that of most rows, and the others are rejected as they are.
func TestRowsInTwoEncodings(t *testing.T) {
	utf8 := func(person, name string) string { return person + "," + name + "\n" }
	gb := func(person, name string) string { return gb18030(utf8(person, name)) }
	for name, tt := range map[string]struct {
		file     string
		found    delivery.Encoding
		rejected string
	}{
		"mostly UTF-8":    {"key,姓名\n" + utf8(wan, "何婉清") + gb(he, "何守成"), delivery.UTF8, gb(he, "何守成")},
		"mostly GB 18030": {gb18030("key,姓名\n") + gb(wan, "何婉清") + utf8(he, "何守"), delivery.GB18030, utf8(he, "何守")},
		"neither":         {"key,name\n" + utf8(wan, "Wan") + he + ",\xff\xfe\n", delivery.UTF8, he + ",\xff\xfe\n"},
	} {
		s := embedded(t)
		report, rejects := take(t, s, population(), tt.file)
		if report.Encoding != tt.found || report.Written != 1 || report.Rejected != 1 || !strings.HasSuffix(rejects, tt.rejected) ||
			!strings.Contains(rejects, ",encoding,") {
			t.Errorf("%s: %+v, rejects %q", name, report, rejects)
		}
	}
}

// TestUserDefinedCharactersHaveTheirOwnReason: their bytes are not broken, but only some machines show them.
func TestUserDefinedCharactersHaveTheirOwnReason(t *testing.T) {
	for code, want := range map[string]string{
		"\xaa\xa1": "user-defined", "\xaf\xfe": "user-defined", "\xf8\xa1": "user-defined", "\xfe\xfe": "user-defined",
		"\xa2\x40": "user-defined", "\xa7\xa0": "user-defined", "\xd7\xfa": "user-defined",
		"\x81\x7f": "encoding", "\xff\xa1": "encoding", "\xff": "encoding", "\xfe\x39\xfe\x39": "encoding", "\x84\x31\xa4\x37": "encoding",
		"\xfe\x59": "", "\xfe\x51": "", "\xa6\xd9": "", "\xa8\xbc": "", "\xfe\xa0": "",
	} {
		s := embedded(t)
		report, rejects := take(t, s, population(), gb18030("key,姓名\n"+wan+",何")+code+"\n")
		if want == "" && (report.Written != 1 || strings.Contains(known(t, s, wan).Values["name"], "\ufffd")) {
			t.Errorf("%X: %+v, %v", code, report, known(t, s, wan).Values)
		}
		if want != "" && (report.Rejected != 1 || !strings.Contains(rejects, ","+want+",") || !strings.HasSuffix(rejects, code+"\n")) {
			t.Errorf("%X: %+v, rejects %q, want %s", code, report, rejects, want)
		}
	}
}

// TestNoFieldIsCalledLikeAColumnOfRejects, or like one of the others that are no fields; captions and names of a
// dataset differ.
func TestNoFieldIsCalledLikeAColumnOfRejects(t *testing.T) {
	for _, d := range dataset.All() {
		seen := map[string]string{}
		for _, reserved := range delivery.Reserved() {
			seen[reserved] = "reserved"
		}
		for _, column := range d.Columns() {
			_, name := fact.NameOf(column)
			for _, text := range []string{name, column.Caption().ZH} {
				if other, there := seen[text]; there && other != name || strings.HasPrefix(text, "_") {
					t.Errorf("%s.%s: %q is also %s", d.Name, name, text, other)
				}
				seen[text] = name
			}
		}
	}
}

// TestAFieldCalledReasonIsTaken: the columns of rejects have names of their own.
func TestAFieldCalledReasonIsTaken(t *testing.T) {
	for _, header := range []string{"key,reason", "key,终止就业原因", "_reject_reason,key,Reason,_reject_row"} {
		row := wan + ",resigned"
		if strings.HasPrefix(header, "_") {
			row = "x," + row + ",7"
		}
		s := embedded(t)
		d := delivery.Delivery{Dataset: dataset.Unemployment.Dataset, Format: delivery.CSV, AsOf: today}
		if report, rejects := take(t, s, d, header+"\n"+row+"\n"); report.Written != 1 {
			t.Errorf("%s: %+v, %q", header, report, rejects)
		}
	}
}
