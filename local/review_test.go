package main

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/functions"
	"miaoban/functions/officials/reviews"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/instant"
	"miaoban/shared/registry"
)

// court is a site with the requests of reviewers.
type court struct{ *site }

func (c court) as(name string) []string {
	return []string{"Authorization", "Bearer " + c.token(name), "Content-Type", "application/json"}
}

func (c court) get(name, path string, into any) int {
	c.t.Helper()
	response, text := c.call("GET", path, "", c.as(name)...)
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			c.t.Fatal(err)
		}
	}
	return response.StatusCode
}

// refer applies and is referred.
func (c court) refer(service, name, form string) string {
	c.t.Helper()
	_, receipt, text := c.apply(service, name, form)
	if receipt.Outcome != decision.Referred {
		c.t.Fatal(text)
	}
	return receipt.Number
}

func (c court) determine(name, number string, values map[string]string) (int, instant.Receipt, string) {
	c.t.Helper()
	body, err := json.Marshal(values)
	if err != nil {
		c.t.Fatal(err)
	}
	response, text := c.call("POST", "/reviews/"+number, string(body), c.as(name)...)
	var receipt instant.Receipt
	if response.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(text), &receipt); err != nil {
			c.t.Fatal(err)
		}
	}
	return response.StatusCode, receipt, text
}

// TestEveryReferralCanBeDecided: for each service the case of its event. Unknown values are entered so that it is
// granted or not, conditions that need a judgement are judged, and conditions without a rule stay unknown.
func TestEveryReferralCanBeDecided(t *testing.T) {
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	outcomes := map[decision.Outcome]int{}
	for _, sample := range all {
		if sample.Name != "referred" {
			continue
		}
		t.Run(sample.Function, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			var event events.APIGatewayV2HTTPRequest
			if err := json.Unmarshal(sample.Payload, &event); err != nil {
				t.Fatal(err)
			}
			_, receipt, text := c.apply(sample.Function, event.RequestContext.Authorizer.Lambda["name"].(string), event.Body)
			numbers := []string{receipt.Number}
			for _, p := range receipt.Parts {
				numbers = append(numbers, p.Number)
			}
			if receipt.Number == "" {
				t.Fatal(text)
			}
			for _, number := range numbers {
				var open reviews.Case
				if status := c.get("梁审省", "/reviews/"+number, &open); status != http.StatusOK {
					continue // the bundle itself, or a part that is decided
				}
				values := map[string]string{"reason": "已现场核实"}
				for _, o := range open.Open {
					values[o.Name] = o.Last
				}
				for _, f := range open.Judge {
					values["judge."+f.Rule] = "met"
				}
				status, decided, text := c.determine("梁审省", number, values)
				if status == http.StatusAccepted { // two decide
					status = c.post("梁复省", "/reviews/"+number+"/confirm", "{}", &decided)
				}
				switch {
				case status == http.StatusOK:
					outcomes[decided.Outcome]++
					if decided.Outcome == decision.Approved && decided.Certificate == nil {
						t.Error("it is approved without a certificate")
					}
					c.replays(number)
				case status != http.StatusUnprocessableEntity: // something is still unknown
					t.Errorf("%s: %d %s", number, status, text)
				}
			}
		})
	}
	if outcomes[decision.Approved] < 10 {
		t.Errorf("only so many could be decided: %v", outcomes)
	}
}

// know writes the record to the shared data.
func (s *site) know(t *testing.T, record fact.Record) {
	t.Helper()
	writes, err := registry.Put(record)
	if err == nil {
		err = s.records.Commit(t.Context(), writes...)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// fill returns the values with which a reviewer confirms stale records.
func (c court) fill(name, number string) map[string]string {
	c.t.Helper()
	var open reviews.Case
	if status := c.get(name, "/reviews/"+number, &open); status != http.StatusOK {
		c.t.Fatal(status)
	}
	values := map[string]string{"reason": "已核对原件"}
	for _, o := range open.Open {
		values[o.Name] = o.Last
	}
	return values
}

// replays checks that the replay of the stored decision is equal.
func (c court) replays(number string) {
	c.t.Helper()
	a, err := instant.LoadApplication(c.t.Context(), c.records, number)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, s := range functions.Services() {
		if s.About().Slug != a.Service {
			continue
		}
		if differences, err := s.Replay(c.t.Context(), c.records, a); err != nil || len(differences) > 0 {
			c.t.Errorf("decided again, it differs: %v %+v", err, differences)
		}
	}
}
