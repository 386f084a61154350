package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/calendar"
)

// Kind is what a cell has.
type Kind int

// The kinds of cells.
const (
	Empty Kind = iota
	Text
	Number  // decimal, perhaps with an exponent
	Moment  // a number that is shown as a day or a time
	ISO     // a day or a time in ISO 8601
	Truth   // 1 or 0
	Fault   // #N/A and the like
	Unknown // a formula that no program has computed
)

// Cell is a cell of a row.
type Cell struct {
	Column int // from 0
	Kind   Kind
	Text   string
}

// Rows reads the rows of a sheet.
type Rows struct {
	book   *Book
	part   io.ReadCloser
	left   *limited
	tokens *xml.Decoder
	number int
	cells  []Cell
}

// Rows returns a reader of the sheet's rows.
func (b *Book) Rows(name string) (*Rows, error) {
	for _, s := range b.sheets {
		if s.name == name {
			part, err := open(s.part)
			if err != nil {
				return nil, err
			}
			left := &limited{from: part, left: maxRow}
			return &Rows{book: b, part: part, left: left, tokens: xml.NewDecoder(left)}, nil
		}
	}
	return nil, fmt.Errorf("xlsx: there is no sheet %q", name)
}

// The limits of a sheet.
const (
	maxRow     = 8 << 20 // bytes of a row
	maxColumns = 16384   // as Excel has
)

// ErrTooLong means that a part of the workbook is longer than any that a spreadsheet writes.
var ErrTooLong = errors.New("xlsx: a row or a text of the workbook is longer than any spreadsheet writes")

// limited reads at most left bytes, until left is raised.
type limited struct {
	from io.Reader
	left int
}

// Read reads from the part.
func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrTooLong
	}
	n, err := l.from.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// Close ends the reading.
func (r *Rows) Close() error { return r.part.Close() }

// Next returns the number of the next row, from 1, and its cells, which are valid until the next call; io.EOF at the
// end.
func (r *Rows) Next() (int, []Cell, error) {
	r.cells = r.cells[:0]
	within := false
	for {
		token, err := r.tokens.RawToken()
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, nil, fmt.Errorf("xlsx: reading the sheet: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				before := r.number
				within, r.left.left = true, maxRow
				r.number++
				if n, err := strconv.Atoi(attribute(t, "r")); err == nil {
					r.number = n
				}
				if r.number <= before {
					return 0, nil, fmt.Errorf("xlsx: row %d stands behind row %d", r.number, before)
				}
			case "c":
				if err := r.cell(t); err != nil {
					return 0, nil, err
				}
			}
		case xml.EndElement:
			switch {
			case t.Name.Local == "row" && within:
				return r.number, r.cells, nil
			case t.Name.Local == "sheetData":
				return 0, nil, io.EOF
			}
		}
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cell reads the cell that was begun.
func (r *Rows) cell(start xml.StartElement) error {
	c := Cell{}
	if n := len(r.cells); n > 0 {
		c.Column = r.cells[n-1].Column + 1
	}
	kind, style := "", 0
	for _, a := range start.Attr {
		switch a.Name.Local {
		case "r":
			c.Column = column(a.Value)
			if n := len(r.cells); n > 0 && c.Column <= r.cells[n-1].Column || c.Column < 0 || c.Column >= maxColumns {
				return fmt.Errorf("xlsx: the cell %q in row %d is not behind the one before it", a.Value, r.number)
			}
		case "t":
			kind = a.Value
		case "s":
			style, _ = strconv.Atoi(a.Value) // without one: a plain number
		}
	}
	value, formula, has, cached := "", false, false, false
	for done := false; !done; {
		token, err := r.tokens.RawToken()
		if err != nil {
			return fmt.Errorf("xlsx: reading the sheet: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				formula = true
			case "v":
				has, cached = true, true
			case "is":
				if value, err = textOf(r.tokens, "is"); err != nil {
					return fmt.Errorf("xlsx: reading the sheet: %w", err)
				}
			}
		case xml.CharData:
			if has {
				value += string(t)
			}
		case xml.EndElement:
			done = t.Name.Local == "c"
			has = has && t.Name.Local != "v"
		}
	}
	if kind != "inlineStr" && kind != "str" {
		value = strings.TrimSpace(value)
	}
	var err error
	switch {
	case kind == "s" && value != "":
		c.Kind = Text
		c.Text, err = r.book.strings.get(value)
	case kind == "str" && formula && !cached:
		c.Kind = Unknown
	case kind == "inlineStr", kind == "str":
		c.Kind, c.Text = Text, unescaped(value)
	case kind == "d" && value != "":
		c.Kind, c.Text = ISO, value
	case value == "" && formula:
		c.Kind = Unknown
	case value == "":
		return nil
	case kind == "b":
		c.Kind, c.Text = Truth, value
	case kind == "e":
		c.Kind, c.Text = Fault, value
	case style >= 0 && style < len(r.book.dates) && r.book.dates[style]:
		c.Kind, c.Text = Moment, value
	default:
		c.Kind, c.Text = Number, value
	}
	r.cells = append(r.cells, c)
	return err
}

// column is the number of the column, from 0, of a cell's name such as AB12; negative if it is none.
func column(name string) int {
	n := 0
	for i := 0; i < len(name) && name[i] >= 'A' && n < maxColumns; i++ {
		n = n*26 + int(strings.ToUpper(name[i : i+1])[0]-'A') + 1
	}
	return n - 1
}

// Time returns the time in China that a number represents; false if it represents none.
func (b *Book) Time(number string) (time.Time, bool) {
	n, err := strconv.ParseFloat(number, 64)
	days := math.Floor(n)
	if err != nil || math.IsNaN(n) || days < 1 || days > 2958465 {
		return time.Time{}, false
	}
	seconds := math.Round((n - days) * 24 * 60 * 60)
	switch {
	case b.from1904:
		days += 1462
	case days == 60: // 1900-02-29, which never was
		return time.Time{}, false
	case days < 60:
		days++
	}
	first := calendar.Date{Year: 1899, Month: time.December, Day: 30}
	return first.AddDays(int(days)).Start().Add(time.Duration(seconds) * time.Second), true
}
