package main

import "miaoban/shared/fact/dataset"

const forAged = "elderlyallowance"

func (t *town) elders() {
	t.add(person{name: "何婉清", born: "1951-03-15", household: guicheng, female: true, try: forAged,
		zh: "75岁，户籍南海，符合条件", en: "75, household in Nanhai: entitled"})
	t.add(person{name: "陈国栋", born: "1946-06-01", household: yuanling, try: forAged,
		zh: "80岁，户籍深圳，符合条件", en: "80, household in Shenzhen: entitled"})
	t.add(person{name: "𠮷兆麟", born: "1925-10-01", household: zumiao, try: forAged,
		zh: "百岁老人，姓名含生僻字", en: "A centenarian with a rare character in the name"})
	t.add(person{name: "阿依古丽·买买提", born: "1940-02-29", household: yuanling, female: true, try: forAged,
		zh: "2月29日出生，姓名含间隔号", en: "Born on 29 February, a middle dot in the name"})
	t.add(person{name: "李建业", born: "1962-08-08", household: guicheng, try: forAged,
		zh: "未到起领年龄", en: "Not yet of age"})
	dead := t.add(person{name: "周福生", born: "1938-05-05", household: guicheng, try: forAged,
		zh: "已有死亡登记", en: "A death is on record"})
	t.record(dataset.Deaths.Dataset, dead.ID, 0, map[string]string{"date": "today-30"})
	twice := t.add(person{name: "吴秀兰", born: "1944-12-12", household: guicheng, female: true, try: forAged,
		zh: "已在深圳领取高龄津贴", en: "Receives an allowance in Shenzhen already"})
	t.record(dataset.Benefits.Dataset, twice.ID, 0, map[string]string{"elderly_allowance": shenzhen, "elderly_allowance_since": "2019-10-01"})
	t.add(person{name: "郑守信", born: "1943-07-07", household: guicheng, staleDays: 90, try: forAged,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	t.add(person{name: "钱无忧", born: "1942-01-31", household: guicheng, unknown: true, try: forAged,
		zh: "人口库无记录，转人工", en: "Not in the population register: referred"})
	t.add(person{name: "孙望海", born: "1941-09-09", household: zhuhai, try: forAged,
		zh: "户籍珠海，系统中无当地标准，转人工", en: "Household in Zhuhai, no local rate on record: referred"})
	t.add(person{name: "彭长沙", born: "1941-04-04", household: changsha, try: forAged,
		zh: "户籍在省外", en: "Household outside the province"})
	closed := t.add(person{name: "冯静安", born: "1945-11-11", household: guicheng, female: true, try: forAged,
		zh: "银行卡已销户", en: "The bank card is closed"})
	t.record(dataset.BankAccounts.Dataset, closed.Card, 0, map[string]string{"holder": closed.ID, "open": "false"})
	daughter := t.add(person{name: "林小燕", born: "1972-05-20", household: guicheng, female: true,
		zh: "林老太的女儿，代领人", en: "The daughter and agent of 林桂香"})
	mother := t.add(person{name: "林桂香", born: "1939-03-03", household: guicheng, female: true, try: forAged,
		zh: "由女儿代领：代领人 " + daughter.ID + "，卡号 " + daughter.Card,
		en: "Her daughter receives it: agent " + daughter.ID + ", card " + daughter.Card})
	t.record(dataset.Mandates.Dataset, mother.ID, 0, map[string]string{"agent": daughter.ID, "until": "today+365"})
	father := t.add(person{name: "林有财", born: "1937-03-03", household: guicheng, try: forAged,
		zh: "给女儿的代领授权已到期", en: "His mandate to the daughter has ended"})
	t.record(dataset.Mandates.Dataset, father.ID, 0, map[string]string{"agent": daughter.ID, "until": "today-1"})
}
