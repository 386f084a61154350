package main

import (
	"maps"

	"miaoban/shared/fact/dataset"
)

// insured generates people who pay into the housing fund or medical insurance.
func (t *town) insured() {
	for _, f := range []struct{ name, months, home, last, zh, en string }{
		{"魏租客", "30", "", "", "佛山缴存30个月，无房，可提取", "Paid for 30 months in Foshan, no home: can withdraw"},
		{"魏有房", "30", "owned", "", "佛山有自有住房", "Owns a home in Foshan"},
		{"魏本月", "30", "", "today", "本月已提取", "Withdrew this month"},
		{"魏刚缴", "1", "", "", "仅缴存1个月", "Paid for one month only"},
		{"魏提过", "40", "", "", "此前已提取", "Withdrew before"},
	} {
		p := t.add(person{name: f.name, born: "1992-09-09", household: changsha, try: "housingfundrent", zh: f.zh, en: f.en})
		values := map[string]string{
			"city":        foshan,
			"months":      f.months,
			"monthly_fen": "160000",
			"balance_fen": "3000000",
			"frozen":      "false",
		}
		if f.last != "" {
			values["last_rent_on"], values["rent_drawn_fen"] = f.last+"+0", "100000"
		}
		t.record(dataset.HousingFund.Dataset, p.ID, 0, values)
		if f.home != "" {
			t.record(dataset.Housing.Dataset, p.ID, 0, map[string]string{"city": foshan, "kind": f.home})
		}
	}
	stale := t.add(person{name: "魏待核", born: "1992-09-10", household: changsha, try: "housingfundrent",
		zh: "公积金数据过期，转人工", en: "The record of the fund is stale: referred"})
	t.record(
		dataset.HousingFund.Dataset,
		stale.ID,
		90,
		map[string]string{"city": foshan, "months": "30", "monthly_fen": "160000", "balance_fen": "3000000", "frozen": "false"},
	)
	rents := func(name, zh, en string, more map[string]string) string {
		p := t.add(person{name: name, born: "1992-09-11", household: changsha, try: "housingfundrent", zh: zh, en: en})
		values := map[string]string{"city": foshan, "months": "30", "monthly_fen": "160000", "balance_fen": "3000000", "frozen": "false"}
		maps.Copy(values, more)
		t.record(dataset.HousingFund.Dataset, p.ID, 0, values)
		return p.ID
	}
	former := t.add(person{name: "魏前妻", born: "1993-03-03", household: guicheng, female: true, zh: "在佛山有住房", en: "Owns a home in Foshan"})
	t.record(dataset.Housing.Dataset, former.ID, 0, map[string]string{"city": foshan, "kind": "owned"})
	divorced := rents("魏离异", "已离婚，前妻的住房不计，可提取", "Divorced; the former wife's home does not count: can withdraw", nil)
	t.record(dataset.Marriages.Dataset, divorced, 0, map[string]string{"state": "divorced", "spouse": former.ID})
	rents("魏违规", "因违法提取，三年内不得提取", "Barred for three years after a false withdrawal", map[string]string{"barred_until": "today+300"})
	for _, m := range []struct{ name, active, permit, zh, en string }{
		{"孔随子", "true", "430100", "佛山参保，随子女住长沙，持居住证", "Insured in Foshan, lives in Changsha with a permit"},
		{
			"孔无证",
			"true",
			"",
			"佛山参保，在长沙没有居住证：凭承诺当场备案，凭纸质证明转人工",
			"Insured in Foshan, no permit of Changsha: at once by self-declaration, or by an officer with papers",
		},
		{"孔断保", "false", "430100", "参保待遇暂停", "The entitlement is suspended"},
		{"孔备过", "true", "430100", "此前已备案", "Has filed before"},
	} {
		p := t.add(person{name: m.name, born: "1955-12-12", household: guicheng, female: true, try: "remotemedical", zh: m.zh, en: m.en})
		t.record(dataset.MedicalInsurance.Dataset, p.ID, 0, map[string]string{"city": foshan, "kind": "resident", "active": m.active})
		if m.permit != "" {
			t.record(
				dataset.ResidencePermits.Dataset,
				p.ID,
				0,
				map[string]string{"city": m.permit, "issued_on": "today-100", "endorsed_to": "today+265"},
			)
		}
	}
	unsure := t.add(person{name: "孔待核", born: "1955-12-13", household: guicheng, female: true, try: "remotemedical",
		zh: "医保数据过期，转人工", en: "The record of insurance is stale: referred"})
	t.record(dataset.MedicalInsurance.Dataset, unsure.ID, 90, map[string]string{"city": foshan, "kind": "resident", "active": "true"})
}
