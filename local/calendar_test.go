package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	noticeFile = "testdata/notices/2026.txt"
	noticeAt   = "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"
)

// TestTheArrangementIsThatOfTheNotice reads the notices one after another; the result is the embedded file.
func TestTheArrangementIsThatOfTheNotice(t *testing.T) {
	embedded, err := os.ReadFile(filepath.Join("..", arrangedFile))
	if err != nil {
		t.Fatal(err)
	}
	head, _, found := strings.Cut(string(embedded), "year 2025")
	if !found {
		t.Fatal("2025 is missing")
	}
	file := filepath.Join(t.TempDir(), "arranged.txt")
	for notice, source := range map[string]string{
		"testdata/notices/2025.txt": "https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm",
		noticeFile:                  noticeAt,
	} {
		if err := os.WriteFile(file, []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := arrange(file, []string{"-source", source, notice}, nil, &out); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(file); string(got) != head+out.String() || !strings.Contains(string(embedded), out.String()) {
			t.Errorf("%s is arranged as\n%s\nwant a part of\n%s", notice, out.String(), embedded)
		}
		if err := arrange(file, []string{"-source", source, notice}, nil, &out); err == nil {
			t.Error("a year is arranged twice")
		}
	}
}

// TestANoticeThatDoesNotFitIsRefused: with a missing day, with a wrong weekday, or cut off.
func TestANoticeThatDoesNotFitIsRefused(t *testing.T) {
	good, err := os.ReadFile(noticeFile)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ from, to string }{
		"another number of days":    {"共9天", "共8天"},
		"another weekday":           {"4月4日（周六）", "4月4日（周五）"},
		"a statutory day is left":   {"五、端午节：6月19日（周五）至21日（周日）放假，共3天。", ""},
		"a weekday that is worked":  {"5月9日（周六）上班", "5月8日（周五）上班"},
		"a day that does not exist": {"2月28日（周六）上班", "2月30日（周六）上班"},
		"no title":                  {"关于2026年", "关于"},
		"no day":                    {"2025年11月4日", ""},
		"no number":                 {"国办发明电〔2025〕7号", ""},
	} {
		changed := strings.Replace(string(good), tt.from, tt.to, 1)
		if changed == string(good) {
			t.Fatalf("%s: nothing is changed", name)
		}
		file := filepath.Join(t.TempDir(), "arranged.txt")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		err := arrange(file, []string{"-source", noticeAt, "-"}, strings.NewReader(changed), &bytes.Buffer{})
		if after, _ := os.ReadFile(file); err == nil || len(after) > 0 {
			t.Errorf("%s: %v, and the file has %q", name, err, after)
		}
	}
}

// TestANoticeOfTwoYears: a holiday that begins in the year before, a single day off, and two holidays in one.
func TestANoticeOfTwoYears(t *testing.T) {
	n, err := parseNotice(`国务院办公厅关于2030年部分节假日安排的通知
国办发明电〔2029〕7号
一、元旦：2029年12月30日(周日)至2030年1月1日(周二)放假调休，共3天。2029年12月29日(周六)上班。
二、春节：2月2日（周六）至8日（周五）放假调休，共7天。
三、清明节：4月5日（周五）放假1天，不调休。
四、劳动节：5月1日（周三）至3日（周五）放假调休，共3天。
五、端午节：6月5日（周三）放假1天，不调休。
六、国庆节、中秋节：9月12日（周四）放假1天。10月1日（周二）至7日（周一）放假调休，共7天。
国务院办公厅
2029年11月4日`)
	if err != nil {
		t.Fatal(err)
	}
	if got := n.lines(noticeAt); !strings.Contains(got, "off 2029-12-31 2030-01-01 ") || !strings.Contains(got, "work 2029-12-29\n") {
		t.Error(got)
	}
}
