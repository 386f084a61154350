package delivery

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/registry/delivery/xlsx"
)

// isArchive reports whether a file that starts so is a ZIP archive, as workbooks are.
func isArchive(start []byte) bool { return bytes.HasPrefix(start, []byte("PK\x03\x04")) }

// isOldWorkbook reports whether a file that starts so is a workbook of Excel 97 or one with a password.
func isOldWorkbook(start []byte) bool { return bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")) }

var errOldWorkbook = errors.New("the file is a workbook in the old format, or has a password: save it as .xlsx without one" +
	"（文件是旧版 .xls 或者加了密码：请另存为不加密的 .xlsx）")

// workbook reads the rows of a sheet. Its rejects are CSV in UTF-8 with a mark.
type workbook struct {
	*layout
	book   *xlsx.Book
	rows   *xlsx.Rows
	file   *counted
	sheet  string
	skip   int         // rows up to this one were read before
	days   []bool      // of each column: it has days
	plain  []bool      // of each column: it has texts
	cells  []string    // of the last row
	faults []*reason   // of its cells
	kinds  []xlsx.Kind // of its cells
}

// counted counts the bytes that are read.
type counted struct {
	io.ReaderAt
	n int64
}

// ReadAt reads from the file.
func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(p, at)
	c.n += int64(n)
	return n, err
}

func newWorkbook(l *layout, file File, sheet string) (*workbook, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	start := make([]byte, 8)
	if n, _ := file.ReadAt(start, 0); isOldWorkbook(start[:n]) {
		return nil, errOldWorkbook
	}
	w := &workbook{layout: l, file: &counted{ReaderAt: file}, sheet: sheet}
	if w.book, err = xlsx.Open(w.file, size); err != nil {
		return nil, err
	}
	if err := w.begin(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

// begin finds the sheet and reads its header.
func (w *workbook) begin() error {
	if w.sheet == "" {
		var filled []string
		for _, name := range w.book.Sheets() {
			if has, err := w.hasRows(name); err != nil {
				return err
			} else if has {
				filled = append(filled, name)
			}
		}
		switch len(filled) {
		case 0:
			return errors.New("the workbook has no row")
		case 1:
			w.sheet = filled[0]
		default:
			return fmt.Errorf("the workbook has several sheets: name one with -sheet: %s", strings.Join(filled, ", "))
		}
	}
	var err error
	if w.rows, err = w.book.Rows(w.sheet); err != nil {
		return err
	}
	if err := w.findHeader(); err != nil {
		return err
	}
	w.days, w.plain = make([]bool, len(w.roles)), make([]bool, len(w.roles))
	for _, column := range w.dataset.Columns() {
		_, name := fact.NameOf(column)
		for i, r := range w.roles {
			w.days[i] = w.days[i] || r == ofAsOf || r == role(name) && column.Kind() == fact.Day
			w.plain[i] = w.plain[i] || r == ofKey || r == role(name) && isText(column)
		}
	}
	return w.check()
}

// findHeader reads up to the header, the first row that has a key.
func (w *workbook) findHeader() error {
	var likely titles
	for likely.rows < mostTitles {
		number, cells, err := w.rows.Next()
		if errors.Is(err, io.EOF) && likely.rows > 0 {
			break
		}
		if err != nil {
			return noHeader(err)
		}
		if len(cells) == 0 {
			continue
		}
		captions := make([]string, cells[len(cells)-1].Column+1)
		for _, c := range cells {
			captions[c.Column] = c.Text
		}
		if w.name(captions); w.hasKey() {
			return nil
		}
		likely.see(w.layout, number, true)
	}
	return likely.noKey(w.layout)
}

func (w *workbook) hasRows(sheet string) (bool, error) {
	rows, err := w.book.Rows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for {
		_, cells, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil || len(cells) > 0 {
			return true, err
		}
	}
}

func (w *workbook) next() (raw, error) {
	for {
		number, cells, err := w.rows.Next()
		if err != nil {
			return raw{}, err
		}
		if number <= w.skip {
			continue
		}
		r := raw{number: number, end: w.file.n}
		if r.why = w.texts(cells); r.why == nil {
			r.fields, r.why = w.read(w.cells, func(i int) *reason { return w.faults[i] })
		}
		if r.why == nil && r.fields.blank || strings.Join(w.cells, "") == "" {
			continue
		}
		return r, nil
	}
}

// texts sets the texts of the row's cells.
func (w *workbook) texts(cells []xlsx.Cell) *reason {
	n := len(w.roles)
	if len(cells) > 0 {
		n = max(n, cells[len(cells)-1].Column+1)
	}
	w.cells, w.faults, w.kinds = make([]string, n), make([]*reason, n), make([]xlsx.Kind, n)
	length := 0
	for _, c := range cells {
		w.kinds[c.Column] = c.Kind
		w.cells[c.Column], w.faults[c.Column] = w.text(c)
		if c.Column < len(w.plain) && w.plain[c.Column] && w.faults[c.Column] == nil {
			w.faults[c.Column] = noText(c.Kind, w.cells[c.Column])
		}
		length += len(w.cells[c.Column])
	}
	switch last := strings.Join(w.cells[len(w.roles):], ""); {
	case length > maxLine:
		return &reason{codeLong, "一行超过 16 KiB", "the row is longer than 16 KiB"}
	case form.Trim(last) != "":
		return &reason{codeCells, "表头以外的列有内容", "there is a value beyond the columns of the header"}
	}
	w.cells, w.faults = w.cells[:len(w.roles)], w.faults[:len(w.roles)]
	return nil
}

var formula = &reason{codeSpreadsheet, "公式没有计算结果：请在表格软件中打开并保存一次", "a formula without a value: open the workbook and save it once"}

var (
	madeADate = &reason{codeSpreadsheet, "表格软件把文字变成了日期：请把这一列设为文本格式，重新填写",
		"the spreadsheet made a date of it: format the column as text, and enter it again"}
	madeATruth  = &reason{codeSpreadsheet, "应为文字，却是 TRUE 或 FALSE", "must be text, but is TRUE or FALSE"}
	hasFraction = &reason{codeSpreadsheet, "应为文字，却是带小数的数值：请把这一列设为文本格式，重新填写",
		"must be text, but is a number with a fraction: format the column as text, and enter it again"}
)

// noText is why a cell of the kind is none of a column of texts.
func noText(kind xlsx.Kind, text string) *reason {
	switch {
	case kind == xlsx.Moment, kind == xlsx.ISO:
		return madeADate
	case kind == xlsx.Truth:
		return madeATruth
	case kind == xlsx.Number && strings.Contains(text, "."):
		return hasFraction
	default:
		return nil
	}
}

// text is the cell's text as people see it, and what is wrong with it.
func (w *workbook) text(c xlsx.Cell) (string, *reason) {
	switch c.Kind {
	case xlsx.Truth:
		return map[bool]string{true: "true", false: "false"}[c.Text == "1" || c.Text == "true"], nil
	case xlsx.Fault:
		return c.Text, spreadsheetError
	case xlsx.Unknown:
		return "", formula
	case xlsx.Number, xlsx.Moment:
	default:
		return c.Text, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(c.Text), 64)
	if err != nil || math.IsInf(n, 0) {
		return c.Text, &reason{codeValue, "不是数值", "is not a number"}
	}
	if c.Kind == xlsx.Moment {
		if at, ok := w.book.Time(c.Text); ok {
			return momentText(at), nil
		}
		if c.Column < len(w.days) && w.days[c.Column] {
			return c.Text, notADay
		}
	}
	text := strconv.FormatFloat(n, 'f', -1, 64)
	if math.Abs(n) >= 1e15 {
		return text, lostDigits
	}
	return text, nil
}

func momentText(at time.Time) string {
	if calendar.Of(at).Start().Equal(at) {
		return calendar.Of(at).String()
	}
	return at.Format(time.DateTime)
}

func (w *workbook) reject(r raw, why *reason) []byte {
	cells := slices.Clone(w.cells)
	for i, cell := range cells {
		cells[i] = w.guarded(i, cell)
	}
	return w.line([]string{strconv.Itoa(r.number), why.code, why.String()}, cells)
}

func (w *workbook) header() []byte {
	return append([]byte("\ufeff"), w.line([]string{columnRow, columnCode, columnReason}, w.heads)...)
}

// guarded is the cell so that a spreadsheet that opens the rejects keeps it: long digits, and texts of which it would
// make a number, a date or a formula.
func (w *workbook) guarded(i int, cell string) string {
	text := unguarded(cell)
	isText := w.kinds[i] == xlsx.Text && (i >= len(w.plain) || w.plain[i] || text != "" && strings.Contains("=+-@", text[:1]))
	switch {
	case isText && reopensAsOther(text):
	case len(cell) > 11 && digits(cell[:11]):
	default:
		return cell
	}
	if len(text) > maxGuarded || strings.ContainsAny(text, "\r\n") {
		return "'" + text
	}
	return `="` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// maxGuarded is how long a text in a formula can be.
const maxGuarded = 255

// words are letters of which a spreadsheet makes a truth value or, with digits, a date.
var words = regexp.MustCompile(`(?i)^(true|false)$|^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ./-]*\d`)

// reopensAsOther reports whether a spreadsheet may make something else of the text: of all that does not begin with a
// letter, and of some words.
func reopensAsOther(text string) bool {
	text = width.Fold.String(text)
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && (!unicode.IsLetter(first) || words.MatchString(text))
}

// line is a line of CSV, without the cells of earlier rejects.
func (w *workbook) line(first, cells []string) []byte {
	line := first
	for i, cell := range cells {
		if i >= len(w.roles) || !w.roles[i].ignored() {
			line = append(line, cell)
		}
	}
	var b bytes.Buffer
	for i, cell := range line {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(cell, ",\"\r\n") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		b.WriteString(cell)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

func (w *workbook) resume(at checkpoint, _ io.Reader) { w.skip = at.Line }

func (w *workbook) found() Found { return Found{Sheet: w.sheet} }

func (w *workbook) close() error {
	var err error
	if w.rows != nil {
		err = w.rows.Close()
	}
	return errors.Join(err, w.book.Close())
}
