package instant

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
)

// overrule marks the supplied values that differ from shared data, and reports whether there are
// any: overruling a record requires two reviewers, whatever the service.
func (d *Determination) overrule(facts fact.Facts) bool {
	any := false
	for i, s := range d.Supplied {
		d.Supplied[i].Overrules = false
		for _, f := range facts {
			if f = f.Disclosed(); f.Dataset == s.Dataset && f.Key == s.Key && f.State.Knowledge() && f.Asks(s.Field) {
				value, there := f.Values[s.Field]
				d.Supplied[i].Overrules = f.State == fact.None || there && value != s.Value
			}
		}
		any = any || d.Supplied[i].Overrules
	}
	return any
}

// agreesWithNumber reports whether a supplied birth date matches the person's ID number; true for
// other fields.
func (d Determination) agreesWithNumber(s Supplied, facts fact.Facts) bool {
	var number string
	switch p, b := dataset.Population, dataset.Births; {
	case s.Dataset == p.Dataset.Name && s.Field == p.BirthDate.Name:
		number = s.Key
	case s.Dataset == b.Dataset.Name && s.Field == b.On.Name:
		number = d.value(s.Key, b.Child, facts)
	case s.Dataset == b.Dataset.Name && s.Field == b.Child.Name:
		born, err := calendar.Parse(d.value(s.Key, b.On, facts))
		id, wrong := identity.ParsePerson(s.Value, calendar.Date{})
		birth, stated := id.Birth()
		return err != nil || wrong == nil && (!stated || birth == born)
	default:
		return true
	}
	id, err := identity.ParsePerson(number, calendar.Date{})
	birth, stated := id.Birth()
	return err != nil || !stated || birth.String() == s.Value
}

// value is the text of the field under the key: the supplied value, or else that of the facts.
func (d Determination) value(key string, column fact.Column, facts fact.Facts) string {
	of, name := fact.NameOf(column)
	for _, s := range d.Supplied {
		if s.Dataset == of.Name && s.Key == key && s.Field == name {
			return s.Value
		}
	}
	for _, f := range facts {
		if f.Dataset == of.Name && f.Key == key && f.Asks(name) {
			return f.Disclosed().Values[name]
		}
	}
	return ""
}
