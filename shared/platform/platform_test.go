package platform_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform"
)

// TestADepartmentIsAskedAtOnce names an endpoint in the environment: the table has no record of
// the person, and the department answers that she is old enough.
func TestADepartmentIsAskedAtOnce(t *testing.T) {
	const person, card = "440605195006150026", "6222020000000000000"
	population := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		err := json.NewEncoder(w).Encode(map[string]any{"key": person, "as_of": time.Now(), "values": map[string]string{
			"name": "何婉清", "birth_date": "1950-06-15", "household_division": "440605011", "household_since": "1990-01-01"}})
		if err != nil {
			t.Error(err)
		}
	}))
	defer population.Close()
	o := instanttest.Open(t, elderlyallowance.Service(), "2026-11-24")
	o.Know(fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environment := map[string]string{"DEPARTMENTS": "population=" + population.URL, "DEPARTMENT_SECRET": "file:" + token}
	e, err := platform.NewEngine(func(name string) string { return environment[name] }, o.Store, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	o.Engine.Source = e.Source
	receipt := o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card})
	for _, f := range receipt.Findings {
		if (f.Rule == "age" || f.Rule == "household") && f.Status != decision.Met {
			t.Errorf("%s: %s: %s", f.Rule, f.Status, f.Text.ZH)
		}
	}
}

func TestADepartmentsEndpointIsHeldAgainstWhatIsSafe(t *testing.T) {
	for departments, want := range map[string]string{
		"people=https://sharing.example":                               `unknown dataset "people"`,
		"population":                                                   "not an address",
		"population=http://sharing.example":                            "not https",
		"population=https://a.example,population=https://b.example":    "two endpoints",
		"population=https://a.example, deaths=ftp://b.example":         "not https",
		"population=https://a.example, deaths=http://127.0.0.1:8000/d": "",
		"population=http://localhost:8000/p":                           "",
		" ":                                                            "",
	} {
		environment := map[string]string{"DEPARTMENTS": departments}
		_, err := platform.NewEngine(func(name string) string { return environment[name] }, nil, io.Discard)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", departments, err)
		}
	}
}
