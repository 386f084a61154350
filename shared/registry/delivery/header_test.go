package delivery_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/delivery"
)

// TestTitlesStandAboveTheHeader, in a table and in a workbook: rows are counted from the first, and rejects have the
// header alone.
func TestTitlesStandAboveTheHeader(t *testing.T) {
	titles := "南海区人口信息表,,\n填报单位：公安局,,\"日期：\n2026-11-25\"\n,,\n"
	for name, file := range map[string]string{
		"commas":           titles + "key,姓名,出生日期\n" + wan + ",何婉清,1951-03-15\nx,何甲,\n",
		"another":          "南海区人口信息表（a,b,c,d,e）\n\nkey;姓名;出生日期\n" + wan + ";何婉清;1951-03-15\nx;何甲;\n",
		"of several lines": titles + "\"key\",\"姓\n名\",出生日期\n" + wan + ",何婉清,1951-03-15\nx,何甲,\n",
		"a quote":          "人口“信息”\"表\nkey,姓名,出生日期\n" + wan + ",何婉清,1951-03-15\nx,何甲,\n",
	} {
		s := embedded(t)
		report, rejects := take(t, s, population(), "\ufeff"+file)
		if report.Written != 1 || report.Rejected != 1 || known(t, s, wan).Values["birth_date"] != "1951-03-15" {
			t.Errorf("%s: %+v %s", name, report, rejects)
		}
		if again, _ := take(t, embedded(t), population(), strings.Replace(rejects, "x", wan, 1)); again.Written != 1 {
			t.Errorf("%s: %+v from %s", name, again, rejects)
		}
	}
	s := embedded(t)
	report, rejects := take(t, s, people(), book{sheet1: sheet(inline("A", "南海区人口信息表"), "", inline("A", "key")+inline("B", "姓名"),
		inline("A", wan)+inline("B", "何婉清"), inline("A", "x")+inline("B", "何甲"))}.file(t))
	if report.Written != 1 || !strings.HasPrefix(strings.Split(rejects, "\n")[1], "5,key") {
		t.Errorf("%+v %s", report, rejects)
	}
}

// TestAHeaderWithoutAKeySaysWhatItLacks, what it has, and what to do.
func TestAHeaderWithoutAKeySaysWhatItLacks(t *testing.T) {
	for name, tt := range map[string]struct {
		file, key string
		want, not []string
	}{
		"another caption": {file: "填报表\n身份证号,姓名\n" + wan + ",何婉清\n", want: []string{`no column "key"`, "row 2", `"身份证号", "姓名"`, "-key 身份证号"}},
		"no number":       {file: "人员,姓名\n甲,何婉清\n", want: []string{`"人员", "姓名"`, "the ID number", "-key"}, not: []string{"perhaps"}},
		"no header":       {file: wan + ",何婉清\n", want: []string{"…", "何婉清", "birth_date (出生日期)"}, not: []string{wan}},
		"a wrong -key":    {file: "key,姓名\n" + wan + ",何婉清\n", key: "身份证号", want: []string{`no column "身份证号"`, `"key", "姓名"`}},
		"another field":   {file: "key,姓名,备注\n" + wan + ",何婉清,无\n", want: []string{"-ignore 备注"}},
	} {
		d := population()
		d.Key = tt.key
		_, err := d.Take(t.Context(), embedded(t), strings.NewReader("\ufeff"+tt.file), rejectsOf(t, t.TempDir()), now)
		if err == nil || strings.Contains(err.Error(), "-ignore key") {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q is not in %v", name, want, err)
			}
		}
		for _, not := range tt.not {
			if strings.Contains(err.Error(), not) {
				t.Errorf("%s: %q is in %v", name, not, err)
			}
		}
	}
}

// TestTheCommandNamesTheKey: as the department's table calls it, in rejects too.
func TestTheCommandNamesTheKey(t *testing.T) {
	d := population()
	d.Key = "身份证 号"
	report, rejects := take(t, embedded(t), d, "\ufeff姓名,身份证号\n何婉清,"+wan+"\n何甲,x\n")
	again, _ := take(t, embedded(t), d, strings.Replace(rejects, ",x", ","+wan, 1))
	if report.Written != 1 || again.Written != 1 {
		t.Errorf("%+v, %+v, %s", report, again, rejects)
	}
	d.Format = delivery.Workbook
	file := book{sheet1: sheet(inline("A", "身份证号")+inline("B", "姓名"), inline("A", wan)+inline("B", "何婉清"))}.file(t)
	if report, _ := take(t, embedded(t), d, file); report.Written != 1 {
		t.Errorf("%+v", report)
	}
	d.Format = delivery.JSONLines
	if _, err := d.Take(t.Context(), embedded(t), strings.NewReader("{}\n"), rejectsOf(t, t.TempDir()), now); err == nil {
		t.Error("JSON Lines has no columns to name")
	}
}

// TestCharactersThatContainADelimiter in GB 18030 are whole.
func TestCharactersThatContainADelimiter(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewDecoder().String("\x81|\xb0\xa3\xac\x41")
	if err != nil {
		t.Fatal(err)
	}
	for _, delimiter := range []string{"|", "，", ","} {
		s := embedded(t)
		file := strings.ReplaceAll("key,birth_date,name\n"+wan+",1951-03-15,何𠮷"+text+"\n", ",", delimiter)
		report, rejects := take(t, s, population(), gb18030(file))
		if report.Delimiter != delimiter || known(t, s, wan).Values["name"] != "何𠮷"+text {
			t.Errorf("%s: %+v %q, %q", delimiter, report, known(t, s, wan).Values, rejects)
		}
	}
}

// TestShortRows: the cells that a row lacks at its end are empty, and so remove their values.
func TestShortRows(t *testing.T) {
	short := sheet(inline("A", "key")+inline("B", "姓名")+inline("C", "出生日期")+inline("D", "withdrawn"), inline("A", wan)+inline("B", "何婉清"))
	for name, file := range map[string]string{
		"commas":       "\ufeffkey,姓名,出生日期,withdrawn\n" + wan + ",何婉清\n",
		"without ends": "\ufeffkey,姓名,出生日期,withdrawn\n" + wan + ",何婉清",
		"bars":         "\ufeffkey|姓名|出生日期|withdrawn\n" + wan + "|何婉清|\n",
		"a workbook":   book{sheet1: short}.file(t),
	} {
		s, d := embedded(t), population()
		d.AsOf = today.AddDate(0, 0, -1)
		take(t, s, d, "\ufeffkey,birth_date,household_division\n"+wan+",1951-03-15,440605\n")
		d.AsOf = today
		if strings.HasPrefix(file, "PK") {
			d.Format = delivery.Workbook
		}
		report, rejects := take(t, s, d, file)
		got := known(t, s, wan).Values
		if report.Written != 1 || got["name"] != "何婉清" || got["birth_date"] != "" || got["household_division"] != "440605" {
			t.Errorf("%s: %+v %q %v", name, report, rejects, got)
		}
	}
	for _, row := range []string{wan + ",\"何婉清\n", wan + ",\"何\n婉清\"\n", wan + "\n", "何婉清\n"} {
		if report, rejects := take(t, embedded(t), population(), "\ufeffkey,姓名,出生日期\n"+row); report.Written != 0 {
			t.Errorf("%q: %+v %s", row, report, rejects)
		}
	}
}

// TestShortRowsComeBackAsTheyAre, without the cells of earlier rejects.
func TestShortRowsComeBackAsTheyAre(t *testing.T) {
	first := "key,name,birth_date,sex\nx,何甲\n"
	_, rejects := take(t, embedded(t), population(), "\ufeff"+first)
	if !strings.HasSuffix(rejects, ",x,何甲\n") {
		t.Fatal(rejects)
	}
	_, again := take(t, embedded(t), population(), rejects)
	if again != rejects {
		t.Errorf("delivered as they are, the rejects\n%q become\n%q", rejects, again)
	}
	column := dataset.Population.Name.Name // the columns of rejects stand elsewhere
	_, moved := take(t, embedded(t), population(), "\ufeffkey,_reject_row,"+column+",_reject_code,_reject_reason,sex\nx,2,何甲,key\n")
	if !strings.HasSuffix(moved, ",x,何甲\n") {
		t.Error(moved)
	}
}

// TestLinesEndInAnyWay, also in one file, and a file of DOS with its last character.
func TestLinesEndInAnyWay(t *testing.T) {
	for name, e := range encodings {
		if name == "UTF-8 with carriage returns" || name == "GB 18030 with both" {
			continue
		}
		for _, file := range []string{
			"key,name\r\n" + wan + ",何婉清\r" + he + ",\"何\r守\n成\"\n\r\nx,何\r\r\n\x1a",
			"key,name\r" + wan + ",何婉清\r\r\n" + he + ",何守成\r\rx,何\r",
			"key,name\n" + wan + ",\"何婉清\"\r" + he + ",何守成\x1a",
		} {
			s := embedded(t)
			report, rejects := take(t, s, population(), e.encode(file))
			if known(t, s, wan).Values["name"] != "何婉清" || known(t, s, he).Values["name"] != "何守成" || report.Rejected > 1 {
				t.Errorf("%s: %q: %+v %q", name, file, report, rejects)
			}
		}
	}
	long := "key,name\r" + strings.Repeat("x,"+strings.Repeat("何", 1000)+"\r", 400) + wan + ",何婉清\n" // above what is judged at once
	if report, _ := take(t, embedded(t), population(), "\ufeff"+long); report.Written != 1 || report.Rejected != 400 {
		t.Errorf("%+v", report)
	}
}

// TestSpacesBesideQuotesDoNotMatter, in a header and in rows.
func TestSpacesBesideQuotesDoNotMatter(t *testing.T) {
	for _, file := range []string{
		"key, \"name\"\n" + wan + ", \"何婉清\" \n", " \"key\" ,name\n \"" + wan + "\"\t,何婉清\n", "key, name\n" + wan + ", =\"何婉清\"\n",
		"key,\"name\"\n" + wan + ", \" 何 婉清 \"\n", "key\t \"name\"\n" + wan + "\t\"何婉清\" \n",
	} {
		s := embedded(t)
		if report, rejects := take(t, s, population(), "\ufeff"+file); known(t, s, wan).Values["name"] != "何婉清" {
			t.Errorf("%q: %+v %q", file, report, rejects)
		}
	}
}
