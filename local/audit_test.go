package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"miaoban/functions/jobs/auditing"
	"miaoban/functions/officials/figures"
	"miaoban/shared/audit"
	"miaoban/shared/audit/heads"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// signAudit runs the job that signs the past days.
func signAudit(t *testing.T, on settings, records store.Store) auditing.Report {
	t.Helper()
	engine, err := platform.NewEngine(on.getenv(nil), records, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	run, err := auditing.Job(on.getenv(nil))(engine)
	if err != nil {
		t.Fatal(err)
	}
	report, err := run(t.Context(), auditing.Order{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestTheAuditIsSignedPublishedAndVerified: signed by the job, published at a route, stored by anyone and by
// the backup, and verified by the command against the store, a file and an address. A record that was removed
// since is named.
func TestTheAuditIsSignedPublishedAndVerified(t *testing.T) {
	data := t.TempDir()
	on := embedded(data)
	kept := filepath.Join(t.TempDir(), "kept.json")
	verify := func(arguments ...string) (string, error) {
		var out bytes.Buffer
		err := verifyAudit(t.Context(), on, arguments, time.Now(), &out)
		return out.String(), err
	}
	t.Run("signed and published", func(t *testing.T) {
		s := openSite(t, data)
		report := signAudit(t, on, s.records)
		if len(report.Signed) != 1 || report.Signed[0].Chains == 0 || len(signAudit(t, on, s.records).Signed) != 0 {
			t.Fatalf("%+v", report)
		}
		_, text := s.call("GET", "/audit/heads", "", "Accept", "application/json")
		var list heads.Days
		if err := json.Unmarshal([]byte(text), &list); err != nil || len(list.Days) != 1 ||
			list.Days[0].Digest() != report.Signed[0].Digest {
			t.Fatalf("%v %s", err, text)
		}
		_, text = s.call("GET", "/audit/heads/"+report.Signed[0].Day, "", "Accept", "application/json")
		var day figures.AuditDay
		if err := json.Unmarshal([]byte(text), &day); err != nil || len(day.List) != report.Signed[0].Chains || day.List[0].Records == 0 {
			t.Errorf("%v %s", err, text)
		}
		for path, want := range map[string]int{"/audit/heads/2020-01-01": 404, "/audit/heads/today": 400, "/audit/heads?after=today": 400} {
			if response, text := s.call("GET", path, "", "Accept", "application/json"); response.StatusCode != want {
				t.Errorf("%s: %d %s", path, response.StatusCode, text)
			}
		}
		for _, path := range []string{"/audit/heads", "/audit/heads/" + report.Signed[0].Day} {
			if response, text := s.call("GET", path, "", "Accept", "text/html"); response.StatusCode != http.StatusOK ||
				!strings.Contains(text, report.Signed[0].Digest) {
				t.Errorf("%s: %d %s", path, response.StatusCode, text)
			}
		}
		if out, err := verify("-alone", "-save", kept, s.url); err != nil || !strings.Contains(out, "1 days signed") {
			t.Errorf("from its address: %v\n%s", err, out)
		}
	})
	folder := filepath.Join(t.TempDir(), "backup")
	if err := backup(t.Context(), on, folder, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{}, {kept}, {"-alone", kept}, {filepath.Join(folder, backupHeads)}} {
		if out, err := verify(arguments...); err != nil {
			t.Errorf("%v: %v\n%s", arguments, err, out)
		}
	}
	if _, err := verify("-alone"); err == nil {
		t.Error("nothing is verified alone")
	}
	altered, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.json")
	if err := os.WriteFile(other, bytes.Replace(altered, []byte(`"token": "eyJ`), []byte(`"token": "eyK`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := verify("-alone", other); err == nil {
		t.Errorf("an altered copy: %s", out)
	}

	var chain string
	err = on.withStore(t.Context(), func(s *vault.Store) error {
		chains, err := audit.ChainsOf(t.Context(), s, historyDay)
		if err != nil || len(chains) == 0 {
			return fmt.Errorf("the seed's past has no chain: %w", err)
		}
		chain = chains[0]
		last, err := audit.LastOf(t.Context(), s, chain)
		if err != nil {
			return err
		}
		key := audit.RecordsOf(chain)
		key.Sort = fmt.Sprintf("%010d", last.Sequence)
		return s.Commit(t.Context(), store.Remove("w", key))
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := verify(); err == nil || !strings.Contains(out, chain) {
		t.Errorf("the last record of %s was taken away: %v\n%s", chain, err, out)
	}
}
