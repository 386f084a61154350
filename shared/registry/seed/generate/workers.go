package main

import "miaoban/shared/fact/dataset"

// workers generates people who lost their work, or who pay for their own insurance.
func (t *town) workers() {
	for _, w := range []struct{ name, months, reason, employed, zh, en string }{
		{"毛待业", "72", "dismissed", "false", "被解除合同，缴费6年，登记并领8个月失业金", "Dismissed after six years: 8 months of benefit"},
		{"毛辞职", "72", "resigned", "false", "本人辞职，只能办失业登记", "Resigned: registration only"},
		{"毛短缴", "8", "expired", "false", "缴费不满一年，只能办失业登记", "Less than a year paid: registration only"},
		{"毛在职", "100", "expired", "true", "仍由单位参保", "Still insured by an employer"},
		{"毛登过", "130", "closed", "false", "此前已登记并申领", "Registered before, with the benefit"},
	} {
		p := t.add(person{name: w.name, born: "1987-03-08", household: guicheng, try: "unemploymentbenefit", zh: w.zh, en: w.en})
		t.record(
			dataset.Unemployment.Dataset,
			p.ID,
			0,
			map[string]string{"city": foshan, "months": w.months, "left_months": "0", "reason": w.reason, "ended_on": "today-20"},
		)
		t.record(
			dataset.SocialInsurance.Dataset,
			p.ID,
			0,
			map[string]string{"city": foshan, "employed": w.employed, "months_of_12": "11", "months_of_24": "23"},
		)
	}
	stale := t.add(person{name: "毛待核", born: "1987-03-09", household: guicheng, try: "unemploymentbenefit",
		zh: "社保数据过期，转人工", en: "The record of insurance is stale: referred"})
	t.record(
		dataset.SocialInsurance.Dataset,
		stale.ID,
		90,
		map[string]string{"city": foshan, "employed": "false", "months_of_12": "11", "months_of_24": "23"},
	)
	for _, w := range []struct{ name, born, city, reason, zh, en string }{
		{"毛将退", "1967-03-08", foshan, "expired", "距法定退休年龄不足一年，领到2027年10月", "Less than a year to retirement: paid to October 2027"},
		{"毛协商", "1987-03-10", foshan, "agreed", "协商解除，没有记录谁提出，转人工", "Ended by agreement; it is not on record who proposed it: referred"},
		{"毛外省", "1987-03-11", "430100", "expired", "在外省参保，转人工", "Insured in another province: referred"},
	} {
		p := t.add(person{name: w.name, born: w.born, household: guicheng, try: "unemploymentbenefit", zh: w.zh, en: w.en})
		t.record(
			dataset.Unemployment.Dataset,
			p.ID,
			0,
			map[string]string{"city": w.city, "months": "72", "left_months": "0", "reason": w.reason, "ended_on": "today-20"},
		)
		t.record(dataset.SocialInsurance.Dataset, p.ID, 0, map[string]string{"city": w.city, "employed": "false"})
	}
	for _, f := range []struct{ name, until, used, paid, zh, en string }{
		{"卢自缴", "today+500", "0", "84000", "就业困难人员，自缴社保，每月补500元", "In difficulty on the labour market, pays her own insurance: CNY 500 a month"},
		{"卢领满", "today+500", "36", "84000", "补贴已领满36个月", "Has received it for all 36 months"},
		{"卢过期", "today-5", "3", "84000", "困难认定已到期", "The recognition has expired"},
		{"卢领着", "today+500", "2", "60000", "此前已申领", "Receives it already"},
	} {
		p := t.add(person{name: f.name, born: "1979-10-10", household: guicheng, female: true, try: "flexiblesubsidy", zh: f.zh, en: f.en})
		t.record(
			dataset.Hardship.Dataset,
			p.ID,
			0,
			map[string]string{"category": "4050", "place": "440605", "until": f.until, "subsidy_months": f.used},
		)
		t.record(dataset.Flexible.Dataset, p.ID, 0, map[string]string{"city": foshan, "since": "today-400", "paid_fen": f.paid})
	}
	unsure := t.add(person{name: "卢待核", born: "1979-10-11", household: guicheng, female: true, try: "flexiblesubsidy",
		zh: "认定数据过期，转人工", en: "The record of the recognition is stale: referred"})
	t.record(
		dataset.Hardship.Dataset,
		unsure.ID,
		90,
		map[string]string{"category": "4050", "place": "440605", "until": "today+500", "subsidy_months": "0"},
	)
	t.record(dataset.Flexible.Dataset, unsure.ID, 0, map[string]string{"city": foshan, "since": "today-400", "paid_fen": "84000"})
}
