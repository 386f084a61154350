package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"miaoban/functions/jobs/clocks"
	"miaoban/shared/clock"
	"miaoban/shared/platform"
)

// observed has the parts of the template about logs: the metric filters, and the access log of API Gateway.
type observed struct {
	Resources map[string]struct {
		Type       string `yaml:"Type"`
		Properties struct {
			LogGroupName      yaml.Node `yaml:"LogGroupName"`
			FilterPattern     string    `yaml:"FilterPattern"`
			AccessLogSettings struct {
				Format string `yaml:"Format"`
			} `yaml:"AccessLogSettings"`
		} `yaml:"Properties"`
	} `yaml:"Resources"`
}

func readObserved(t *testing.T) observed {
	t.Helper()
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var o observed
	if err := yaml.Load(text, &o); err != nil {
		t.Fatal(err)
	}
	return o
}

var condition = regexp.MustCompile(`\$\.(\w+) *(>=|=) *("[^"]*"|\d+)`)

// TestTheTemplateCountsWhatIsLogged applies the template's metric filters to the engine's log. A word that changes
// on one side only would silence the alarm.
func TestTheTemplateCountsWhatIsLogged(t *testing.T) {
	s := openSite(t, t.TempDir())
	engine, err := platform.NewEngine(embedded(t.TempDir()).getenv(nil), s.records, s.log)
	if err != nil {
		t.Fatal(err)
	}
	look, err := clocks.Job(engine)
	if err == nil {
		_, err = look(t.Context(), clocks.Order{})
	}
	if err != nil {
		t.Fatal(err)
	}
	unknown := clock.Alarm{Due: time.Now().Add(-time.Hour), Kind: "of-a-newer-build", Of: "1"}
	if err := engine.Store.Commit(t.Context(), clock.Move(clock.Alarm{}, unknown)...); err != nil {
		t.Fatal(err)
	}
	if _, err := look(t.Context(), clocks.Order{}); err == nil {
		t.Error("an alarm of a kind that nobody knows is no error")
	}
	want := map[string]int{"ClocksMetric": 2, "ClocksFailedMetric": 1}
	for name, r := range readObserved(t).Resources {
		if r.Type != "AWS::Logs::MetricFilter" || r.Properties.LogGroupName.Value != "Logs" {
			continue
		}
		conditions := condition.FindAllStringSubmatch(r.Properties.FilterPattern, -1)
		counted := 0
		for line := range strings.Lines(s.log.String()) {
			var entry map[string]any
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				t.Fatal(err)
			}
			all := len(conditions) > 0
			for _, c := range conditions {
				if number, ok := entry[c[1]].(float64); ok {
					least, err := strconv.ParseFloat(c[3], 64)
					all = all && err == nil && (number == least || c[2] == ">=" && number > least)
					continue
				}
				all = all && entry[c[1]] == strings.Trim(c[3], `"`)
			}
			if all {
				counted++
			}
		}
		if counted != want[name] {
			t.Errorf("%s counts %d lines, want %d", name, counted, want[name])
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("the template has no %v", want)
	}
}

// TestWhatIsMeasured: each decision is a line in the embedded metric format, under the names
// and dimensions that the template's alarm and dashboard look for.
func TestWhatIsMeasured(t *testing.T) {
	s := openSite(t, t.TempDir())
	s.apply("elderlyallowance", "何婉清", own(t, "何婉清")) // approved
	s.apply("elderlyallowance", "何婉清", own(t, "何婉清")) // the same answer again
	s.apply("elderlyallowance", "李建业", own(t, "李建业")) // rejected
	s.apply("elderlyallowance", "郑守信", own(t, "郑守信")) // referred
	sums := map[string]float64{}
	for line := range strings.Lines(s.log.String()) {
		var entry struct {
			AWS struct {
				Timestamp         int64
				CloudWatchMetrics []struct {
					Namespace  string
					Dimensions [][]string
					Metrics    []struct{ Name, Unit string }
				}
			} `json:"_aws"`
			RequestID string `json:"request_id"`
		}
		var values map[string]any
		if err := errors.Join(json.Unmarshal([]byte(line), &entry), json.Unmarshal([]byte(line), &values)); err != nil {
			t.Fatal(err)
		}
		if entry.AWS.CloudWatchMetrics == nil {
			continue
		}
		if entry.AWS.Timestamp == 0 || entry.RequestID == "" {
			t.Errorf("of no time or request: %s", line)
		}
		for _, directive := range entry.AWS.CloudWatchMetrics {
			for _, dimensions := range directive.Dimensions {
				for _, m := range directive.Metrics {
					name := directive.Namespace + " " + m.Name
					for _, d := range dimensions {
						name += fmt.Sprintf(" %s=%s", d, values[d])
					}
					sums[name] += values[m.Name].(float64)
				}
			}
		}
	}
	for name, want := range map[string]float64{
		"Miaoban Decided of=all": 3, "Miaoban Referred of=all": 1,
	} {
		if sums[name] != want {
			t.Errorf("%s is %v, want %v", name, sums[name], want)
		}
	}
	if sums["Miaoban Took of=all"] <= 0 || sums["Miaoban Took service=elderlyallowance"] != sums["Miaoban Took of=all"] ||
		sums["Miaoban Unknown of=all"] < 1 {
		t.Errorf("times and unknown facts: %v", sums)
	}
	template, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Decided", "Referred"} {
		if !strings.Contains(string(template), "MetricName: "+name+", Dimensions: [{Name: of, Value: all}]") {
			t.Errorf("no alarm looks at %s", name)
		}
	}
}

// TestTheAccessLogNamesNobody: API Gateway writes JSON with the fields of the template's metric filters, and nothing
// about the caller or the requested data.
func TestTheAccessLogNamesNobody(t *testing.T) {
	o := readObserved(t)
	format := o.Resources["Api"].Properties.AccessLogSettings.Format
	variable := regexp.MustCompile(`\$context(\.\w+)+`)
	var entry map[string]any
	if err := json.Unmarshal([]byte(variable.ReplaceAllString(format, "1")), &entry); err != nil {
		t.Fatalf("the access log is not JSON: %v", err)
	}
	if _, ok := entry["latency"].(float64); !ok {
		t.Error("the access log's latency is no number")
	}
	harmless := map[string]bool{}
	for _, name := range []string{
		"requestId", "requestTimeEpoch", "routeKey", "status", "responseLength", "responseLatency",
		"integrationLatency", "error.message", "authorizer.error", "integration.error",
	} {
		harmless["$context."+name] = true
	}
	for _, name := range variable.FindAllString(format, -1) {
		if !harmless[name] {
			t.Errorf("the access log has %s", name)
		}
	}
	for name, r := range o.Resources {
		if r.Type != "AWS::Logs::MetricFilter" || r.Properties.LogGroupName.Value != "RequestLogs" {
			continue
		}
		for _, c := range condition.FindAllStringSubmatch(r.Properties.FilterPattern, -1) {
			if _, ok := entry[c[1]]; !ok {
				t.Errorf("%s looks at %s, which is not in the access log", name, c[1])
			}
		}
	}
}
