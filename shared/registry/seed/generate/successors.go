package main

import (
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

// successors generates operators who hand their business over, the people who take over, and an operator
// for whom the simplified removal is excluded.
func (t *town) successors() {
	runs := func(born, name, code, trade, zh, en string) seed.Person {
		p := t.add(person{name: name, born: born, household: guicheng, try: "soletraderchange", zh: zh, en: en})
		full := "佛山市南海区" + trade + "餐饮店"
		t.record(dataset.Operators.Dataset, p.ID, 0, map[string]string{
			"credit_code": code, "name": full, "since": "2021-06-01",
			"trade_name": trade, "industry": "restaurant", "division": guicheng, "address": "南桂东路18号"})
		t.record(dataset.TradeNames.Dataset, "440605/"+trade+"/restaurant", 0, map[string]string{"name": full})
		return p
	}
	takes := func(born, name, zh, en string, of ...seed.Person) seed.Person {
		p := t.add(person{name: name, born: born, household: guicheng, female: true, try: "soletraderchange", zh: zh, en: en})
		for _, operator := range of {
			t.record(dataset.OperatorConsents.Dataset, operator.ID+"/"+p.ID, 0,
				map[string]string{"operator": operator.ID, "successor": p.ID, "until": "today+20"})
		}
		return p
	}
	hands := runs("1984-03-21", "邓转让", "92440605MA5WF0111B", "万昌", "何接手已同意接手，可以变更经营者",
		"何接手 has agreed to take over: the operator can be changed")
	t.record(dataset.Taxpayers.Dataset, "92440605MA5WF0111B", 0, map[string]string{"since": "2021-06-10", "cleared": "true"})
	unsure := runs("1984-03-22", "邓让谁", "92440605MA5WF012X3", "万里香", "想让何未应接手（对方没有同意，转人工），或者让何在编接手（公务员，不能）",
		"Wants 何未应 to take over, who has not agreed (referred), or 何在编, a civil servant (cannot)")
	runs("1984-03-23", "邓失联", "92440605MA5WF01383", "万通", "列入经营异常名录：不适用简易注销，转人工",
		"On the list of abnormal operations: no simplified cancellation, referred")
	t.record(dataset.Abnormal.Dataset, "92440605MA5WF01383", 0, map[string]string{"reason": "通过登记的经营场所无法联系", "on": "2026-03-02"})
	takes("1992-05-11", "何接手", "已同意接手邓转让的餐饮店", "Has agreed to take over 邓转让's restaurant", hands)
	takes("1992-05-12", "何未应", "可以同意接手他人的经营", "Can agree to take over somebody's business")
	servant := takes("1992-05-13", "何在编", "现任公务员，不能接手经营", "A serving civil servant: cannot take over a business", unsure)
	t.record(dataset.PublicServants.Dataset, servant.ID, 0, map[string]string{"serving": "true"})
}
