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

// maxLine bounds a row, so that a full batch of them still fits one commit.
const maxLine = 16 << 10

// clockSkew is by how much a department's clock may be ahead.
const clockSkew = 5 * time.Minute

// reason is why a row was not taken.
type reason struct{ zh, en string }

func (r *reason) String() string { return r.zh + " / " + r.en }

// row is one row of the file: a record, or the reason why it is none.
type row struct {
	record    fact.Record
	withdrawn bool
	reason    *reason
	rejected  []byte // how a rejected row is written to the rejects
	line      int
	end       int64 // the offset behind it
}

// rows reads a file's rows. A row is a line: what is wrong with one, be it a quote
// that never closes, spoils no other.
type rows struct {
	Delivery
	now    time.Time
	lines  *bufio.Reader
	offset int64
	line   int
	form   form
}

// form is the file's format, once its header has been read.
type form interface {
	// parse reads a line as the fields of a row.
	parse(line string) (fields, *reason)
	// reject is a line of the rejects.
	reject(f fields, text string, line int, why *reason) []byte
	// top is the first line of the rejects; empty for none.
	top() []byte
}

// fields are a row as the file says it.
type fields struct {
	key, asOf string
	withdrawn string
	values    map[string]string // by the field's name
	cells     []string          // of CSV, as they stand
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
		return fmt.Errorf("a file in %q cannot be read", r.Format)
	}
}

// next is the next row that is not empty; io.EOF at the end.
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

// readLine is the next line without its end, or what is wrong with it.
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
		return "", &reason{"一行超过 16 KiB", "a line of more than 16 KiB"}, nil
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

// record is the row's record, or what is wrong with the row.
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
		return none("没有 as_of（数据截至时间）", "no as_of, and none was given for the file")
	case err != nil:
		return none("as_of 不是时间", "as_of is no time: write 2006-01-02 or 2006-01-02T15:04:05+08:00")
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
		return none("withdrawn 应为 true 或 false", "withdrawn is true or false")
	}
	if len(f.values) == 0 {
		return none("没有任何值（撤回请写 withdrawn）", "no values; to take a record back, say withdrawn")
	}
	for _, column := range r.Dataset.Columns() {
		_, name := fact.NameOf(column)
		if value, there := f.values[name]; there && column.Check(value) != nil {
			return none(fmt.Sprintf("%s（%s）的值不合要求", name, column.Caption().ZH), name+" has a value that the field cannot have")
		}
	}
	return record, false, nil
}

// parseTime reads a day, which is its first moment, or a time; one without a zone is
// China's.
func parseTime(text string) (time.Time, error) {
	if day, err := calendar.Parse(text); err == nil {
		return day.Start(), nil
	}
	if at, err := time.ParseInLocation(time.DateTime, text, calendar.Zone); err == nil {
		return at, nil
	}
	return time.Parse(time.RFC3339, text)
}
