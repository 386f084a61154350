package main

import (
	"fmt"
	"log"

	"miaoban/shared/division"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
)

// delegations generates what Nanhai delegates to its street and towns: not everything to each, some
// with limits, and some withdrawn.
func (t *town) delegations() {
	const nanhai = "440605"
	instrument := "南海区镇街赋权事项目录（示例）"
	for i, street := range division.Children(nanhai) {
		code, err := identity.MakeCreditCode("11", nanhai, fmt.Sprintf("MB00QJ%d0", i))
		if err != nil {
			log.Fatal(err)
		}
		give := func(service string, more map[string]string) {
			values := map[string]string{
				"level": "street", "authority_code": code, "authority_name": "佛山市南海区" + street.Name.ZH + "（示例）",
				"authority_name_en": street.Name.EN + ", Nanhai, Foshan (example)",
				"from":              "2026-01-01T00:00:00+08:00", "instrument": instrument,
			}
			for name, value := range more {
				values[name] = value
			}
			t.record(dataset.Delegations.Dataset, dataset.DelegationKey(service, street.Code), 0, values)
		}
		if street.Code != "440605121" { // not delegated to 九江镇: the district decides
			give("foodstall", map[string]string{"categories": "stall"})
		}
		switch street.Code {
		case "440605126": // withdrawn from 里水镇 in the middle of the year
			give("residentpension", map[string]string{"until": "2026-07-01T12:00:00+08:00"})
		default:
			give("residentpension", nil)
		}
		if street.Code != guicheng {
			give("elderlyallowance", map[string]string{"max_fen": "50000"})
		}
	}
}
