package main

import (
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

// codes are the unified social credit codes of the generated businesses.
var codes = []string{
	"92440605MA5WF00152", "92440605MA5WF0023W", "92440605MA5WF0031P", "92440605MA5WF004XF", "92440605MA5WF0058F",
	"92440605MA5WF0066A", "92440605MA5WF00745", "92440605MA5WF00820", "92440605MA5WF0090T", "92440605MA5WF0103G",
}

// ownShop is the property unit of an operator who can move the business there.
const ownShop = "440605011001GB00006F00010001"

// businesses generates people who change or close a business, sell food, or register a business with
// further departments.
func (t *town) businesses() {
	runs := func(p seed.Person, code, trade string) {
		name := "佛山市南海区" + trade + "餐饮店"
		t.record(dataset.Operators.Dataset, p.ID, 0, map[string]string{
			"credit_code": code, "name": name, "since": "2021-06-01",
			"trade_name": trade, "industry": "restaurant", "division": guicheng, "address": "南桂东路8号"})
		t.record(dataset.TradeNames.Dataset, "440605/"+trade+"/restaurant", 0, map[string]string{"name": name})
	}
	operator := func(name, try, code, trade, zh, en string) seed.Person {
		p := t.add(person{name: name, born: "1983-11-02", household: guicheng, try: try, zh: zh, en: en})
		runs(p, code, trade)
		return p
	}
	changes := operator("邓改名", "soletraderchange", codes[0], "万福", "经营“万福”，可改名、搬迁（自有商铺单元号 "+ownShop+"）、注销；也可登记小餐饮（转人工）",
		"Runs 万福: can change its name or place (its own unit "+ownShop+"), or close; and register a small restaurant")
	t.record(dataset.Property.Dataset, ownShop, 0, map[string]string{"division": ownShop[:9], "use": "commercial", "owner": changes.ID})
	t.record(dataset.HealthCertificates.Dataset, changes.ID, 0, map[string]string{"until": "today+200"})
	operator("邓欠税", "soletraderchange", codes[1], "万禄", "有欠税，不能注销", "Owes taxes: cannot close")
	t.record(dataset.Taxpayers.Dataset, codes[1], 0, map[string]string{"since": "2021-06-10", "cleared": "false"})
	operator("邓改过", "soletraderchange", codes[2], "万寿", "此前已改名", "Changed its name before")
	operator("邓刻章", "sealrecord", codes[3], "万喜", "可备案公章", "Can have its seals put on record")
	operator("邓有章", "sealrecord", codes[4], "万财", "此前已备案公章", "Had its seals put on record before")
	operator("邓办税", "taxregistration", codes[5], "万安", "可办税务登记", "Can register for tax")
	operator("邓税过", "taxregistration", codes[6], "万宁", "此前已办税务登记", "Registered for tax before")
	operator("邓雇工", "employerinsurance", codes[7], "万和", "可办社保登记", "Can register to insure employees")
	operator("邓保过", "employerinsurance", codes[8], "万顺", "此前已办社保登记", "Registered to insure employees before")
	old := t.add(person{name: "邓旧数", born: "1983-11-03", household: guicheng, try: "soletraderchange",
		zh: "登记数据过期，转人工", en: "The record of the registration is stale: referred"})
	t.record(dataset.Operators.Dataset, old.ID, 90, map[string]string{"credit_code": codes[9], "name": "佛山市南海区万里餐饮店", "since": "2021-06-01",
		"trade_name": "万里", "industry": "restaurant", "division": guicheng, "address": "南桂东路9号"})
	t.add(person{name: "方创业", born: "1999-01-09", household: guicheng, female: true, try: "startup",
		zh: "开店一件事：执照、税务、印章、社保一次办完", en: "Starts a business: licence, tax, seals and insurance at once"})
	t.add(person{name: "方开过", born: "1998-01-09", household: guicheng, female: true, try: "startup",
		zh: "此前已用“企业开办一件事”办完", en: "Has completed the whole bundle before"})
	servant := t.add(person{name: "方在编", born: "1990-01-09", household: guicheng, female: true, try: "startup",
		zh: "现任公务员，不能开办", en: "A serving civil servant: cannot start a business"})
	t.record(dataset.PublicServants.Dataset, servant.ID, 0, map[string]string{"serving": "true"})
	t.foodSellers()
}

func (t *town) foodSellers() {
	t.record(dataset.StallAreas.Dataset, guicheng, 0, map[string]string{"area": "千灯湖夜市（示例）", "places": "60"})
	t.record(dataset.StallAreas.Dataset, zumiao, 0, map[string]string{"area": "筷子路夜市（示例）", "places": "40"})
	for _, s := range []struct{ name, health, banned, zh, en string }{
		{"蒋摆摊", "today+200", "", "健康证明有效，可在桂城夜市摆摊", "A valid health certificate: can have a stall in Guicheng"},
		{"蒋过期", "today-3", "", "健康证明已过期", "The health certificate has expired"},
		{"蒋失信", "today+200", "today+300", "曾承诺不实，不适用告知承诺", "A false declaration is on record: no self-declaration"},
		{"蒋摆过", "today+100", "", "此前已登记", "Was registered before"},
	} {
		p := t.add(person{name: s.name, born: "1989-07-17", household: guicheng, try: "foodstall", zh: s.zh, en: s.en})
		t.record(dataset.HealthCertificates.Dataset, p.ID, 0, map[string]string{"until": s.health})
		if s.banned != "" {
			t.record(dataset.Dishonesty.Dataset, p.ID, 0, map[string]string{"until": s.banned})
		}
	}
	stale := t.add(person{name: "蒋待核", born: "1989-07-18", household: guicheng, try: "foodstall",
		zh: "健康证明数据过期，转人工", en: "The record of the health certificate is stale: referred"})
	t.record(dataset.HealthCertificates.Dataset, stale.ID, 90, map[string]string{"until": "today+200"})
}
