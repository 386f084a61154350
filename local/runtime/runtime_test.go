package runtime

import (
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/events"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
)

// TestEveryEvent: each built function answers each of its events, with a new
// embedded store, as sam local invoke has it.
func TestEveryEvent(t *testing.T) {
	emulator := emulatorPath(t)
	for name, samples := range functions(t) {
		t.Run(name, func(t *testing.T) {
			bootstrap := build(t, "./functions/"+name+"/lambda")
			for _, sample := range samples {
				t.Run(sample.Name, func(t *testing.T) {
					f := start(t, emulator, bootstrap, "STORE=embedded", "STORE_PATH="+filepath.Join(t.TempDir(), "store.db"))
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

// BenchmarkStart measures each function on DynamoDB Local: from the first event,
// at which its process starts, to the answer; and then an answer when it is warm.
// The smallest function in Go is measured in turn with each, so that the ratio is
// of one run.
func BenchmarkStart(b *testing.B) {
	emulator, config := emulatorPath(b), dynamotest.Config(b)
	table := dynamotest.Table(b, config)
	if err := seed.Load(b.Context(), dynamo.New(config, table, time.Now), time.Now()); err != nil {
		b.Fatal(err)
	}
	hello := build(b, "./local/runtime/hello")
	all := functions(b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		sample := all[name][0]
		if i := slices.IndexFunc(all[name], func(s events.Sample) bool { return s.Name == "approved" }); i >= 0 {
			sample = all[name][i]
		}
		event, bootstrap := sample.Payload, build(b, "./functions/"+name+"/lambda")
		info, err := os.Stat(bootstrap)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name+"/"+sample.Name, func(b *testing.B) {
			var cold, warm, coldHello, warmHello []time.Duration
			for b.Loop() {
				for range 15 {
					once(b, emulator, hello, event, &coldHello, &warmHello)
					once(b, emulator, bootstrap, event, &cold, &warm, "STORE=dynamodb", "TABLE="+table)
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(milliseconds(median(cold)), "cold-ms")
			b.ReportMetric(milliseconds(cold[len(cold)-1]), "cold-max-ms")
			b.ReportMetric(ratio(cold, coldHello), "cold/hello")
			b.ReportMetric(milliseconds(median(warm)), "warm-ms")
			b.ReportMetric(ratio(warm, warmHello), "warm/hello")
			b.ReportMetric(math.Round(float64(info.Size())/1e5)/10, "MB")
		})
	}
}

// once adds the time of one cold start, and of ten answers after it.
func once(b *testing.B, emulator, bootstrap string, event []byte, cold, warm *[]time.Duration, environment ...string) {
	f := start(b, emulator, bootstrap, environment...)
	defer f.stop()
	for i := range 11 {
		began := time.Now()
		text, err := f.answer(b.Context(), event)
		took := time.Since(began)
		if status, _ := read(text); err != nil || status < 200 || status >= 500 {
			b.Fatalf("answered %s, %v\n%s", text, err, f.log)
		}
		to := warm
		if i == 0 {
			to = cold
		}
		*to = append(*to, took)
	}
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
