// Package policy holds what the law sets as data: figures that hold in a region
// from one day to another, each with its legal basis and the source it was read
// from.
//
// A service's policy is one YAML document, loaded whole or not at all. Figures
// are only ever added to it: an old decision is judged by the figures of its day.
package policy

import (
<<<<<<< HEAD
=======
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"github.com/go-playground/validator/v10"
	"go.yaml.in/yaml/v4"

>>>>>>> 53d8c64 (A new figure reaches everybody who receives: the nightly job sweeps the awards of a service whose policy changed)
	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Basis is the law that a rule or a figure stands on.
type Basis struct {
	Title   lang.Text `json:"title" yaml:"title"`                                             // 居住证暂行条例
	Number  string    `json:"number,omitempty" yaml:"number"`                                 // the document's number: 国务院令第663号
	Article lang.Text `json:"article,omitzero" yaml:"article,omitempty" validate:"omitempty"` // 第十条
	Source  *Source   `json:"source,omitempty" yaml:"source,omitempty"`                       // where it was read
	// Illustrative marks what no source was found for: shown as such, never as law.
	Illustrative bool `json:"illustrative,omitempty" yaml:"illustrative" validate:"required_without=Source"`
}

// Source is where a figure or a law was read.
type Source struct {
	URL   string        `json:"url" yaml:"url" validate:"required,url"`
	Grade Grade         `json:"grade" yaml:"grade" validate:"oneof=A B C"`
	AsOf  calendar.Date `json:"as_of" yaml:"as_of" validate:"required"`
}

// Grade says what a source is worth: A a government's own page or text, B news,
// city guides and law firms, C mirrors of a government's text.
type Grade string

// Figure is a value of T that holds in a region from a day to a day.
type Figure[T any] struct {
	Region string        `json:"region" yaml:"region" validate:"required,numeric"` // GB/T 2260; 000000 is the nation
	From   calendar.Date `json:"from" yaml:"from" validate:"required"`             // the first day, from its first second
	Until  calendar.Date `json:"until,omitzero" yaml:"until,omitempty"`            // the last day, to its last second; zero: open
	Value  T             `json:"value" yaml:"value"`
	Basis  Basis         `json:"basis" yaml:"basis"`
}

// InForce reports whether the figure holds on the day.
func (f Figure[T]) InForce(on calendar.Date) bool {
	return !on.Before(f.From) && (f.Until.IsZero() || !on.After(f.Until))
}

// Series is one parameter's figures, over regions and time.
type Series[T any] struct {
	Title   lang.Text   `yaml:"title"`
	Unit    lang.Text   `yaml:"unit,omitempty" validate:"omitempty"` // of Value
	Figures []Figure[T] `yaml:"figures" validate:"required,dive"`
}

// At is the figure in force in the region on the day: the one of the narrowest
// region around it that has any. ok is false when there is none.
func (s Series[T]) At(region string, on calendar.Date) (figure Figure[T], ok bool) {
	for _, f := range s.Figures {
		if !f.InForce(on) || !division.Within(region, f.Region) {
			continue
		}
		if !ok || division.Within(f.Region, figure.Region) {
			figure, ok = f, true
		}
	}
	return figure, ok
}

// Days are the days on which the figure of the region may become another: the first day of
// each, and the day after its last.
func (s Series[T]) Days(region string) (days []calendar.Date) {
	for _, f := range s.Figures {
		if !division.Within(region, f.Region) {
			continue
		}
		days = append(days, f.From)
		if !f.Until.IsZero() {
			days = append(days, f.Until.AddDays(1))
		}
	}
	return days
}
<<<<<<< HEAD
=======

// Lapsed reports whether the region, or one around it, had a figure of its own that ended before
// the day, so that At gives that of a wider region. Nobody knows then whether the wider region's is
// meant, or the next figure is late.
func (s Series[T]) Lapsed(region string, on calendar.Date) bool {
	figure, ok := s.At(region, on)
	return ok && slices.ContainsFunc(s.Figures, func(f Figure[T]) bool {
		return !f.Until.IsZero() && f.Until.Before(on) && f.Region != figure.Region &&
			division.Within(region, f.Region) && division.Within(f.Region, figure.Region)
	})
}

// UnmarshalYAML reads a series strictly: each figure whole and sourced, in a
// region's one line of time without overlap.
func (s *Series[T]) UnmarshalYAML(node *yaml.Node) error {
	type plain Series[T] // without this method
	var doc plain
	if err := node.Load(&doc, yaml.WithKnownFields()); err != nil {
		return err
	}
	if err := validate().Struct(doc); err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	for i, f := range doc.Figures {
		if !f.Until.IsZero() && f.Until.Before(f.From) {
			return fmt.Errorf("line %d: the figure of %s from %s ends before it begins", node.Line, f.Region, f.From)
		}
		for _, g := range doc.Figures[:i] {
			if f.Region == g.Region && (f.InForce(g.From) || g.InForce(f.From)) {
				return fmt.Errorf("line %d: two figures of %s are in force on %s", node.Line, f.Region, max(f.From.String(), g.From.String()))
			}
		}
	}
	*s = Series[T](doc)
	return nil
}

// Load reads a service's policy document into P, a struct of Series and Basis
// fields. Unknown, missing and contradictory parts are errors. Version names the
// document: it is a digest of its text.
func Load[P any](document []byte) (policy P, version string, err error) {
	var p P
	if err := yaml.Load(document, &p, yaml.WithKnownFields(), yaml.WithUniqueKeys()); err != nil {
		return policy, "", fmt.Errorf("policy: %w", err)
	}
	if err := validate().Struct(p); err != nil {
		return policy, "", fmt.Errorf("policy: %w", err)
	}
	return p, Version(document), nil
}

// Version is the digest that names a policy document.
func Version(document []byte) string {
	sum := sha256.Sum256(document)
	return hex.EncodeToString(sum[:12])
}

var validate = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterCustomTypeFunc(calendar.Validatable, calendar.Date{})
	check := func(fl validator.FieldLevel) bool { return identity.CheckCreditCode(fl.Field().String()) == nil }
	if err := v.RegisterValidation("uscc", check); err != nil { // only an empty tag or function is an error
		panic(err)
	}
	return v
})
>>>>>>> 53d8c64 (A new figure reaches everybody who receives: the nightly job sweeps the awards of a service whose policy changed)
