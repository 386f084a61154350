package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

	"miaoban/shared/calendar"
	"miaoban/shared/identity"
)

// Load reads a policy document into P, a struct of Series and Basis fields. Unknown, missing and
// contradictory parts, and regions that do not exist, are errors. All are reported at once, each with
// the file, the line and what to write. A draft is not law: its basis has to be illustrative. version is
// a digest of the document (Version). file is the path from the root of the repository; it is used only
// in errors.
func Load[P any](file string, document []byte) (policy P, version string, err error) {
	policy, root, found := decode[P](document)
	if len(found) == 0 {
		found = append(unknownRegions(root), drafts(root)...)
	}
	if len(found) > 0 {
		var none P
		return none, "", found.in(file)
	}
	return policy, Version(document), nil
}

// LoadStored reads a stored document like Load, but accepts regions that no longer exist. name is
// used only in errors.
func LoadStored[P any](name string, document []byte) (policy P, version string, err error) {
	policy, _, found := decode[P](document)
	if len(found) > 0 {
		var none P
		return none, "", found.in(name)
	}
	return policy, Version(document), nil
}

// Version returns the digest that identifies a policy document.
func Version(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:12])
}

func decode[P any](document []byte) (policy P, root *yaml.Node, found faults) {
	root = &yaml.Node{}
	if err := yaml.Load(document, root); err != nil {
		return policy, root, yamlFaults(err, root)
	}
	if err := root.Load(&policy, yaml.WithKnownFields(), yaml.WithUniqueKeys()); err != nil {
		return policy, root, yamlFaults(err, root)
	}
	return policy, root, invalid(policy, root)
}

// UnmarshalYAML reads a series strictly: each figure is complete and has a source, and at most one is
// in force in a region on a day.
func (s *Series[T]) UnmarshalYAML(node *yaml.Node) error {
	type plain Series[T] // without this method
	var doc plain
	if err := node.Load(&doc, yaml.WithKnownFields()); err != nil {
		return err
	}
	found := invalid(doc, node)
	for i, f := range doc.Figures {
		line, _, _ := find(node, []string{"figures", fmt.Sprint(i)})
		if !f.Until.IsZero() && f.Until.Before(f.From) {
			found.add(line, "the figure of %s ends on %s, before it begins on %s: correct `until` or `from`", f.Region, f.Until, f.From)
		}
		for j, g := range doc.Figures[:i] {
			if f.Region == g.Region && (f.InForce(g.From) || g.InForce(f.From)) {
				other, _, _ := find(node, []string{"figures", fmt.Sprint(j)})
				found.overlap(line, f.From, other, g.From, f.Region)
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	*s = Series[T](doc)
	return nil
}

// overlap adds the fault that two figures of a region are in force on the same day.
func (found *faults) overlap(line int, from calendar.Date, other int, otherFrom calendar.Date, region string) {
	if from == otherFrom {
		found.add(line, "two figures of %s begin on %s, the other on line %d: remove one, or change its `from`", region, from, other)
		return
	}
	if otherFrom.After(from) {
		line, from, other, otherFrom = other, otherFrom, line, from
	}
	found.add(other, "the figure of %s from %s is still in force when that of line %d begins: add `until: %s` to it",
		region, otherFrom, line, from.AddDays(-1))
}

// invalid returns the validator's faults in the value read from the node.
func invalid(value any, node *yaml.Node) (found faults) {
	var wrong validator.ValidationErrors
	if err := validate().Struct(value); err != nil && !errors.As(err, &wrong) {
		found.add(node.Line, "%v", err)
	}
	prefix := reflect.TypeOf(value).Name() + "."
	for _, e := range wrong {
		path := strings.Split(strings.NewReplacer("[", ".", "]", "").Replace(strings.TrimPrefix(e.Namespace(), prefix)), ".")
		line, depth, value := find(node, path)
		if depth < len(path) && e.Tag() == "required" {
			missing := path[depth]
			found.add(line, "`%s`%s is missing: %s", missing, place(path[:depth]), toAdd(missing))
			continue
		}
		found.add(line, "`%s`%s %s", path[len(path)-1], place(path[:len(path)-1]), toCorrect(e, value))
	}
	return found
}

var validate = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterCustomTypeFunc(calendar.Validatable, calendar.Date{})
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		return name
	})
	check := func(fl validator.FieldLevel) bool { return identity.CheckCreditCode(fl.Field().String()) == nil }
	if err := v.RegisterValidation("uscc", check); err != nil { // only an empty tag or function is an error
		panic(err)
	}
	return v
})
