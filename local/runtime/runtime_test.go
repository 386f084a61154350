package runtime

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"miaoban/shared/registry/seed"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
)

// TestEveryEvent: each built function answers each of its events, with a new
// embedded store, as sam local invoke has it.
func TestEveryEvent(t *testing.T) {
	emulator := emulatorPath(t)
	for name, events := range functions(t) {
		t.Run(name, func(t *testing.T) {
			bootstrap := build(t, "./functions/"+name+"/lambda")
			for _, event := range events {
				t.Run(outcome(event), func(t *testing.T) {
					f := start(t, emulator, bootstrap, "STORE=embedded", "STORE_PATH="+filepath.Join(t.TempDir(), "store.db"))
					text, err := f.answer(t.Context(), read(t, event))
					f.stop()
					if err != nil {
						t.Fatalf("%v\n%s", err, f.log)
					}
					want := map[string]string{"approved": `\"outcome\":\"approved\"`, "rejected": `\"outcome\":\"rejected\"`, "referred": `\"outcome\":\"referred\"`}[outcome(event)]
					if s := status(text); s < 200 || s >= 500 || !strings.Contains(text, want) {
						t.Errorf("answered %d %s\n%s", s, text, f.log)
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
		event := all[name][0]
		if i := slices.IndexFunc(all[name], func(file string) bool { return outcome(file) == "approved" }); i >= 0 {
			event = all[name][i]
		}
		body, bootstrap := read(b, event), build(b, "./functions/"+name+"/lambda")
		info, err := os.Stat(bootstrap)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("%s/%s", name, outcome(event)), func(b *testing.B) {
			var cold, warm, coldHello, warmHello []time.Duration
			for b.Loop() {
				for range 15 {
					once(b, emulator, hello, body, &coldHello, &warmHello)
					once(b, emulator, bootstrap, body, &cold, &warm, "STORE=dynamodb", "TABLE="+table)
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
		if s := status(text); err != nil || s < 200 || s >= 500 {
			b.Fatalf("answered %d %s, %v\n%s", s, text, err, f.log)
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
