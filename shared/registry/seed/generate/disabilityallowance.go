package main

import "miaoban/shared/fact/dataset"

const forDisabled = "disabilityallowance"

func (t *town) disabled() {
	certified := func(id, class, level, until string) {
		t.record(dataset.Disabilities.Dataset, id, 0, map[string]string{"class": class, "level": level, "until": until})
	}
	both := t.add(person{name: "杜自强", born: "1980-03-03", household: guicheng, try: forDisabled,
		zh: "肢体二级，低保家庭，两项补贴都符合", en: "Level 2, minimum living support: both allowances"})
	certified(both.ID, "physical", "2", "today+2000")
	t.record(dataset.Assistance.Dataset, both.ID, 0, map[string]string{"kind": "minimum-living", "place": guicheng})
	care := t.add(person{name: "杜安宁", born: "1990-03-03", household: yuanling, female: true, try: forDisabled,
		zh: "深圳，精神三级，护理补贴已扩展到三级", en: "Shenzhen, mental, level 3: the care allowance includes this level"})
	certified(care.ID, "mental", "3", "today+1000")
	light := t.add(person{name: "杜轻残", born: "1985-03-03", household: guicheng, try: forDisabled,
		zh: "肢体四级，非低保家庭，都不符合", en: "Level 4, no social assistance: neither allowance"})
	certified(light.ID, "physical", "4", "today+1000")
	injured := t.add(person{name: "杜工伤", born: "1975-03-03", household: guicheng, try: forDisabled,
		zh: "一级，已领工伤护理费，不重复", en: "Level 1, but care is paid for a work injury"})
	certified(injured.ID, "physical", "1", "today+1000")
	t.record(dataset.Benefits.Dataset, injured.ID, 0, map[string]string{"work_injury_care": "true"})
	old := t.add(person{name: "杜旧数", born: "1970-03-03", household: guicheng, try: forDisabled,
		zh: "残疾人证数据过期，转人工", en: "The record of the certificate is stale: referred"})
	t.record(dataset.Disabilities.Dataset, old.ID, 90, map[string]string{"class": "visual", "level": "1", "until": "today+1000"})
	had := t.add(person{name: "杜已领", born: "1988-03-03", household: guicheng, female: true, try: forDisabled,
		zh: "视力一级，符合护理补贴", en: "Visual, level 1: the care allowance"})
	certified(had.ID, "visual", "1", "today+3000")
	chooses := t.add(person{name: "杜择高", born: "1940-03-03", household: guicheng, try: forDisabled,
		zh: "已领高龄津贴，与生活补贴择高，转人工", en: "Receives an elderly allowance, must choose the higher: referred"})
	certified(chooses.ID, "physical", "2", "today+2000")
	t.record(dataset.Assistance.Dataset, chooses.ID, 0, map[string]string{"kind": "minimum-living", "place": guicheng})
	t.record(dataset.Benefits.Dataset, chooses.ID, 0,
		map[string]string{"elderly_allowance": "440605", "elderly_allowance_since": "2020-04-01"})
}
