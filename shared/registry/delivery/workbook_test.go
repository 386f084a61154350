package delivery_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
)

// book is the parts of a workbook, without those that all have.
type book map[string]string

const (
	sheet1  = "xl/worksheets/sheet1.xml"
	shared1 = "xl/sharedStrings.xml"
)

// as Excel writes it; the styles are: general, 14 (a day), 31 (a day in Chinese), a day of its own, text, 0
var excelParts = book{
	"[Content_Types].xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
	"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
	"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr defaultThemeVersion="124226"/>` +
		`<sheets><sheet name="人员" sheetId="1" r:id="rId1"/><sheet name="Sheet2" sheetId="2" r:id="rId2"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet2.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>` +
		`<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
	"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1">` +
		`<numFmt numFmtId="176" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/>` +
		`<xf numFmtId="176"/><xf numFmtId="49"/><xf numFmtId="1"/></cellXfs></styleSheet>`,
	shared1:                    `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2"/>`,
	sheet1:                     `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>`,
	"xl/worksheets/sheet2.xml": `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>`,
}

// file returns the bytes of the workbook.
func (b book) file(t testing.TB) string {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	for name, text := range excelParts {
		if other, there := b[name]; there {
			text = other
		}
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// sheet is a sheet with the rows; texts of cells are written in place.
func sheet(rows ...string) string {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:C3"/><sheetData>`)
	for i, row := range rows {
		fmt.Fprintf(&b, `<row r="%d" spans="1:3">%s</row>`, i+1, row)
	}
	return b.String() + `</sheetData></worksheet>`
}

func inline(column, text string) string {
	return `<c r="` + column + `9" t="inlineStr"><is><t xml:space="preserve">` + text + `</t></is></c>`
}

func people() delivery.Delivery {
	d := population()
	d.Format = delivery.Workbook
	return d
}

// TestAWorkbookIsTaken as Excel, WPS and other programs write it.
func TestAWorkbookIsTaken(t *testing.T) {
	header := inline("A", "key") + inline("B", "姓名") + inline("C", "出生日期")
	prefixed := strings.NewReplacer("</", "</x:", "<", "<x:")
	for name, b := range map[string]book{
		"shared texts": {
			shared1: `<sst><si><t>key</t></si><si><t>姓名</t><phoneticPr fontId="1"/></si><si><r><t>出生</t></r><r><rPr/><t xml:space="preserve">日期 </t></r></si>` +
				`<si><t>` + wan + `</t></si><si><t>何婉清</t><rPh sb="0" eb="1"><t>ヘワンチン</t></rPh></si></sst>`,
			sheet1: sheet(`<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>`,
				`<c r="A2" t="s" s="4"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" s="1"><v>18702</v></c>`),
		},
		"a Chinese day":     {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2" s="2"><v>18702</v></c>`)},
		"a day of its own":  {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2" s="3"><v>18702.0</v></c>`)},
		"with a time":       {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2" s="1"><v>18702.5</v></c>`)},
		"a day as text":     {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+inline("C", "1951年3月15日"))},
		"a day as a number": {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2"><v>19510315</v></c>`)},
		"a day in ISO 8601": {sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2" t="d"><v>1951-03-15T00:00:00</v></c>`)},
		"formulas":          {sheet1: sheet(header, `<c r="A2" t="str"><f>TEXT(1,"@")</f><v>`+wan+`</v></c>`+inline("B", "何婉清")+`<c r="C2" s="1"><f>D2+1</f><v>18702</v></c>`)},
		"runs":              {sheet1: sheet(header, inline("A", wan)+`<c r="B2" t="inlineStr"><is><r><t>何</t></r><r><t>婉清_x000D_</t></r></is></c>`+`<c r="C2" s="1"><v>18702</v></c>`)},
		"a prefix": {sheet1: `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row>` +
			prefixed.Replace(header) + `</x:row><x:row/><x:row>` +
			prefixed.Replace(inline("A", wan)+inline("B", "何婉清")+`<c s="1"><v>18702</v></c>`) +
			`</x:row></x:sheetData></x:worksheet>`},
		"from 1904": {
			"xl/workbook.xml": strings.Replace(excelParts["xl/workbook.xml"], "<workbookPr ", `<workbookPr date1904="1" `, 1),
			sheet1:            sheet(header, inline("A", wan)+inline("B", "何婉清")+`<c r="C2" s="1"><v>17240</v></c>`),
		},
		"empty cells and rows": {sheet1: sheet(``, header+`<c r="D1" s="4"/>`, ``, inline("A", wan)+inline("B", "何婉清")+
			`<c r="C2" s="1"><v>18702</v></c><c r="XFD2"/>`, inline("A", " "))},
	} {
		t.Run(name, func(t *testing.T) {
			s := embedded(t)
			report, rejects := take(t, s, people(), b.file(t))
			want := delivery.Report{Dataset: "population", Found: delivery.Found{Sheet: "人员"}, Rows: 1, Written: 1, Finished: true}
			if got := known(t, s, wan).Values; report != want || got["name"] != "何婉清" || got["birth_date"] != "1951-03-15" {
				t.Errorf("%+v, %q; the table has %q", report, rejects, got)
			}
		})
	}
}

// TestWhatAWorkbookHasLostIsRejected, and comes back as CSV that is a delivery once it is mended.
func TestWhatAWorkbookHasLostIsRejected(t *testing.T) {
	name := inline("B", "何婉清")
	for what, tt := range map[string]struct{ row, code, cell string }{
		"15 digits of a number": {`<c r="A2"><v>4.4060519510315002E+17</v></c>` + name, "lost-digits", `"=""440605195103150000"""`},
		"its plain digits":      {`<c r="A2"><v>440605195103150124</v></c>` + name, "lost-digits", `"=""440605195103150140"""`},
		"a card of 16 digits":   {`<c r="A2" s="5"><v>6222021234567890</v></c>` + name, "lost-digits", `"=""6222021234567890"""`},
		"an error":              {`<c r="A2" t="e"><v>#N/A</v></c>` + name, "spreadsheet", "#N/A"},
		"a formula's value":     {`<c r="A2"><f>VLOOKUP(B2,C:D,2)</f></c>` + name, "spreadsheet", ""},
		"a date for a text":     {`<c r="A2" s="1"><v>46086</v></c>` + name, "spreadsheet", "2026-03-05"},
		"a day in ISO 8601":     {`<c r="A2" t="d"><v>2026-03-05</v></c>` + name, "spreadsheet", "2026-03-05"},
		"a truth for a text":    {`<c r="A2" t="b"><v>1</v></c>` + name, "spreadsheet", "true"},
		"a fraction for a text": {`<c r="A2"><v>3.5</v></c>` + name, "spreadsheet", "3.5"},
		"a column too many":     {inline("A", wan) + name + inline("E", "见附件"), "cells", `"=""` + wan + `"""`},
	} {
		t.Run(what, func(t *testing.T) {
			s := embedded(t)
			b := book{sheet1: sheet(inline("A", "key")+inline("B", "姓名"), tt.row)}
			report, rejects := take(t, s, people(), b.file(t))
			header, row, _ := strings.Cut(rejects, "\r\n")
			if report.Rejected != 1 || header != "\ufeff_reject_row,_reject_code,_reject_reason,key,姓名" ||
				!strings.HasPrefix(row, "2,"+tt.code+",") ||
				!strings.Contains(row, ","+tt.cell+",何婉清") {
				t.Fatalf("%+v, %q", report, rejects)
			}
			mended := header + "\r\n2,,," + `"=""` + wan + `""",何婉清` + "\r\n"
			if report, rejects := take(t, s, population(), mended); report.Written != 1 {
				t.Errorf("%+v, %q", report, rejects)
			}
		})
	}
}

// TestAFileThatIsNoWorkbookIsRefused, with what to do.
func TestAFileThatIsNoWorkbookIsRefused(t *testing.T) {
	header := inline("A", "key") + inline("B", "姓名")
	good := book{sheet1: sheet(header, inline("A", wan)+inline("B", "何婉清"))}
	two := book{sheet1: good[sheet1], "xl/worksheets/sheet2.xml": good[sheet1]}
	for want, tt := range map[string]struct {
		change func(*delivery.Delivery)
		file   string
	}{
		"several sheets: name one with -sheet: 人员, Sheet2": {nil, two.file(t)},
		"no sheet":        {func(d *delivery.Delivery) { d.Sheet = "人" }, two.file(t)},
		"no row":          {nil, book{}.file(t)},
		`no column "key"`: {nil, book{sheet1: sheet(inline("A", "姓名"))}.file(t)},
		"unexpected EOF":  {nil, book{sheet1: strings.TrimSuffix(good[sheet1], `</row></sheetData></worksheet>`)}.file(t)},
		"not a valid zip": {nil, good.file(t)[:300]},
		"old format":      {nil, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)},
		"name it .xlsx":   {func(d *delivery.Delivery) { d.Format = delivery.CSV }, good.file(t)},
	} {
		d := people()
		if tt.change != nil {
			tt.change(&d)
		}
		_, err := d.Take(t.Context(), embedded(t), strings.NewReader(tt.file), rejectsOf(t, t.TempDir()), now)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	d := people()
	d.Sheet = "Sheet2"
	if report, _ := take(t, embedded(t), d, two.file(t)); report.Written != 1 || report.Sheet != "Sheet2" {
		t.Errorf("%+v", report)
	}
}

// crowd is a workbook of that many people, whose every tenth day is none.
func crowd(t testing.TB, people int) book {
	rows := []string{inline("A", "key") + inline("B", "姓名") + inline("C", "出生日期")}
	var texts strings.Builder
	texts.WriteString("<sst>")
	for i, line := range strings.Split(strings.TrimSpace(town(t, people)), "\n")[1:] {
		cells := strings.Split(line, ",")
		fmt.Fprintf(&texts, "<si><t>%s</t></si><si><t>%s</t></si>", cells[0], cells[1])
		rows = append(rows, fmt.Sprintf(`<c r="A%[1]d" t="s"><v>%[2]d</v></c><c r="B%[1]d" t="s"><v>%[3]d</v></c>`, i+2, 2*i, 2*i+1)+inline("C", cells[2]))
	}
	return book{sheet1: sheet(rows...), shared1: texts.String() + "</sst>"}
}

// TestAnInterruptedWorkbookGoesOnWhereItStood, with the same rejects.
func TestAnInterruptedWorkbookGoesOnWhereItStood(t *testing.T) {
	file := crowd(t, 300).file(t)
	want, wantRejects := take(t, embedded(t), people(), file)
	if want.Written != 270 || want.Rejected != 31 {
		t.Fatalf("%+v", want)
	}
	s, folder := embedded(t), t.TempDir()
	for stops := 0; ; stops++ {
		f := &faulty{Store: s, fault: func(n int) (bool, error) { return false, errorAt(n > 1, errPower) }}
		report, err := people().Take(t.Context(), f, strings.NewReader(file), rejectsOf(t, folder), now)
		if err == nil {
			rejects, err := os.ReadFile(rejectsOf(t, folder).Name())
			if err != nil || report != want || string(rejects) != wantRejects || stops < 3 {
				t.Errorf("after %d stops: %+v, %v, want %+v", stops, report, err, want)
			}
			return
		}
		if !errors.Is(err, errPower) || stops > 20 {
			t.Fatal(err)
		}
	}
}

// TestTextsOfRejectsSurviveASpreadsheet: they are guarded wherever a spreadsheet would make something else of them, and
// are the same texts once the row is mended.
func TestTextsOfRejectsSurviveASpreadsheet(t *testing.T) {
	d := delivery.Delivery{Dataset: dataset.Operators.Dataset, AsOf: today}
	for text, want := range map[string]string{
		"12-3": `"=""12-3"""`, "0012": `"=""0012"""`, "01234567": `"=""01234567"""`, "=1+1": `"=""=1+1"""`, "@SUM(1)": `"=""@SUM(1)"""`,
		"+1": `"=""+1"""`, "-1": `"=""-1"""`, "３-5": `"=""３-5"""`, "(5)": `"=""(5)"""`, "MAR1": `"=""MAR1"""`, "true": `"=""true"""`,
		"3幢, 2层": `"=""3幢, 2层"""`, `5"管`: `"=""5""""管"""`, "海三路3号": "海三路3号", "Marina 3": "\"=\"\"Marina 3\"\"\"", "Road 3": "Road 3",
		"1" + strings.Repeat("路", 300): "'1" + strings.Repeat("路", 300),
	} {
		s := embedded(t)
		d.Format = delivery.Workbook
		file := book{sheet1: sheet(inline("A", "key")+inline("B", "address"), inline("A", "x1")+inline("B", text))}.file(t)
		report, rejects := take(t, s, d, file)
		if report.Rejected != 1 || !strings.HasSuffix(rejects, ",x1,"+want+"\r\n") {
			t.Errorf("%s: %+v, %s", text, report, rejects)
		}
		d.Format = delivery.CSV
		_, again := take(t, s, d, strings.Replace(rejects, ",x1,", ","+wan+",", 1))
		r, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(wan, dataset.Operators.Address))
		if seen := map[string]string{"３-5": "3-5"}[text]; err != nil || r.Values["address"] != cmp.Or(seen, text) {
			t.Errorf("%s is %q, %v after it was mended: %s", text, r.Values["address"], err, again)
		}
	}
}

// TestNumbersThatMayBeOthersAreRejected: several in a cell, and those with digits that a spreadsheet has lost.
func TestNumbersThatMayBeOthersAreRejected(t *testing.T) {
	for text, code := range map[string]string{
		"6222022005123450000": "lost-digits", "6222 0220 0512 3450 000": "lost-digits", "6222021234567890": "", "6222022005123450001": "",
		"\"62220220051\n62220220052\"": "value", "\"62220220051,62220220052\"": "value", "62220220051、62220220052": "value",
		"\"６２２２０２２００５１，\r\n６２２２０２２００５２\"": "value", "62220220051": "", "\"62220220051\n\"": "",
	} {
		for header, row := range map[string]string{"key,account": wan + "," + text, "key,holder": text + "," + wan} {
			d := delivery.Delivery{Dataset: dataset.SocialCards.Dataset, Format: delivery.CSV, AsOf: today}
			if header == "key,holder" {
				d.Dataset = dataset.BankAccounts.Dataset
			}
			report, rejects := take(t, embedded(t), d, header+"\n"+row+"\n")
			if (report.Rejected == 1) != (code != "") || !strings.Contains(rejects, code) {
				t.Errorf("%s: %q: %+v, %s; want %q", header, text, report, rejects, code)
			}
		}
	}
}

// TestAPersonWhoseDigitsAreLostIsRejected, and one whose number ends in zeros is not.
func TestAPersonWhoseDigitsAreLostIsRejected(t *testing.T) {
	d := delivery.Delivery{Dataset: dataset.Marriages.Dataset, Format: delivery.CSV, AsOf: today}
	genuine := ""
	for day := calendar.MustParse("1956-03-15"); !strings.HasSuffix(genuine, "000"); day = day.AddDays(1) {
		id, err := identity.MakeIDNumber("440605", day, 200)
		if err != nil {
			t.Fatal(err)
		}
		genuine = string(id)
	}
	for number, rejected := range map[string]bool{"440605195603150000": true, "4406051956 0315 0000": true, genuine: false} {
		report, rejects := take(t, embedded(t), d, "key,spouse\n"+wan+","+number+"\n")
		if (report.Rejected == 1) != rejected || rejected && !strings.Contains(rejects, "lost-digits") {
			t.Errorf("%s: %+v, %s", number, report, rejects)
		}
	}
}
