package gateway

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"miaoban/shared/access"
)

// Rights are what the policies of a function allow it to do with the table.
type Rights []statement

// statement allows actions, of all partitions or of those that fit a pattern.
type statement struct {
	actions  []string
	patterns []string // nil: all partitions
}

// leadingKeys is the condition on the partitions that a request names.
const leadingKeys = "dynamodb:LeadingKeys"

// Rights are what the function's policies allow. A policy in a form that is not read here is an
// error.
func (t *Template) Rights(function string) (Rights, error) {
	var policies []struct {
		Statement []yaml.Node `yaml:"Statement"`
	}
	node := t.Resources[function].Properties.Policies
	if err := node.Decode(&policies); err != nil {
		return nil, fmt.Errorf("template: the policies of %s: %w", function, err)
	}
	var rights Rights
	for _, policy := range policies {
		for _, n := range policy.Statement {
			allowed, err := allowedBy(n)
			if err != nil {
				return nil, fmt.Errorf("template: the policies of %s: %w", function, err)
			}
			rights = append(rights, allowed)
		}
	}
	return rights, nil
}

// allowedBy reads a statement, or the one that holds where a condition does.
func allowedBy(n yaml.Node) (statement, error) {
	if n.Tag == "!If" && len(n.Content) == 3 {
		return allowedBy(*n.Content[1])
	}
	var s struct {
		Effect    string                        `yaml:"Effect"`
		Action    several                       `yaml:"Action"`
		Condition map[string]map[string]several `yaml:"Condition"`
	}
	if err := n.Decode(&s); err != nil {
		return statement{}, err
	}
	allowed := statement{actions: s.Action}
	if s.Effect != "Allow" || len(s.Condition) > 1 {
		return allowed, fmt.Errorf("line %d: want an Allow with one condition at most", n.Line)
	}
	for operator, keys := range s.Condition {
		if operator != "ForAllValues:StringLike" || len(keys) != 1 || keys[leadingKeys] == nil {
			return allowed, fmt.Errorf("line %d: the condition is not one on %s", n.Line, leadingKeys)
		}
		allowed.patterns = keys[leadingKeys]
	}
	return allowed, nil
}

// several is one text or a list of texts.
type several []string

// UnmarshalYAML reads either form.
func (s *several) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*s = several{n.Value}
		return nil
	}
	return n.Decode((*[]string)(s))
}

// Allow reports whether a request may do the action, such as dynamodb:GetItem, in the partition.
func (r Rights) Allow(action, partition string) bool {
	return slices.ContainsFunc(r, func(s statement) bool {
		return slices.Contains(s.actions, action) && (s.patterns == nil ||
			slices.ContainsFunc(s.patterns, func(pattern string) bool { return access.Fits(pattern, partition) }))
	})
}

// Actions are all actions that are allowed, in order.
func (r Rights) Actions() []string {
	var all []string
	for _, s := range r {
		all = append(all, s.actions...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
