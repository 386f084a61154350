// Package xlsx reads the cells of a workbook (ECMA-376, .xlsx) as a stream, in memory that does not depend on the
// number of rows. It distinguishes text from numbers by the type of the cell, not by its format.
package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Book is an open workbook.
type Book struct {
	sheets   []sheet
	strings  shared
	dates    []bool // of each style: the numbers are days or times
	from1904 bool
}

type sheet struct {
	name string
	part *zip.File
}

// The limits of parts: of those that are read as a whole, and of sheets and texts.
const (
	maxPart     = 8 << 20
	maxUnpacked = 4 << 30
)

// ErrNoBook means that the file is a ZIP archive, but no workbook.
var ErrNoBook = errors.New("xlsx: the file is no workbook")

// Open opens the workbook. Close it after use: long workbooks have a temporary file, which only its owner can read.
func Open(file io.ReaderAt, size int64) (*Book, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	parts := parts(archive.File)
	workbook := "xl/workbook.xml"
	for _, r := range parts.relations("") {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			workbook = r.Target
		}
	}
	var described struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := parts.decode(workbook, &described); err != nil {
		return nil, err
	}
	b := &Book{from1904: slices.Contains([]string{"1", "true"}, described.Properties.From1904)}
	relations := parts.relations(workbook)
	for _, s := range described.Sheets {
		for _, r := range relations {
			of := func(a xml.Attr) bool { return a.Name.Local == "id" && a.Value == r.ID }
			if slices.ContainsFunc(s.Attrs, of) && strings.HasSuffix(r.Type, "/worksheet") && s.State != "hidden" && s.State != "veryHidden" {
				b.sheets = append(b.sheets, sheet{s.Name, parts.find(r.Target)})
			}
		}
	}
	for _, r := range relations {
		switch {
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			err = b.strings.read(parts.find(r.Target))
		case strings.HasSuffix(r.Type, "/styles"):
			b.dates, err = parts.dates(r.Target)
		}
		if err != nil {
			return nil, errors.Join(err, b.Close())
		}
	}
	return b, nil
}

// Close removes what the workbook needed.
func (b *Book) Close() error { return b.strings.close() }

// Sheets are the names of the sheets that are not hidden.
func (b *Book) Sheets() []string {
	var names []string
	for _, s := range b.sheets {
		names = append(names, s.name)
	}
	return names
}

// parts are the files in a workbook.
type parts []*zip.File

func (p parts) find(name string) *zip.File {
	for _, f := range p {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// decode reads a whole part of XML.
func (p parts) decode(name string, to any) error {
	part, err := open(p.find(name))
	if err != nil {
		return err
	}
	defer part.Close()
	if err := xml.NewDecoder(io.LimitReader(part, maxPart)).Decode(to); err != nil {
		return fmt.Errorf("xlsx: reading %s: %w", name, err)
	}
	return nil
}

func open(part *zip.File) (io.ReadCloser, error) {
	if part == nil {
		return nil, ErrNoBook
	}
	if part.UncompressedSize64 > maxUnpacked { // what it has is not more than this says
		return nil, ErrTooLong
	}
	reader, err := part.Open()
	if err != nil {
		return nil, fmt.Errorf("xlsx: reading %s: %w", part.Name, err)
	}
	return reader, nil
}

// relation leads from a part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"` // the name of the part
}

// relations are those of a part; "" for the package. There may be none.
func (p parts) relations(of string) []relation {
	var described struct {
		Relations []relation `xml:"Relationship"`
	}
	folder, name := path.Split(of)
	if p.decode(folder+"_rels/"+name+".rels", &described) != nil {
		return nil
	}
	for i, r := range described.Relations {
		if absolute, ok := strings.CutPrefix(r.Target, "/"); ok {
			described.Relations[i].Target = absolute
		} else {
			described.Relations[i].Target = path.Join(folder, r.Target)
		}
	}
	return described.Relations
}

// dates reports for each style of cells whether it shows numbers as days or times.
func (p parts) dates(name string) ([]bool, error) {
	var described struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := p.decode(name, &described); err != nil {
		return nil, err
	}
	own := make(map[int]bool, len(described.Formats))
	for _, format := range described.Formats {
		own[format.ID] = isDate(format.Code)
	}
	dates := make([]bool, len(described.Styles))
	for i, style := range described.Styles {
		n := style.Format
		// Those that every workbook has; 27 to 36 and 50 to 58 are days in Chinese.
		dates[i] = n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58
		if is, has := own[n]; has {
			dates[i] = is
		}
	}
	return dates, nil
}

// isDate reports whether the format shows a number as a day or a time: outside of quotes, brackets and escapes it
// has a year, a month, a day, an hour or a second.
func isDate(code string) bool {
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"', '[':
			end := map[byte]string{'"': `"`, '[': "]"}[code[i]]
			length := strings.Index(code[i+1:], end)
			if length < 0 {
				return false
			}
			i += length + 1
		case '\\', '_', '*':
			i++
		case 'y', 'm', 'd', 'h', 's':
			return true
		}
	}
	return false
}
