package main

import (
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

// graduates settle, and have the subsidy once they have.
func (t *town) graduates() {
	degree := func(p seed.Person, level, fullTime string) {
		t.know(
			dataset.Degrees.Dataset,
			p.ID,
			0,
			map[string]string{"level": level, "graduated_on": "2022-07-01", "full_time": fullTime, "school": "湖南大学（示例）"},
		)
	}
	for _, g := range []struct{ name, born, level, fullTime, zh, en string }{
		{"贺学士", "2000-05-04", "bachelor", "true", "26岁，全日制本科，可落户深圳", "26, a bachelor: can settle in Shenzhen"},
		{"贺硕士", "1980-05-04", "master", "true", "46岁，全日制硕士，超过深圳年龄上限", "46, a master: above the age in Shenzhen"},
		{"贺函授", "2000-06-04", "bachelor", "false", "非全日制本科", "A bachelor, but not full-time"},
		{"贺此前", "1999-06-04", "master", "true", "此前已获批落户", "Was approved before"},
	} {
		degree(
			t.add(who{name: g.name, born: g.born, household: changsha, try: "graduatesettlement", zh: g.zh, en: g.en}),
			g.level,
			g.fullTime,
		)
	}
	waiting := t.add(who{name: "贺待核", born: "2000-07-04", household: changsha, staleDays: 90, try: "graduatesettlement",
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	degree(waiting, "bachelor", "true")
	for _, n := range []struct{ name, since, months, zh, en string }{
		{"罗新来", "today-200", "7", "新落户深圳，参保7个月，可领补贴", "Newly settled in Shenzhen, insured for 7 months: entitled"},
		{"罗早来", "today-800", "12", "落户已超过12个月", "Settled more than twelve months ago"},
		{"罗待保", "today-60", "1", "参保仅1个月", "Insured for one month only"},
		{"罗领过", "today-200", "7", "此前已领补贴", "Had the subsidy before"},
	} {
		p := t.add(who{name: n.name, born: "1998-08-08", household: yuanling, try: "talentsubsidy", zh: n.zh, en: n.en})
		t.settle(p, n.since)
		degree(p, "bachelor", "true")
		t.know(
			dataset.SocialInsurance.Dataset,
			p.ID,
			0,
			map[string]string{"city": shenzhen, "employed": "true", "months_of_12": n.months, "months_of_24": n.months},
		)
	}
	unsure := t.add(who{name: "罗待核", born: "1998-08-09", household: yuanling, try: "talentsubsidy",
		zh: "社保数据过期，转人工", en: "The record of insurance is stale: referred"})
	t.settle(unsure, "today-100")
	degree(unsure, "master", "true")
	t.know(
		dataset.SocialInsurance.Dataset,
		unsure.ID,
		90,
		map[string]string{"city": shenzhen, "employed": "true", "months_of_12": "7", "months_of_24": "7"},
	)
}

// settle moves the person's household to where it is on the day.
func (t *town) settle(p seed.Person, since string) {
	for i, l := range t.lines {
		if l.Dataset == dataset.Population.Dataset.Name && l.Key == p.ID {
			t.lines[i].Values["household_since"] = since
		}
	}
}
