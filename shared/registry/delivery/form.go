package delivery

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"miaoban/shared/fact"
)

// Format is the file format of a delivery.
type Format string

// The formats. Both have the record's key, the time at which its holder confirmed it (as_of),
// withdrawn ("true" for a record that no longer exists), and the dataset's fields.
const (
	CSV       Format = "csv"   // with a header: key, as_of, and field names or their Chinese captions
	JSONLines Format = "jsonl" // {"key":"…","as_of":"…","values":{"name":"…"}}
)

// columnsOf maps names and captions to the names of the dataset's fields.
func columnsOf(d *fact.Dataset) map[string]string {
	names := map[string]string{}
	for _, column := range d.Columns() {
		_, name := fact.NameOf(column)
		names[name], names[column.Caption().ZH] = name, name
	}
	return names
}

// The columns that are not fields. Those of rejects are ignored, so that corrected rejects can be
// delivered as they are.
const (
	columnKey       = "key"
	columnAsOf      = "as_of"
	columnWithdrawn = "withdrawn"
	columnLine      = "line"
	columnReason    = "reason"
)

// table is the header of a CSV file.
type table struct {
	header []string // as in the file, without the columns of rejects
	names  []string // of each column: a field's name, or one of the names below
}

func newTable(columns map[string]string, d *fact.Dataset, header string) (table, error) {
	cells, err := cellsOf(header)
	if err != nil {
		return table{}, fmt.Errorf("the header is not CSV: %w", err)
	}
	var t table
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		name, isField := columns[cell]
		switch {
		case isField:
		case slices.Contains([]string{columnKey, columnAsOf, columnWithdrawn, columnLine, columnReason}, cell):
			name = cell
		default:
			return table{}, fmt.Errorf("%s has no field %q: it has %s", d.Name, cell, strings.Join(slices.Sorted(maps.Keys(columns)), ", "))
		}
		if slices.Contains(t.names, name) {
			return table{}, fmt.Errorf("the header has %q twice", cell)
		}
		t.names = append(t.names, name)
		if name != columnLine && name != columnReason {
			t.header = append(t.header, cell)
		}
	}
	if !slices.Contains(t.names, columnKey) {
		return table{}, errors.New(`the header has no column "key"`)
	}
	return t, nil
}

// cellsOf splits one line into its cells.
func cellsOf(line string) ([]string, error) {
	return csv.NewReader(bufio.NewReader(strings.NewReader(line))).Read()
}

func (t table) parse(line string) (fields, *reason) {
	cells, err := cellsOf(line)
	if err != nil && !errors.Is(err, io.EOF) {
		return fields{}, &reason{"引号不配对", "unbalanced quotes"}
	}
	if len(cells) != len(t.names) {
		return fields{}, &reason{fmt.Sprintf("有 %d 列，表头有 %d 列", len(cells), len(t.names)),
			fmt.Sprintf("%d cells, but the header has %d", len(cells), len(t.names))}
	}
	f := fields{values: make(map[string]string, len(cells))}
	for i, name := range t.names {
		cell := strings.TrimSpace(cells[i])
		switch name {
		case columnLine, columnReason:
			continue
		case columnKey:
			f.key = cell
		case columnAsOf:
			f.asOf = cell
		case columnWithdrawn:
			f.withdrawn = cell
		default:
			if cell != "" {
				f.values[name] = cell
			}
		}
		f.cells = append(f.cells, cells[i])
	}
	return f, nil
}

func (t table) reject(f fields, text string, line int, why *reason) []byte {
	cells := f.cells
	if cells == nil { // the line could not be split: it becomes the first cell
		cells = append([]string{text}, make([]string, len(t.header)-1)...)
	}
	return csvLine(append(slices.Clone(cells), strconv.Itoa(line), why.String()))
}

func (t table) top() []byte { return csvLine(append(slices.Clone(t.header), columnLine, columnReason)) }

func csvLine(cells []string) []byte {
	var line bytes.Buffer
	w := csv.NewWriter(&line)
	w.Write(cells) // writing to a buffer cannot fail
	w.Flush()
	return line.Bytes()
}

// jsonLines is the format of a file with one JSON object per line.
type jsonLines struct{ columns map[string]string }

type object struct {
	Key       string         `json:"key"`
	AsOf      string         `json:"as_of,omitempty"`
	Withdrawn bool           `json:"withdrawn,omitempty"`
	Values    map[string]any `json:"values,omitempty"` // text, numbers, true and false; null if unknown
	Line      int            `json:"line,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Text      string         `json:"text,omitempty"` // of a rejected line that is not an object
}

func (j jsonLines) parse(line string) (fields, *reason) {
	o, err := readObject(line)
	if err != nil {
		return fields{}, &reason{"不是一行一个 JSON 对象", "not exactly one JSON object with the expected members"}
	}
	f := fields{key: strings.TrimSpace(o.Key), asOf: o.AsOf, withdrawn: strconv.FormatBool(o.Withdrawn), values: map[string]string{}}
	for caption, value := range o.Values {
		name, isField := j.columns[caption]
		if !isField {
			return f, &reason{"没有字段 " + caption, "there is no field " + caption}
		}
		switch v := value.(type) {
		case nil:
		case string:
			if v = strings.TrimSpace(v); v != "" {
				f.values[name] = v
			}
		case json.Number:
			f.values[name] = v.String()
		case bool:
			f.values[name] = strconv.FormatBool(v)
		default:
			return f, &reason{name + " 应为文字、数字或是非", name + " must be text, a number, or true/false"}
		}
	}
	return f, nil
}

func readObject(line string) (object, error) {
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var o object
	if err := decoder.Decode(&o); err != nil {
		return o, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return o, errors.New("more than one object")
	}
	return o, nil
}

func (j jsonLines) reject(_ fields, text string, line int, why *reason) []byte {
	o, err := readObject(text)
	if err != nil {
		o = object{Text: text}
	}
	o.Line, o.Reason = line, why.String()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.Encode(o) // writing to a buffer cannot fail, and the object was read from JSON
	return out.Bytes()
}

func (jsonLines) top() []byte { return nil }
