package release

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// template is a template with CloudFormation's functions in their long form: {"Ref": "Stage"}.
type template struct {
	Parameters map[string]struct {
		Type    string
		Default *string
	}
	Mappings   map[string]map[string]map[string]any
	Conditions map[string]any
	Globals    map[string]any
	Resources  map[string]struct {
		Type       string
		Properties map[string]any
	}
}

func parse(text []byte) (template, error) {
	var document yaml.Node
	if err := yaml.Load(text, &document); err != nil {
		return template{}, fmt.Errorf("release: %w", err)
	}
	long, err := value(&document)
	if err != nil {
		return template{}, fmt.Errorf("release: %w", err)
	}
	if root, is := long.(map[string]any); is {
		parameters, _ := root["Parameters"].(map[string]any)
		for _, p := range parameters {
			if p, is := p.(map[string]any); is && p["Default"] != nil {
				p["Default"] = fmt.Sprint(p["Default"])
			}
		}
	}
	asJSON, err := json.Marshal(long)
	if err != nil {
		return template{}, fmt.Errorf("release: %w", err)
	}
	var t template
	if err := json.Unmarshal(asJSON, &t); err != nil {
		return template{}, fmt.Errorf("release: %w", err)
	}
	return t, nil
}

// value is the node as JSON has it, with the short forms of CloudFormation's functions (!Ref)
// written out.
func value(n *yaml.Node) (any, error) {
	var plain any
	switch n.Kind {
	case yaml.DocumentNode:
		return value(n.Content[0])
	case yaml.AliasNode:
		return value(n.Alias)
	case yaml.MappingNode:
		mapping := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := value(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			mapping[n.Content[i].Value] = v
		}
		plain = mapping
	case yaml.SequenceNode:
		list := []any{}
		for _, child := range n.Content {
			v, err := value(child)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		plain = list
	default:
		if strings.HasPrefix(n.Tag, "!!") || n.Tag == "" {
			if err := n.Decode(&plain); err != nil {
				return nil, fmt.Errorf("line %d: %w", n.Line, err)
			}
			break
		}
		plain = n.Value
	}
	switch {
	case strings.HasPrefix(n.Tag, "!!") || !strings.HasPrefix(n.Tag, "!"):
		return plain, nil
	case n.Tag == "!Ref" || n.Tag == "!Condition":
		return map[string]any{n.Tag[1:]: plain}, nil
	case n.Tag == "!GetAtt":
		name, attribute, _ := strings.Cut(n.Value, ".")
		return map[string]any{"Fn::GetAtt": []any{name, attribute}}, nil
	default:
		return map[string]any{"Fn::" + n.Tag[1:]: plain}, nil
	}
}

// intrinsic reports whether the mapping is a function of CloudFormation.
func intrinsic(m map[string]any) bool {
	_, _, is := call(m)
	return is
}

// call is the function of CloudFormation that the value is, with its argument.
func call(v any) (function string, argument any, is bool) {
	m, is := v.(map[string]any)
	if !is || len(m) != 1 {
		return "", nil, false
	}
	for function, argument = range m {
		is = function == "Ref" || function == "Condition" || strings.HasPrefix(function, "Fn::")
	}
	return function, argument, is
}

// reference finds the names in the text of Fn::Sub.
var reference = regexp.MustCompile(`\$\{([A-Za-z0-9:.]+)\}`)

// uses adds the parameters on which the value depends, also by a condition.
func (t template) uses(v any, found map[string]bool) {
	function, argument, _ := call(v)
	switch name, _ := argument.(string); function {
	case "Ref":
		if _, is := t.Parameters[name]; is {
			found[name] = true
		}
	case "Condition":
		t.uses(t.Conditions[name], found)
	case "Fn::If":
		if parts, is := argument.([]any); is && len(parts) == 3 {
			condition, _ := parts[0].(string)
			t.uses(t.Conditions[condition], found)
		}
	case "Fn::Sub":
		text := name
		if parts, is := argument.([]any); is && len(parts) == 2 {
			text, _ = parts[0].(string)
		}
		for _, match := range reference.FindAllStringSubmatch(text, -1) {
			t.uses(map[string]any{"Ref": match[1]}, found)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			t.uses(inner, found)
		}
	case []any:
		for _, inner := range v {
			t.uses(inner, found)
		}
	}
}

// resolver puts the values of the parameters into a value of the template. What only AWS knows,
// such as the ARN of a resource, stays as it is written.
type resolver struct {
	template
	values map[string]string
}

func (r resolver) resolve(v any) any {
	switch inner := v.(type) {
	case []any:
		resolved := []any{}
		for _, each := range inner {
			resolved = append(resolved, r.resolve(each))
		}
		return resolved
	case map[string]any:
		function, argument, is := call(v)
		if is {
			return r.apply(function, argument)
		}
		resolved := map[string]any{}
		for key, each := range inner {
			resolved[key] = r.resolve(each)
		}
		return resolved
	default:
		return v
	}
}

func (r resolver) apply(function string, argument any) any {
	name, _ := argument.(string)
	parts, _ := argument.([]any)
	switch {
	case function == "Ref":
		if value, is := r.values[name]; is {
			return value
		}
		return map[string]any{function: argument}
	case function == "Fn::Join" && len(parts) == 2:
		if list, is := r.resolve(parts[1]).(string); is { // a list is written with commas, as it is given
			return strings.ReplaceAll(list, ",", fmt.Sprint(parts[0]))
		}
		return map[string]any{function: r.resolve(argument)}
	case function == "Fn::If" && len(parts) == 3:
		condition, _ := parts[0].(string)
		holds, known := r.holds(r.Conditions[condition])
		switch {
		case known && holds:
			return r.resolve(parts[1])
		case known:
			return r.resolve(parts[2])
		}
		return map[string]any{function: []any{condition, r.resolve(parts[1]), r.resolve(parts[2])}}
	case function == "Fn::FindInMap" && len(parts) == 3:
		first, _ := r.resolve(parts[1]).(string)
		second, _ := parts[2].(string)
		mapping, _ := parts[0].(string)
		if found, is := r.Mappings[mapping][first][second]; is {
			return found
		}
		return map[string]any{function: argument}
	case function == "Fn::Sub" && len(parts) == 0:
		return map[string]any{function: r.substitute(name)}
	case function == "Fn::Sub":
		text, _ := parts[0].(string)
		return map[string]any{function: append([]any{r.substitute(text)}, r.resolve(parts[1:]))}
	default:
		return map[string]any{function: r.resolve(argument)}
	}
}

func (r resolver) substitute(text string) string {
	return reference.ReplaceAllStringFunc(text, func(match string) string {
		if value, is := r.values[match[2:len(match)-1]]; is {
			return value
		}
		return match
	})
}

// holds evaluates a condition. It is not known where it depends on what only AWS knows.
func (r resolver) holds(v any) (holds, known bool) {
	function, argument, _ := call(v)
	parts, _ := argument.([]any)
	switch {
	case function == "Condition":
		name, _ := argument.(string)
		return r.holds(r.Conditions[name])
	case function == "Fn::Not" && len(parts) == 1:
		holds, known = r.holds(parts[0])
		return !holds, known
	case function == "Fn::And" || function == "Fn::Or":
		all, every := function == "Fn::And", true
		for _, part := range parts {
			one, known := r.holds(part)
			if known && one != all { // decides alone
				return one, true
			}
			every = every && known
		}
		return all, every
	case function == "Fn::Equals" && len(parts) == 2:
		a, b := r.resolve(parts[0]), r.resolve(parts[1])
		_, _, openA := call(a)
		_, _, openB := call(b)
		return fmt.Sprint(a) == fmt.Sprint(b), !openA && !openB
	default:
		return false, false
	}
}
