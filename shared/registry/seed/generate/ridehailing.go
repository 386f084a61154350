package main

import "miaoban/shared/fact/dataset"

const forDriver = "ridehailing"

func (t *town) drivers() {
	for _, d := range []struct{ name, zh, en, cycles, issued, drunk, exam string }{
		{"车稳当", "驾龄8年，考试合格，符合条件", "Eight years, exam passed: entitled", "3", "today-3000", "", foshan},
		{"车新手", "驾龄未满3年", "Licensed for less than three years", "3", "today-900", "", foshan},
		{"车满分", "上一记分周期记满12分", "Twelve points in the last cycle", "1", "today-4000", "", foshan},
		{"车酒驾", "有饮酒后驾驶记录", "A record of driving after drinking", "3", "today-4000", "true", foshan},
		{"车未考", "尚未考试", "No exam yet", "3", "today-4000", "", ""},
		{"车老手", "此前已发证", "Was certified before", "3", "today-5000", "", foshan},
	} {
		p := t.add(person{name: d.name, born: "1988-04-12", household: guicheng, try: forDriver, zh: d.zh, en: d.en})
		t.record(
			dataset.Licences.Dataset,
			p.ID,
			0,
			map[string]string{"class": "C1", "issued_on": d.issued, "until": "today+1500", "cycles": d.cycles},
		)
		if d.drunk != "" {
			t.record(dataset.Convictions.Dataset, p.ID, 0, map[string]string{"drunk_driving": d.drunk})
		}
		if d.exam != "" {
			t.record(dataset.DriverExams.Dataset, p.ID, 0, map[string]string{"city": d.exam, "passed_on": "today-20"})
		}
	}
	stale := t.add(person{name: "车待核", born: "1986-04-12", household: guicheng, try: forDriver,
		zh: "驾驶证数据过期，转人工", en: "The record of the licence is stale: referred"})
	t.record(
		dataset.Licences.Dataset,
		stale.ID,
		60,
		map[string]string{"class": "C1", "issued_on": "today-4000", "until": "today+1500", "cycles": "3"},
	)
	t.record(dataset.DriverExams.Dataset, stale.ID, 0, map[string]string{"city": foshan, "passed_on": "today-20"})
}
