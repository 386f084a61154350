package delivery_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
)

// of is a delivery of rows in CSV to the dataset.
func of(d *fact.Dataset) delivery.Delivery {
	return delivery.Delivery{Dataset: d, Format: delivery.CSV, AsOf: today}
}

const baby, boy = "440605202605010028", "440605201001010014"

// TestWhatCannotBeTrueIsRejected with what to mend, also where the row says that it is verified, unless an ID number
// alone speaks against it.
func TestWhatCannotBeTrueIsRejected(t *testing.T) {
	for name, tt := range map[string]struct {
		in        *fact.Dataset
		file      string
		code      string
		says      string
		verifying bool // the holder can say that it is so
	}{
		"a death tomorrow": {dataset.Deaths.Dataset, "key,date\n" + wan + ",2026-11-26\n", "future", "日期在将来", false},
		"a death before the birth": {dataset.Deaths.Dataset, "key,date\n" + wan + ",1951-03-14\n",
			"contradicts-key", "1951-03-15", true},
		"a birth tomorrow": {dataset.Population.Dataset, "key,birth_date\n" + wan + ",2027-03-15\n",
			"future", "birth_date", false},
		"a household in the future": {dataset.Population.Dataset, "key,household_since\n" + wan + ",2027-01-01\n",
			"future", "户籍登记日期", false},
		"a household before the birth": {dataset.Population.Dataset, "key,household_since\n" + wan + ",1950-01-01\n",
			"contradicts-key", "早于", true},
		"a household before the day": {dataset.Population.Dataset, "key,birth_date,household_since\nUSAC0000001,1990-01-02,1990-01-01\n",
			"order", "户籍登记日期", false},
		"married to oneself":  {dataset.Marriages.Dataset, "key,spouse\n" + wan + "," + wan + "\n", "same-person", "配偶", false},
		"an agent of oneself": {dataset.Mandates.Dataset, "key,agent\n" + wan + "," + wan + "\n", "same-person", "受托人", false},
		"father and mother are one": {dataset.Births.Dataset, "key,mother,father\nS440000123," + wan + "," + wan + "\n",
			"same-person", "母亲", false},
		"the child is its mother": {dataset.Births.Dataset, "key,mother,child\nS440000123," + baby + "," + baby + "\n",
			"same-person", "母亲", false},
		"a mother younger than it": {dataset.Births.Dataset, "key,mother,on\nS440000123," + baby + ",2020-01-01\n",
			"contradicts-key", "年长不到10岁", true},
		"a father of nine": {dataset.Births.Dataset, "key,father,on\nS440000123," + boy + ",2019-12-31\n",
			"contradicts-key", "年长不到10岁", true},
		"a child that is its parent": {dataset.Parentage.Dataset, "key,father\n" + wan + "," + baby + "\n", "contradicts-key", "父亲", true},
		"its own mother":             {dataset.Parentage.Dataset, "key,mother\n" + baby + "," + baby + "\n", "same-person", "母亲", false},
		"thirteen months of twelve":  {dataset.SocialInsurance.Dataset, "key,months_of_12\n" + wan + ",13\n", "value", "0 至 12", false},
		"fewer months than none":     {dataset.SocialInsurance.Dataset, "key,months_of_12\n" + wan + ",-3\n", "value", "0 至 12", false},
		"more months of 12 than of 24": {dataset.SocialInsurance.Dataset, "key,months_of_12,months_of_24\n" + wan + ",12,11\n",
			"order", "近24个月", false},
		"a debt of the fund":            {dataset.HousingFund.Dataset, "key,balance_fen\n" + wan + ",-1\n", "value", "不能是负数", false},
		"paid to the month before none": {dataset.Benefits.Dataset, "key,disability_paid_to\n" + wan + ",-1\n", "value", "不能是负数", false},
		"a choice that there is not": {dataset.Marriages.Dataset, "key,state\n" + wan + ",丧偶\n",
			"value", "已婚（married）、离婚（divorced）", false},
		"the code of a page": {dataset.Population.Dataset, "key,name\n" + wan + ",何<br>婉清\n", "value", "<br>", false},
		"a space of a page":  {dataset.Population.Dataset, "key,name\n" + wan + ",何&nbsp;婉清\n", "value", "&nbsp;", false},
	} {
		for _, verified := range []bool{false, true} {
			file := tt.file
			if verified {
				head, row, _ := strings.Cut(file, "\n")
				file = head + ",verified\n" + strings.TrimSuffix(row, "\n") + ",是\n"
			}
			report, rejects := take(t, embedded(t), of(tt.in), file)
			if taken := verified && tt.verifying; taken != (report.Written == 1) || taken != (report.Rejected == 0) {
				t.Errorf("%s, verified %t: %+v %s", name, verified, report, rejects)
			} else if !taken && (!strings.Contains(rejects, ","+tt.code+",") || !strings.Contains(rejects, tt.says)) {
				t.Errorf("%s: %s", name, rejects)
			}
		}
	}
}

// TestWhatCanBeTrueIsTaken on the other side of each limit.
func TestWhatCanBeTrueIsTaken(t *testing.T) {
	for file, d := range map[string]*fact.Dataset{
		"key,date\n" + wan + ",2026-11-25\n":                                        dataset.Deaths.Dataset,
		"key,date\n" + he + ",1956-03-15\n":                                         dataset.Deaths.Dataset,
		"key,household_since\n" + wan + ",1951-03-15\n":                             dataset.Population.Dataset,
		"key,mother,on\nS440000123," + boy + ",2020-01-01\n":                        dataset.Births.Dataset,
		"key,mother,father,child\nS440000123," + wan + "," + he + "," + baby + "\n": dataset.Births.Dataset,
		"key,months_of_12,months_of_24\n" + wan + ",12,12\n":                        dataset.SocialInsurance.Dataset,
		"key,until\n" + wan + ",2030-01-01\n":                                       dataset.Priority.Dataset,
		"key,spouse\n" + wan + "," + he + "\n":                                      dataset.Marriages.Dataset,
	} {
		if report, rejects := take(t, embedded(t), of(d), file); report.Written != 1 {
			t.Errorf("%q: %+v %s", file, report, rejects)
		}
	}
}

// TestRelationsNameFields sweeps over all datasets: what a declaration relates are its fields, and of the right kind; and
// a number without a least value is never negative.
func TestRelationsNameFields(t *testing.T) {
	for _, d := range dataset.All() {
		columns := map[string]fact.Column{}
		for _, c := range d.Columns() {
			_, name := fact.NameOf(c)
			columns[name] = c
			if c.Kind() == fact.Number && c.Admit("-1") == nil {
				t.Errorf("%s.%s can be negative", d.Name, name)
			}
		}
		for _, name := range slices.Concat(d.Distinct, d.Parents) {
			if c := columns[name]; c == nil || !c.Names() {
				t.Errorf("%s: %s names nobody", d.Name, name)
			}
		}
		for _, pair := range d.Ordered {
			if a, b := columns[pair[0]], columns[pair[1]]; a == nil || b == nil || a.Kind() != b.Kind() ||
				a.Kind() != fact.Day && a.Kind() != fact.Number {
				t.Errorf("%s: %v cannot be compared", d.Name, pair)
			}
		}
		if d.BornOn != "" && (columns[d.BornOn] == nil || columns[d.BornOn].Kind() != fact.Day) ||
			d.BornOn == "" && d.Parents != nil && !d.OfPerson() {
			t.Errorf("%s: the child's birth is not known by %q", d.Name, d.BornOn)
		}
	}
}

// TestTwoRowsOfOneRecord: one that says otherwise as of the same time comes back; the same again, and a later one, are
// taken. The dry run says the same.
func TestTwoRowsOfOneRecord(t *testing.T) {
	for name, tt := range map[string]struct {
		rows               string
		rejected, becoming string
	}{
		"another name":             {wan + ",何一,\n" + wan + ",何二,\n", "第 2 行", "何一"},
		"the same":                 {wan + ",何一,\n" + wan + ",何一,\n", "", "何一"},
		"as of a later time":       {wan + ",何一,2026-11-24\n" + wan + ",何二,2026-11-25\n", "", "何二"},
		"as of an earlier time":    {wan + ",何一,2026-11-25\n" + wan + ",何二,2026-11-24\n", "", "何一"},
		"three, the last again":    {wan + ",何一,\n" + wan + ",何二,\n" + wan + ",何一,\n", "第 2 行", "何一"},
		"another beside it":        {wan + ",何一,\n" + he + ",何二,\n", "", "何一"},
		"later, and again another": {wan + ",何一,2026-11-24\n" + wan + ",何二,2026-11-25\n" + wan + ",何三,2026-11-25\n", "第 3 行", "何二"},
	} {
		file := "key,name,as_of\n" + tt.rows
		s := embedded(t)
		preview, err := of(dataset.Population.Dataset).Preview(t.Context(), s, strings.NewReader(file), now)
		report, rejects := take(t, s, of(dataset.Population.Dataset), file)
		if (report.Rejected > 0) != (tt.rejected != "") || !strings.Contains(rejects, tt.rejected) || err != nil ||
			preview.Rejected != report.Rejected {
			t.Errorf("%s: %+v %s; the dry run %+v, %v", name, report, rejects, preview, err)
		}
		if got, err := (registry.Table{Store: s}).Lookup(t.Context(), fact.Ask(wan, dataset.Population.Name)); err != nil ||
			got.Values["name"] != tt.becoming {
			t.Errorf("%s: the name is %s, want %s (%v)", name, got.Values["name"], tt.becoming, err)
		}
	}
}

// TestARowIsComparedWithThoseBeforeAnInterruption: the rows that were taken before it still speak.
func TestARowIsComparedWithThoseBeforeAnInterruption(t *testing.T) {
	text := town(t, 300)
	_, first, _ := strings.Cut(text, "\n")
	key, _, _ := strings.Cut(first, ",")
	text += key + ",何别,\n"
	s, folder := embedded(t), t.TempDir()
	broken := &faulty{Store: s, fault: func(n int) (bool, error) { return false, errorAt(n > 1, errPower) }}
	if _, err := population().Take(t.Context(), broken, strings.NewReader(text), rejectsOf(t, folder), now); !errors.Is(err, errPower) {
		t.Fatal(err)
	}
	report, err := population().Take(t.Context(), s, strings.NewReader(text), rejectsOf(t, folder), now)
	if err != nil || report.Written != 270 || report.Rejected != 32 {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestBig5IsNotReadAsGB18030, though nearly all its bytes are both.
func TestBig5IsNotReadAsGB18030(t *testing.T) {
	const text = "key,name\n" + wan + ",何婉清\n" + he + ",陳國華\n440605195001010112,黃志強\n440605195001010120,張麗珍\n"
	big5, err := traditionalchinese.Big5.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = of(dataset.Population.Dataset).Take(t.Context(), embedded(t), strings.NewReader(big5), rejectsOf(t, t.TempDir()), now)
	if err == nil || !strings.Contains(err.Error(), "Big5") {
		t.Errorf("Big5: %v", err)
	}
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	if report, rejects := take(t, embedded(t), of(dataset.Population.Dataset), gb18030); report.Written != 4 {
		t.Errorf("the same in GB 18030: %+v %s", report, rejects)
	}
}

// TestNamesThatMayBeNoneAreCounted in the dry run, and taken.
func TestNamesThatMayBeNoneAreCounted(t *testing.T) {
	file := "key,name\n" + wan + ",测试\n" + he + ",人员12\n440605195001010112,何婉清\n"
	preview, err := of(dataset.Population.Dataset).Preview(t.Context(), embedded(t), strings.NewReader(file), now)
	if err != nil || preview.New != 3 || preview.Doubtful != 2 || !slices.Contains(preview.Examples, "row 3: doubtful: name") {
		t.Errorf("%+v, %v", preview, err)
	}
}
