package main

import (
	"miaoban/shared/registry/dataset"
)

// The places of the cast.
const (
	guicheng  = "440605011" // 佛山市南海区桂城街道
	zumiao    = "440604012" // 佛山市禅城区祖庙街道
	yuanling  = "440304001" // 深圳市福田区园岭街道
	zhuhai    = "440402"    // 珠海市香洲区: no rate of its own is on record
	changsha  = "430102"    // 长沙市芙蓉区, outside the province
	foshan    = "440600"
	shenzhen  = "440300"
	forAged   = "elderlyallowance"
	forTrade  = "soletrader"
	forPermit = "residencepermit"
)

// cast makes the people with stories: for every rule of every service somebody on
// each side of it.
func (t *town) cast() {
	t.elders()
	t.traders()
	t.residents()
}

func (t *town) elders() {
	t.add(who{name: "何婉清", born: "1951-03-15", household: guicheng, female: true, try: forAged,
		zh: "75岁，户籍南海，符合条件", en: "75, household in Nanhai: entitled"})
	t.add(who{name: "陈国栋", born: "1946-06-01", household: yuanling, try: forAged,
		zh: "80岁，户籍深圳，符合条件", en: "80, household in Shenzhen: entitled"})
	t.add(who{name: "𠮷兆麟", born: "1925-10-01", household: zumiao, try: forAged,
		zh: "百岁老人，姓名含生僻字", en: "A centenarian with a rare character in the name"})
	t.add(who{name: "阿依古丽·买买提", born: "1940-02-29", household: yuanling, female: true, try: forAged,
		zh: "2月29日出生，姓名含间隔号", en: "Born on 29 February, a middle dot in the name"})
	t.add(who{name: "李建业", born: "1962-08-08", household: guicheng, try: forAged,
		zh: "未到起领年龄", en: "Not yet of age"})
	dead := t.add(who{name: "周福生", born: "1938-05-05", household: guicheng, try: forAged,
		zh: "已有死亡登记", en: "A death is on record"})
	t.know(dataset.Deaths.Dataset, dead.ID, 0, map[string]string{"date": "today-30"})
	twice := t.add(who{name: "吴秀兰", born: "1944-12-12", household: guicheng, female: true, try: forAged,
		zh: "已在深圳领取高龄津贴", en: "Draws an allowance in Shenzhen already"})
	t.know(dataset.Benefits.Dataset, twice.ID, 0, map[string]string{"elderly_allowance": shenzhen, "elderly_allowance_since": "2019-10-01"})
	t.add(who{name: "郑守信", born: "1943-07-07", household: guicheng, staleDays: 90, try: forAged,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	t.add(who{name: "钱无忧", born: "1942-01-31", household: guicheng, unknown: true, try: forAged,
		zh: "人口库无记录，转人工", en: "Not in the population register: referred"})
	t.add(who{name: "孙望海", born: "1941-09-09", household: zhuhai, try: forAged,
		zh: "户籍珠海，系统中无当地标准，转人工", en: "Household in Zhuhai, no local rate on record: referred"})
	t.add(who{name: "彭长沙", born: "1941-04-04", household: changsha, try: forAged,
		zh: "户籍在省外", en: "Household outside the province"})
	closed := t.add(who{name: "冯静安", born: "1945-11-11", household: guicheng, female: true, try: forAged,
		zh: "银行卡已销户", en: "The bank card is closed"})
	t.know(dataset.BankAccounts.Dataset, closed.Card, 0, map[string]string{"holder": closed.ID, "open": "false"})
	daughter := t.add(who{name: "林小燕", born: "1972-05-20", household: guicheng, female: true,
		zh: "林老太的女儿，代领人", en: "The daughter and agent of 林桂香"})
	mother := t.add(who{name: "林桂香", born: "1939-03-03", household: guicheng, female: true, try: forAged,
		zh: "由女儿代领：代领人 " + daughter.ID + "，卡号 " + daughter.Card,
		en: "Her daughter receives it: agent " + daughter.ID + ", card " + daughter.Card})
	t.know(dataset.Mandates.Dataset, mother.ID, 0, map[string]string{"agent": daughter.ID, "until": "today+365"})
	father := t.add(who{name: "林有财", born: "1937-03-03", household: guicheng, try: forAged,
		zh: "给女儿的代领授权已到期", en: "His mandate to the daughter has ended"})
	t.know(dataset.Mandates.Dataset, father.ID, 0, map[string]string{"agent": daughter.ID, "until": "today-1"})
}

func (t *town) traders() {
	t.add(who{name: "黄晓雯", born: "1998-06-18", household: guicheng, female: true, try: forTrade,
		zh: "想在桂城开店，符合条件（商铺单元号 440605011001GB00001F0001）", en: "Wants to open a shop in Guicheng: entitled (unit 440605011001GB00001F0001)"})
	t.add(who{name: "梁子豪", born: "2009-09-01", household: guicheng, try: forTrade,
		zh: "17岁，转人工", en: "17: referred"})
	t.add(who{name: "谭一鸣", born: "2012-01-01", household: guicheng, try: forTrade,
		zh: "未满16岁", en: "Not yet 16"})
	servant := t.add(who{name: "罗清廉", born: "1985-02-02", household: guicheng, try: forTrade,
		zh: "现任公务员", en: "A serving civil servant"})
	t.know(dataset.PublicServants.Dataset, servant.ID, 0, map[string]string{"serving": "true"})
	former := t.add(who{name: "叶辞官", born: "1980-02-02", household: guicheng, try: forTrade,
		zh: "已离职的公务员，符合条件", en: "Has left the civil service: entitled"})
	t.know(dataset.PublicServants.Dataset, former.ID, 0, map[string]string{"serving": "false"})
	banned := t.add(who{name: "石违规", born: "1978-03-03", household: zumiao, try: forTrade,
		zh: "市场禁入期内", en: "Banned from doing business"})
	t.know(dataset.TradingBans.Dataset, banned.ID, 0, map[string]string{"until": "today+200", "reason": "严重违法失信"})
	free := t.add(who{name: "石改过", born: "1979-03-03", household: zumiao, try: forTrade,
		zh: "市场禁入已期满，符合条件", en: "The ban has ended: entitled"})
	t.know(dataset.TradingBans.Dataset, free.ID, 0, map[string]string{"until": "today-1", "reason": "严重违法失信"})
	running := t.add(who{name: "关老板", born: "1975-04-04", household: guicheng, try: forTrade,
		zh: "已登记为个体工商户", en: "Runs a sole trader already"})
	t.know(dataset.Operators.Dataset, running.ID, 0, map[string]string{
		"credit_code": "92440605MA5GHTRE8R", "name": "佛山市南海区鸿运餐饮店", "since": "2020-05-05"})
	t.know(dataset.TradeNames.Dataset, "440605/鸿运/restaurant", 0, map[string]string{"name": "佛山市南海区鸿运餐饮店"})
	for _, unit := range []struct{ number, use string }{
		{"440605011001GB00001F0001", "commercial"},
		{"440605011001GB00002F0001", "residential"},
		{"440605011001GB00003F0001", "illegal"},
		{"440304001001GB00001F0001", "commercial"},
		{"440604012001GB00001F0001", "industrial"},
	} {
		t.know(dataset.Property.Dataset, unit.number, 0, map[string]string{"division": unit.number[:9], "use": unit.use})
	}
}

func (t *town) residents() {
	live := func(id, division, since string) {
		t.know(dataset.Residence.Dataset, id, 0, map[string]string{"division": division, "since": since})
	}
	insured := func(id, city, of12, of24 string) {
		t.know(dataset.SocialInsurance.Dataset, id, 0, map[string]string{"city": city, "employed": "true", "months_of_12": of12, "months_of_24": of24})
	}
	worker := t.add(who{name: "王进城", born: "1995-05-05", household: changsha, try: forPermit,
		zh: "在桂城居住一年多，单位参保，符合条件", en: "Over a year in Guicheng, insured through an employer: entitled"})
	live(worker.ID, guicheng, "today-400")
	insured(worker.ID, foshan, "12", "14")
	recent := t.add(who{name: "刘初到", born: "1996-06-06", household: changsha, try: forPermit,
		zh: "居住登记仅三个月", en: "Registered three months ago only"})
	live(recent.ID, guicheng, "today-90")
	insured(recent.ID, foshan, "3", "3")
	lodger := t.add(who{name: "赵有房", born: "1990-01-30", household: changsha, female: true, try: forPermit,
		zh: "在禅城租房并备案，以合法稳定住所申领", en: "A registered lease in Chancheng: entitled by lodging"})
	live(lodger.ID, zumiao, "today-300")
	t.know(dataset.Housing.Dataset, lodger.ID, 0, map[string]string{"city": foshan, "kind": "leased", "until": "today+200"})
	student := t.add(who{name: "宋好学", born: "2010-09-01", household: changsha, try: forPermit,
		zh: "在佛山就读，以连续就读申领", en: "At school in Foshan: entitled by study"})
	live(student.ID, guicheng, "today-500")
	t.know(dataset.Enrolment.Dataset, student.ID, 0, map[string]string{"city": foshan, "active": "true"})
	t.add(who{name: "唐未登", born: "1991-11-11", household: changsha, try: forPermit,
		zh: "没有居住登记", en: "No residence is registered"})
	local := t.add(who{name: "麦本地", born: "1988-08-08", household: guicheng, try: forPermit,
		zh: "本市户籍，无需居住证", en: "Household in the same city: needs no permit"})
	live(local.ID, guicheng, "today-400")
	steady := t.add(who{name: "曾鹏程", born: "1993-03-09", household: changsha, try: forPermit,
		zh: "深圳，居住满12个月，连续参保12个月", en: "Shenzhen: 12 months registered and insured"})
	live(steady.ID, yuanling, "today-420")
	insured(steady.ID, shenzhen, "12", "13")
	broken := t.add(who{name: "曾间断", born: "1993-04-09", household: changsha, try: forPermit,
		zh: "深圳，参保有间断，两年内累计18个月", en: "Shenzhen: insured 18 of the last 24 months"})
	live(broken.ID, yuanling, "today-420")
	insured(broken.ID, shenzhen, "10", "18")
	short := t.add(who{name: "曾差月", born: "1993-05-09", household: changsha, female: true, try: forPermit,
		zh: "深圳，参保还差两个月", en: "Shenzhen: two months of insurance short"})
	live(short.ID, yuanling, "today-420")
	insured(short.ID, shenzhen, "10", "16")
	waiting := t.add(who{name: "赵待核", born: "1994-07-07", household: changsha, staleDays: 90, try: forPermit,
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	live(waiting.ID, guicheng, "today-400")
	insured(waiting.ID, foshan, "12", "14")
	t.holders(live, insured)
}

// holders have a permit, at each age of its endorsement.
func (t *town) holders(live func(id, division, since string), insured func(id, city, of12, of24 string)) {
	for _, h := range []struct{ name, zh, en, place, city, issued, endorsed string }{
		{"杨到期", "居住证还有10天到期，可签注", "The permit runs out in ten days: to be endorsed", guicheng, foshan, "today-355", "today+10"},
		{"杨尚早", "居住证还有半年到期，未到签注时间", "The permit runs for another half year", guicheng, foshan, "today-180", "today+185"},
		{"杨逾期", "居住证已中止，可补办签注恢复", "The permit is suspended: endorsed late, it is restored", guicheng, foshan, "today-465", "today-100"},
		{"杨注销", "深圳居住证中止满两年，已注销", "Shenzhen: suspended for two years, and so cancelled", yuanling, shenzhen, "today-1200", "today-835"},
	} {
		p := t.add(who{name: h.name, born: "1992-02-02", household: changsha, try: forPermit, zh: h.zh, en: h.en})
		live(p.ID, h.place, "today-1300")
		insured(p.ID, h.city, "12", "24")
		t.know(dataset.ResidencePermits.Dataset, p.ID, 0, map[string]string{"city": h.city, "issued_on": h.issued, "endorsed_to": h.endorsed})
	}
}
