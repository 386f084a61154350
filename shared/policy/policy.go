// Package policy has the figures that the law sets, as data: each is in force in a region from one
// day to another, with its legal basis and source.
//
// A service's policy is one YAML document, loaded completely or not at all. Figures are only ever
// added to it: an old decision is judged by the figures of its day.
package policy

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Basis is the legal basis of a rule or a figure.
type Basis struct {
	Title   lang.Text `json:"title" yaml:"title"`                                             // 居住证暂行条例
	Number  string    `json:"number,omitempty" yaml:"number"`                                 // the document's number: 国务院令第663号
	Article lang.Text `json:"article,omitzero" yaml:"article,omitempty" validate:"omitempty"` // 第十条
	Source  *Source   `json:"source,omitempty" yaml:"source,omitempty"`                       // where it was read
	// Illustrative is set if no source was found; it is then shown as an example, never as law.
	Illustrative bool `json:"illustrative,omitempty" yaml:"illustrative" validate:"required_without=Source"`
}

// Source is where a figure or a law was read.
type Source struct {
	URL   string        `json:"url" yaml:"url" validate:"required,url"`
	Grade Grade         `json:"grade" yaml:"grade" validate:"oneof=A B C"`
	AsOf  calendar.Date `json:"as_of" yaml:"as_of" validate:"required"`
}

// Grade is the reliability of a source: A a government's own page or text, B news, city guides and
// law firms, C mirrors of a government's text.
type Grade string

// Figure is a value of T that is in force in a region from one day to another.
type Figure[T any] struct {
	Region string        `json:"region" yaml:"region" validate:"required,numeric"` // GB/T 2260; 000000 is the nation
	From   calendar.Date `json:"from" yaml:"from" validate:"required"`             // the first day, from its first second
	Until  calendar.Date `json:"until,omitzero" yaml:"until,omitempty"`            // the last day, to its last second; zero: open
	Value  T             `json:"value" yaml:"value"`
	Basis  Basis         `json:"basis" yaml:"basis"`
}

// InForce reports whether the figure is in force on the day.
func (f Figure[T]) InForce(on calendar.Date) bool {
	return !on.Before(f.From) && (f.Until.IsZero() || !on.After(f.Until))
}

// Series is one parameter's figures, over regions and time.
type Series[T any] struct {
	Title   lang.Text   `yaml:"title"`
	Unit    lang.Text   `yaml:"unit,omitempty" validate:"omitempty"` // of Value
	Figures []Figure[T] `yaml:"figures" validate:"required,dive"`
}

// At returns the figure in force in the region on the day: that of the smallest region with a figure
// that contains it. ok is false if there is none.
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

// Days returns the days on which the figure of the region may change: the first day of each, and
// the day after its last.
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

// Lapsed reports whether the region, or one that contains it, had a figure of its own that ended before
// the day, so that At returns the figure of a larger region. It is then unclear whether that figure
// applies, or the next figure of the smaller region is missing.
func (s Series[T]) Lapsed(region string, on calendar.Date) bool {
	figure, ok := s.At(region, on)
	return ok && slices.ContainsFunc(s.Figures, func(f Figure[T]) bool {
		return !f.Until.IsZero() && f.Until.Before(on) && f.Region != figure.Region &&
			division.Within(region, f.Region) && division.Within(f.Region, figure.Region)
	})
}
