#!/usr/bin/env bash
# Versions:  github.com/thedatashed/xlsxreader v1.2.8 (Go).
# Behaviour: a shared text of a workbook can have a phonetic reading beside it (ECMA-376, 18.4.6 rPh), which
#            Excel writes where names were typed with an input method, and a text can have several runs (18.4.4 r).
#            The reader returns the phonetic reading in place of the text, and of an inline text only the first
#            run, both without an error. A formula whose result is text, in a cell with a date format, loses its
#            whole row with an error about a number.
# Seen:      phonetic=オオヤマ runs=何
#            row: unable to parse date float value: strconv.ParseFloat: parsing "x": invalid syntax
set -euo pipefail
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"

cat > main.go <<'GO'
package main

import (
	"archive/zip"
	"bytes"
	"fmt"

	"github.com/thedatashed/xlsxreader"
)

const (
	ns   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	kind = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
)

func read(cells string) (texts []string, err error) {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, text := range map[string]string{
		"_rels/.rels":     rels + `<Relationship Id="r1" Type="` + kind + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook ` + ns + ` xmlns:r="` + kind + `"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": rels + `<Relationship Id="r1" Type="` + kind + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + kind + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml":            `<styleSheet ` + ns + `><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst ` + ns + `><si><t>大山</t><rPh sb="0" eb="2"><t>オオヤマ</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + ns + `><sheetData><row r="1">` + cells + `</row></sheetData></worksheet>`,
	} {
		part, err := archive.Create(name)
		if err != nil {
			return nil, err
		}
		part.Write([]byte(text))
	}
	archive.Close()
	book, err := xlsxreader.NewReader(file.Bytes())
	if err != nil {
		return nil, err
	}
	for row := range book.ReadRows("S") {
		err = row.Error
		for _, cell := range row.Cells {
			texts = append(texts, cell.Value)
		}
	}
	return texts, err
}

func main() {
	texts, err := read(`<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>何</t></r><r><t>婉清</t></r></is></c>`)
	if err != nil || len(texts) != 2 {
		panic(fmt.Sprint(texts, err))
	}
	fmt.Printf("phonetic=%s runs=%s\n", texts[0], texts[1])
	_, err = read(`<c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="str"><f>"x"</f><v>x</v></c>`)
	fmt.Println("row:", err)
}
GO
GOFLAGS= go mod init finding 2>/dev/null
GOFLAGS= go get github.com/thedatashed/xlsxreader@v1.2.8 2>/dev/null
seen=$(GOFLAGS= go run .)
echo "$seen"
[ "$seen" = 'phonetic=オオヤマ runs=何
row: unable to parse date float value: strconv.ParseFloat: parsing "x": invalid syntax' ] || { echo "CHANGED"; exit 1; }
echo "as described"
