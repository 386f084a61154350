package main

import "miaoban/shared/fact/dataset"

// insured pay into funds: the housing fund, and medical insurance.
func (t *town) insured() {
	for _, f := range []struct{ name, months, home, last, zh, en string }{
		{"魏租客", "30", "", "", "佛山缴存30个月，无房，可提取", "Paid for 30 months in Foshan, no home: can draw"},
		{"魏有房", "30", "owned", "", "佛山有自有住房", "Owns a home in Foshan"},
		{"魏本月", "30", "", "today", "本月已提取", "Drew this month"},
		{"魏刚缴", "1", "", "", "仅缴存1个月", "Paid for one month only"},
		{"魏提过", "40", "", "", "此前已提取", "Drew before"},
	} {
		p := t.add(who{name: f.name, born: "1992-09-09", household: changsha, try: "housingfundrent", zh: f.zh, en: f.en})
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
		t.know(dataset.HousingFund.Dataset, p.ID, 0, values)
		if f.home != "" {
			t.know(dataset.Housing.Dataset, p.ID, 0, map[string]string{"city": foshan, "kind": f.home})
		}
	}
	stale := t.add(who{name: "魏待核", born: "1992-09-10", household: changsha, try: "housingfundrent",
		zh: "公积金数据过期，转人工", en: "The record of the fund is stale: referred"})
	t.know(
		dataset.HousingFund.Dataset,
		stale.ID,
		90,
		map[string]string{"city": foshan, "months": "30", "monthly_fen": "160000", "balance_fen": "3000000", "frozen": "false"},
	)
	for _, m := range []struct{ name, active, permit, zh, en string }{
		{"孔随子", "true", "440100", "佛山参保，随子女住广州，持居住证", "Insured in Foshan, lives in Guangzhou with a permit"},
		{"孔无证", "true", "", "佛山参保，在广州没有居住证，可凭承诺", "Insured in Foshan, no permit of Guangzhou: by promise"},
		{"孔断保", "false", "440100", "参保待遇暂停", "The entitlement is suspended"},
		{"孔备过", "true", "440100", "此前已备案", "Has filed before"},
	} {
		p := t.add(who{name: m.name, born: "1955-12-12", household: guicheng, female: true, try: "remotemedical", zh: m.zh, en: m.en})
		t.know(dataset.MedicalInsurance.Dataset, p.ID, 0, map[string]string{"city": foshan, "kind": "resident", "active": m.active})
		if m.permit != "" {
			t.know(
				dataset.ResidencePermits.Dataset,
				p.ID,
				0,
				map[string]string{"city": m.permit, "issued_on": "today-100", "endorsed_to": "today+265"},
			)
		}
	}
	unsure := t.add(who{name: "孔待核", born: "1955-12-13", household: guicheng, female: true, try: "remotemedical",
		zh: "医保数据过期，转人工", en: "The record of insurance is stale: referred"})
	t.know(dataset.MedicalInsurance.Dataset, unsure.ID, 90, map[string]string{"city": foshan, "kind": "resident", "active": "true"})
}
