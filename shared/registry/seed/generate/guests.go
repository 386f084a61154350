package main

import (
	"log"

	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/registry/seed"
)

// guests generates people without a registered household, one for each kind of document.
func (t *town) guests() {
	t.guest(idNumber("810000", "1994-08-23", "female"), "1994-08-23", "female", "陈港怡", "residencepermit",
		"香港居民，持港澳台居民居住证，住在南海：居住证按规定不予办理，并告知港澳台居民居住证。",
		"A resident of Hong Kong with the residence permit for residents of Hong Kong, Macao and Taiwan: the other permit is refused "+
			"by rule, and she learns which one is hers.")
	t.guest(idNumber("830000", "1988-05-17", "male"), "1988-05-17", "male", "林佳豪", "soletrader",
		"台湾居民，持港澳台居民居住证：可以登记为个体工商户，经营范围由登记机关核实。",
		"A resident of Taiwan with the residence permit: he can register as a sole trader, and the registrar checks the line of business.")
	t.guest(idNumber("944826", "1985-03-09", "female"), "1985-03-09", "female", "安娜·史密斯", "soletrader",
		"持外国人永久居留身份证的英国人：个体工商户由公民登记，按规定不予登记。",
		"A British citizen with a permanent residence card: sole traders are citizens, and the registration is refused by rule.")
	t.guest(idNumber("820000", "1951-02-11", "male"), "1951-02-11", "male", "何澳生", "seniorcard",
		"澳门居民，七十五岁，持港澳台居民居住证：优待证怎样办理，由居住地的工作人员核实。",
		"A resident of Macao, 75 years old, with the residence permit: an officer where he lives checks how he obtains the senior card.")
	t.guest("H06931847", "1979-10-02", "female", "梁归航", "residencepermit",
		"香港居民，持港澳居民来往内地通行证（回乡证）：居住证按规定不予办理，并告知港澳台居民居住证。",
		"A resident of Hong Kong with the pass for travel to the mainland alone: the permit is refused by rule, and she learns which "+
			"one is for her.")
	t.guest("06931847", "1982-06-30", "male", "张台生", "soletrader",
		"台湾居民，持台湾居民来往大陆通行证（台胞证）：由登记机关核实。",
		"A resident of Taiwan with the pass for travel to the mainland alone: the registrar checks.")
	t.guest("FRA440080071203", "1980-07-12", "male", "皮埃尔·杜邦", "soletrader",
		"持旧版外国人永久居留身份证的法国人：个体工商户由公民登记，按规定不予登记。",
		"A French citizen with the older permanent residence card: sole traders are citizens, and the registration is refused by rule.")
	t.guest("KORM69318472", "1991-12-05", "female", "金秀贤", "residencepermit",
		"持护照的韩国人：居住证按规定不予办理，并告知外国人居留证件。",
		"A Korean citizen with a passport: the permit is refused by rule, and she learns which one is for foreigners.")
}

// idNumber returns an ID number that begins with these six digits.
func idNumber(first, born, sex string) string {
	sequence := 12
	if sex == "male" {
		sequence++
	}
	id, err := identity.MakeIDNumber(first, calendar.MustParse(born), sequence)
	if err != nil {
		log.Fatalf("%s, %s: %v", first, born, err)
	}
	return string(id)
}

// guest generates a person whose document has that number.
func (t *town) guest(id, born, sex, name, try, zh, en string) {
	p := seed.Person{ID: id, Name: name, Card: card(id), Try: try, Story: lang.T(zh, en)}
	t.people = append(t.people, p)
	t.record(dataset.Population.Dataset, p.ID, 0, map[string]string{"name": name, "birth_date": born, "sex": sex})
	t.record(dataset.Residence.Dataset, p.ID, 0, map[string]string{"division": guicheng, "since": "2024-03-01"})
	t.record(dataset.BankAccounts.Dataset, p.Card, 0, map[string]string{"holder": p.ID, "open": "true"})
}
