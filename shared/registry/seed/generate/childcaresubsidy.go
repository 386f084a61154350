package main

import (
	"strconv"

	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

const forChildcare = "childcaresubsidy"

// family is a mother, a father and their youngest children, of one birth.
type family struct {
	mother, zh, en string
	state          string // of the marriage: married or divorced
	born           string // of the children
	children       []string
	rank           int
	household      string            // of the children; "": the mother's
	more           map[string]string // further fields of the parentage record: mother or father
	card           bool              // the mother's social security card has an account
	paid           int               // the first year of the subsidy; 0: none
}

// childcare generates the families of the childcare subsidy.
func (t *town) childcare() {
	for _, f := range []family{
		{mother: "童可领", zh: "孩子2025年3月出生，首次申领最迟到2026年底", en: "A child born in March 2025: apply by the end of 2026",
			born: "2025-03-10", children: []string{"童小可"}},
		{mother: "童受邀", zh: "孩子符合条件，系统主动邀请，确认一次即申领", en: "Her child is entitled: she is invited, and confirms once",
			born: "2025-11-05", children: []string{"童小邀"}, card: true},
		{mother: "童双喜", zh: "双胞胎，每个孩子分别申领", en: "Twins: each of them gets the subsidy", born: "2026-10-08",
			children: []string{"童大双", "童小双"}, card: true},
		{mother: "童续领", zh: "2025年已首次申领，今年续领", en: "Applied in 2025 for the first time: the subsidy of the second year is due",
			born: "2025-01-20", children: []string{"童小续"}, paid: 2025},
		{mother: "童已离", zh: "离异，抚养权归对方，由对方申领", en: "Divorced, and the father has custody: he applies", state: "divorced",
			born: "2025-06-18", children: []string{"童小离"}, more: map[string]string{"custody": "father"}},
		{mother: "童待定", zh: "离异，抚养权没有记录，转人工", en: "Divorced, and nobody's custody is on record: referred", state: "divorced",
			born: "2025-07-21", children: []string{"童小定"}},
		{mother: "童四宝", zh: "第四个孩子，转人工", en: "A fourth child: referred", born: "2025-08-12", children: []string{"童小四"}, rank: 4},
		{mother: "童逾期", zh: "孩子2024年出生，没有在2025年底前首次申请，转人工",
			en: "A child born in 2024, not applied for by the end of 2025: referred", born: "2024-05-16", children: []string{"童小期"}},
		{mother: "童在外", zh: "孩子户籍在长沙，告知向户籍地申领", en: "The child's household is in Changsha: the answer says to apply there",
			born: "2025-09-09", children: []string{"童小外"}, household: changsha},
		{mother: "童领过", zh: "今年此前已申领成功", en: "Applied this year already", born: "2025-04-04", children: []string{"童小过"}},
	} {
		t.family(f)
	}
}

// family generates one family.
func (t *town) family(f family) {
	m := t.add(person{name: f.mother, born: "1996-03-15", household: guicheng, female: true, try: forChildcare, zh: f.zh, en: f.en})
	p := t.add(person{name: f.mother[:len("童")] + "父" + f.mother[len(f.mother)-len("童"):], born: "1994-03-15", household: guicheng})
	state := f.state
	if state == "" {
		state = "married"
	}
	t.record(dataset.Marriages.Dataset, m.ID, 0, map[string]string{"state": state, "spouse": p.ID, "on": "2022-05-20"})
	t.record(dataset.Marriages.Dataset, p.ID, 0, map[string]string{"state": state, "spouse": m.ID, "on": "2022-05-20"})
	if f.card {
		t.record(dataset.SocialCards.Dataset, m.ID, 0, map[string]string{"number": "F" + m.Card[8:16], "city": foshan, "account": m.Card})
	}
	for _, name := range f.children {
		t.child(f, name, m, p)
	}
}

func (t *town) child(f family, name string, m, p seed.Person) {
	household := f.household
	if household == "" {
		household = guicheng
	}
	baby := t.add(person{name: name, born: f.born, household: household, female: true})
	cares := map[string]string{"mother": m.ID, "father": p.ID, "rank": strconv.Itoa(max(1, f.rank))}
	for field, parent := range f.more {
		cares[field] = map[string]string{"mother": m.ID, "father": p.ID}[parent]
	}
	t.record(dataset.Parentage.Dataset, baby.ID, 0, cares)
	if f.paid != 0 {
		year := strconv.Itoa(f.paid)
		t.record(dataset.ChildcareSubsidies.Dataset, baby.ID, 0, map[string]string{"place": guicheng[:6], "first_year": year, "last_year": year})
	}
}
