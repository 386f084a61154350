package runtime

import (
	"context"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/events"
	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
	"miaoban/shared/sweep"
	"miaoban/shared/vault"
)

// TestEveryEvent: each built function answers each of its events with its own embedded store, as under sam
// local invoke. For the first event it creates the store; for the others it opens a copy with the seed.
func TestEveryEvent(t *testing.T) {
	emulator := emulatorPath(t)
	all := functions(t)
	for _, name := range sweep.Cases(t, slices.Sorted(maps.Keys(all)), 3) {
		samples := all[name]
		t.Run(name, func(t *testing.T) {
			bootstrap := build(t, lambda(t, name))
			for i, sample := range samples {
				t.Run(sample.Name, func(t *testing.T) {
					folder := t.TempDir()
					if i > 0 {
						seeded(t, folder)
					}
					f := start(t, emulator, bootstrap, "STORE=embedded", "STORE_PATH="+storePath(folder))
					text, err := f.answer(t.Context(), sample.Payload)
					f.stop()
					if err != nil {
						t.Fatalf("%v\n%s", err, f.log)
					}
					if status, body := read(text); status != sample.Answer.Status || !strings.Contains(body, sample.Answer.Words) {
						t.Errorf("answered %s\nwant %d with %s\n%s", text, sample.Answer.Status, sample.Answer.Words, f.log)
					}
				})
			}
		})
	}
}

func storePath(folder string) string { return filepath.Join(folder, "store.db") }

// seedFolder has the store that seedOnce creates.
var seedFolder string

// seedOnce creates a store with the seed of today, once for all events.
var seedOnce = sync.OnceValue(func() error {
	environment := map[string]string{"STORE": "embedded", "STORE_PATH": storePath(seedFolder)}
	records, err := platform.OpenStore(context.Background(), func(name string) string { return environment[name] })
	if err != nil {
		return err
	}
	return records.Close()
})

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if seedFolder, err = os.MkdirTemp("", "miaoban"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(seedFolder)
	return m.Run()
}

// seeded copies a store with the seed into the folder, so that the function need not load the seed.
func seeded(t *testing.T, folder string) {
	t.Helper()
	if err := seedOnce(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"records-key", filepath.Base(storePath(""))} {
		text, err := os.ReadFile(filepath.Join(seedFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkStart measures each function on DynamoDB Local: from its start until it requests an event (init),
// from the first event, at which the emulator starts it, to the answer (cold), and a later answer (warm). The
// smallest function in Go is measured alternately with each, so that the ratios are of one run.
func BenchmarkStart(b *testing.B) {
	emulator, config := emulatorPath(b), dynamotest.Config(b)
	table := dynamotest.Table(b, config)
	keyFile := filepath.Join(b.TempDir(), "records-key")
	master, err := vault.OpenFile(keyFile)
	if err != nil {
		b.Fatal(err)
	}
	sealed := vault.Open(dynamo.New(config, table, time.Now), master, time.Now)
	if err := seed.Load(b.Context(), sealed, time.Now()); err != nil {
		b.Fatal(err)
	}
	hello := build(b, "./local/runtime/hello")
	all := functions(b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		sample := all[name][0]
		if i := slices.IndexFunc(all[name], func(s events.Sample) bool { return s.Name == "approved" }); i >= 0 {
			sample = all[name][i]
		}
		bootstrap := build(b, lambda(b, name))
		info, err := os.Stat(bootstrap)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/"+sample.Name, func(b *testing.B) {
			var function, smallest times
			for b.Loop() {
				for range 15 {
					smallest.once(b, emulator, hello, sample.Payload)
					function.once(b, emulator, bootstrap, sample.Payload, "STORE=dynamodb", "TABLE="+table, "RECORDS_KEY=file:"+keyFile)
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(milliseconds(median(function.init)), "init-ms")
			b.ReportMetric(ratio(function.init, smallest.init), "init/hello")
			b.ReportMetric(milliseconds(median(function.cold)), "cold-ms")
			b.ReportMetric(ratio(function.cold, smallest.cold), "cold/hello")
			b.ReportMetric(milliseconds(median(function.warm)), "warm-ms")
			b.ReportMetric(ratio(function.warm, smallest.warm), "warm/hello")
			b.ReportMetric(math.Round(float64(info.Size())/(1<<20)*10)/10, "MiB")
		})
	}
}

// times are the durations of a start, of the first answer from a start, and of later answers.
type times struct{ init, cold, warm []time.Duration }

// initReport matches the emulator's report of a start.
var initReport = regexp.MustCompile(`INIT REPORT\(durationMs: ([0-9.]+)\)`)

// once adds the times of one start and of ten answers after the first.
func (t *times) once(b *testing.B, emulator, bootstrap string, event []byte, environment ...string) {
	f := start(b, emulator, bootstrap, environment...)
	for i := range 11 {
		began := time.Now()
		text, err := f.answer(b.Context(), event)
		took := time.Since(began)
		if status, _ := read(text); err != nil || status != 0 && (status < 200 || status >= 500) {
			f.stop()
			b.Fatalf("answered %s, %v\n%s", text, err, f.log)
		}
		if i == 0 {
			t.cold = append(t.cold, took)
		} else {
			t.warm = append(t.warm, took)
		}
	}
	f.stop()
	said := initReport.FindSubmatch(f.log.Bytes())
	if said == nil {
		b.Fatalf("the emulator does not say how long the start took:\n%s", f.log)
	}
	took, err := time.ParseDuration(string(said[1]) + "ms")
	if err != nil {
		b.Fatal(err)
	}
	t.init = append(t.init, took)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

func milliseconds(d time.Duration) float64 {
	return math.Round(float64(d.Microseconds())/10) / 100
}

func ratio(a, b []time.Duration) float64 {
	return math.Round(100*float64(median(a))/float64(median(b))) / 100
}
