package reviews

import (
	"context"
	"errors"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Known is a value that the decision read, with its source.
type Known struct {
	fact.Reference
	Person string `json:"person,omitempty"` // masked number of the other person whose record it is
}

// known returns the values that shared data had, in the order of the questions. ID numbers of other people are
// masked, and what the applicant does not see is not among them.
func known(a *instant.Application) []Known {
	all := []Known{}
	for _, f := range a.Facts {
		of := dataset.Find(f.Dataset)
		if of == nil || !f.State.Knowledge() {
			continue
		}
		for _, column := range of.Columns() {
			_, name := fact.NameOf(column)
			if !f.Asks(name) {
				continue
			}
			k := Known{Reference: fact.Shown(a.Facts, f.Key, column)}
			if column.Names() && k.Value != a.Applicant.ID && k.Value != "" {
				k.Value = identity.Person(k.Value).Masked()
			}
			if f.OfPerson && f.Key != a.Applicant.ID {
				k.Person = identity.Person(f.Key).Masked()
			}
			all = append(all, k)
		}
	}
	return all
}

// typedValue returns the value that the form sent for the open value: an amount is typed in yuan, and a place
// chosen from the list or entered by its name or code.
func typedValue(values map[string]string, o Open) string {
	if place := form.Trim(values["place."+o.Name]); place != "" {
		if code, ok := division.Named(place); ok {
			return code
		}
		return place
	}
	return form.Trim(instant.TypedValue(map[string]string{"value": values[o.Name], "yuan": values["yuan."+o.Name]}))
}

// Places are the places of one district or city in the list of a place.
type Places struct {
	Name   lang.Text
	Places []division.Division
}

// places returns the places that are offered for a value near the desk: the streets of its city by district, or
// the districts of the province by city; only the cities for a value that is a city.
func places(kind fact.Kind, desk string) []Places {
	const province = "440000"
	group := func(code string) Places {
		d, _ := division.Find(code)
		return Places{d.Name, append([]division.Division{d}, division.Children(code)...)}
	}
	city := division.City(desk)
	switch {
	case kind == fact.City:
		d, _ := division.Find(province)
		return []Places{{d.Name, division.Children(province)}}
	case kind != fact.Place:
		return nil
	case city == "" || desk == province:
		city = province
	}
	var all []Places
	for _, d := range division.Children(city) {
		if len(d.Code) == len(province) {
			all = append(all, group(d.Code))
		}
	}
	if all == nil { // a city without districts
		all = []Places{group(city)}
	}
	return all
}

// fault says what is wrong with the value that the reviewer typed; zero if nothing is.
func fault(o Open, text string) lang.Text {
	column := dataset.Column(o.Dataset, o.Field)
	if text == "" || column == nil {
		return lang.Text{}
	}
	text = form.CleanValue(column, text)
	if place := o.Control.Kind == fact.Place || o.Control.Kind == fact.City; column.Admit(text) == nil && (!place || division.Exists(text)) {
		return lang.Text{}
	}
	return instant.ValueHint(column)
}

// conditions returns all conditions as the reviewer reads them: what is unknown first, then what is not met.
func conditions(findings []decision.Finding) []decision.Finding {
	var all []decision.Finding
	for _, status := range []decision.Status{decision.Unknown, decision.NotMet, decision.Met} {
		for _, f := range findings {
			if f.Status == status {
				all = append(all, f)
			}
		}
	}
	return instant.AboutApplicant(all)
}

// awaits reports whether the case still waits for a figure that the policy lacks.
func (d desk) awaits(ctx context.Context, number string) (bool, error) {
	a, err := instant.LoadApplication(ctx, d.Store, number)
	if errors.Is(err, store.ErrNotFound) { // erased since the queue was read
		return false, nil
	}
	if err != nil {
		return false, err
	}
	reviewer, err := d.reviewer(a)
	if err != nil {
		return false, err
	}
	awaited, err := reviewer.Awaited(ctx, a)
	return len(awaited) > 0, err
}

// Urgency is how close a deadline is.
type Urgency string

// The urgencies.
const (
	Overdue Urgency = "overdue"
	Today   Urgency = "today"
	Soon    Urgency = "soon" // within two days
	InTime  Urgency = "in-time"
)

// deadline returns the time that is left on the day.
func deadline(due, today calendar.Date) Deadline {
	left := Deadline{InTime, due.DaysSince(today)}
	switch {
	case left.Days < 0:
		left.Urgency = Overdue
	case left.Days == 0:
		left.Urgency = Today
	case left.Days <= 2:
		left.Urgency = Soon
	}
	return left
}

// fill adds what is stored beside the application.
func (d desk) fill(ctx context.Context, r *httpapi.Request, c *Case, a *instant.Application) (err error) {
	reviewer, err := d.reviewer(a)
	if err != nil {
		return err
	}
	if c.Form, err = reviewer.Answers(a); err != nil {
		return err
	}
	if c.Awaits, err = reviewer.Awaited(ctx, a); err != nil {
		return err
	}
	c.Awaits = instant.AboutApplicant(c.Awaits)
	for i, o := range c.Open {
		if c.Problem != nil {
			c.Open[i].Fault = fault(o, typedValue(c.Typed, o))
		}
	}
	officer, err := instant.OfficerOf(r.Caller, "reviewer")
	if err != nil {
		return err
	}
	waiting, err := d.Queue(ctx, officer)
	if err != nil {
		return err
	}
	today := calendar.Of(d.Now())
	c.Desks, c.Next = desks(officer.Region), next(lines(waiting, officer, today), a.Number)
	if c.Notes, err = d.Notes(ctx, a.Number); err != nil || a.Determination != nil {
		return err
	}
	if c.Due, err = d.ReviewDue(ctx, a); err != nil {
		return err
	}
	left := deadline(c.Due, today)
	c.Left = &left
	return nil
}
