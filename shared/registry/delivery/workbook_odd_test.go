package delivery_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestOddWorkbooks are taken as spreadsheets write them: in the strict form of the standard, with formulas that share
// one, and with a hidden first sheet.
func TestOddWorkbooks(t *testing.T) {
	header := inline("A", "key") + inline("B", "姓名") + inline("C", "出生日期")
	row := inline("A", wan) + inline("B", "何婉清")
	strict := func(text string) string {
		return strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
			"http://purl.oclc.org/ooxml/spreadsheetml/main",
			"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
			"http://purl.oclc.org/ooxml/officeDocument/relationships").Replace(text)
	}
	for name, b := range map[string]book{
		"strict": {
			"_rels/.rels": strict(excelParts["_rels/.rels"]), "xl/workbook.xml": strict(excelParts["xl/workbook.xml"]),
			"xl/_rels/workbook.xml.rels": strict(excelParts["xl/_rels/workbook.xml.rels"]), "xl/styles.xml": strict(excelParts["xl/styles.xml"]),
			sheet1: strict(sheet(header, row+`<c r="C2" t="d" s="1"><v>1951-03-15T00:00:00.000</v></c>`)),
		},
		"a shared formula": {sheet1: sheet(header, row+`<c r="C2" s="1"><f t="shared" ref="C2:C9" si="0">D2</f><v>18702</v></c>`)},
		"one that shares":  {sheet1: sheet(header, row+`<c r="C2" s="1"><f t="shared" si="0"/><v>18702</v></c>`)},
		"an empty formula": {sheet1: sheet(header, row+`<c r="C2" s="1"><v>18702</v></c><c r="D2" t="str"><f>IF(1,"","")</f><v></v></c>`)},
		"a hidden sheet": {
			"xl/workbook.xml": strings.Replace(excelParts["xl/workbook.xml"], `name="人员"`, `name="码表" state="hidden"`, 1),
			sheet1:            sheet(header, inline("A", he)+inline("B", "何守成")), "xl/worksheets/sheet2.xml": sheet(header, row+`<c r="C2" s="1"><v>18702</v></c>`),
		},
		"a comment and data": {sheet1: sheet(header, `<!-- x -->`+inline("A", wan)+`<c r="B2" t="inlineStr"><is><t><![CDATA[何婉清]]></t></is></c>`+
			`<c r="C2" s="1"><v> 18702 </v></c>`)},
	} {
		s := embedded(t)
		report, rejects := take(t, s, people(), b.file(t))
		if got := known(t, s, wan).Values; report.Written != 1 || report.Rows != 1 || got["name"] != "何婉清" || got["birth_date"] != "1951-03-15" {
			t.Errorf("%s: %+v, %q; the table has %q", name, report, rejects, got)
		}
	}
}

// TestAWorkbookThatNoSpreadsheetWritesIsRefused, in memory that does not depend on what it says.
func TestAWorkbookThatNoSpreadsheetWritesIsRefused(t *testing.T) {
	header := inline("A", "key") + inline("B", "姓名")
	row := inline("A", wan) + inline("B", "何婉清")
	for name, b := range map[string]book{
		"a column that does not exist": {sheet1: sheet(header, row+inline("ZZZZZZZ", "x"))},
		"a cell without a column":      {sheet1: sheet(header, `<c r="12"><v>1</v></c>`)},
		"cells in another order":       {sheet1: sheet(header, inline("B", "何婉清")+inline("A", wan))},
		"a cell twice":                 {sheet1: sheet(header, inline("A", wan)+inline("A", he))},
		"a row twice":                  {sheet1: strings.Replace(sheet(header, row), `<row r="2"`, `<row r="1"`, 1)},
		"a row without end":            {sheet1: sheet(header, inline("A", wan)+`<c r="B2" t="str"><v>`+strings.Repeat(" ", 9<<20)+`</v></c>`)},
		"a text without end":           {sheet1: sheet(header, row), shared1: `<sst><si><t>` + strings.Repeat("何", 3<<20) + `</t></si></sst>`},
		"a text that is not there":     {sheet1: sheet(header, `<c r="A2" t="s"><v>7</v></c>`)},
	} {
		_, err := people().Take(t.Context(), embedded(t), strings.NewReader(b.file(t)), rejectsOf(t, t.TempDir()), now)
		if err == nil || !strings.Contains(err.Error(), "xlsx: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	b := book{sheet1: sheet(header, inline("A", wan)+`<c r="B2" t="str"><f>C2</f></c>`)} // no program has computed it
	if report, rejects := take(t, embedded(t), people(), b.file(t)); report.Rejected != 1 || !strings.Contains(rejects, "spreadsheet") {
		t.Errorf("%+v %s", report, rejects)
	}
	var styles strings.Builder // quadratic work
	styles.WriteString(`<styleSheet><numFmts>`)
	for i := range 20_000 {
		fmt.Fprintf(&styles, `<numFmt numFmtId="%d" formatCode="0"/>`, 200+i)
	}
	styles.WriteString(`</numFmts><cellXfs>` + strings.Repeat(`<xf numFmtId="20199"/>`, 60_000) + `</cellXfs></styleSheet>`)
	b = book{sheet1: sheet(header, row), "xl/styles.xml": styles.String()}
	if report, rejects := take(t, embedded(t), people(), b.file(t)); report.Written != 1 {
		t.Errorf("%+v %s", report, rejects)
	}
}
