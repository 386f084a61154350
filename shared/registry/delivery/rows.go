package delivery

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
)

// maxLine is the maximum length of a row, so that a full batch still fits one commit.
const maxLine = 16 << 10

// clockSkew is how far ahead a department's clock may be.
const clockSkew = 5 * time.Minute

// reason is why a row was rejected.
type reason struct{ zh, en string }

func (r *reason) String() string { return r.zh + " / " + r.en }

// row is one row of the file: a record, or the reason why it is rejected.
type row struct {
	record    fact.Record
	withdrawn bool
	reason    *reason
	rejected  []byte // the row's line in the rejects
	line      int
	end       int64 // the offset after the row
}

// rows reads the rows of a file. A row is a line: a fault in one, such as an unclosed quote, does
// not affect others.
type rows struct {
	Delivery
	now    time.Time
	lines  *bufio.Reader
	offset int64
	line   int
	form   form
}

// form parses and writes rows in the file's format, once its header was read.
type form interface {
	// parse splits a line into the fields of a row.
	parse(line string) (fields, *reason)
	// reject formats a line of the rejects.
	reject(f fields, text string, line int, why *reason) []byte
	// top is the first line of the rejects; empty for none.
	top() []byte
}

// fields is a row as the file has it.
type fields struct {
	key, asOf string
	withdrawn string
	values    map[string]string // by the field's name
	cells     []string          // of CSV, unchanged
}

func (r *rows) readHeader() error {
	columns := columnsOf(r.Dataset)
	switch r.Format {
	case JSONLines:
		r.form = jsonLines{columns}
		return nil
	case CSV:
		text, _, err := r.readLine()
		if err != nil {
			return fmt.Errorf("the file has no header: %w", err)
		}
		r.form, err = newTable(columns, r.Dataset, strings.TrimPrefix(text, "\ufeff"))
		return err
	default:
		return fmt.Errorf("unknown file format %q", r.Format)
	}
}

// next returns the next row that is not empty; io.EOF at the end.
func (r *rows) next() (row, error) {
	for {
		text, why, err := r.readLine()
		if err != nil {
			return row{}, err
		}
		if strings.TrimSpace(text) == "" && why == nil {
			continue
		}
		var f fields
		read := row{line: r.line, end: r.offset}
		if why == nil {
			f, why = r.form.parse(strings.TrimPrefix(text, "\ufeff"))
		}
		if why == nil {
			read.record, read.withdrawn, why = r.record(f)
		}
		if read.reason = why; why != nil {
			read.rejected = r.form.reject(f, text, r.line, why)
		}
		return read, nil
	}
}

// readLine returns the next line without its end, or the reason why it is rejected.
func (r *rows) readLine() (string, *reason, error) {
	var text []byte
	long := false
	for {
		part, err := r.lines.ReadSlice('\n')
		r.offset += int64(len(part))
		if long = long || len(text)+len(part) > maxLine; !long {
			text = append(text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(text) == 0 && !long) {
			return "", nil, err
		}
		break
	}
	r.line++
	if long {
		return "", &reason{"一行超过 16 KiB", "the line is longer than 16 KiB"}, nil
	}
	text = bytes.TrimRight(text, "\r\n")
	if r.GB18030 {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return string(bytes.ToValidUTF8(text, []byte("?"))), &reason{"不是 GB18030 编码", "not in GB18030"}, nil
		}
		text = decoded
	}
	if !utf8.Valid(text) || bytes.ContainsRune(text, 0) {
		return string(bytes.ToValidUTF8(text, []byte("?"))), &reason{"不是 UTF-8 编码（可用 -gb18030）", "not in UTF-8 (try -gb18030)"}, nil
	}
	return string(text), nil, nil
}

// record converts the row to a record, or returns the reason why it is rejected.
func (r *rows) record(f fields) (fact.Record, bool, *reason) {
	none := func(zh, en string) (fact.Record, bool, *reason) {
		return fact.Record{}, false, &reason{zh, en}
	}
	key, why := parseKey(r.Dataset.Key, f.key)
	if why != nil {
		return none("key："+why.zh, "key: "+why.en)
	}
	asOf, err := parseTime(f.asOf)
	switch {
	case f.asOf == "" && !r.AsOf.IsZero():
		asOf = r.AsOf
	case f.asOf == "":
		return none("没有 as_of（数据截至时间）", "as_of is missing, and the command gave none for the file")
	case err != nil:
		return none("as_of 不是时间", "as_of is not a time: write 2006-01-02 or 2006-01-02T15:04:05+08:00")
	}
	if asOf.After(r.now.Add(clockSkew)) {
		return none("as_of 在将来", "as_of is in the future")
	}
	record := fact.Record{Dataset: r.Dataset.Name, Key: key, AsOf: asOf, Values: f.values}
	switch f.withdrawn {
	case "true":
		return record, true, nil
	case "", "false":
	default:
		return none("withdrawn 应为 true 或 false", "withdrawn must be true or false")
	}
	if len(f.values) == 0 {
		return none("没有任何值（撤回请写 withdrawn）", "no values; set withdrawn to remove a record")
	}
	for _, column := range r.Dataset.Columns() {
		_, name := fact.NameOf(column)
		if value, there := f.values[name]; there && column.Check(value) != nil {
			return none(fmt.Sprintf("%s（%s）的值不合要求", name, column.Caption().ZH), name+" has an invalid value")
		}
	}
	return record, false, nil
}

// parseTime parses a time, or a day as its first moment; without a zone it is in China.
func parseTime(text string) (time.Time, error) {
	if day, err := calendar.Parse(text); err == nil {
		return day.Start(), nil
	}
	if at, err := time.ParseInLocation(time.DateTime, text, calendar.Zone); err == nil {
		return at, nil
	}
	return time.Parse(time.RFC3339, text)
}
