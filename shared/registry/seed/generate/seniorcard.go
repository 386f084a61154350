package main

import "miaoban/shared/fact/dataset"

const forSenior = "seniorcard"

func (t *town) seniors() {
	t.add(person{name: "黎花甲", born: "1966-01-15", household: guicheng, try: forSenior,
		zh: "60岁，户籍南海，半价优待", en: "60, household in Nanhai: half fare"})
	t.add(person{name: "黎古稀", born: "1960-05-15", household: guicheng, female: true, try: forSenior,
		zh: "66岁，户籍南海，免费优待", en: "66, household in Nanhai: free travel"})
	t.add(person{name: "黎未到", born: "1970-01-15", household: guicheng, try: forSenior,
		zh: "未到优待年龄", en: "Not yet of the age"})
	settled := t.add(person{name: "龙居粤", born: "1958-03-20", household: changsha, try: forSenior,
		zh: "户籍长沙，持佛山居住证，符合条件", en: "Household in Changsha, a permit of Foshan: entitled"})
	t.record(
		dataset.ResidencePermits.Dataset,
		settled.ID,
		0,
		map[string]string{"city": foshan, "issued_on": "today-200", "endorsed_to": "today+165"},
	)
	t.add(person{name: "龙过客", born: "1958-04-20", household: changsha, try: forSenior,
		zh: "户籍长沙，没有居住证，转人工", en: "Household in Changsha, no permit: referred"})
	t.add(person{name: "龙待核", born: "1957-04-20", household: guicheng, staleDays: 90, try: forSenior,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	carried := t.add(person{name: "黎有证", born: "1955-06-06", household: guicheng, female: true, try: forSenior,
		zh: "已持有优待证", en: "Has the card already"})
	t.record(dataset.Benefits.Dataset, carried.ID, 0, map[string]string{"senior_card": "440600/full"})
}
