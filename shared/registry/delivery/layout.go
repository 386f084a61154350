package delivery

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"miaoban/shared/fact"
	"miaoban/shared/form"
)

// The columns that are not fields.
const (
	columnKey       = "key"
	columnAsOf      = "as_of"
	columnWithdrawn = "withdrawn"
	columnVerified  = "verified" // what contradicts an ID number is so
)

// The columns of rejects, which are ignored: corrected rejects can be delivered as they are. No dataset has a
// field or a caption like these.
const (
	columnRow    = "_reject_row" // as spreadsheets count
	columnCode   = "_reject_code"
	columnReason = "_reject_reason"
)

// Reserved are the names of columns that no field can have.
func Reserved() []string {
	return []string{columnKey, columnAsOf, columnWithdrawn, columnVerified, columnRow, columnCode, columnReason}
}

// role is what a column of the file has.
type role string

// The roles of columns that are not fields; a field's column has the field's name.
const (
	ofKey       role = "\x00key"
	ofAsOf      role = "\x00as_of"
	ofWithdrawn role = "\x00withdrawn"
	ofVerified  role = "\x00verified"
	ofRejects   role = "\x00rejects"
	ofNobody    role = "\x00ignored" // the command says so
	ofNothing   role = ""            // no caption: every cell must be empty
)

func (r role) ignored() bool { return r == ofRejects }

// layout is the columns of a file.
type layout struct {
	dataset *fact.Dataset
	fields  map[string]string // names by caption
	columns map[string]fact.Column
	key     string   // the caption of the key's column, if the command says it
	ignore  []string // captions that the command leaves out
	roles   []role
	heads   []string // captions as in the file
}

func newLayout(d Delivery) *layout {
	l := &layout{dataset: d.Dataset, key: caption(d.Key), fields: map[string]string{}, columns: map[string]fact.Column{}}
	for _, column := range d.Dataset.Columns() {
		_, name := fact.NameOf(column)
		l.fields[caption(name)], l.fields[caption(column.Caption().ZH)] = name, name
		l.columns[name] = column
	}
	for _, name := range d.Ignore {
		l.ignore = append(l.ignore, caption(name))
	}
	return l
}

// caption is the text of a header's cell, as it is compared: line breaks, spaces and full-width letters do not
// matter.
func caption(text string) string {
	seen := strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.In(c, unicode.Cc, unicode.Cf) {
			return -1
		}
		return c
	}, unguarded(text))
	return strings.ToLower(width.Fold.String(seen))
}

// name gives each column its role.
func (l *layout) name(captions []string) {
	l.roles, l.heads = make([]role, len(captions)), captions
	for i, text := range captions {
		l.roles[i] = l.roleOf(text)
	}
}

func (l *layout) roleOf(text string) role {
	text = caption(text)
	switch name, isField := l.fields[text]; {
	case text == "":
		return ofNothing
	case text == l.key:
		return ofKey
	case slices.Contains(l.ignore, text):
		return ofNobody
	case isField:
		return role(name)
	}
	switch text {
	case columnKey:
		if l.key != "" { // another column has it
			return unknown
		}
		return ofKey
	case columnAsOf:
		return ofAsOf
	case columnWithdrawn:
		return ofWithdrawn
	case columnVerified:
		return ofVerified
	case columnRow, columnCode, columnReason:
		return ofRejects
	default:
		return unknown
	}
}

const unknown role = "\x00unknown"

func (l *layout) hasKey() bool { return slices.Contains(l.roles, ofKey) }

// check refuses a file whose columns are not all known.
func (l *layout) check() error {
	var none []string
	for i, r := range l.roles {
		if r == unknown {
			none = append(none, fmt.Sprintf("%q", shown(l.heads[i])))
		}
		if r != ofNothing && r != ofNobody && r != ofRejects && slices.Contains(l.roles[:i], r) && r != unknown {
			return fmt.Errorf("the header has %q twice", l.heads[i])
		}
	}
	if none != nil {
		return fmt.Errorf("%s has no field %s: it has %s; -ignore %s leaves the column out", l.dataset.Name,
			strings.Join(none, ", "), l.known(), strings.Trim(none[0], `"`))
	}
	return nil
}

// known lists the dataset's fields for whoever wrote a header.
func (l *layout) known() string {
	var names []string
	for _, column := range l.dataset.Columns() {
		_, name := fact.NameOf(column)
		names = append(names, name+" ("+column.Caption().ZH+")")
	}
	return strings.Join(names, ", ")
}

// fields is a row as the file has it.
type fields struct {
	key, asOf, withdrawn, verified string
	// values are those of the fields that the row covers, by name; "" if unknown.
	values map[string]string
	blank  bool // nothing is in any cell
}

// read returns the fields of a row with these cells. more says what is wrong with a cell, if its text does not
// tell; it may be nil.
func (l *layout) read(cells []string, more func(column int) *reason) (fields, *reason) {
	f := fields{values: make(map[string]string, len(l.roles)), blank: true}
	for _, cell := range cells {
		f.blank = f.blank && form.Trim(cell) == ""
	}
	for len(cells) < len(l.roles) { // spreadsheets leave out the empty cells at the end
		cells = append(cells, "")
	}
	if len(cells) > len(l.roles) {
		return f, &reason{codeCells, fmt.Sprintf("有 %d 列，表头有 %d 列", len(cells), len(l.roles)),
			fmt.Sprintf("%d cells, but the header has %d", len(cells), len(l.roles))}
	}
	for i, r := range l.roles {
		if r == ofRejects || r == ofNobody {
			continue
		}
		cell := clean(cells[i])
		if more != nil {
			if why := more(i); why != nil {
				return f, why.in(form.Trim(l.heads[i]))
			}
		}
		if why := cmp.Or(unreadable(cell), l.oneNumber(r, cells[i])); why != nil {
			return f, why.in(form.Trim(l.heads[i]))
		}
		switch r {
		case ofNothing:
			if cell != "" {
				return f, &reason{codeCells, fmt.Sprintf("第 %d 列没有表头，却有内容", i+1),
					fmt.Sprintf("column %d has a value, but no name in the header", i+1)}
			}
		case ofKey:
			f.key = cell
		case ofAsOf:
			f.asOf = cell
		case ofWithdrawn:
			f.withdrawn = cell
		case ofVerified:
			f.verified = cell
		default:
			f.values[string(r)] = cell
		}
	}
	return f, nil
}
