package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"miaoban/functions/citizens/portal"
	"miaoban/functions/officials/figures"
	"miaoban/functions/officials/reviews"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
)

const stall = `{"kind":"stall","division":"440605011","foods":["hot"],"promise":true}`

// delegated returns a delegation of stalls to Guicheng street.
func delegated(from, until time.Time) fact.Record {
	d := dataset.Delegations
	r := fact.NewRecord(
		dataset.DelegationKey("foodstall", "440605011"),
		time.Now(),
		d.Level.Set("street"),
		d.Code.Set("11440605MB000QJ006"),
		d.Name.Set(
			"桂城街道办",
		),
		d.NameEN.Set("Guicheng"),
		d.From.Set(from.Format(time.RFC3339)),
		d.Categories.Set("stall"),
		d.Instrument.Set("目录"),
	)
	if !until.IsZero() {
		r.Values[d.Until.Name] = until.Format(time.RFC3339)
	}
	return r
}

// TestAStreetDecidesWhatWasDelegatedToIt: within its limits, from the first second of the delegation to the
// last one before its withdrawal; then the district decides again.
func TestAStreetDecidesWhatWasDelegatedToIt(t *testing.T) {
	now := time.Now()
	hour := time.Hour
	broken := delegated(now.Add(-hour), time.Time{})
	broken.Values[dataset.Delegations.From.Name] = "since always"
	stale := delegated(now.Add(-hour), time.Time{})
	stale.AsOf = now.AddDate(-1, 0, 0)
	elsewhere := delegated(now.Add(-hour), time.Time{})
	elsewhere.Values[dataset.Delegations.Categories.Name] = "restaurant"
	for name, tt := range map[string]struct {
		record fact.Record
		want   string // who decides: street, district, or a person
	}{
		"in force":                         {delegated(now.Add(-hour), time.Time{}), "street"},
		"until later":                      {delegated(now.Add(-hour), now.Add(hour)), "street"},
		"withdrawn a moment ago":           {delegated(now.Add(-hour), now.Add(-time.Second)), "district"},
		"from later":                       {delegated(now.Add(hour), time.Time{}), "district"},
		"of another category":              {elsewhere, "district"},
		"a record that cannot be read":     {broken, "person"},
		"a record too old to be relied on": {stale, "person"},
	} {
		t.Run(name, func(t *testing.T) {
			c := court{openSite(t, t.TempDir())}
			c.know(t, tt.record)
			_, receipt, text := c.apply("foodstall", "蒋摆摊", stall)
			switch {
			case tt.want == "person":
				if receipt.Outcome != decision.Referred ||
					!slices.ContainsFunc(
						receipt.Findings,
						func(f decision.Finding) bool { return f.Rule == "authority" && f.Status == decision.Unknown },
					) {
					t.Fatalf("%s", text)
				}
				var queue reviews.Queue // above the district, which does not know whether it may
				if c.get("梁审南", "/reviews", &queue); len(queue.Waiting) != 0 {
					t.Errorf("the district has it: %+v", queue.Waiting)
				}
				if c.get("梁审省", "/reviews", &queue); len(queue.Waiting) != 1 {
					t.Errorf("above it there is %+v", queue.Waiting)
				}
			case receipt.Outcome != decision.Approved:
				t.Fatalf("%s", text)
			case (receipt.Certificate.Delegated != nil) != (tt.want == "street"):
				t.Errorf("%s decides: %+v", receipt.Certificate.Issuer.ZH, receipt.Certificate.Delegated)
			case tt.want == "street" && (receipt.Certificate.Issuer.ZH != "桂城街道办" ||
				receipt.Certificate.IssuerCode != "11440605MB000QJ006" || receipt.Certificate.Type[:18] != "11440605MB000QJ006"):
				t.Errorf("the certificate bears %+v", receipt.Certificate)
			}
			c.replays(receipt.Number)
		})
	}
}

func TestAnAmountAboveTheLimitGoesToTheDistrict(t *testing.T) {
	for most, street := range map[int]bool{1: false, 1 << 30: true} {
		c := court{openSite(t, t.TempDir())}
		d := dataset.Delegations
		c.know(
			t,
			fact.NewRecord(
				dataset.DelegationKey("elderlyallowance", "440605011"),
				time.Now(),
				d.Level.Set("street"),
				d.Code.Set("11440605MB000QJ006"),
				d.Name.Set("桂城街道办"),
				d.From.Set("2020-01-01T00:00:00+08:00"),
				d.MaxFen.Set(most),
				d.Instrument.Set("目录"),
			),
		)
		if most == 1 { // a record that cannot be read: the city decides
			b := court{openSite(t, t.TempDir())}
			b.know(
				t,
				fact.NewRecord(
					dataset.DelegationKey("elderlyallowance", "440605011"),
					time.Now(),
					d.Level.Set("street"),
					d.From.Set("always"),
				),
			)
			b.refer("elderlyallowance", "何婉清", own(t, "何婉清"))
			var queue reviews.Queue
			if b.get("梁审省", "/reviews", &queue); len(queue.Waiting) != 1 || queue.Waiting[0].Region != "440600" {
				t.Errorf("waiting: %+v", queue.Waiting)
			}
		}
		if _, receipt, text := c.apply("elderlyallowance", "何婉清", own(t, "何婉清")); receipt.Outcome != decision.Approved ||
			(receipt.Certificate.Delegated != nil) != street {
			t.Errorf("up to %d fen: %s", most, text)
		}
	}
}

func TestTheMapShowsDelegationsAndWithdrawals(t *testing.T) {
	s := openSite(t, t.TempDir())
	_, text := s.call("GET", "/authority", "", "Accept", "application/json")
	var all []portal.Authority
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	found := map[string]portal.Authority{}
	for _, a := range all {
		found[a.Service] = a
	}
	stalls, pensions := found["foodstall"], found["residentpension"]
	if len(stalls.Delegated) != 6 || len(stalls.NotDelegated) != 1 || stalls.NotDelegated[0] != division.FullName("440605121") {
		t.Errorf("stalls: %+v", stalls)
	}
	withdrawn := slices.IndexFunc(pensions.Delegated, func(d portal.Delegated) bool { return d.Place == "440605126" })
	if len(pensions.Delegated) != 7 || pensions.Delegated[withdrawn].InForce || len(pensions.NotDelegated) != 1 {
		t.Errorf("pensions: %+v", pensions)
	}
}

// TestAppliedForAnywhere: the applicant's home region decides, wherever the application is accepted. The place
// of acceptance is recorded and counted.
func TestAppliedForAnywhere(t *testing.T) {
	var answers []string
	for _, at := range []string{"", "440113", "810000", "000000"} {
		c := court{openSite(t, t.TempDir())}
		path := "/services/elderlyallowance/applications"
		if at != "" {
			path += "?at=" + at
		}
		var receipt instant.Receipt
		if status := c.post("何婉清", path, own(t, "何婉清"), &receipt); status != http.StatusCreated {
			t.Fatalf("at %s: %d", at, status)
		}
		want := at
		if at == division.Nation {
			want = ""
		}
		if receipt.AcceptedIn != want {
			t.Errorf("at %s: taken in at %q", at, receipt.AcceptedIn)
		}
		var again instant.Receipt // the same, brought elsewhere, is no second application
		if c.post("何婉清", "/services/elderlyallowance/applications?at=440304", own(t, "何婉清"), &again); again.Number != receipt.Number {
			t.Errorf("at %s: applied twice", at)
		}
		c.replays(receipt.Number)
		var f figures.Figures
		_, text := c.call("GET", "/figures", "", "Accept", "application/json")
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(f.Districts, func(r figures.Row) bool { return r.Code == want }); want != "" &&
			(i < 0 || f.Districts[i].Accepted != 1 || f.Districts[i].Applications != 0) {
			t.Errorf("at %s: counted %+v", at, f.Districts)
		}
		issued := receipt.Certificate
		answer := fmt.Sprint(
			receipt.Outcome,
			receipt.Rules,
			receipt.Policy,
			*receipt.Payment,
			issued.Issuer,
			issued.Region,
			issued.Entries,
			len(receipt.Findings),
		)
		if answers = append(answers, answer); answer != answers[0] {
			t.Errorf("at %s it is answered %s, and at home %s", at, answer, answers[0])
		}
	}
	c := court{openSite(t, t.TempDir())}
	for _, wrong := range []string{"999999", "x", "440605011"} {
		if status := c.post("何婉清", "/services/elderlyallowance/applications?at="+wrong, own(t, "何婉清"), nil); status != http.StatusBadRequest {
			t.Errorf("at %s: %d", wrong, status)
		}
	}
}
