package main

import (
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

// graduates generates graduates who can settle, and settled ones who can get the subsidy.
func (t *town) graduates() {
	for _, g := range []struct{ name, born, level, fullTime, zh, en string }{
		{
			"贺学士",
			"2000-05-04",
			"bachelor",
			"true",
			"26岁，全日制本科，可落户广州；选深圳的由工作人员核实",
			"26, a bachelor: can settle in Guangzhou; for Shenzhen an officer decides",
		},
		{"贺硕士", "1980-05-04", "master", "true", "46岁，全日制硕士，超过广州年龄上限", "46, a master: above the age limit in Guangzhou"},
		{"贺函授", "2000-06-04", "bachelor", "false", "非全日制本科", "A bachelor, but not full-time"},
		{"贺此前", "1999-06-04", "master", "true", "此前已获批落户", "Was approved before"},
	} {
		t.degree(
			t.add(person{name: g.name, born: g.born, household: changsha, try: "graduatesettlement", zh: g.zh, en: g.en}),
			g.level,
			g.fullTime,
		)
	}
	waiting := t.add(person{name: "贺待核", born: "2000-07-04", household: changsha, staleDays: 90, try: "graduatesettlement",
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	t.degree(waiting, "bachelor", "true")
	for _, n := range []struct{ name, since, months, zh, en string }{
		{"罗新来", "today-200", "7", "新落户佛山，参保7个月，可领补贴", "Newly settled in Foshan, insured for 7 months: entitled"},
		{"罗早来", "today-800", "12", "落户已超过24个月", "Settled more than 24 months ago"},
		{"罗待保", "today-60", "1", "参保仅1个月", "Insured for one month only"},
		{"罗领过", "today-200", "7", "此前已领补贴", "Had the subsidy before"},
	} {
		t.settled(person{name: n.name, born: "1998-08-08", household: guicheng, zh: n.zh, en: n.en}, n.since, "bachelor", foshan, n.months, 0)
	}
	t.settled(person{name: "罗待核", born: "1998-08-09", household: guicheng,
		zh: "社保数据过期，转人工", en: "The record of insurance is stale: referred"}, "today-100", "master", foshan, "7", 90)
	t.settled(person{name: "罗鹏城", born: "1998-08-10", household: yuanling,
		zh: "新落户深圳，当地补贴已停止", en: "Newly settled in Shenzhen, where the subsidy has ended"}, "today-200", "master", shenzhen, "7", 0)
}

// settled generates a person who moved to the city, has a degree and is insured for the months.
func (t *town) settled(w person, since, level, city, months string, staleDays int) {
	w.try = "talentsubsidy"
	p := t.add(w)
	t.settle(p, since)
	t.degree(p, level, "true")
	t.record(dataset.SocialInsurance.Dataset, p.ID, staleDays,
		map[string]string{"city": city, "employed": "true", "months_of_12": months, "months_of_24": months})
}

// degree adds the record of the person's degree.
func (t *town) degree(p seed.Person, level, fullTime string) {
	t.record(dataset.Degrees.Dataset, p.ID, 0,
		map[string]string{"level": level, "graduated_on": "2022-07-01", "full_time": fullTime, "school": "湖南大学（示例）"})
}

// settle sets the first day of the household registration.
func (t *town) settle(p seed.Person, since string) {
	for i, l := range t.lines {
		if l.Dataset == dataset.Population.Dataset.Name && l.Key == p.ID {
			t.lines[i].Values["household_since"] = since
		}
	}
}
