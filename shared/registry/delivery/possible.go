package delivery

import (
	"slices"
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// parentAge is how many years a parent is older than a child at least.
const parentAge = 10

// impossible is why the row cannot be true, by what its dataset declares; nil if it can. The values are those that the
// records have.
func impossible(d *fact.Dataset, columns []fact.Column, key string, values map[string]string, today calendar.Date) *reason {
	for _, column := range columns {
		_, name := fact.NameOf(column)
		switch text := values[name]; {
		case text == "":
		case column.IsPast() && text > today.String():
			return aboutField(column, codeFuture, "日期在将来：请核对", "is in the future: please check it")
		case column.Names() && d.OfPerson() && text == key:
			return aboutField(column, codeSamePerson, "是记录的本人：请填写另一方的证件号码",
				"is the person of the record: enter the number of the other one")
		}
	}
	for i, name := range d.Distinct {
		if other := slices.IndexFunc(d.Distinct[:i], func(o string) bool { return values[name] != "" && values[o] == values[name] }); other >= 0 {
			return aboutField(columnOf(columns, name), codeSamePerson, "与“"+captionOf(columns, d.Distinct[other]).ZH+"”是同一个人：请核对",
				"is the same person as “"+d.Distinct[other]+"”: please check them")
		}
	}
	for _, pair := range d.Ordered {
		if after(values[pair[0]], values[pair[1]]) {
			return aboutField(columnOf(columns, pair[0]), codeOrder, "不能大于（晚于）“"+captionOf(columns, pair[1]).ZH+"”：请核对",
				"cannot be more (or later) than “"+pair[1]+"”: please check them")
		}
	}
	return nil
}

// unborn is why the row cannot be right, if the ID numbers in it are: a day before the person's birth, or a parent who
// is no older than the child. It is nil if there is none.
func unborn(d *fact.Dataset, columns []fact.Column, key string, values map[string]string) *reason {
	child, known := calendar.Date{}, false
	if d.OfPerson() {
		child, known = identity.Person(key).Birth()
		for _, column := range columns {
			_, name := fact.NameOf(column)
			if text := values[name]; known && column.Kind() == fact.Day && text != "" && text < child.String() {
				return aboutField(column, codeContradiction, "早于号码中的出生日期 "+child.String()+"：请更正；核实确是这样的，在 verified 列写“是”",
					"is before the birth, "+child.String()+" in the ID number: correct it, or write true in a column verified if it is verified to be so")
			}
		}
	}
	if on, err := calendar.Parse(values[d.BornOn]); d.BornOn != "" && err == nil {
		child, known = on, true
	}
	for _, name := range d.Parents {
		born, has := identity.Person(values[name]).Birth()
		if known && has && child.Before(born.AddYears(parentAge)) {
			years := strconv.Itoa(parentAge)
			return aboutField(columnOf(columns, name), codeContradiction,
				"比孩子年长不到"+years+"岁：请核对号码；核实确是这样的，在 verified 列写“是”", "is less than "+years+
					" years older than the child: check the number, or write true in a column verified if it is verified to be so")
		}
	}
	return nil
}

// after reports whether the first of two numbers, or of two days, is more than the second; false if one is unknown.
func after(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	x, err := strconv.Atoi(a)
	y, other := strconv.Atoi(b)
	if err == nil && other == nil {
		return x > y
	}
	return a > b
}

func columnOf(columns []fact.Column, name string) fact.Column {
	i := slices.IndexFunc(columns, func(c fact.Column) bool {
		_, n := fact.NameOf(c)
		return n == name
	})
	return columns[i] // a test compares the declarations
}

func captionOf(columns []fact.Column, name string) lang.Text {
	return columnOf(columns, name).Caption()
}

func aboutField(column fact.Column, code, zh, en string) *reason {
	_, name := fact.NameOf(column)
	return (&reason{code, zh, en}).inField(name+"（"+column.Caption().ZH+"）", name)
}
