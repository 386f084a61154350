package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestANewServiceIsWhole creates one in a copy of the repository: its tests pass, and fail if one of its parts is
// removed. A test names each text that the author has to fill in, until that is done. A short run creates the
// service and runs only its own tests.
func TestANewServiceIsWhole(t *testing.T) {
	house := filepath.Join(t.TempDir(), "house")
	if err := copyRepository(filepath.Join("..", ".."), house); err != nil {
		t.Fatal(err)
	}
	run := func(command string, arguments ...string) (string, error) {
		c := exec.CommandContext(t.Context(), command, arguments...)
		c.Dir = house
		c.Env = append(
			os.Environ(),
			"GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath",
		) // what the repository itself compiled is not compiled again
		out, err := c.CombinedOutput()
		return string(out), err
	}
	const name, title, folder = "QuietHours", "静夜时段登记", "./functions/services/quiethours"
	if testing.Short() {
		if out, err := run("go", "run", "./local/scaffold", "-name", name, "-title", title); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if out, err := run("go", "test", folder); err != nil {
			t.Fatalf("as it comes: %v\n%s", err, out)
		}
		return
	}
	if out, err := run("make", "service", "NAME="+name, "TITLE="+title); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	tests := func() (string, error) {
		out, err := run(
			"go",
			"test",
			".",
			folder,
			"-run",
			"^(TestArrowsPointDown|TestRulesArePure|TestEveryServiceIsWhole|TestEveryClause)$",
		)
		if err != nil {
			return out, err
		}
		return run("go", "test", "./local", "-run", "^TestEveryEvent$/^quiethours$")
	}
	if out, err := tests(); err != nil {
		t.Fatalf("as it comes: %v\n%s", err, out)
	}
	for name, take := range map[string]func(t *testing.T) (file, text string){
		"its line in the catalogue": func(t *testing.T) (string, string) {
			return without(t, filepath.Join(house, "functions", "catalog.go"), "quiethours", "quiethours")
		},
		"its block in the template": func(t *testing.T) (string, string) {
			return without(t, filepath.Join(house, "template.yaml"), "  QuietHoursFunction:", "  # The services end here.")
		},
		"an event": func(t *testing.T) (string, string) {
			return without(t, filepath.Join(house, "events", "quiethours", "rejected.json"), "{", "")
		},
	} {
		file, text := take(t)
		out, err := tests()
		if err == nil {
			t.Errorf("without %s its tests are still green:\n%s", name, out)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	toFillIn := func() (string, error) {
		return run(
			"go",
			"test",
			"./functions",
			"-run",
			"^(TestEveryItemHasACodeOfItsOwn|TestEveryKindOfCertificateHasOneTitle|TestNothingIsLeftToFillIn)$",
		)
	}
	out, err := toFillIn()
	if err == nil {
		t.Errorf("nothing is to be filled in:\n%s", out)
	}
	for _, want := range []string{
		"functions/services/quiethours/service.go: Code is ", `the certificate's kind is "000". Write three digits`,
		`fill in: Slug: "quiethours", Code: "待填`, `fill in: Department: lang.T("待填`,
		"functions/services/quiethours/policy.yaml:5: fill in: grant: ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it is not said that %s:\n%s", want, out)
		}
	}
	fill := strings.NewReplacer("待填：31位事项编码", "11440000MB000XX00J2440000000000", `"000"`, `"999"`, "待填：", "", "To fill in: ", "")
	for _, name := range []string{"service.go", "policy.yaml"} {
		file := filepath.Join(house, folder, name)
		text, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, []byte(fill.Replace(string(text))), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if out, err := toFillIn(); err != nil {
		t.Errorf("all is filled in, and:\n%s", out)
	}
}

// without removes the lines of the file from the one with the first text to before the one with the second (if
// both are the same, all lines with it), and returns the original file.
func without(t *testing.T, file, from, to string) (name, was string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	taking := false
	for line := range strings.Lines(string(text)) {
		switch {
		case from == to && strings.Contains(line, from):
			continue
		case from != to && strings.HasPrefix(line, from):
			taking = true
		case to != "" && strings.HasPrefix(line, to):
			taking = false
		}
		if !taking {
			kept.WriteString(line)
		}
	}
	if kept.Len() == 0 {
		err = os.Remove(file)
	} else {
		err = os.WriteFile(file, []byte(kept.String()), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file, string(text)
}

// copyRepository copies the repository without generated files.
func copyRepository(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case ".git", ".tools", ".aws-sam", ".data", "node_modules":
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), text, 0o600)
	})
}
