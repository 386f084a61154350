package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/dynamo/dynamotest"
)

// make scale sets these; make bench only checks that the benchmark works.
var (
	scale = flag.Int("scale", 2_000, "how many people, and as many applications, are loaded")
	soak  = flag.Duration("soak", 0, "for how long requests come steadily after that")
	rate  = flag.Int("rate", 100, "how many come a second")
	table = flag.Bool("table", false, "on DynamoDB Local, in place of the embedded store")
)

// BenchmarkScale loads few and many people through the import, and applications as the engine stores them, and
// measures every page and query with each. The ratio shows whether the cost depends on the amount of data.
func BenchmarkScale(b *testing.B) {
	took := map[string][]time.Duration{}
	var order []string
	for _, size := range []int{1_000, *scale} {
		on := embedded(b.TempDir())
		if *table {
			on.store, on.table = "dynamodb", dynamotest.Table(b, dynamotest.Config(b))
		}
		began := time.Now()
		people := populate(b, on, size)
		fmt.Printf(
			"%d people imported in %v: %.0f a second, %d MB held\n",
			size,
			time.Since(began).Round(time.Millisecond),
			float64(size)/time.Since(began).Seconds(),
			held(),
		)
		s := openSiteOn(b, on)
		began = time.Now()
		s.multiply(b, people)
		fmt.Printf(
			"%d applications kept in %v: %.0f a second, %d MB held\n",
			size,
			time.Since(began).Round(time.Millisecond),
			float64(size)/time.Since(began).Seconds(),
			held(),
		)
		for _, page := range s.pages(b, people) {
			read, written := s.store.reads.Load(), s.store.writes.Load()
			const times = 100
			each := make([]time.Duration, times)
			for i := range each {
				one := time.Now()
				page.ask(i)
				each[i] = time.Since(one)
			}
			slices.Sort(each)
			if size == 1_000 {
				order = append(order, page.name)
			}
			took[page.name] = append(took[page.name], each[times/2])
			fmt.Printf(
				"%8d  %-34s median %8v  p95 %8v  %5.1f read units, %5.1f write units\n",
				size,
				page.name,
				each[times/2].Round(time.Microsecond),
				each[times*95/100].Round(time.Microsecond),
				float64(s.store.reads.Load()-read)/times,
				float64(s.store.writes.Load()-written)/times,
			)
		}
		fmt.Printf("%d MB held after them\n", held())
		if *soak > 0 && size == *scale {
			s.soak(b, people, *soak, *rate)
		}
	}
	for _, name := range order {
		b.ReportMetric(float64(took[name][1])/float64(took[name][0]), strings.ReplaceAll(name, " ", "_")+"-ratio")
	}
}

// held returns the memory of the process without the mapped file, in MB.
func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return (m.HeapInuse + m.StackInuse) >> 20
}

// populate delivers a file with that number of people, and accounts for the first of them.
func populate(b *testing.B, on settings, size int) []seed.Person {
	b.Helper()
	path := filepath.Join(b.TempDir(), "people.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "key,name,birth_date,household_division")
	people := make([]seed.Person, size)
	for i := range people {
		var born calendar.Date
		people[i], born = stranger(b, i)
		fmt.Fprintf(out, "%s,%s,%s,440605011\n", people[i].ID, people[i].Name, born)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	var report bytes.Buffer
	err = deliver(b.Context(), on, []string{"-dataset", "population", "-as-of", calendar.Of(time.Now()).String(), path}, &report)
	if err != nil || !strings.Contains(report.String(), `"rejected": 0`) {
		b.Fatalf("%v %s", err, report.String())
	}
	records, err := on.openStore(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var accounts []fact.Record
	for _, p := range people[:min(size, 200_000)] {
		accounts = append(
			accounts,
			fact.NewRecord(p.Card, time.Now(), dataset.BankAccounts.Holder.Set(p.ID), dataset.BankAccounts.Open.Set(true)),
		)
	}
	fill(b, records, accounts)
	if err := records.Close(); err != nil {
		b.Fatal(err)
	}
	return people
}

// multiply stores an application of each person, as the engine stores that of the first.
func (s *site) multiply(b *testing.B, people []seed.Person) {
	b.Helper()
	status, receipt, _ := s.applyAs(people[0], "elderlyallowance", fmt.Sprintf(`{"payee":"own","account":%q}`, people[0].Card))
	if status != http.StatusCreated || receipt.Certificate == nil {
		b.Fatalf("%d %+v", status, receipt.Findings)
	}
	var model []store.Item
	for _, q := range []store.Query{
		{Partition: "APPLICATION#" + receipt.Number}, {Partition: "PERSON#" + people[0].ID},
		{Partition: "CERTIFICATE#" + receipt.Certificate.Number},
	} {
		for item, err := range store.All(b.Context(), s.records, q) {
			if err != nil {
				b.Fatal(err)
			}
			// DynamoDB Local holds all in memory, so there what the pages of many read.
			if !*table || strings.HasPrefix(item.Sort, "APPLICATION") {
				model = append(model, item)
			}
		}
	}
	each := store.MaxWrites / (len(model) + 1) // one more for the data key
	numbers := make(chan int)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for from := range numbers {
				var writes []store.Write
				for i := from; i < min(from+each, len(people)); i++ {
					other := strings.NewReplacer(people[0].ID, people[i].ID, people[0].Card, people[i].Card,
						receipt.Number, numbered(receipt.Number, i), receipt.Certificate.Number, numbered(receipt.Certificate.Number, i))
					for _, item := range model {
						key := store.Key{Partition: other.Replace(item.Partition), Sort: other.Replace(item.Sort)}
						writes = append(writes, store.Create("copy", store.Item{Key: key, Body: []byte(other.Replace(string(item.Body)))}))
					}
				}
				if err := s.records.Commit(context.Background(), writes...); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for from := 1; from < len(people); from += each {
		numbers <- from
	}
	close(numbers)
	all.Wait()
}

// numbered returns another number of the same length.
func numbered(number string, i int) string {
	return number[:len(number)-6] + strings.ToUpper(fmt.Sprintf("%06s", strconv.FormatInt(int64(i), 36)))
}

type page struct {
	name string
	ask  func(i int)
}

// pages returns the pages of citizens and officials; each is requested by a different person in turn.
func (s *site) pages(b *testing.B, people []seed.Person) []page {
	spread := func(i int) seed.Person { return people[(i*7919+1)%min(len(people), 200_000)] }
	officer := "Bearer " + s.token("梁审南")
	director := "Bearer " + s.token("罗主任")
	ask := func(method, path, token, body string, want int) {
		request := httptest.NewRequestWithContext(b.Context(), method, path, strings.NewReader(body))
		request.Header.Set("Authorization", token)
		request.Header.Set("Accept", "application/json")
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		s.handler.ServeHTTP(recorder, request)
		if recorder.Code != want {
			b.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
		}
	}
	as := func(p seed.Person) string {
		token, err := s.issuer.Sign(p)
		if err != nil {
			b.Fatal(err)
		}
		return "Bearer " + token
	}
	form := func(p seed.Person) string { return fmt.Sprintf(`{"payee":"own","account":%q}`, p.Card) }
	own := func(path string) func(int) { return func(i int) { ask("GET", path, as(spread(i)), "", 200) } }
	all := []page{
		{"one's applications", own("/applications")},
		{"who read one's data", own("/reads")},
		{"one's notices", own("/notices")},
		{"one's certificates", own("/certificates")},
		{"all that is held of one", own("/export")},
		{"a form with what is known", own("/services/elderlyallowance/application")},
		{"a pre-check", func(i int) {
			p := spread(i)
			ask("POST", "/services/elderlyallowance/eligibility", as(p), form(p), 200)
		}},
		{"an application", func(i int) {
			p := spread(i)
			ask("POST", "/services/elderlyallowance/applications", as(p), form(p), 201)
		}},
		{"the desk's queue", func(int) { ask("GET", "/reviews", officer, "", 200) }},
		{"the month's figures", func(int) { ask("GET", "/figures", director, "", 200) }},
		{"the dashboard", func(int) { ask("GET", "/dashboard", director, "", 200) }},
		{"the rankings", func(int) { ask("GET", "/rankings", director, "", 200) }},
	}
	if *table { // which has not all of an application
		all = slices.DeleteFunc(all, func(p page) bool { return p.name == "all that is held of one" })
	}
	return all
}

// soak sends rate requests a second, whether earlier ones were answered or not, and prints every minute the times of
// the answers and the memory of the process.
func (s *site) soak(b *testing.B, people []seed.Person, length time.Duration, rate int) {
	pages := s.pages(b, people)[:8] // what citizens do
	var mu sync.Mutex
	var took []time.Duration
	var all sync.WaitGroup
	next := time.NewTicker(time.Second / time.Duration(rate))
	defer next.Stop()
	began, minute := time.Now(), time.Now()
	for i := 0; time.Since(began) < length; i++ {
		<-next.C
		all.Go(func() {
			one := time.Now()
			pages[i%len(pages)].ask(1_000 + i)
			mu.Lock()
			took = append(took, time.Since(one))
			mu.Unlock()
		})
		if time.Since(minute) >= time.Minute {
			minute = time.Now()
			mu.Lock()
			slices.Sort(took)
			fmt.Printf(
				"soak %4.0f s: %d answers, p50 %v, p99 %v, slowest %v, %d MB held, %d goroutines\n",
				time.Since(began).Seconds(),
				len(took),
				took[len(took)/2].Round(
					10*time.Microsecond,
				),
				took[len(took)*99/100].Round(10*time.Microsecond),
				took[len(took)-1].Round(time.Millisecond),
				held(),
				runtime.NumGoroutine(),
			)
			took = took[:0]
			mu.Unlock()
			s.log.clear()
		}
	}
	all.Wait()
}

// clear empties the log, which would fill the memory during a soak.
func (s *safeBuffer) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.b = bytes.Buffer{}
}
