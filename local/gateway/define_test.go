package gateway

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bare is a template without routes, with the lines between which they are written.
const bare = `
Resources:
  PortalFunction: {Type: AWS::Serverless::Function}
  TasksFunction: {Type: AWS::Serverless::Function}
  ClocksFunction: {Type: AWS::Serverless::Function}
` + permissionsBegin + permissionsEnd + `
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefinitionBody:
        paths:
` + routesBegin + routesEnd

// of answers with the routes.
func of(routes map[string][]string) func([]string) (map[string][]string, error) {
	return func([]string) (map[string][]string, error) { return routes, nil }
}

// TestWhatIsDefinedIsLoaded: the loaded template has each function's routes, also after they are written twice.
func TestWhatIsDefinedIsLoaded(t *testing.T) {
	routes := map[string][]string{
		"PortalFunction": {"GET /", "GET /assets/{file}", "POST /tasks/{kind}/{number}"},
		"TasksFunction":  {"GET /tasks/{kind}/{number}"},
	}
	text, err := Define([]byte(bare), of(routes))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Define(text, of(routes))
	if err != nil || string(again) != string(text) {
		t.Errorf("written again it is not the same: %v\n%s", err, again)
	}
	path := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, function := range loaded.Functions() {
		if got := loaded.Routes(function); !slices.Equal(got, routes[function]) {
			t.Errorf("%s has the routes %v, want %v", function, got, routes[function])
		}
		p := loaded.Resources[strings.TrimSuffix(function, "Function")+"Permission"].Type
		if (p == "AWS::Lambda::Permission") != (routes[function] != nil) {
			t.Errorf("%s has the permission %q", function, p)
		}
	}
}

func TestWhatCannotBeDefined(t *testing.T) {
	for name, tt := range map[string]struct {
		template string
		routes   map[string][]string
		want     string
	}{
		"no YAML":           {"\t", nil, "template:"},
		"no place":          {"Resources: {}", nil, "no place between"},
		"no end":            {strings.Replace(bare, permissionsEnd, "", 1), nil, "no place between"},
		"one route, of two": {bare, map[string][]string{"PortalFunction": {"GET /"}, "TasksFunction": {"GET /"}}, "both answer GET /"},
	} {
		if _, err := Define([]byte(tt.template), of(tt.routes)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// TestARouteNamesAFunction of the template, by its alias.
func TestARouteNamesAFunction(t *testing.T) {
	for name, uri := range map[string]string{
		"of no alias":             "arn:x/functions/${PortalFunction.Arn}/invocations",
		"as sam local drops it":   "arn:x/functions/${PortalFunction.Alias}/invocations",
		"that is not there":       "arn:x/functions/${OtherFunction.Arn}:live/invocations",
		"that is not a function":  "arn:x/functions/${Api.Arn}:live/invocations",
		"of another place, fixed": "https://example.com",
	} {
		path := filepath.Join(t.TempDir(), "template.yaml")
		text := strings.Replace(bare, routesBegin, "          /: {get: {x-amazon-apigateway-integration: {uri: !Sub '"+uri+"'}}}\n", 1)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), "GET /") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
