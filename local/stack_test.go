package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	texts "text/template"

	"miaoban/functions"
	"miaoban/local/gateway"
	"miaoban/local/release"
	"miaoban/shared/access"
)

// The limits of CloudFormation and API Gateway for one stack, and of this project. docs/growth.md describes how it
// grows beyond them.
const (
	maxResources    = 500
	maxIntegrations = 300 // of an HTTP API; AWS does not raise it
	houseResources  = 300 // with houseServices
	houseServices   = 25
	eachResources   = 6 // for one more service
)

// stack is a template after the transformation by SAM.
type stack struct {
	Resources map[string]struct {
		Type       string
		Properties struct {
			Body struct {
				Paths map[string]map[string]struct {
					Integration json.RawMessage `json:"x-amazon-apigateway-integration"`
				}
			}
			FunctionName struct{ Ref string }
			SourceArn    json.RawMessage
		}
	}
	Routes map[string]string // that sam local finds: the function of each
	Fixed  map[string]string // names of resources that another stack beside it would have too

	whole struct{ Resources map[string]resource }
	text  []byte
}

// integrations returns the number of integrations that API Gateway creates: one for each object
// x-amazon-apigateway-integration, so one for each route.
func (s stack) integrations() int {
	n := 0
	for _, r := range s.Resources {
		for _, methods := range r.Properties.Body.Paths {
			for _, o := range methods {
				if len(o.Integration) > 0 {
					n++
				}
			}
		}
	}
	return n
}

// pythonOf returns the interpreter of the tools in that folder. Without it the test is skipped; in CI it fails.
func pythonOf(t *testing.T, folder string) string {
	t.Helper()
	python, err := filepath.Abs(filepath.Join("..", ".tools", folder, "bin", "python"))
	if err == nil {
		_, err = os.Stat(python)
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("%s is not there: make test-all installs it", python)
	}
	return python
}

// transformed returns the templates as CloudFormation deploys them in production, where each function also has a
// deployment group.
func transformed(t *testing.T, templates ...string) []stack {
	t.Helper()
	python := pythonOf(t, "venv") // of aws-sam-cli
	run := exec.CommandContext(t.Context(), python, append([]string{"testdata/stack.py", "Stage=prod"}, templates...)...)
	run.Env = append(os.Environ(), "AWS_DEFAULT_REGION=us-east-1")
	var log bytes.Buffer
	run.Stderr = &log
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	var stacks []stack
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var s stack
		var text json.RawMessage
		err := decoder.Decode(&text)
		if err == nil {
			err = json.Unmarshal(text, &s)
		}
		if err == nil {
			err = json.Unmarshal(text, &s.whole)
		}
		s.text = text
		if err != nil {
			t.Fatal(err)
		}
		stacks = append(stacks, s)
	}
	if len(stacks) != len(templates) {
		t.Fatalf("%d stacks of %d templates", len(stacks), len(templates))
	}
	return stacks
}

// oneMore returns the template with one more service, as make service and make describe write it.
func oneMore(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var block bytes.Buffer
	skeleton := texts.Must(texts.ParseFiles("scaffold/skeleton/block.yaml.tmpl"))
	if err := skeleton.Execute(&block, map[string]string{"Name": "QuietHours", "Title": "静夜时段登记"}); err != nil {
		t.Fatal(err)
	}
	const mark = "  # The services end here.\n"
	text = bytes.Replace(text, []byte(mark), append(block.Bytes(), mark...), 1)
	text, err = gateway.Define(text, func(names []string) (map[string][]string, error) {
		if !slices.Contains(names, "QuietHoursFunction") {
			t.Fatal("the template has no place for one more service")
		}
		routes, err := routesOf(names)
		for _, route := range routes["SeniorCardFunction"] {
			routes["QuietHoursFunction"] = append(routes["QuietHoursFunction"], strings.Replace(route, "seniorcard", "quiethours", 1))
		}
		return routes, err
	})
	if err != nil {
		t.Fatal(err)
	}
	rights, err := access.Load()
	if err != nil {
		t.Fatal(err)
	}
	rights.Own["quiethours"] = rights.Own["seniorcard"]
	if text, err = gateway.Grant(text, rights); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// released is the template with the versions of its functions, of which each has its name as code.
func released(t *testing.T) (path string, versions map[string]release.Version) {
	t.Helper()
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	values, err := release.Values(text, map[string]string{"Stage": "prod"})
	if err != nil {
		t.Fatal(err)
	}
	versions, err = release.Versions(text, values, func(function string) (string, error) { return function, nil })
	if err != nil {
		t.Fatal(err)
	}
	if text, err = release.Write(text, values, versions); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, versions
}

// TestTheStack is within the limits of AWS, with room for more services, and serves every route.
func TestTheStack(t *testing.T) {
	deployed, versions := released(t)
	stacks := transformed(t, "../template.yaml", oneMore(t), deployed)
	now, more := stacks[0], stacks[1]
	t.Run("resources", func(t *testing.T) {
		limit := min(maxResources, houseResources+eachResources*(len(functions.Services())-houseServices))
		n, each := len(now.Resources), len(more.Resources)-len(now.Resources)
		if n > limit || n < 100 {
			t.Errorf("%d, of %d", n, limit)
		}
		if each > eachResources || each < 3 {
			t.Errorf("one more service takes %d, of %d", each, eachResources)
		}
		t.Logf("%d, of %d; %d for one more service", n, limit, each)
	})
	t.Run("integrations", func(t *testing.T) {
		n, each := now.integrations(), more.integrations()-now.integrations()
		if n > maxIntegrations || n != len(now.Routes) {
			t.Errorf("%d, of %d, for %d routes", n, maxIntegrations, len(now.Routes))
		}
		if each != 5 {
			t.Errorf("one more service takes %d, want 5", each)
		}
		t.Logf("%d, of %d; %d for one more service", n, maxIntegrations, each)
	})
	// The versions that a release names are those that CloudFormation makes.
	t.Run("versions", func(t *testing.T) {
		for function, version := range versions {
			id := function + "Version" + version.Digest[:10]
			if stacks[2].Resources[id].Type != "AWS::Lambda::Version" {
				t.Errorf("the stack has no %s", id)
			}
			// SAM appends the digest to the function's description, of which Lambda takes 256 characters.
			if description, _ := stacks[2].whole.Resources[function].Properties["Description"].(string); len([]rune(description)) > 256 {
				t.Errorf("the description of %s has %d characters", function, len([]rune(description)))
			}
		}
	})
	t.Run("what AWS does", func(t *testing.T) { checkWhatAWSDoes(t, now.whole.Resources) })
	t.Run("beside another stack", func(t *testing.T) {
		for resource, name := range now.Fixed {
			t.Errorf("%s has the name %s in each stack: dev and prod cannot be in one account", resource, name)
		}
	})
	routes, reached := map[string]string{}, map[string]bool{}
	loaded, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, function := range loaded.Functions() {
		for _, route := range loaded.Routes(function) {
			routes[route], reached[function] = function, true
		}
	}
	// sam local silently ignores a route whose function it does not recognise.
	t.Run("sam local", func(t *testing.T) {
		for route, function := range routes {
			if now.Routes[route] != function {
				t.Errorf("%s goes to %q, want %s", route, now.Routes[route], function)
			}
		}
		for route := range now.Routes {
			if routes[route] == "" {
				t.Errorf("%s is no route of the template", route)
			}
		}
	})
	// A function that the API may not call answers 500.
	t.Run("permissions", func(t *testing.T) {
		for id, r := range now.Resources {
			if r.Type != "AWS::Lambda::Permission" || !bytes.Contains(r.Properties.SourceArn, []byte("${Api}/*/*")) {
				continue
			}
			function, alias := strings.CutSuffix(r.Properties.FunctionName.Ref, "Aliaslive")
			if !alias || !reached[function] {
				t.Errorf("%s is for %s: want the alias live of a function with routes, once", id, r.Properties.FunctionName.Ref)
			}
			delete(reached, function)
		}
		for function := range reached {
			t.Errorf("the API may not call %s", function)
		}
	})
}

// TestTheRoutesAreCurrent: the template has the routes of the functions' code.
func TestTheRoutesAreCurrent(t *testing.T) {
	is, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := described(is)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(is, want) {
		t.Error("template.yaml has not the routes of the code or the rights of shared/access: run make describe")
	}
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if list, err := os.ReadFile("../" + routesFile); err != nil || !bytes.Equal(list, listRoutes(template)) {
		t.Errorf("%s is not the list of the template's routes: run make describe (%v)", routesFile, err)
	}
}

// TestTheSameSourceGivesTheSameBytes: a function's binary does not depend on the checkout, so that a commit deploys only
// what it changes.
func TestTheSameSourceGivesTheSameBytes(t *testing.T) {
	out := t.TempDir()
	build := exec.CommandContext(t.Context(), "make", "-C", "..", "build-AuthorizerFunction",
		"GOARCH="+runtime.GOARCH, "ARTIFACTS_DIR="+out)
	build.Env = append(os.Environ(), "GOFLAGS=")
	if log, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	info, err := buildinfo.ReadFile(filepath.Join(out, "bootstrap"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range info.Settings {
		if strings.HasPrefix(s.Key, "vcs") || strings.Contains(s.Value, filepath.Dir(out)) {
			t.Errorf("the binary has %s=%s", s.Key, s.Value)
		}
	}
	if info.Main.Version != "(devel)" && info.Main.Version != "" {
		t.Errorf("the binary has the version %s", info.Main.Version)
	}
}
