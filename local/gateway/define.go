package gateway

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The parts of template.yaml that Define writes are between these lines.
const (
	routesBegin      = "          # The routes begin here: make describe writes them.\n"
	routesEnd        = "          # The routes end here.\n"
	permissionsBegin = "  # The permissions begin here: make describe writes them.\n"
	permissionsEnd   = "  # The permissions end here.\n"
)

// Define returns the text of a template with the routes: the paths of the API's definition, and a permission
// for each function with routes. routesOf maps the logical IDs of the template's functions to their route keys
// ("GET /services"). It is an error if two functions have the same route, or if the template lacks the lines
// between which Define writes.
func Define(template []byte, routesOf func(functions []string) (map[string][]string, error)) ([]byte, error) {
	var t Template
	if err := yaml.Load(template, &t); err != nil {
		return nil, fmt.Errorf("template: %w", err)
	}
	routes, err := routesOf(t.Functions())
	if err != nil {
		return nil, err
	}
	paths, err := definition(routes)
	if err != nil {
		return nil, err
	}
	text, err := replace(string(template), routesBegin, routesEnd, paths)
	if err != nil {
		return nil, err
	}
	text, err = replace(text, permissionsBegin, permissionsEnd, permissions(routes))
	return []byte(text), err
}

// replace returns the template with the text between the two lines.
func replace(template, begin, end, text string) (string, error) {
	before, rest, found := strings.Cut(template, begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("template: no place between %q and %q", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + text + end + after, nil
}

// DefaultRoute is the key of the route for requests without another route.
const DefaultRoute = "$default"

// anyMethod is the method of the default route in a definition.
const anyMethod = "x-amazon-apigateway-any-method"

// definition returns the paths of the API, as sam would write them from events of the functions. A function's
// integration is written at its first route, and the others are aliases of it: sam resolves YAML aliases
// before it uses the template.
func definition(routes map[string][]string) (string, error) {
	paths := map[string]map[string]string{}
	for function, keys := range routes {
		for _, key := range keys {
			method, path, _ := strings.Cut(key, " ")
			method = strings.ToLower(method)
			if key == DefaultRoute {
				method, path = anyMethod, key
			}
			if paths[path] == nil {
				paths[path] = map[string]string{}
			}
			if other, taken := paths[path][method]; taken {
				return "", fmt.Errorf("template: %s and %s both answer %s", other, function, key)
			}
			paths[path][method] = function
		}
	}
	var text strings.Builder
	spelled := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		fmt.Fprintf(&text, "          %s:\n", path)
		for _, method := range slices.Sorted(maps.Keys(paths[path])) {
			function := paths[path][method]
			fmt.Fprintf(&text, "            %s: {", method)
			if path == DefaultRoute {
				text.WriteString("isDefaultRoute: true, ")
			}
			text.WriteString("responses: {}, x-amazon-apigateway-integration: ")
			if spelled[function] {
				fmt.Fprintf(&text, "*%s", short(function))
			} else {
				fmt.Fprintf(&text, integration, short(function), function)
			}
			spelled[function] = true
			if names := parameters(path); len(names) > 0 {
				for i, name := range names {
					names[i] = "{name: " + name + ", in: path, required: true}"
				}
				fmt.Fprintf(&text, ", parameters: [\n              %s]", strings.Join(names, ", "))
			}
			text.WriteString("}\n")
		}
	}
	return text.String(), nil
}

// integration returns the call of the alias live of a function. ${Function.Alias} would be the same, but sam
// local ignores such a route.
const integration = `&%s
              {type: aws_proxy, httpMethod: POST, payloadFormatVersion: "2.0", uri: !Sub
              "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31\
              /functions/${%s.Arn}:live/invocations"}`

// permissions returns the permissions of the API to call each function's alias, on any route.
func permissions(routes map[string][]string) string {
	var text strings.Builder
	source := `&FromApi
      !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*"`
	for _, function := range slices.Sorted(maps.Keys(routes)) {
		fmt.Fprintf(&text, `  %sPermission:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: !Ref %s.Alias, Action: lambda:InvokeFunction,
      Principal: apigateway.amazonaws.com, SourceArn: %s}
`, short(function), function, source)
		source = "*FromApi"
	}
	return text.String()
}

// short returns the logical ID of a function without "Function".
func short(function string) string { return strings.TrimSuffix(function, "Function") }
