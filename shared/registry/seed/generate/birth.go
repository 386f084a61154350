package main

import (
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

const forBirth = "birth"

// births generates couples with a child and its birth certificate.
func (t *town) births() {
	couple := func(mother, father person, certificate, sex, on string) (seed.Person, seed.Person) {
		m, f := t.add(mother), t.add(father)
		t.record(dataset.Marriages.Dataset, m.ID, 0, map[string]string{"state": "married", "spouse": f.ID, "on": "2022-05-20"})
		t.record(dataset.Marriages.Dataset, f.ID, 0, map[string]string{"state": "married", "spouse": m.ID, "on": "2022-05-20"})
		t.record(
			dataset.Births.Dataset,
			certificate,
			0,
			map[string]string{"mother": m.ID, "father": f.ID, "on": on, "sex": sex, "place": "440605"},
		)
		return m, f
	}
	husband := func(name string) person {
		return person{name: name, born: "1992-02-14", household: guicheng, zh: "新生儿的父亲", en: "The father of a newborn"}
	}
	couple(person{name: "温乐怡", born: "1995-06-15", household: guicheng, female: true, try: forBirth,
		zh: "孩子刚出生（出生医学证明 S440000001），四件事一次办成", en: "A child was born (birth certificate S440000001): all four services at once"},
		husband("温建"), "S440000001", "female", "today-20")
	couple(person{name: "温向外", born: "1996-06-15", household: changsha, female: true, try: forBirth,
		zh: "母亲户籍长沙（S440000002），随母不能在本省落户", en: "The mother's household is in Changsha (S440000002): the child cannot join it here"},
		person{name: "温南海", born: "1993-02-14", household: guicheng, zh: "可随父亲落户", en: "The child can join the father's"},
		"S440000002", "male", "today-30")
	couple(person{name: "温过岁", born: "1994-06-15", household: guicheng, female: true, try: forBirth,
		zh: "孩子已满一周岁（S440000003），补登转人工", en: "The child is over a year old (S440000003): a late entry is referred"},
		husband("温满"), "S440000003", "female", "today-400")
	couple(person{name: "温旧事", born: "1993-06-15", household: guicheng, female: true, try: forBirth,
		zh: "已用“出生一件事”办完（S440000004）", en: "Has completed the whole bundle before (S440000004)"},
		husband("温旧"), "S440000004", "male", "today-25")
	single := t.add(person{name: "温独立", born: "1991-06-15", household: guicheng, female: true, try: "birthregistration",
		zh: "未婚怀孕，生育登记没有前置条件", en: "Pregnant and unmarried: registration has no precondition"})
	t.record(
		dataset.Births.Dataset,
		"S440000005",
		0,
		map[string]string{"mother": single.ID, "on": "today-15", "sex": "female", "place": "440605"},
	)
	t.parents(couple, husband)
}

// parents generates parents whose children have completed some of the four services.
func (t *town) parents(
	couple func(mother, father person, certificate, sex, on string) (seed.Person, seed.Person), husband func(string) person,
) {
	child := func(name, certificate string, mother, father seed.Person, sex string, insured bool) {
		baby := t.add(person{name: name, born: "2026-10-01", household: guicheng, female: sex == "female"})
		t.record(dataset.Births.Dataset, certificate, 0, map[string]string{
			"mother": mother.ID, "father": father.ID, "on": "2026-10-01", "sex": sex, "place": "440605", "child": baby.ID})
		if insured {
			t.record(dataset.MedicalInsurance.Dataset, baby.ID, 0, map[string]string{"city": foshan, "kind": "resident", "active": "true"})
		}
	}
	m, f := couple(person{name: "康参保", born: "1995-01-15", household: guicheng, female: true, try: "childinsurance",
		zh: "孩子已入户（S440000011），可参加居民医保", en: "The child is in the household (S440000011): it can be insured"},
		husband("康父"), "S440000011", "male", "2026-10-01")
	child("康宝", "S440000011", m, f, "male", false)
	m, f = couple(person{name: "康领卡", born: "1994-01-15", household: guicheng, female: true, try: "socialcard",
		zh: "孩子已参保（S440000012），可领社保卡", en: "The child is insured (S440000012): it can get its card"},
		husband("康夫"), "S440000012", "female", "2026-10-01")
	child("康贝", "S440000012", m, f, "female", true)
	m, f = couple(person{name: "康已保", born: "1993-01-15", household: guicheng, female: true, try: "childinsurance",
		zh: "孩子已入户（S440000013），此前已办参保", en: "The child is in the household (S440000013), and was insured before"},
		husband("康某"), "S440000013", "female", "2026-10-01")
	child("康安", "S440000013", m, f, "female", false)
	m, f = couple(person{name: "康有卡", born: "1992-01-15", household: guicheng, female: true, try: "socialcard",
		zh: "孩子已参保（S440000014），此前已领卡", en: "The child is insured (S440000014), and got its card before"},
		husband("康先"), "S440000014", "male", "2026-10-01")
	child("康乐", "S440000014", m, f, "male", true)
	couple(person{name: "康入户", born: "1991-01-15", household: guicheng, female: true, try: "householdentry",
		zh: "孩子待入户（S440000015）", en: "The child can join a household (S440000015)"}, husband("康同"), "S440000015", "male", "today-12")
	couple(person{name: "康已入", born: "1990-01-15", household: guicheng, female: true, try: "householdentry",
		zh: "孩子此前已入户（S440000016）", en: "The child joined a household before (S440000016)"}, husband("康伴"), "S440000016", "female", "today-40")
	t.families(couple, husband)
	t.add(person{name: "康登过", born: "1996-01-15", household: guicheng, female: true, try: "birthregistration",
		zh: "已办过生育登记", en: "Has registered already"})
}

// families generates a divorced couple, a mother with a compound surname, and a child that does not live
// where its household is.
func (t *town) families(
	couple func(mother, father person, certificate, sex, on string) (seed.Person, seed.Person), husband func(string) person,
) {
	m, f := couple(person{name: "戚离异", born: "1994-03-15", household: guicheng, female: true, try: "householdentry",
		zh: "父母已离婚（S440000021），随父落户需亲子鉴定，转人工", en: "Divorced (S440000021): to join the father's household, a person checks the proof"},
		husband("戚前夫"), "S440000021", "male", "today-18")
	for i, l := range t.lines {
		if l.Dataset == dataset.Marriages.Dataset.Name && (l.Key == m.ID || l.Key == f.ID) {
			t.lines[i].Values["state"] = "divorced"
		}
	}
	couple(person{name: "欧阳静", born: "1993-03-15", household: guicheng, female: true, try: "householdentry",
		zh: "复姓（S440000022）：孩子姓“欧阳”即随母姓，姓“欧”转人工", en: "A compound surname (S440000022): the child's name with only half of it is referred"},
		husband("戚友"), "S440000022", "female", "today-16")
	couple(person{name: "戚异地", born: "1992-03-15", household: changsha, female: true, try: "childinsurance",
		zh: "孩子户籍长沙、居住桂城（S440000023），可在居住地参保", en: "The child's household is in Changsha, its home in Guicheng (S440000023): insured here"},
		person{name: "戚同乡", born: "1991-03-15", household: changsha, zh: "孩子的父亲", en: "The child's father"}, "S440000023", "male", "2026-10-02")
	baby := t.add(person{name: "戚小宝", born: "2026-10-02", household: changsha})
	t.record(dataset.Residence.Dataset, baby.ID, 0, map[string]string{"division": guicheng, "since": "2026-10-10"})
	for i, l := range t.lines {
		if l.Dataset == dataset.Births.Dataset.Name && l.Key == "S440000023" {
			t.lines[i].Values["child"] = baby.ID
		}
	}
}
