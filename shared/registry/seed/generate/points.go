package main

import "miaoban/shared/fact/dataset"

// neighbours generates people who earn and spend points; their accounts are in the seed's history.
func (t *town) neighbours() {
	const book = "4406050110088"
	for _, n := range []struct{ name, zh, en string }{
		{"孟好事", "志愿服务30小时，个人和家庭账户都有积分", "30 hours of voluntary service; points of her own and her household's"},
		{"孟家人", "与孟好事同户，可用家庭积分", "Of the same household: can spend its points"},
		{"孟不够", "积分不够", "Does not have enough points"},
		{"孟此前", "此前兑换过", "Spent points before"},
	} {
		p := t.add(person{name: n.name, born: "1990-03-03", household: guicheng, female: true, try: "pointsredemption", zh: n.zh, en: n.en})
		t.record(dataset.Volunteering.Dataset, p.ID, 0, map[string]string{"hours": "30", "year": "2026"})
		if n.name == "孟好事" || n.name == "孟家人" {
			t.record(dataset.Households.Dataset, p.ID, 0, map[string]string{"book": book})
		}
	}
	t.add(person{name: "孟待核", born: "1990-03-04", household: guicheng, staleDays: 90, try: "pointsredemption",
		zh: "人口信息过期，转人工", en: "The population record is stale: referred"})
	t.add(person{name: "陈积分", born: "1985-03-03", household: guicheng, try: "stewards",
		zh: "桂城街道积分审核员", en: "Reviews reported deeds in Guicheng street"})
	t.people[len(t.people)-1].Roles = []string{"steward:440605011"}
	t.add(person{name: "陈积南", born: "1984-03-03", household: guicheng, female: true, try: "stewards",
		zh: "南海区积分审核员，办理镇街审核员须回避的", en: "Reviews reported deeds in Nanhai in which the street's steward has a part"})
	t.people[len(t.people)-1].Roles = []string{"steward:440605"}
}
