package main

// staff generates the officials: reviewers, receivers of complaints, clerks, departments and directors,
// each for a region.
func (t *town) staff() {
	for _, s := range []official{
		{
			"reviewer:440605",
			"reviews",
			"南海区审核员，可办理本区转人工的办件",
			"Reviewer for Nanhai: decides what is referred there",
			person{name: "梁审南", born: "1985-05-05", household: guicheng},
		},
		{
			"reviewer:440604",
			"reviews",
			"禅城区审核员",
			"Reviewer for Chancheng",
			person{name: "梁审禅", born: "1984-05-05", household: zumiao, female: true},
		},
		{
			"reviewer:440000",
			"reviews",
			"省级审核员，可办理全省转人工的办件",
			"Reviewer for the province: decides what is referred anywhere in it",
			person{name: "梁审省", born: "1983-05-05", household: guicheng, female: true},
		},
		{
			"reviewer:440605",
			"reviews",
			"南海区复核员，与审核员四眼复核",
			"The second reviewer for Nanhai: confirms decisions that require two officials",
			person{name: "梁复南", born: "1982-05-05", household: guicheng},
		},
		{
			"reviewer:440000",
			"reviews",
			"省级复核员，与审核员四眼复核",
			"The second reviewer for the province",
			person{name: "梁复省", born: "1981-05-05", household: guicheng},
		},
		{
			"receiver:440605011",
			"receiver",
			"桂城街道接诉员，首接负责",
			"Receives complaints for Guicheng street and remains responsible for them",
			person{name: "陈桂城", born: "1988-06-06", household: guicheng},
		},
		{
			"receiver:440605125",
			"receiver",
			"大沥镇接诉员",
			"Receives complaints for the town of Dali",
			person{name: "陈大沥", born: "1987-06-06", household: guicheng, female: true},
		},
		{
			"receiver:440604012",
			"receiver",
			"祖庙街道接诉员",
			"Receives complaints for Zumiao street, in another district",
			person{name: "陈祖庙", born: "1986-06-06", household: zumiao},
		},
		{
			"receiver:440605",
			"receiver",
			"南海区督办员，决定本区内的转办",
			"Supervises complaints in Nanhai, and decides requests to pass them on within it",
			person{name: "陈督南", born: "1981-06-06", household: guicheng},
		},
		{
			"receiver:440604",
			"receiver",
			"禅城区督办员",
			"Supervises complaints in Chancheng",
			person{name: "陈督禅", born: "1980-06-06", household: zumiao, female: true},
		},
		{
			"receiver:440600",
			"receiver",
			"佛山市督办员，决定跨区的转办",
			"Supervises complaints in Foshan, and decides requests to pass them on between districts",
			person{name: "陈督佛", born: "1979-06-06", household: guicheng, female: true},
		},
		{
			"clerk:440600",
			"tickets/new",
			"12345 话务员，代来电人登记",
			"A clerk of the hotline: records calls",
			person{name: "吴话务", born: "1992-07-07", household: guicheng, female: true},
		},
		{
			"department.urban-management:440605",
			"tasks",
			"南海区城市管理局，接受吹哨报到",
			"Nanhai's urban management: is called to complaints and reports on them",
			person{name: "林城管", born: "1984-08-08", household: guicheng},
		},
		{
			"department.ecology:440605",
			"tasks",
			"南海区生态环境局，接受吹哨报到",
			"Nanhai's ecology bureau: is called to complaints and reports on them",
			person{name: "林环保", born: "1983-08-08", household: guicheng, female: true},
		},
		{
			"department.police:440605",
			"tasks",
			"南海区公安分局，接受吹哨报到",
			"Nanhai's police: is called to cases and reports on them",
			person{name: "林公安", born: "1982-08-08", household: guicheng},
		},
		{
			"director:440000",
			"dashboard",
			"省运行中心，看全省运行情况",
			"The operations centre of the province: sees how all services run",
			person{name: "罗主任", born: "1975-09-09", household: guicheng},
		},
		{
			"director:440605",
			"dashboard",
			"南海区运行中心，只看本区",
			"Nanhai's operations centre: sees only its own district",
			person{name: "罗南海", born: "1974-09-09", household: guicheng, female: true},
		},
	} {
		t.appoint(s)
	}
}

// cityReviewers generates reviewers whose desk is a whole city. They are generated last, so that the
// records of all other people stay the same.
func (t *town) cityReviewers() {
	for _, s := range []official{
		{
			"reviewer:440600",
			"reviews",
			"佛山市审核员，可办理全市转人工的办件",
			"Reviewer for Foshan: decides what is referred anywhere in the city",
			person{name: "梁审佛", born: "1980-05-05", household: guicheng, female: true},
		},
		{
			"reviewer:440100",
			"reviews",
			"广州市审核员，可办理全市转人工的办件",
			"Reviewer for Guangzhou: decides what is referred anywhere in the city",
			person{name: "梁审穗", born: "1979-05-05", household: "440103001"},
		},
		{
			"reviewer:440300",
			"reviews",
			"深圳市审核员，可办理全市转人工的办件",
			"Reviewer for Shenzhen: decides what is referred anywhere in the city",
			person{name: "梁审深", born: "1978-05-05", household: "440304001", female: true},
		},
		{
			"reviewer:440400",
			"reviews",
			"珠海市审核员，可办理全市转人工的办件",
			"Reviewer for Zhuhai: decides what is referred anywhere in the city",
			person{name: "梁审珠", born: "1977-05-05", household: "440402001"},
		},
	} {
		t.appoint(s)
	}
}

// official is a person with a role; at is the page where they work.
type official struct {
	role, at, zh, en string
	person           person
}

func (t *town) appoint(o official) {
	o.person.try, o.person.zh, o.person.en = o.at, o.zh, o.en
	t.add(o.person)
	t.people[len(t.people)-1].Roles = []string{o.role}
}
