package policy

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"miaoban/shared/division"
)

// fault is one mistake in a document: its line, and a text that says what to write.
type fault struct {
	line int
	text string
}

type faults []fault

func (found *faults) add(line int, format string, args ...any) {
	f := fault{line, fmt.Sprintf(format, args...)}
	if !slices.Contains(*found, f) {
		*found = append(*found, f)
	}
}

func (found faults) Error() string { return found.in("policy").Error() }

// in returns the error for the file: a line for each fault, sorted by line.
func (found faults) in(file string) error {
	slices.SortStableFunc(found, func(a, b fault) int { return a.line - b.line })
	lines := make([]string, len(found))
	for i, f := range found {
		lines[i] = fmt.Sprintf("%s:%d: %s", file, max(f.line, 1), f.text)
	}
	return errors.New(strings.Join(lines, "\n"))
}

// yamlFaults converts the errors of the YAML library to faults.
func yamlFaults(err error, root *yaml.Node) (found faults) {
	var several *yaml.LoadErrors
	var one *yaml.LoadError
	all := []*yaml.LoadError{}
	switch {
	case errors.As(err, &several):
		all = several.Errors
	case errors.As(err, &one):
		all = append(all, one)
	default:
		found.add(1, "%v", err)
	}
	for _, e := range all {
		var own faults
		unknown, isUnknown := strings.CutPrefix(e.Message, "field ")
		unknown, _, isUnknown2 := strings.Cut(unknown, " not found in type ")
		switch written := nodeAt(root, e.Mark.Line, e.Mark.Column); {
		case errors.As(e, &own):
			found = append(found, own...)
		case isUnknown && isUnknown2:
			found.add(e.Mark.Line, "there is no key `%s` here: correct its name or its indentation, or remove it", unknown)
		case written != nil && written.Kind == yaml.ScalarNode && strings.HasPrefix(e.Message, "calendar: "):
			found.add(e.Mark.Line, "%q is not a date: write a day that exists, in the form 2006-01-02", written.Value)
		default:
			found.add(e.Mark.Line, "%s", e.Message)
		}
	}
	return found
}

// find follows the path below the node as far as it exists, and returns the line and value of the
// last part found, and its depth.
func find(node *yaml.Node, path []string) (line, depth int, value string) {
	for node.Kind == yaml.DocumentNode || node.Kind == yaml.AliasNode {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		} else if len(node.Content) > 0 {
			node = node.Content[0]
		} else {
			return 1, 0, ""
		}
	}
	if len(path) > 0 {
		below := child(node, path[0])
		if below != nil {
			line, depth, value = find(below, path[1:])
			return line, depth + 1, value
		}
	}
	return node.Line, 0, node.Value
}

// child returns the value of that key of a mapping, or the element of that index of a sequence; nil for none.
func child(node *yaml.Node, name string) *yaml.Node {
	if i, err := strconv.Atoi(name); err == nil && node.Kind == yaml.SequenceNode && i < len(node.Content) {
		return node.Content[i]
	}
	for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}

// nodeAt returns the node that begins at that position; nil for none.
func nodeAt(node *yaml.Node, line, column int) *yaml.Node {
	if node.Line == line && node.Column == column && node.Kind != yaml.DocumentNode {
		return node
	}
	for _, below := range node.Content {
		if n := nodeAt(below, line, column); n != nil {
			return n
		}
	}
	return nil
}

// place describes where the part belongs: " of `basis.source`".
func place(path []string) string {
	named := slices.DeleteFunc(slices.Clone(path), func(name string) bool {
		_, err := strconv.Atoi(name)
		return err == nil || name == "figures"
	})
	if len(named) == 0 {
		return ""
	}
	return " of `" + strings.Join(named, ".") + "`"
}

// toAdd returns the advice for a missing part.
func toAdd(name string) string {
	switch name {
	case "region":
		return "add `region: \"440605\"`, a code of GB/T 2260 in quotation marks, or \"000000\" for the nation"
	case "from":
		return "add `from: 2006-01-02`, the first day on which it is in force"
	case "as_of":
		return "add `as_of: 2006-01-02`, the day on which the source was read"
	case "basis":
		return "add the law: its `title`, and a `source`, or `illustrative: true` where none could be read"
	case "figures":
		return "add at least one figure with `region`, `from`, `value` and `basis`"
	case "en":
		return "add the English text"
	case "zh":
		return "add the Chinese text"
	default:
		return "add it"
	}
}

// toCorrect returns what is wrong with a part, and the advice.
func toCorrect(e validator.FieldError, written string) string {
	switch e.Tag() {
	case "required_without":
		return "is not true, and there is no `source`: add `source: {url: …, grade: A, as_of: 2006-01-02}`, " +
			"or `illustrative: true` where none could be read"
	case "required":
		return "is empty: write its value"
	case "numeric":
		return fmt.Sprintf("is %q: write a code of GB/T 2260 in quotation marks", written)
	case "url":
		return fmt.Sprintf("is %q: write an address, as https://example.org/page", written)
	case "oneof":
		return fmt.Sprintf("is %q: write one of %s", written, strings.ReplaceAll(e.Param(), " ", ", "))
	case "uscc":
		return fmt.Sprintf("is %q, whose check character does not fit: write a unified social credit code", written)
	case "min":
		return fmt.Sprintf("is %q: write at least %s", written, e.Param())
	case "max":
		return fmt.Sprintf("is %q: write at most %s", written, e.Param())
	default:
		return fmt.Sprintf("is %q, which does not fit the rule %s=%s: correct it", written, e.Tag(), e.Param())
	}
}

// unknownRegions returns a fault for each region that does not exist. Streets are not checked if
// the table has none for their district.
func unknownRegions(node *yaml.Node) (found faults) {
	region, from := child(node, "region"), child(node, "from")
	if region != nil && from != nil {
		if !division.Exists(region.Value) {
			found.add(region.Line, "there is no region %s: write a code of GB/T 2260 that shared/division/places.tsv has", region.Value)
		}
	}
	for _, below := range node.Content {
		found = append(found, unknownRegions(below)...)
	}
	return found
}

// draft matches the title of a text that is not law yet.
var draft = regexp.MustCompile(`征求意见|草案|送审稿`)

// drafts returns a fault for each basis that is a draft and not marked illustrative.
func drafts(node *yaml.Node) (found faults) {
	title, marked := child(node, "title"), child(node, "illustrative")
	if title != nil && (marked == nil || marked.Value != "true") {
		if zh := child(title, "zh"); zh != nil && draft.MatchString(zh.Value) {
			found.add(title.Line, "%q is a draft and not law: add `illustrative: true`, or cite the act that is in force", zh.Value)
		}
	}
	for _, below := range node.Content {
		found = append(found, drafts(below)...)
	}
	return found
}
