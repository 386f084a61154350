package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// python returns the path of a program in .tools/api, which make test-all installs.
func python(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", ".tools", "api", "bin", name))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s is not there: make test-all installs it", name)
	}
	return path
}

// TestAGeneratedClientApplies: a client that a well-known generator makes from the description applies for a
// service, reads the answer, and reads the errors of a wrong form.
func TestAGeneratedClientApplies(t *testing.T) {
	generator := python(t, "openapi-python-client")
	s := openSite(t, t.TempDir())
	_, description := s.call("GET", "/openapi.json", "")
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "openapi.json"), []byte(description), 0o600); err != nil {
		t.Fatal(err)
	}
	generate := exec.CommandContext(t.Context(), generator, "generate", "--path", "openapi.json", "--output-path", "client")
	generate.Dir = folder
	generate.Env = append(os.Environ(), "PATH="+filepath.Dir(generator)+":"+os.Getenv("PATH"))
	if out, err := generate.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	script, err := filepath.Abs("testdata/client.py")
	if err != nil {
		t.Fatal(err)
	}
	apply := exec.CommandContext(t.Context(), python(t, "python"), script, s.url, s.token("何婉清"), person(t, "何婉清").Card)
	apply.Env = append(os.Environ(), "PYTHONPATH="+filepath.Join(folder, "client"))
	out, err := apply.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "approved, replayed, /account bankcard" {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestAnswersAreAsDescribed: schemathesis sends requests that the description allows and others, and finds no 5xx
// and no undescribed answer.
func TestAnswersAreAsDescribed(t *testing.T) {
	schemathesis := python(t, "schemathesis")
	s := openSite(t, t.TempDir())
	run := exec.CommandContext(t.Context(), schemathesis, "run", s.url+"/openapi.json",
		"--header", "Authorization: Bearer "+s.token("何婉清"), "--phases", "examples,coverage,fuzzing,stateful",
		"--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
		"--max-examples", "8", "--seed", "1", "--no-color", "--workers", "2", "--generation-database", "none")
	run.Dir = t.TempDir()
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
