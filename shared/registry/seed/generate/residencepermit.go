package main

import "miaoban/shared/fact/dataset"

const forPermit = "residencepermit"

func (t *town) residents() {
	live := func(id, division, since string) {
		t.record(dataset.Residence.Dataset, id, 0, map[string]string{"division": division, "since": since})
	}
	insured := func(id, city, of12, of24 string) {
		t.record(
			dataset.SocialInsurance.Dataset,
			id,
			0,
			map[string]string{"city": city, "employed": "true", "months_of_12": of12, "months_of_24": of24},
		)
	}
	worker := t.add(person{name: "王进城", born: "1995-05-05", household: changsha, try: forPermit,
		zh: "在桂城居住一年多，单位参保，符合条件", en: "Over a year in Guicheng, insured through an employer: entitled"})
	live(worker.ID, guicheng, "today-400")
	insured(worker.ID, foshan, "12", "14")
	recent := t.add(person{name: "刘初到", born: "1996-06-06", household: changsha, try: forPermit,
		zh: "居住登记仅三个月", en: "Registered only three months ago"})
	live(recent.ID, guicheng, "today-90")
	insured(recent.ID, foshan, "3", "3")
	lodger := t.add(person{name: "赵有房", born: "1990-01-30", household: changsha, female: true, try: forPermit,
		zh: "在禅城租房并备案，以合法稳定住所申领", en: "A registered lease in Chancheng: entitled by lodging"})
	live(lodger.ID, zumiao, "today-300")
	t.record(dataset.Housing.Dataset, lodger.ID, 0, map[string]string{"city": foshan, "kind": "leased", "until": "today+200"})
	student := t.add(person{name: "宋好学", born: "2010-09-01", household: changsha, try: forPermit,
		zh: "在佛山就读，以连续就读申领", en: "At school in Foshan: entitled by study"})
	live(student.ID, guicheng, "today-500")
	t.record(dataset.Enrolment.Dataset, student.ID, 0, map[string]string{"city": foshan, "active": "true"})
	t.add(person{name: "唐未登", born: "1991-11-11", household: changsha, try: forPermit,
		zh: "没有居住登记", en: "No residence is registered"})
	local := t.add(person{name: "麦本地", born: "1988-08-08", household: guicheng, try: forPermit,
		zh: "本市户籍，无需居住证", en: "Household in the same city: needs no permit"})
	live(local.ID, guicheng, "today-400")
	steady := t.add(person{name: "曾鹏程", born: "1993-03-09", household: changsha, try: forPermit,
		zh: "深圳，居住满12个月，连续参保12个月", en: "Shenzhen: 12 months registered and insured"})
	live(steady.ID, yuanling, "today-420")
	insured(steady.ID, shenzhen, "12", "13")
	broken := t.add(person{name: "曾间断", born: "1993-04-09", household: changsha, try: forPermit,
		zh: "深圳，参保有间断，两年内累计18个月", en: "Shenzhen: insured 18 of the last 24 months"})
	live(broken.ID, yuanling, "today-420")
	insured(broken.ID, shenzhen, "10", "18")
	short := t.add(person{name: "曾差月", born: "1993-05-09", household: changsha, female: true, try: forPermit,
		zh: "深圳，参保还差两个月", en: "Shenzhen: two months of insurance short"})
	live(short.ID, yuanling, "today-420")
	insured(short.ID, shenzhen, "10", "16")
	waiting := t.add(person{name: "赵待核", born: "1994-07-07", household: changsha, staleDays: 90, try: forPermit,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	live(waiting.ID, guicheng, "today-400")
	insured(waiting.ID, foshan, "12", "14")
	t.holders(live, insured)
	t.byPaper(live)
}

// byPaper generates people whose ground is not on record, so that they prove it by papers, or who need no
// ground.
func (t *town) byPaper(live func(id, division, since string)) {
	trader := t.add(person{name: "丁掌柜", born: "1985-10-12", household: changsha, try: forPermit,
		zh: "没有单位参保，在桂城登记为个体工商户：以就业申领，符合条件", en: "No employer, but a sole trader in Guicheng: entitled by employment"})
	live(trader.ID, guicheng, "today-400")
	t.record(dataset.Operators.Dataset, trader.ID, 0, map[string]string{"credit_code": "92440605MA5GDGZH4C", "name": "佛山市南海区丁记五金店",
		"since": "today-380", "division": guicheng})
	lodger := t.add(person{name: "丁宿舍", born: "1999-02-14", household: changsha, female: true, try: forPermit,
		zh: "住单位宿舍，没有租赁备案：凭单位出具的住宿证明，转人工", en: "The employer's lodging is not on record: an officer checks a statement"})
	live(lodger.ID, guicheng, "today-250")
	student := t.add(person{name: "丁求学", born: "2006-09-03", household: changsha, try: forPermit,
		zh: "刚到深圳读大学，办理居住登记后直接申领", en: "Just began to study in Shenzhen: entitled at once"})
	live(student.ID, yuanling, "today-60")
	t.record(dataset.Enrolment.Dataset, student.ID, 0, map[string]string{"city": shenzhen, "active": "true", "stage": "higher",
		"full_time": "true"})
}

// holders generates holders of permits at each stage of the endorsement.
func (t *town) holders(live func(id, division, since string), insured func(id, city, of12, of24 string)) {
	for _, h := range []struct{ name, zh, en, place, city, issued, endorsed string }{
		{"杨到期", "居住证还有10天到期，可签注", "The permit expires in ten days and can be endorsed", guicheng, foshan, "today-355", "today+10"},
		{"杨尚早", "居住证还有半年到期，未到签注时间", "The permit is valid for another half year: too early", guicheng, foshan, "today-180", "today+185"},
		{"杨逾期", "居住证已中止，可补办签注恢复", "The permit is suspended; a late endorsement restores it", guicheng, foshan, "today-465", "today-100"},
		{"杨注销", "深圳居住证中止满两年，已注销", "Shenzhen: suspended for two years and therefore cancelled", yuanling, shenzhen, "today-1200", "today-835"},
	} {
		p := t.add(person{name: h.name, born: "1992-02-02", household: changsha, try: forPermit, zh: h.zh, en: h.en})
		live(p.ID, h.place, "today-1300")
		insured(p.ID, h.city, "12", "24")
		t.record(
			dataset.ResidencePermits.Dataset,
			p.ID,
			0,
			map[string]string{"city": h.city, "issued_on": h.issued, "endorsed_to": h.endorsed},
		)
	}
}
