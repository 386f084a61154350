package main

import "miaoban/shared/fact/dataset"

const forPension = "residentpension"

func (t *town) pensioners() {
	insured := func(w person, place, months string, more ...string) {
		w.try = forPension
		values := map[string]string{"place": place, "months": months, "balance_fen": "2780000", "draws_other": "false"}
		for i := 0; i+1 < len(more); i += 2 {
			values[more[i]] = more[i+1]
		}
		t.record(dataset.Pensions.Dataset, t.add(w).ID, 0, values)
	}
	nanhai := guicheng[:6]
	insured(person{name: "麦养老", born: "1965-03-10", household: guicheng, female: true,
		zh: "61岁，缴费15年，可按月领取", en: "61, 15 years paid: entitled"}, nanhai, "180")
	insured(person{name: "麦未满", born: "1970-03-10", household: guicheng,
		zh: "未满60岁", en: "Not yet 60"}, nanhai, "200")
	insured(person{name: "麦缺费", born: "1964-05-10", household: guicheng,
		zh: "制度实施时距60岁不足15年，有断缴，转人工", en: "Less than 15 years from 60 when the scheme began, with unpaid years: referred"}, nanhai, "150")
	insured(person{name: "麦高寿", born: "1946-05-10", household: guicheng,
		zh: "制度实施时已满60岁，不用缴费", en: "Was 60 when the scheme began: pays nothing"}, nanhai, "0", "balance_fen", "0")
	insured(person{name: "麦另领", born: "1963-05-10", household: guicheng, female: true,
		zh: "已在领取职工养老金", en: "Receives an employees' pension"}, nanhai, "180", "draws_other", "true")
	insured(person{name: "麦待核", born: "1962-05-10", household: guicheng, staleDays: 90,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"}, nanhai, "180")
	insured(person{name: "麦已领", born: "1961-05-10", household: guicheng,
		zh: "此前已申领成功", en: "Has applied before"}, nanhai, "240")
}
