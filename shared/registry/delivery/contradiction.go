package delivery

import (
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
)

// An ID number has the birth date in its digits 7 to 14 and the sex in digit 17 (GB 11643-1999, 4.2; 居民身份证法 art. 3).
// A row that says otherwise has most often another person's number, or a mistake; but registers have a few people
// whose number was made with one. The holder decides: a row that says verified is taken as it is.

// contradiction is why the row cannot be right, if the number that it is about is; nil if there is none. The values are
// those that the records have.
func contradiction(d *fact.Dataset, key string, values map[string]string) *reason {
	population, births := &dataset.Population, &dataset.Births
	switch d {
	case population.Dataset:
		born, female := contradicted(key, values[population.BirthDate.Name], values[population.Sex.Name])
		if born != "" {
			return contradicts(population.BirthDate, born)
		} else if female != "" {
			return contradicts(population.Sex, female)
		}
	case births.Dataset:
		born, female := contradicted(values[births.Child.Name], values[births.On.Name], values[births.Sex.Name])
		if born != "" {
			return contradicts(births.On, born)
		} else if female != "" {
			return contradicts(births.Sex, female)
		}
	}
	return nil
}

// contradicted returns the birth date and the sex in the number, each only if it has another one than the values, which
// are empty if they are unknown.
func contradicted(number, born, sex string) (isBorn, isSex string) {
	if len(number) != 18 || born == "" && sex == "" {
		return "", ""
	}
	if len(born) == len("2006-01-02") && (born[:4] != number[6:10] || born[5:7] != number[10:12] || born[8:] != number[12:14]) {
		if birth, known := identity.Person(number).Birth(); known {
			isBorn = birth.String()
		}
	}
	if sex != "" {
		if female, known := identity.Person(number).Female(); known && (sex == "female") != female {
			isSex = map[bool]string{true: "女", false: "男"}[female]
		}
	}
	return isBorn, isSex
}

func contradicts(column fact.Column, is string) *reason {
	_, name := fact.NameOf(column)
	why := &reason{codeContradiction, "与身份证号码不符（号码中为“" + is + "”）：请更正；核实确是这样的，在 verified 列写“是”",
		"contradicts the ID number, which says “" + is + "”: correct it, or write true in a column verified if it is verified to be so"}
	return why.inField(name+"（"+column.Caption().ZH+"）", name)
}
