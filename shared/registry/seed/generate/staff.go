package main

// staff are those who decide what the data could not, each for a region.
func (t *town) staff() {
	for _, s := range []struct {
		region, zh, en string
		who            who
	}{
		{"440605", "南海区审核员，可办理本区转人工的办件", "Reviewer for Nanhai: decides what is referred there", who{name: "梁审南", born: "1985-05-05", household: guicheng}},
		{"440604", "禅城区审核员", "Reviewer for Chancheng", who{name: "梁审禅", born: "1984-05-05", household: zumiao, female: true}},
		{"440000", "省级审核员，可办理全省转人工的办件", "Reviewer for the province: decides what is referred anywhere in it", who{name: "梁审省", born: "1983-05-05", household: guicheng, female: true}},
	} {
		s.who.try, s.who.zh, s.who.en = "reviews", s.zh, s.en
		t.add(s.who)
		t.people[len(t.people)-1].Roles = []string{"reviewer:" + s.region}
	}
}
