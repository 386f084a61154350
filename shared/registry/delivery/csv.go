package delivery

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// table reads the rows of a CSV file. A row is a line, or several if a quoted cell has line breaks; a
// quote that is never closed spoils its own line alone.
type table struct {
	*layout
	lines     *lines
	delimiter delimiter
	number    int    // of the last row, as spreadsheets count: the header is 1
	top       []byte // the header of the rejects, as a line
	lineEnd   []byte
	spans     []span // of the cells of the last row
	cells     []string
}

func newTable(l *layout, text *lines) (*table, error) {
	t := &table{layout: l, lines: text}
	first, err := text.next()
	if err != nil {
		return nil, noHeader(err)
	}
	if named := body(first.text); bytes.HasPrefix(named, []byte("sep=")) && len(named) <= len("sep=，") { // as Excel writes it
		t.top = bytes.Clone(first.text)
	} else {
		text.back([]line{first})
	}
	header, err := t.findHeader()
	if err == nil {
		err = l.check()
	}
	if err != nil {
		return nil, err
	}
	t.top = append(t.top, t.rejectCells(columnRow, columnCode, columnReason)...)
	t.top = append(t.top, header...)
	t.top = append(t.top, t.lineEnd...)
	return t, nil
}

// findHeader reads up to the header, the first row that has a key, and returns it without the columns of rejects. If no
// row has one, the row that looks most like a header says what it lacks.
func (t *table) findHeader() ([]byte, error) {
	var likely titles
	for t.number < mostTitles {
		first, err := t.lines.next()
		if err != nil && likely.rows == 0 {
			return nil, noHeader(err)
		}
		if err != nil {
			break
		}
		if t.lineEnd = first.text[len(body(first.text)):]; len(t.lineEnd) == 0 {
			t.lineEnd = []byte("\n")
		}
		t.number++
		for _, text := range delimiters {
			t.delimiter, t.roles = newDelimiter(text, t.lines.encoding), nil
			header, used := t.readHeader(first)
			if header != nil && t.hasKey() {
				return header, nil
			}
			t.lines.back(used)
			likely.see(t.layout, t.number, header != nil)
		}
	}
	if likely.roles == nil {
		return nil, errOfHeader
	}
	return nil, likely.noKey(t.layout)
}

// readHeader reads the columns with the delimiter, and returns the row without the columns of rejects, nil if it is no
// row, and the lines that it has besides the first.
func (t *table) readHeader(first line) (header []byte, used []line) {
	row, used, end := t.row(first)
	if end != whole {
		return nil, used
	}
	captions := make([]string, len(t.spans))
	for i, s := range t.spans {
		text, why := t.lines.encoding.decode(row.text[s.from:s.to])
		if why != nil {
			return nil, used
		}
		captions[i] = unquoted(text)
	}
	t.layout.name(captions)
	return append([]byte{}, t.withoutRejects(row.text)...), used
}

// row returns the row that starts with the line, without its end, and cuts it into cells; used are the lines after the
// first that it has. A row of several lines has all cells of the header: a quote that is never closed takes no rows
// with it.
func (t *table) row(first line) (row line, used []line, end ending) {
	text := body(first.text)
	if t.spans = t.spans[:0]; len(first.text) > maxLine {
		return line{text, first.end}, nil, broken
	}
	t.spans, end = cut(text, t.delimiter, t.spans)
	if end != open {
		return line{text, first.end}, nil, end
	}
	joined := bytes.Clone(first.text)
	for end == open && len(joined) <= maxLine {
		next, err := t.lines.next()
		if err != nil {
			break
		}
		used = append(used, next)
		joined = append(joined, next.text...)
		t.spans, end = cut(body(joined), t.delimiter, t.spans[:0])
	}
	if end == whole && len(joined) <= maxLine && (t.roles == nil || len(t.spans) == len(t.roles)) {
		return line{body(joined), used[len(used)-1].end}, used, whole
	}
	t.lines.back(used)
	t.spans, _ = cut(text, t.delimiter, t.spans[:0])
	return line{text, first.end}, nil, broken
}

var unbalanced = &reason{codeQuotes, "引号不配对，或者有换行的一行少了列", "unbalanced quotes, or a row of several lines without all its cells"}

func (t *table) next() (raw, error) {
	for {
		first, err := t.lines.next()
		if err != nil {
			return raw{}, err
		}
		first.text = bytes.TrimPrefix(first.text, marks[0].bytes) // of files that were put together
		row, _, end := t.row(first)
		t.number++
		r := raw{text: row.text, number: t.number, end: row.end}
		switch {
		case len(first.text) > maxLine:
			r.why = &reason{codeLong, "一行超过 16 KiB", "the line is longer than 16 KiB"}
		case end == broken:
			if _, r.why = t.lines.encoding.decode(row.text); r.why == nil {
				r.why = unbalanced
			}
		default:
			r.fields, r.why = t.read(row.text)
		}
		if r.fields.blank || len(row.text) == 0 {
			continue
		}
		return r, nil
	}
}

// read returns the fields of a row that was cut into cells.
func (t *table) read(row []byte) (fields, *reason) {
	encoding := t.lines.encoding
	text, why := "", (*reason)(nil)
	together := encoding != GB18030 || isASCII(row) // cells are where they are in the row
	if together || hasThree(row) {
		if text, why = encoding.decode(row); why != nil {
			return fields{}, why
		}
	}
	t.cells = t.cells[:0]
	for _, s := range t.spans {
		cell := ""
		if together {
			cell = text[s.from:s.to]
		} else if cell, why = encoding.decode(row[s.from:s.to]); why != nil {
			return fields{}, why
		}
		t.cells = append(t.cells, unquoted(cell))
	}
	return t.layout.read(t.cells, nil)
}

// withoutRejects is the row without the cells of an earlier import's rejects; the row was cut before, perhaps up to a
// quote that cannot be there.
func (t *table) withoutRejects(row []byte) []byte {
	var left []byte
	some, rest := false, 0 // behind the last cell
	for i, s := range t.spans {
		if rest = s.to; i < len(t.roles) && t.roles[i].ignored() {
			continue
		}
		if some {
			left = append(left, t.delimiter.bytes...)
		}
		left, some = append(left, row[s.from:s.to]...), true
	}
	if !some && rest > 0 && rest < len(row) {
		rest += len(t.delimiter.bytes)
	}
	return append(left, row[rest:]...)
}

// reject returns the row's bytes as they are in the file, behind the row number and the reason.
func (t *table) reject(r raw, why *reason) []byte {
	line := t.rejectCells(strconv.Itoa(r.number), why.code, why.String())
	line = append(line, t.withoutRejects(r.text)...)
	return t.lines.encoding.outward(append(line, t.lineEnd...))
}

func (t *table) rejectCells(number, code, why string) []byte {
	why = strings.ReplaceAll(why, `"`, "'")
	if strings.ContainsAny(why, ",\t;|， \r\n") {
		why = `"` + why + `"`
	}
	d := t.delimiter.text
	return t.lines.encoding.encode(number + d + code + d + why + d)
}

// header is the mark and the first line of the rejects.
func (t *table) header() []byte {
	return append(t.lines.markBytes(), t.lines.encoding.outward(t.top)...)
}

func (t *table) resume(at checkpoint, file io.Reader) {
	t.lines.resume(at, file)
	t.number = at.Line
}

func (t *table) found() Found {
	return Found{Encoding: t.lines.encoding, Delimiter: t.delimiter.text}
}

func (t *table) close() error { return nil }
