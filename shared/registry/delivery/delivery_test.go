package delivery_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
)

var (
	now   = time.Date(2026, 11, 25, 12, 0, 0, 0, calendar.Zone)
	today = calendar.Of(now).Start()
)

const (
	wan = "440605195103150124"
	he  = "44060519560315018X"
)

// stores runs the test on both stores, each empty.
func stores(t *testing.T, test func(t *testing.T, s store.Store)) {
	t.Run("embedded", func(t *testing.T) { test(t, embedded(t)) })
	t.Run("dynamodb", func(t *testing.T) {
		config := dynamotest.Config(t)
		test(t, dynamo.New(config, dynamotest.Table(t, config), time.Now))
	})
}

func embedded(t testing.TB) store.Store {
	s, err := bolt.Open(filepath.Join(t.TempDir(), "records.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// population is a delivery of the population register as of this morning.
func population() delivery.Delivery {
	return delivery.Delivery{Dataset: dataset.Population.Dataset, Format: delivery.CSV, AsOf: today}
}

// rejectsOf opens the test's rejects file without truncating it.
func rejectsOf(t testing.TB, folder string) *os.File {
	f, err := os.OpenFile(filepath.Join(folder, "rejects"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// take imports the text and returns the report and the rejects.
func take(t *testing.T, s store.Store, d delivery.Delivery, text string) (delivery.Report, string) {
	t.Helper()
	folder := t.TempDir()
	report, err := d.Take(t.Context(), s, strings.NewReader(text), rejectsOf(t, folder), now)
	if err != nil {
		t.Fatal(err)
	}
	rejects, err := os.ReadFile(filepath.Join(folder, "rejects"))
	if err != nil {
		t.Fatal(err)
	}
	return report, string(rejects)
}

func known(t *testing.T, s store.Store, key string) fact.Record {
	t.Helper()
	record, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(key, dataset.Population.Name))
	if err != nil && !errors.Is(err, registry.ErrNoRecord) {
		t.Fatal(err)
	}
	return record
}

func TestAFileIsTaken(t *testing.T) {
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String("key,姓名\n" + wan + ",何𠮷·婉清\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		change func(*delivery.Delivery)
		text   string
	}{
		"with names":     {nil, "key,name\n" + wan + ",何𠮷·婉清\n"},
		"with captions":  {nil, "key,姓名,出生日期\n" + wan + ",何𠮷·婉清,\n"},
		"with a mark":    {nil, "\ufeffkey,name\r\n" + wan + ",何𠮷·婉清\r\n"},
		"without an end": {nil, "key,name\n\n" + wan + ", 何𠮷·婉清 "},
		"quoted":         {nil, "\"key\",\"name\"\n\"" + wan + "\",\"何𠮷·婉清\"\n"},
		"in GB 18030":    {func(d *delivery.Delivery) { d.GB18030 = true }, gb18030},
		"with its time":  {func(d *delivery.Delivery) { d.AsOf = time.Time{} }, "as_of,key,name\n2026-11-25," + wan + ",何𠮷·婉清\n"},
		"to the second":  {func(d *delivery.Delivery) { d.AsOf = time.Time{} }, "as_of,key,name\n2026-11-25 00:00:00," + wan + ",何𠮷·婉清\n"},
		"with a zone": {
			func(d *delivery.Delivery) { d.AsOf = time.Time{} },
			"as_of,key,name\n2026-11-24T16:00:00Z," + wan + ",何𠮷·婉清\n",
		},
		"as JSON": {
			func(d *delivery.Delivery) { d.Format = delivery.JSONLines },
			`{"key":"` + wan + `","values":{"name":"何𠮷·婉清","birth_date":null}}` + "\n",
		},
		"as JSON, timely": {
			func(d *delivery.Delivery) { d.Format = delivery.JSONLines },
			`{"key":"` + wan + `","as_of":"2026-11-25","values":{"姓名":"何𠮷·婉清"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := population()
			if tt.change != nil {
				tt.change(&d)
			}
			s := embedded(t)
			report, rejects := take(t, s, d, tt.text)
			want := delivery.Report{Dataset: "population", Found: report.Found, Rows: 1, Written: 1, Finished: true}
			if report != want || rejects != "" {
				t.Errorf("report %+v, rejects %q", report, rejects)
			}
			if got := known(t, s, wan); len(got.Values) != 1 || got.Values["name"] != "何𠮷·婉清" || !got.AsOf.Equal(today) {
				t.Errorf("the table has %+v", got)
			}
		})
	}
}

func TestWhatCannotBeTakenIsRejectedWithTheReason(t *testing.T) {
	header := "key,as_of,withdrawn,name,birth_date\n"
	for name, tt := range map[string]struct{ line, reason string }{
		"old number":     {"440605510315012,,,何婉清,", "15 digits"},
		"check":          {"440605195103150125,,,何婉清,", "check character"},
		"no such day":    {"440605195102300128,,,何婉清,", "birth date"},
		"no number":      {",,,何婉清,", "18 characters"},
		"in the future":  {wan + ",2026-11-26,,何婉清,", "in the future"},
		"no time":        {wan + ",yesterday,,何婉清,", "as_of is not a time"},
		"no value":       {wan + ",,,,", "no values"},
		"no day":         {wan + ",,,何婉清,1951-02-29", "birth_date: has an invalid value"},
		"two keys":       {"\"" + wan + "、" + he + "\",,,何婉清,", "several numbers"},
		"lost digits":    {"440605195103150000,,,何婉清,", "kept 15 digits"},
		"withdrawn?":     {wan + ",,maybe,何婉清,", "true or false"},
		"too many cells": {wan + ",,,何婉清,,", "6 cells"},
		"an open quote":  {wan + ",,,\"何婉清,", "quotes"},
		"not UTF-8":      {wan + ",,,\xba\xce,", "not UTF-8"},
		"too long":       {wan + ",,," + strings.Repeat("何", 6<<10) + ",", "16 KiB"},
	} {
		t.Run(name, func(t *testing.T) {
			s := embedded(t)
			report, rejects := take(t, s, population(), header+tt.line+"\n"+strings.ToLower(he)+",,,何守成,\n")
			if report.Rejected != 1 || report.Written != 1 || report.Rows != 2 {
				t.Errorf("%+v", report)
			}
			lines := strings.Split(rejects, "\n")
			if len(lines) != 3 || lines[0] != "_reject_row,_reject_code,_reject_reason,"+strings.TrimSuffix(header, "\n") {
				t.Fatalf("the rejects: %q", rejects)
			}
			if !strings.HasPrefix(lines[1], "2,") || !strings.Contains(lines[1], tt.reason) || !strings.HasSuffix(lines[1], ","+tt.line) {
				t.Errorf("%q: want the reason %q, row 2 and the line as it is", lines[1], tt.reason)
			}
			if known(t, s, he).Values["name"] != "何守成" {
				t.Error("the next row was not imported")
			}
		})
	}
}

func TestWhatIsNoObjectIsRejectedWithTheReason(t *testing.T) {
	for name, tt := range map[string]struct{ line, want string }{
		"no JSON":       {`{"key":`, `"json","_reject_reason":"不是一行一个 JSON 对象 / not exactly one JSON object with the expected members"`},
		"two objects":   {`{} {}`, `"json"`},
		"another field": {`{"key":"` + wan + `","values":{"age":75}}`, `"member","_reject_reason":"age：没有这个字段 / age: there is no such field"`},
		"a list":        {`{"key":"` + wan + `","values":{"name":["何"]}}`, `"value"`},
		"by two names":  {`{"key":"` + wan + `","values":{"name":"何甲","NAME":"何乙"}}`, `"member","_reject_reason":"NAME：这个字段写了两次`},
		"by a caption":  {`{"key":"` + wan + `","values":{"姓名":null,"name":"何乙"}}`, `"member","_reject_reason":"name：这个字段写了两次`},
		"a key twice":   {`{"key":"` + he + `","key":"` + wan + `","values":{"name":"何"}}`, `"member","_reject_reason":"key：这个字段写了两次`},
		"values twice":  {`{"key":"` + wan + `","values":{"name":"何"},"Values":{}}`, `"member"`},
		"above 2^53":    {`{"key":"` + wan + `","values":{"name":440605195103150124}}`, `"lost-digits"`},
		"15 digits":     {`{"key":"` + wan + `","values":{"name":1234567890123450}}`, `"lost-digits"`},
		"a fraction":    {`{"key":"` + wan + `","values":{"name":3.5}}`, `"value"`},
		"15, and .0":    {`{"key":"` + wan + `","values":{"name":1234567890123450.0}}`, `"lost-digits"`},
		"a truth":       {`{"key":"` + wan + `","values":{"name":true}}`, `"value"`},
		"shortened":     {`{"key":"` + wan + `","values":{"name":4.40605E+17}}`, `"lost-digits"`},
		"no truth":      {`{"key":"` + wan + `","withdrawn":"maybe"}`, `"withdrawn"`},
		"two keys":      {`{"key":"` + wan + `\n` + he + `","values":{"name":"何"}}`, `"value","_reject_reason":"key：一格里有几个号码`},
		"not UTF-8":     {"{\"key\":\"\xba\"}", `"encoding"`},
	} {
		t.Run(name, func(t *testing.T) {
			d := population()
			d.Format = delivery.JSONLines
			report, rejects := take(t, embedded(t), d, "\n"+tt.line+"\n"+`{"key":"`+he+`","values":{"name":"何守成"}}`)
			said, line, _ := strings.Cut(rejects, "\n")
			if report.Rejected != 1 || report.Written != 1 || line != tt.line+"\n" ||
				!strings.HasPrefix(said, `{"_reject_row":2,"_reject_code":`) || !strings.Contains(said, tt.want) {
				t.Errorf("%+v, rejects\n%swant %s", report, rejects, tt.want)
			}
		})
	}
}

func TestMendedRejectsAreADelivery(t *testing.T) {
	for format, text := range map[delivery.Format]string{
		delivery.CSV:       "key,name\n440605195103150125,何婉清\n",
		delivery.JSONLines: `{"key":"440605195103150125","values":{"name":"何婉清"}}`,
	} {
		s, d := embedded(t), population()
		d.Format = format
		_, rejects := take(t, s, d, text)
		report, _ := take(t, s, d, strings.Replace(rejects, "440605195103150125", wan, 1))
		if report.Written != 1 || known(t, s, wan).Values["name"] != "何婉清" {
			t.Errorf("%s: %+v from %q", format, report, rejects)
		}
	}
}

func TestAFileThatIsNoDeliveryIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"empty":         {"", "no header"},
		"without key":   {"name\n何婉清\n", `no column "key"`},
		"another field": {"key,age\n" + wan + ",75\n", `no field "age"`},
		"a field twice": {"key,name,姓名\n" + wan + ",何,何\n", "twice"},
	} {
		_, err := population().Take(t.Context(), embedded(t), strings.NewReader(tt.text), rejectsOf(t, t.TempDir()), now)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALaterTimeStands(t *testing.T) {
	noon := func(d calendar.Date) time.Time { return d.Start().Add(12 * time.Hour) }
	day := calendar.Of(now)
	name := func(asOf time.Time, v string) fact.Record {
		return fact.NewRecord(wan, asOf, dataset.Population.Name.Set(v))
	}
	for title, tt := range map[string]struct {
		before  *fact.Record
		learned *fact.Record
		row     string
		want    string // the name; empty for no record
		became  delivery.Report
	}{
		"older record": {
			before: new(name(noon(day.AddDays(-1)), "何甲")),
			row:    "何婉清,",
			want:   "何婉清",
			became: delivery.Report{Written: 1},
		},
		"the same again": {before: new(name(today, "何婉清")), row: "何婉清,", want: "何婉清", became: delivery.Report{Unchanged: 1}},
		"corrected":      {before: new(name(today, "何甲")), row: "何婉清,", want: "何婉清", became: delivery.Report{Written: 1}},
		"newer record":   {before: new(name(now, "何甲")), row: "何婉清,", want: "何甲", became: delivery.Report{Older: 1}},
		"decided before": {
			learned: new(name(noon(day.AddDays(-1)), "何甲")),
			row:     "何婉清,",
			want:    "何婉清",
			became:  delivery.Report{Written: 1},
		},
		"decided after": {learned: new(name(now, "何甲")), row: "何婉清,", want: "何甲", became: delivery.Report{Older: 1}},
		"decided on an older": {
			before:  new(name(noon(day.AddDays(-2)), "何乙")),
			learned: new(name(now, "何甲")),
			row:     "何婉清,",
			want:    "何甲",
			became:  delivery.Report{Older: 1},
		},
		"withdrawn":                {before: new(name(noon(day.AddDays(-1)), "何甲")), row: ",true", became: delivery.Report{Withdrawn: 1}},
		"withdrawn, in capitals":   {before: new(name(noon(day.AddDays(-1)), "何甲")), row: ",TRUE", became: delivery.Report{Withdrawn: 1}},
		"withdrawn, in full width": {before: new(name(noon(day.AddDays(-1)), "何甲")), row: ",Ｙ", became: delivery.Report{Withdrawn: 1}},
		"not withdrawn":            {row: "何婉清,False", want: "何婉清", became: delivery.Report{Written: 1}},
		"withdrawn already":        {row: ",true", became: delivery.Report{Unchanged: 1}},
		"withdrawn before":         {before: new(name(now, "何甲")), row: ",true", want: "何甲", became: delivery.Report{Older: 1}},
	} {
		t.Run(title, func(t *testing.T) {
			s := embedded(t)
			if tt.before != nil {
				writes, err := registry.Put(*tt.before)
				commit(t, s, writes, err)
			}
			if tt.learned != nil {
				writes, err := registry.Merge(t.Context(), s, []fact.Record{*tt.learned})
				commit(t, s, writes, err)
			}
			tt.became.Dataset, tt.became.Rows, tt.became.Finished = "population", 1, true
			tt.became.Found = delivery.Found{Encoding: delivery.UTF8, Delimiter: ","}
			if report, _ := take(t, s, population(), "key,name,withdrawn\n"+wan+","+tt.row+"\n"); report != tt.became {
				t.Errorf("%+v, want %+v", report, tt.became)
			}
			if got := known(t, s, wan).Values["name"]; got != tt.want {
				t.Errorf("the name is %q, want %q", got, tt.want)
			}
		})
	}
}

func commit(t testing.TB, s store.Store, writes []store.Write, err error) {
	t.Helper()
	if err == nil {
		err = s.Commit(t.Context(), writes...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheDeliveredAreFoundByTheirMonth(t *testing.T) {
	s := embedded(t)
	take(t, s, population(), "key,birth_date\n"+wan+",1951-03-15\n")
	found := 0
	for shard := range registry.Shards {
		people, _, err := registry.CohortOf(dataset.Population.Dataset, calendar.MustParse("1951-03-01")).Members(t.Context(), s, shard, "")
		if err != nil {
			t.Fatal(err)
		}
		found += len(people)
	}
	if found != 1 {
		t.Errorf("%d people in the cohort", found)
	}
}

// town is a file of that many people; every tenth row is invalid, and one person occurs twice.
func town(t testing.TB, people int) string {
	var file bytes.Buffer
	file.WriteString("key,name,birth_date\n")
	day := calendar.MustParse("1950-01-01")
	for i := range people {
		id, err := identity.MakeIDNumber("440605", day.AddDays(i/500), i%500+1)
		if err != nil {
			t.Fatal(err)
		}
		born := id.Birth().String()
		if i%10 == 3 {
			born = "1950-02-30"
		}
		fmt.Fprintf(&file, "%s,何%d,%s\n", id, i, born)
		if i == 1 {
			fmt.Fprintf(&file, "%s,何一,%s\n", id, born)
		}
	}
	return file.String()
}

// faulty fails the commits for which fault returns an error, after making them if made is true.
type faulty struct {
	store.Store
	commits int
	fault   func(commit int) (made bool, err error)
}

func (f *faulty) Commit(ctx context.Context, writes ...store.Write) error {
	f.commits++
	made, fault := f.fault(f.commits)
	if fault == nil || made {
		if err := f.Store.Commit(ctx, writes...); err != nil {
			return err
		}
	}
	return fault
}

var errPower = errors.New("the power fails")

func TestAnInterruptedDeliveryGoesOnWhereItStood(t *testing.T) {
	const people = 300
	text := town(t, people)
	whole, wholeRejects := take(t, embedded(t), population(), text)
	if want := (delivery.Report{
		Dataset: "population", Found: delivery.Found{Encoding: delivery.UTF8, Delimiter: ","},
		Rows: people + 1, Written: 270, Rejected: 31, Finished: true,
	}); whole != want {
		t.Fatalf("without interruption: %+v", whole)
	}
	stores(t, func(t *testing.T, s store.Store) {
		folder, stops := t.TempDir(), 0
		var report delivery.Report
		for at := 1; ; at++ { // each run makes one more commit and then breaks off, with the commit made or not
			f := &faulty{Store: s, fault: func(n int) (bool, error) {
				if n > 1 {
					return at%2 == 0, errPower
				}
				return false, nil
			}}
			var err error
			report, err = population().Take(t.Context(), f, strings.NewReader(text), rejectsOf(t, folder), now)
			if err == nil {
				break
			}
			if !errors.Is(err, errPower) || at > 20 {
				t.Fatal(err)
			}
			stops++
		}
		rejects, err := os.ReadFile(filepath.Join(folder, "rejects"))
		if err != nil {
			t.Fatal(err)
		}
		if report != whole || string(rejects) != wholeRejects {
			t.Errorf("after %d stops: %+v, want %+v; same rejects: %v", stops, report, whole, string(rejects) == wholeRejects)
		}
		if stops < 3 {
			t.Errorf("only %d stops", stops)
		}
		again, err := population().Take(t.Context(), &faulty{Store: s, fault: func(int) (bool, error) { return false, errPower }},
			strings.NewReader(text), rejectsOf(t, folder), now)
		if err != nil || again != whole {
			t.Errorf("imported again: %+v, %v", again, err)
		}
	})
}

func TestAPassingTroubleIsWaitedFor(t *testing.T) {
	text := town(t, 60)
	for name, fault := range map[string]func(commit int) (bool, error){
		"busy":              func(commit int) (bool, error) { return false, errorAt(commit == 1, store.ErrBusy) },
		"ambiguous, made":   func(commit int) (bool, error) { return true, errorAt(commit == 1, store.ErrAmbiguous) },
		"ambiguous, unmade": func(commit int) (bool, error) { return false, errorAt(commit == 1, store.ErrAmbiguous) },
	} {
		f := &faulty{Store: embedded(t), fault: fault}
		report, err := population().Take(t.Context(), f, strings.NewReader(text), rejectsOf(t, t.TempDir()), now)
		if err != nil || report.Written != 54 || report.Rejected != 7 || report.Unchanged != 0 {
			t.Errorf("%s: %+v, %v", name, report, err)
		}
	}
}

func errorAt(yes bool, err error) error {
	if yes {
		return err
	}
	return nil
}

func TestWhatIsLearnedMeanwhileIsNotLost(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		f := &faulty{Store: s, fault: func(n int) (bool, error) {
			if n == 1 {
				writes, err := registry.Merge(t.Context(), s, []fact.Record{fact.NewRecord(wan, now, dataset.Population.Name.Set("何新名"))})
				commit(t, s, writes, err)
			}
			return false, nil
		}}
		report, err := population().Take(t.Context(), f, strings.NewReader("key,name\n"+wan+",何婉清\n"), rejectsOf(t, t.TempDir()), now)
		if err != nil || report.Older != 1 || known(t, s, wan).Values["name"] != "何新名" {
			t.Errorf("%+v, %v: the name is %s", report, err, known(t, s, wan).Values["name"])
		}
	})
}

func TestTwoTakersOfAFileTakeItOnce(t *testing.T) {
	s, text := embedded(t), town(t, 200)
	f := &faulty{Store: s, fault: func(n int) (bool, error) {
		if n == 2 { // another process imports everything meanwhile
			if report, _ := take(t, s, population(), text); !report.Finished {
				t.Errorf("%+v", report)
			}
		}
		return false, nil
	}}
	if _, err := population().Take(t.Context(), f, strings.NewReader(text), rejectsOf(t, t.TempDir()), now); !errors.Is(
		err,
		delivery.ErrTaken,
	) {
		t.Errorf("the first process ends with %v", err)
	}
}

// BenchmarkTake imports files of very different length: memory use must not depend on the length.
func BenchmarkTake(b *testing.B) {
	for _, people := range []int{10_000, 100_000} {
		text := town(b, people)
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			for b.Loop() {
				s := embedded(b)
				began := time.Now()
				if _, err := population().Take(b.Context(), s, strings.NewReader(text), rejectsOf(b, b.TempDir()), now); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(people)/time.Since(began).Seconds(), "rows/s")
			}
		})
	}
}
