package delivery

import (
	"bytes"
	"strings"
)

// span is a cell's bytes in its row, with its quotes.
type span struct{ from, to int }

// ending is how a row ends that is cut into cells.
type ending int

const (
	whole  ending = iota
	open          // within a quoted cell
	broken        // there is a quote where none can be
)

// delimiters are the possible separators of cells; the header shows which one a file has.
var delimiters = []string{",", "\t", ";", "|", "，"}

// delimiter is the separator of the cells of a file.
type delimiter struct {
	text  string
	bytes []byte // in a line
	// within is set if the bytes can be within the two or four bytes of another character, as | can in GB 18030.
	within bool
}

func newDelimiter(text string, in Encoding) delimiter {
	d := delimiter{text: text, bytes: in.encode(text)}
	d.within = in == GB18030 && (len(d.bytes) > 1 || d.bytes[0] >= '0')
	return d
}

// next is where the delimiter is in the row, from i on; the row's length if it is not there. quoted reports whether a
// quote is before it.
func (d delimiter) next(row []byte, i int) (at int, quoted bool) {
	for i < len(row) && !bytes.HasPrefix(row[i:], d.bytes) {
		quoted = quoted || row[i] == '"'
		if i++; d.within && row[i-1] >= 0x81 && i < len(row) {
			if i++; row[i-1] >= '0' && row[i-1] <= '9' {
				i = min(i+2, len(row))
			}
		}
	}
	return i, quoted
}

// unspaced is the place of the first character from i on that is no space, nor a tab between other delimiters.
func (d delimiter) unspaced(row []byte, i int) int {
	for i < len(row) && (row[i] == ' ' || row[i] == '\t' && d.bytes[0] != '\t') {
		i++
	}
	return i
}

// cut appends the cells of the row. Spaces around the quotes of a cell do not matter.
func cut(row []byte, d delimiter, cells []span) ([]span, ending) {
	single := !d.within && len(d.bytes) == 1
	first := d.bytes[0]
	for i := 0; ; i += len(d.bytes) {
		from, quoted := i, false
		if i < len(row) && row[i] <= ' ' {
			i = d.unspaced(row, i)
		}
		guarded := i+1 < len(row) && row[i] == '=' && row[i+1] == '"' // ="440605…", so that a spreadsheet keeps all digits
		if i < len(row) && row[i] == '"' || guarded {
			if guarded {
				i++
			}
			for i++; ; i += 2 {
				end := bytes.IndexByte(row[i:], '"')
				if end < 0 {
					return cells, open
				}
				if i += end; i+1 >= len(row) || row[i+1] != '"' {
					break
				}
			}
			if i = d.unspaced(row, i+1); i < len(row) && !bytes.HasPrefix(row[i:], d.bytes) {
				return cells, broken
			}
		} else if single {
			for ; i < len(row) && row[i] != first; i++ {
				if row[i] == '"' {
					return cells, broken
				}
			}
		} else if i, quoted = d.next(row, i); quoted {
			return cells, broken
		}
		cells = append(cells, span{from, i})
		if i == len(row) {
			return cells, whole
		}
	}
}

// unquoted is the text of a cell.
func unquoted(cell string) string {
	if inner := strings.Trim(cell, " \t"); len(inner) >= 2 && inner[0] == '"' {
		return strings.ReplaceAll(inner[1:len(inner)-1], `""`, `"`)
	}
	return cell
}
