package fact

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
)

// Describe makes T, the fields of the dataset: a struct with the member Dataset and, for each
// field, a member of type Field with its name and label in a tag, in the order of the columns:
//
//	BirthDate fact.Field[calendar.Date] `name:"birth_date" zh:"出生日期" en:"Date of birth"`
//
// A tag `is` has what else is true of the values, with commas between: credit-code (a unified
// social credit code, whose check character is not asked for: a few codes in real use do not
// fit it), hidden (never shown), leading (keys of other records that are about the same case),
// past (days of what has happened), person (ID numbers of people whom the record is about; hidden and leading),
// place, city, money and month-number (the kinds of those names). A tag `choices` lists the values of a choice
// ("owned 自有/owned; leased 租赁/leased"), and a tag `most` has the largest of a number. Numbers are
// whole; money is in fen. A mistake in T panics: it is one of the program's text.
func Describe[T any](d *Dataset) T {
	var fields T
	v := reflect.ValueOf(&fields).Elem()
	for i := range v.NumField() {
		member, at := v.Type().Field(i), v.Field(i).Addr().Interface()
		if place, ok := at.(**Dataset); ok && member.Name == "Dataset" {
			*place = d
			continue
		}
		field, ok := at.(interface {
			describe(d *Dataset, tag reflect.StructTag) error
		})
		if !ok {
			panic(fmt.Sprintf("dataset %s: %s is no field", d.Name, member.Name))
		}
		if err := field.describe(d, member.Tag); err != nil {
			panic(fmt.Sprintf("dataset %s: %s: %v", d.Name, member.Name, err))
		}
	}
	return fields
}

func (f *Field[T]) describe(d *Dataset, tag reflect.StructTag) error {
	f.Dataset, f.Name, f.Label = d, tag.Get("name"), lang.T(tag.Get("zh"), tag.Get("en"))
	if f.Name == "" || f.Label.ZH == "" || f.Label.EN == "" {
		return fmt.Errorf("its tag lacks name, zh or en: %s", tag)
	}
	for _, c := range d.columns {
		if _, name := c.column(); name == f.Name {
			return fmt.Errorf("another field is called %s", name)
		}
	}
	parseString := parseText
	f.kind = kindOf(*new(T))
	for kind := range strings.SplitSeq(tag.Get("is"), ",") {
		switch kind {
		case "":
		case "credit-code":
			parseString, f.code = parseCreditCode, true
		case "hidden":
			f.Confidential = true
		case "leading":
			f.Leads = true
		case "past":
			if f.past = f.kind == Day; !f.past {
				return fmt.Errorf("its tag says is:%q, and it is no day", kind)
			}
		case "person":
			f.Confidential, f.Leads, f.Person = true, true, true
		case string(Place), string(City), string(Money), string(MonthNumber):
			f.kind = Kind(kind)
		default:
			return fmt.Errorf("its tag says is:%q", kind)
		}
	}
	var err error
	if choices := tag.Get("choices"); choices != "" {
		f.kind = Choice
		if f.choices, err = parseChoices(choices); err != nil {
			return err
		}
	}
	if most := tag.Get("most"); most != "" {
		if f.most, err = strconv.Atoi(most); err != nil || f.kind != Number {
			return fmt.Errorf("its tag says most:%q", most)
		}
	}
	switch parse := any(&f.parse).(type) {
	case *func(string) (string, error):
		*parse = parseString
	case *func(string) (int, error):
		*parse = strconv.Atoi
	case *func(string) (bool, error):
		*parse = strconv.ParseBool
	case *func(string) (calendar.Date, error):
		*parse = calendar.Parse
	}
	d.columns = append(d.columns, *f)
	return nil
}

// kindOf is the kind of the values of a type, unless the tags say another.
func kindOf(zero any) Kind {
	switch zero.(type) {
	case bool:
		return YesNo
	case int:
		return Number
	case calendar.Date:
		return Day
	default:
		return Text
	}
}
