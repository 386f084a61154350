package main

import (
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
)

const (
	surnames = "陈李黄张梁林刘吴罗杨何邓周叶苏麦冯谭"
	given    = "嘉伟国华明丽芳敏静强军杰娟艳勇慧玲桂英秀梅俊文志建海燕春荣"
)

// extra generates a person without a story: of any age, in Foshan or Shenzhen, with a household there
// or elsewhere.
func (t *town) extra() {
	streets := []string{guicheng, "440605124", "440605125", zumiao, "440604011", "440606006", yuanling, "440305001"}
	street := streets[t.random.IntN(len(streets))]
	city := street[:4] + "00"
	born := calendar.MustParse("1930-01-01").AddDays(t.random.IntN(27_000))
	household := street
	migrant := t.random.IntN(3) == 0
	if migrant {
		household = changsha
	}
	p := t.add(person{
		name: t.name(), born: born.String(), household: household, female: t.random.IntN(2) == 0,
	})
	if migrant {
		t.record(dataset.Residence.Dataset, p.ID, 0, map[string]string{"division": street, "since": t.daysAgo(30, 900)})
	}
	if age := born.Age(calendar.MustParse("2026-11-24")); age >= 18 && age < 60 && t.random.IntN(4) > 0 {
		months := t.random.IntN(13)
		t.record(dataset.SocialInsurance.Dataset, p.ID, 0, map[string]string{
			"city": city, "employed": "true",
			"months_of_12": strconv.Itoa(months), "months_of_24": strconv.Itoa(months + t.random.IntN(13)),
		})
	}
}

func (t *town) name() string {
	family, first := []rune(surnames), []rune(given)
	name := string(family[t.random.IntN(len(family))])
	for range 1 + t.random.IntN(2) {
		name += string(first[t.random.IntN(len(first))])
	}
	return name
}

func (t *town) daysAgo(least, most int) string {
	return "today-" + strconv.Itoa(least+t.random.IntN(most-least))
}
