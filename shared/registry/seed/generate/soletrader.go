package main

import "miaoban/shared/fact/dataset"

const forTrade = "soletrader"

func (t *town) traders() {
	owner := t.add(person{name: "黄晓雯", born: "1998-06-18", household: guicheng, female: true, try: forTrade,
		zh: "想在桂城开店，符合条件（商铺单元号 440605011001GB00001F00010001）",
		en: "Wants to open a shop in Guicheng: entitled (unit 440605011001GB00001F00010001)"})
	t.add(person{name: "梁子豪", born: "2009-09-01", household: guicheng, try: forTrade,
		zh: "17岁，转人工", en: "17: referred"})
	t.add(person{name: "谭一鸣", born: "2012-01-01", household: guicheng, try: forTrade,
		zh: "未满16岁", en: "Not yet 16"})
	servant := t.add(person{name: "罗清廉", born: "1985-02-02", household: guicheng, try: forTrade,
		zh: "现任公务员", en: "A serving civil servant"})
	t.record(dataset.PublicServants.Dataset, servant.ID, 0, map[string]string{"serving": "true"})
	former := t.add(person{name: "叶辞官", born: "1980-02-02", household: guicheng, try: forTrade,
		zh: "已离职的公务员，符合条件", en: "Has left the civil service: entitled"})
	t.record(dataset.PublicServants.Dataset, former.ID, 0, map[string]string{"serving": "false"})
	banned := t.add(person{name: "石违规", born: "1978-03-03", household: zumiao, try: forTrade,
		zh: "市场禁入期内", en: "Banned from doing business"})
	t.record(dataset.TradingBans.Dataset, banned.ID, 0, map[string]string{"until": "today+200", "reason": "严重违法失信"})
	free := t.add(person{name: "石改过", born: "1979-03-03", household: zumiao, try: forTrade,
		zh: "市场禁入已期满，符合条件", en: "The ban has ended: entitled"})
	t.record(dataset.TradingBans.Dataset, free.ID, 0, map[string]string{"until": "today-1", "reason": "严重违法失信"})
	running := t.add(person{name: "关老板", born: "1975-04-04", household: guicheng, try: forTrade,
		zh: "已登记为个体工商户", en: "Is registered as a sole trader already"})
	t.record(dataset.Operators.Dataset, running.ID, 0, map[string]string{
		"credit_code": "92440605MA5GHTRE8R", "name": "佛山市南海区鸿运餐饮店", "since": "2020-05-05",
		"trade_name": "鸿运", "industry": "restaurant", "division": guicheng, "address": "南桂东路1号"})
	t.record(dataset.TradeNames.Dataset, "440605/鸿运/restaurant", 0, map[string]string{"name": "佛山市南海区鸿运餐饮店"})
	for _, unit := range []struct{ number, use, owner string }{
		{"440605011001GB00001F00010001", "commercial", owner.ID},
		{"440605011001GB00002F00010001", "residential", owner.ID},
		{"440605011001GB00003F00010001", "illegal", owner.ID},
		{"440605011001GB00004F00010001", "commercial", running.ID}, // can be used by promise; the owner is notified
		{"440605011001GB00005F00010001", "commercial", running.ID}, // the owner consents to a tenant
		{"440304001001GB00001F00010001", "commercial", owner.ID},
		{"440604012001GB00001F00010001", "industrial", free.ID},
	} {
		t.record(
			dataset.Property.Dataset,
			unit.number,
			0,
			map[string]string{"division": unit.number[:9], "use": unit.use, "owner": unit.owner},
		)
	}
	t.record(dataset.PremisesConsents.Dataset, "440605011001GB00005F00010001", 0,
		map[string]string{"owner": running.ID, "tenant": former.ID, "until": "today+300"})
}
