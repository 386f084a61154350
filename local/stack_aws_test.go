package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// resource is a resource of a template after the transform.
type resource struct {
	Type, DeletionPolicy string
	Properties           map[string]any
}

// text returns the value as JSON.
func text(t *testing.T, value any) string {
	t.Helper()
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// seconds returns the number of seconds that the property names.
func (r resource) seconds(property string) time.Duration {
	n, _ := r.Properties[property].(float64)
	return time.Duration(n) * time.Second
}

// metricDelay is how late a metric of a log line may come, with a margin.
const metricDelay = 2 * time.Minute

// longestInline is how many characters the inline policies of a role may have (IAM's quota).
const longestInline = 10240

// canary matches how long a new version gets a part of the requests.
var canary = regexp.MustCompile(`Canary10Percent(\d+)Minutes`)

// checkWhatAWSDoes requires of the resources what AWS does with them beyond the template's own words.
func checkWhatAWSDoes(t *testing.T, all map[string]resource) {
	scheduled, reported, gradual := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for id, r := range all {
		whole := text(t, r.Properties)
		switch r.Type {
		case "AWS::IAM::Role":
			var policies []any
			if list, is := r.Properties["Policies"].([]any); is {
				policies = list
			}
			if n := len(text(t, policies)); n > longestInline {
				t.Errorf("%s: its policies have %d characters, of %d", id, n, longestInline)
			}
			function := strings.TrimSuffix(id, "Role")
			if all[function].Type == "AWS::Lambda::Function" && !strings.Contains(text(t, r.Properties["Tags"]), `"miaoban-stack"`) {
				t.Errorf("%s has no tag: the keys do not know it", id)
			}
		case "AWS::Scheduler::Schedule": // calls its function asynchronously
			scheduled[ofAlias(whole)] = true
			if !strings.Contains(whole, "MaximumEventAgeInSeconds") {
				t.Errorf("%s calls for a day what it could not call at once", id)
			}
		case "AWS::Lambda::EventInvokeConfig":
			if r.seconds("MaximumEventAgeInSeconds") > 0 && strings.Contains(whole, `"OnFailure"`) {
				reported[strings.TrimSuffix(id, "EventInvokeConfig")] = true
			}
		case "AWS::CodeDeploy::DeploymentGroup":
			gradual[strings.TrimSuffix(id, "DeploymentGroup")] = true
			checkCanary(t, id, r, all)
		case "AWS::CloudWatch::Alarm": // a new alarm goes from no data to OK, which is no news
			if r.Properties["OKActions"] != nil || r.Properties["TreatMissingData"] == "breaching" {
				t.Errorf("%s sends a mail when the stack is made", id)
			}
		case "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::Logs::LogGroup":
			if r.DeletionPolicy != "Retain" {
				t.Errorf("%s goes with the stack", id)
			}
			if strings.Contains(whole, "role/${AWS::StackName}-*") {
				t.Errorf("%s takes the roles of miaoban-dev for those of miaoban", id)
			}
		}
	}
	if len(scheduled) != 5 {
		t.Errorf("%d functions are called by a schedule, want 5", len(scheduled))
	}
	for function := range scheduled {
		if !reported[function] {
			t.Errorf("nobody hears of a failed run of %s", function)
		}
		if gradual[function] {
			t.Errorf("%s gets a tenth of its requests, which is none", function)
		}
	}
}

// alias finds the alias live that a schedule calls.
var alias = regexp.MustCompile(`"(\w+)Aliaslive"`)

func ofAlias(properties string) string {
	found := alias.FindStringSubmatch(properties)
	if found == nil {
		return ""
	}
	return found[1]
}

// checkCanary requires that each alarm of the deployment group can be raised while a new version gets a
// part of the requests.
func checkCanary(t *testing.T, id string, group resource, all map[string]resource) {
	found := canary.FindStringSubmatch(text(t, group.Properties["DeploymentConfigName"]))
	if found == nil {
		t.Fatalf("%s: no canary", id)
	}
	minutes, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	watched := text(t, group.Properties["AlarmConfiguration"])
	var alarms []string
	for name, r := range all {
		if r.Type != "AWS::CloudWatch::Alarm" || !strings.Contains(watched, `"`+name+`"`) {
			continue
		}
		alarms = append(alarms, name)
		periods, _ := r.Properties["EvaluationPeriods"].(float64)
		if needs := time.Duration(periods)*r.seconds("Period") + metricDelay; needs > time.Duration(minutes)*time.Minute {
			t.Errorf("%s: %s needs %v, and the canary lasts %d minutes", id, name, needs, minutes)
		}
	}
	if slices.Sort(alarms); !slices.Equal(alarms, []string{"ErrorsAlarm", "SlowAlarm"}) {
		t.Errorf("%s is watched by %v", id, alarms)
	}
}
