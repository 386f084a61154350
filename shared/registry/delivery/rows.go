package delivery

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
)

// clockSkew is how far ahead a department's clock may be.
const clockSkew = 5 * time.Minute

// row is one row of the file: a record, or the reason why it is rejected.
type row struct {
	record    fact.Record // its values are those that the row covers; "" if unknown
	withdrawn bool
	verified  bool   // it contradicts an ID number, and the holder says that it is so
	doubtful  string // the field with a name that may be none
	reason    *reason
	rejected  []byte // the row in the rejects
	number    int    // as spreadsheets count
	end       int64  // the offset after the row
}

// source reads the rows of a file in its format.
type source interface {
	// next returns the next row that is not empty; io.EOF at the end.
	next() (raw, error)
	// reject formats a row for the rejects, as bytes of the file.
	reject(r raw, why *reason) []byte
	// header is the start of the rejects; empty for none.
	header() []byte
	// resume continues after the checkpoint, at which the file is positioned.
	resume(at checkpoint, file io.Reader)
	// found says how the file was read.
	found() Found
	close() error
}

// raw is a row as the file has it.
type raw struct {
	text   []byte // without the end of the line
	fields fields
	why    *reason // why it is rejected
	number int
	end    int64
}

// rows turns the rows of a file into records.
type rows struct {
	Delivery
	source
	now     time.Time
	columns []fact.Column
	names   []string  // of the columns
	again   *repeated // nil while they are looked for
}

// open returns a reader of the file's rows.
func (d Delivery) open(file File, s survey, now time.Time) (*rows, error) {
	r := &rows{Delivery: d, now: now, columns: d.Dataset.Columns()}
	for _, column := range r.columns {
		_, name := fact.NameOf(column)
		r.names = append(r.names, name)
	}
	if d.Key != "" && d.Format == JSONLines {
		return nil, errors.New("JSON Lines has no columns: each object has its key as “key”, and -key names none")
	}
	if _, err := file.Seek(int64(s.mark), io.SeekStart); err != nil {
		return nil, err
	}
	text := &lines{survey: s, file: bufio.NewReaderSize(file, 1<<20), offset: int64(s.mark)}
	var err error
	switch d.Format {
	case CSV:
		r.source, err = newTable(newLayout(d), text)
	case JSONLines:
		r.source = newObjects(newLayout(d), text)
	case Workbook:
		r.source, err = newWorkbook(newLayout(d), file, d.Sheet)
	default:
		err = fmt.Errorf("unknown file format %q", d.Format)
	}
	return r, err
}

func (r *rows) next() (row, error) {
	in, err := r.source.next()
	if err != nil {
		return row{}, err
	}
	read := row{number: in.number, end: in.end, reason: in.why}
	if read.reason == nil {
		r.record(&read, in.fields)
	}
	if read.reason == nil && r.again != nil {
		read.reason = r.again.contradicts(read, r.names)
	}
	if read.reason != nil {
		read.rejected = r.reject(in, read.reason)
	}
	return read, nil
}

// record converts the row to a record, or sets the reason why it is rejected.
func (r *rows) record(to *row, f fields) {
	none := func(code, zh, en string) { to.reason = &reason{code, zh, en} }
	key, why := parseKey(r.Dataset, f.key, r.Services)
	if why != nil {
		to.reason = why.in(columnKey)
		return
	}
	asOf, isTime := r.AsOf, true
	if text := filled(f.asOf); text != "" {
		asOf, isTime = moment(text)
	}
	switch {
	case !isTime:
		none(codeAsOf, "as_of 不是时间", "as_of is not a time: write 2006-01-02 or 2006-01-02T15:04:05+08:00")
		return
	case asOf.IsZero():
		none(codeAsOf, "没有 as_of（数据截至时间）", "as_of is missing, and the command gave none for the file")
		return
	case asOf.After(r.now.Add(clockSkew)):
		none(codeAsOf, "as_of 在将来", "as_of is in the future")
		return
	}
	to.record = fact.Record{Dataset: r.Dataset.Name, Key: key, AsOf: asOf, Values: f.values}
	verified, wrong := flag(columnVerified, f.verified)
	if to.withdrawn, why = flag(columnWithdrawn, f.withdrawn); why != nil || wrong != nil {
		to.reason = cmp.Or(why, wrong)
		return
	}
	if to.withdrawn {
		return
	}
	some := false
	for i, column := range r.columns {
		name := r.names[i]
		text := f.values[name]
		if text == "" {
			continue
		}
		if text, to.reason = value(column, text); to.reason != nil {
			to.reason = to.reason.inField(fmt.Sprintf("%s（%s）", name, column.Caption().ZH), name)
			return
		}
		f.values[name], some = text, some || text != ""
		if isName(column) && oddName.MatchString(text) {
			to.doubtful = name
		}
	}
	if !some {
		none(codeNoValues, "没有任何值（撤回请写 withdrawn）", "no values; set withdrawn to remove a record")
		return
	}
	if to.reason = impossible(r.Dataset, r.columns, key, f.values, calendar.Of(r.now.Add(clockSkew))); to.reason != nil {
		return
	}
	if why := cmp.Or(contradiction(r.Dataset, key, f.values), unborn(r.Dataset, r.columns, key, f.values)); verified {
		to.verified = why != nil
	} else {
		to.reason = why
	}
}

// oddName finds what is in names of tests rather than in those of people.
var oddName = regexp.MustCompile(`(?i)[0-9０-９]|测试|样例|示例|\btest\b|张三|李四|某某`)

// flag reads a column that says yes or no; an empty cell says no.
func flag(column, text string) (bool, *reason) {
	if filled(text) == "" {
		return false, nil
	}
	switch value, known := truth(text); {
	case !known:
		return false, (&reason{column, "应为 true 或 false（是或否）", "must be true or false"}).in(column)
	default:
		return value == "true", nil
	}
}
