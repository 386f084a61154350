// Package gateway replaces Amazon API Gateway's HTTP API on one machine: it reads the routes from
// template.yaml, sends events to the functions, and answers as API Gateway does.
package gateway

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Template has the parts of template.yaml that the host needs.
type Template struct {
	Parameters map[string]Parameter `yaml:"Parameters"`
	Globals    struct {
		Function struct {
			Environment environment `yaml:"Environment"`
			Timeout     int         `yaml:"Timeout"` // seconds
		} `yaml:"Function"`
	} `yaml:"Globals"`
	Resources map[string]Resource `yaml:"Resources"`

	routes map[string][]string // route keys by the function that answers them
}

// Parameter is a parameter of the template.
type Parameter struct {
	Default string `yaml:"Default"`
}

// Resource is a resource of the template; only functions and the HTTP API matter.
type Resource struct {
	Type       string `yaml:"Type"`
	Properties struct {
		Environment environment         `yaml:"Environment"`
		Timeout     int                 `yaml:"Timeout"` // seconds
		Policies    yaml.Node           `yaml:"Policies"`
		Throttle    Throttle            `yaml:"DefaultRouteSettings"`
		Throttles   map[string]Throttle `yaml:"RouteSettings"`
		Cors        struct {
			AllowOrigins []yaml.Node `yaml:"AllowOrigins"`
			AllowMethods []yaml.Node `yaml:"AllowMethods"`
			AllowHeaders []yaml.Node `yaml:"AllowHeaders"`
		} `yaml:"CorsConfiguration"`
		Definition struct {
			Paths map[string]map[string]operation `yaml:"paths"`
		} `yaml:"DefinitionBody"`
	} `yaml:"Properties"`
}

// Throttle is the limit of requests to one route.
type Throttle struct {
	Rate  float64 `yaml:"ThrottlingRateLimit"`  // a second
	Burst int     `yaml:"ThrottlingBurstLimit"` // at once
}

// CORS has the rules for requests from pages of other sites.
type CORS struct {
	AllowOrigins []string
	AllowMethods []string
	AllowHeaders []string
}

type environment struct {
	Variables map[string]yaml.Node `yaml:"Variables"`
}

// operation is a route of the API's definition: it names the function that answers.
type operation struct {
	Integration struct {
		URI yaml.Node `yaml:"uri"`
	} `yaml:"x-amazon-apigateway-integration"`
}

// integrated matches the function in the URI of an integration, which names its alias live.
var integrated = regexp.MustCompile(`/functions/\$\{(\w+)\.Arn\}:live/invocations$`)

// Load reads the template. A route without a function of the template is an error.
func Load(path string) (*Template, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	t := Template{routes: map[string][]string{}}
	if err := yaml.Load(text, &t); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	for _, r := range t.Resources {
		for path, methods := range r.Properties.Definition.Paths {
			for method, o := range methods {
				route := strings.ToUpper(method) + " " + path
				if path == DefaultRoute {
					route = path
				}
				function := integrated.FindStringSubmatch(o.Integration.URI.Value)
				if function == nil || t.Resources[function[1]].Type != functionType {
					return nil, fmt.Errorf("template: %s goes to the alias live of no function: %q", route, o.Integration.URI.Value)
				}
				t.routes[function[1]] = append(t.routes[function[1]], route)
			}
		}
	}
	for _, routes := range t.routes {
		sort.Strings(routes)
	}
	return &t, nil
}

const functionType = "AWS::Serverless::Function"

// Functions returns the logical IDs of the functions, sorted.
func (t *Template) Functions() []string {
	var names []string
	for name, r := range t.Resources {
		if r.Type == functionType {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// Routes returns the function's route keys: "GET /services", or DefaultRoute.
func (t *Template) Routes(function string) []string { return slices.Clone(t.routes[function]) }

// Timeout returns the function's time-out: its own, that of all functions, or Lambda's default.
func (t *Template) Timeout(function string) time.Duration {
	seconds := cmp.Or(t.Resources[function].Properties.Timeout, t.Globals.Function.Timeout, 3)
	return time.Duration(seconds) * time.Second
}

// Throttle returns the limit of the route: its own, or that of all routes.
func (t *Template) Throttle(route string) Throttle {
	for _, r := range t.Resources {
		if r.Type != "AWS::Serverless::HttpApi" {
			continue
		}
		if own, set := r.Properties.Throttles[route]; set {
			return own
		}
		return r.Properties.Throttle
	}
	return Throttle{}
}

// Environment returns the function's environment variables, with the given values of the parameters or their
// defaults.
func (t *Template) Environment(function string, parameters map[string]string) map[string]string {
	variables := map[string]string{}
	for _, e := range []environment{t.Globals.Function.Environment, t.Resources[function].Properties.Environment} {
		for name, node := range e.Variables {
			variables[name] = t.value(node, parameters)
		}
	}
	return variables
}

// value resolves a literal or a !Ref to a parameter; other functions of CloudFormation are not resolved.
func (t *Template) value(node yaml.Node, parameters map[string]string) string {
	switch node.Tag {
	case "!Ref":
		if v, given := parameters[node.Value]; given {
			return v
		}
		return t.Parameters[node.Value].Default
	case "!GetAtt", "!Sub", "!If":
		return ""
	default:
		return node.Value
	}
}

// CORS returns the rules of the template's API, with the values of the parameters.
func (t *Template) CORS(parameters map[string]string) CORS {
	var c CORS
	for _, r := range t.Resources {
		if r.Type != "AWS::Serverless::HttpApi" {
			continue
		}
		for _, list := range []struct {
			from []yaml.Node
			to   *[]string
		}{
			{r.Properties.Cors.AllowOrigins, &c.AllowOrigins},
			{r.Properties.Cors.AllowMethods, &c.AllowMethods},
			{r.Properties.Cors.AllowHeaders, &c.AllowHeaders},
		} {
			for _, node := range list.from {
				*list.to = append(*list.to, t.value(node, parameters))
			}
		}
	}
	return c
}
