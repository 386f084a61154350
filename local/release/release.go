// Package release names the versions of the functions for a deployment.
//
// SAM publishes a new version of a function, and moves its alias to it, when the properties in the
// template change as they are written there. A changed value of a parameter changes no property as
// written, so it would reach no request; and a property that belongs to no version, such as a
// reserved concurrency, asks Lambda for a version that is already there, which fails. A release
// therefore writes into the built template what the version of each function is made of: its code
// and its configuration with the values of this deployment.
package release

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

const functionType = "AWS::Serverless::Function"

// versioned are the properties of a function that Lambda keeps in a version. CodeUri stands for
// the code, whose digest is given.
var versioned = []string{
	"Architectures", "DeadLetterQueue", "Description", "Environment", "EphemeralStorage", "FileSystemConfigs", "Handler",
	"KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "Runtime", "RuntimeManagementConfig", "SnapStart", "Timeout",
	"Tracing", "VpcConfig",
}

// elsewhere are the properties of a function that belong to no version: its alias, who may call
// it, what it may do, and when it is called.
var elsewhere = []string{
	"AutoPublishAlias", "AutoPublishAliasAllProperties", "AutoPublishCodeSha256", "CodeUri", "DeploymentPreference",
	"EventInvokeConfig", "Events", "Policies", "ReservedConcurrentExecutions", "Role", "Tags",
}

// Version is the version of a function in a release.
type Version struct {
	Digest     string   // of the code and the configuration, in hexadecimal digits
	Parameters []string // that its configuration depends on, in order
}

// Values are the values of all parameters: those given, and the defaults of the others. A name that
// is no parameter, or a parameter without a value, is an error.
func Values(template []byte, given map[string]string) (map[string]string, error) {
	t, err := parse(template)
	if err != nil {
		return nil, err
	}
	for name := range given {
		if _, is := t.Parameters[name]; !is {
			return nil, fmt.Errorf("release: %s is no parameter of the template", name)
		}
	}
	values := map[string]string{}
	for name, parameter := range t.Parameters {
		value, is := given[name]
		if !is && parameter.Default == nil {
			return nil, fmt.Errorf("release: the parameter %s needs a value", name)
		}
		if !is {
			value = *parameter.Default
		}
		values[name] = value
	}
	return values, nil
}

// Versions are the versions of the functions by logical id, with the values of all parameters
// (Values). code is the digest of a function's code.
func Versions(template []byte, values map[string]string, code func(function string) (string, error)) (map[string]Version, error) {
	t, err := parse(template)
	if err != nil {
		return nil, err
	}
	global, _ := t.Globals["Function"].(map[string]any)
	versions := map[string]Version{}
	for name, r := range t.Resources {
		if r.Type != functionType {
			continue
		}
		digest, err := code(name)
		if err != nil {
			return nil, fmt.Errorf("release: the code of %s: %w", name, err)
		}
		configuration := map[string]any{}
		for property, value := range merge(global, r.Properties).(map[string]any) {
			switch {
			case slices.Contains(versioned, property):
				configuration[property] = value
			case !slices.Contains(elsewhere, property):
				return nil, fmt.Errorf("release: %s has the property %s: say whether it belongs to a version", name, property)
			}
		}
		used := map[string]bool{}
		t.uses(configuration, used)
		resolved, err := json.Marshal(resolver{t, values}.resolve(configuration))
		if err != nil {
			return nil, fmt.Errorf("release: %s: %w", name, err)
		}
		sum := sha256.Sum256(append([]byte(digest+"\n"), resolved...))
		versions[name] = Version{hex.EncodeToString(sum[:]), slices.Sorted(maps.Keys(used))}
	}
	return versions, nil
}

// Write writes the versions into a built template. So that a stack never has other values than
// those that the versions were made with, CloudFormation refuses a deployment with others.
func Write(template []byte, values map[string]string, versions map[string]Version) ([]byte, error) {
	t, err := parse(template)
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Load(template, &document); err != nil {
		return nil, fmt.Errorf("release: %w", err)
	}
	root := &document
	if document.Kind == yaml.DocumentNode {
		root = document.Content[0]
	}
	held := map[string]bool{}
	resources := member(root, "Resources")
	for name, version := range versions {
		set(member(member(resources, name), "Properties"), "AutoPublishCodeSha256", text(version.Digest))
		for _, parameter := range version.Parameters {
			held[parameter] = true
		}
	}
	assertions := &yaml.Node{Kind: yaml.SequenceNode}
	for _, name := range slices.Sorted(maps.Keys(held)) {
		var assertion yaml.Node
		if err := assertion.Encode(map[string]any{
			"Assert":            equals(name, values[name], t.Parameters[name].Type == "CommaDelimitedList"),
			"AssertDescription": "The functions were released with another value of " + name + ". Release them again with this one.",
		}); err != nil {
			return nil, fmt.Errorf("release: %w", err)
		}
		assertions.Content = append(assertions.Content, &assertion)
	}
	rule := &yaml.Node{Kind: yaml.MappingNode}
	set(rule, "Assertions", assertions)
	set(member(root, "Rules"), "Released", rule)
	var written bytes.Buffer
	encoder := yaml.NewEncoder(&written)
	encoder.SetIndent(2)
	if err := cmp.Or(encoder.Encode(&document), encoder.Close()); err != nil {
		return nil, fmt.Errorf("release: %w", err)
	}
	return written.Bytes(), nil
}

// equals is the condition of a rule that the parameter has the value.
func equals(parameter, value string, list bool) map[string]any {
	ref := map[string]string{"Ref": parameter}
	if !list {
		return map[string]any{"Fn::Equals": []any{ref, value}}
	}
	if value == "" {
		return map[string]any{"Fn::EachMemberEquals": []any{ref, ""}}
	}
	each := strings.Split(value, ",")
	all := []any{map[string]any{"Fn::EachMemberIn": []any{ref, each}}}
	for _, one := range each {
		all = append(all, map[string]any{"Fn::Contains": []any{ref, one}})
	}
	return map[string]any{"Fn::And": all}
}

// member is the value of the key in a mapping, which is made where it is not there.
func member(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	made := &yaml.Node{Kind: yaml.MappingNode}
	mapping.Content = append(mapping.Content, text(key), made)
	return made
}

func set(mapping *yaml.Node, key string, value *yaml.Node) { *member(mapping, key) = *value }

func text(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value}
}

// merge is what SAM makes of a function's own properties and those of all functions: mappings are
// merged, lists are joined, and any other own value replaces that of all.
func merge(global, own any) any {
	switch own := own.(type) {
	case map[string]any:
		all, is := global.(map[string]any)
		if !is || intrinsic(own) || intrinsic(all) {
			return own
		}
		merged := maps.Clone(all)
		for key, value := range own {
			merged[key] = merge(all[key], value)
		}
		return merged
	case []any:
		if all, is := global.([]any); is {
			return slices.Concat(all, own)
		}
	}
	return own
}
