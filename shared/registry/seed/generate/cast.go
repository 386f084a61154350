package main

// Places of the generated people.
const (
	guicheng = "440605011" // 佛山市南海区桂城街道
	zumiao   = "440604012" // 佛山市禅城区祖庙街道
	yuanling = "440304001" // 深圳市福田区园岭街道
	zhuhai   = "440402"    // 珠海市香洲区: no rate on record
	changsha = "430102"    // 长沙市芙蓉区, outside the province
	foshan   = "440600"
	shenzhen = "440300"
)

// cast generates the people with stories: for each rule of each service a person who meets it and one
// who does not. Each service has a file.
func (t *town) cast() {
	t.elders()
	t.traders()
	t.residents()
	t.seniors()
	t.pensioners()
	t.disabled()
	t.births()
	t.drivers()
	t.graduates()
	t.workers()
	t.insured()
	t.businesses()
	t.staff()
	t.neighbours()
	t.delegations()
	t.childcare()
	t.successors()
}
