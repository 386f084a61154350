// Package dataset describes the shared datasets: who holds each, what a record is
// found by, how long it may be relied on, and its fields.
//
// To add one: describe it, add it to the list of its file, and give it records (a seed or an
// import). Services name its fields, and get no others.
package dataset

import (
	"slices"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

const day = 24 * time.Hour

// The departments that hold the datasets.
var (
	publicSecurity  = lang.T("公安部门", "the public security department")
	civilAffairs    = lang.T("民政部门", "the civil affairs department")
	humanResources  = lang.T("人力资源社会保障部门", "the human resources and social security department")
	housing         = lang.T("住房城乡建设部门", "the housing department")
	naturalResource = lang.T("不动产登记机构", "the real-estate registry")
	education       = lang.T("教育部门", "the education department")
	marketRegulator = lang.T("市场监督管理部门", "the market regulator")
	health          = lang.T("卫生健康部门", "the health department")
	disabledPersons = lang.T("残疾人联合会", "the Disabled Persons' Federation")
	transport       = lang.T("交通运输部门", "the transport department")
	providentFund   = lang.T("住房公积金管理中心", "the housing provident fund")
	medicalInsurers = lang.T("医疗保障部门", "the medical insurance department")
	taxAuthority    = lang.T("税务部门", "the tax authority")
	streets         = lang.T("镇街政府", "the street or town government")
	banks           = lang.T("银行账户核验服务", "the bank account verification service")
	governmentData  = lang.T("政务服务数据管理部门", "the government data administration")
)

// All are the datasets, in the order in which they are shown.
func All() []*fact.Dataset {
	return slices.Concat(groups...)
}

// groups are the datasets as their files have them.
var groups = [][]*fact.Dataset{people, family, livelihood, welfare, work, conduct, funds, business, trade, thanks, authority}

// Find is the dataset of the name; nil when there is none.
func Find(name string) *fact.Dataset {
	for _, group := range groups { // and not All, which copies: it is asked for each record of a seed
		for _, d := range group {
			if d.Name == name {
				return d
			}
		}
	}
	return nil
}

// Department is the code of the department that corrects the dataset's records when a person says
// that they are wrong (package team lists the codes). It is "" for a dataset that no department
// corrects on request: the platform's own records, and those of banks, streets and registries that are
// not kept by person.
func Department(d *fact.Dataset) string {
	switch d.Holder {
	case publicSecurity:
		return "police"
	case civilAffairs:
		return "civil-affairs"
	case humanResources:
		return "human-resources"
	case housing:
		return "housing"
	case education:
		return "education"
	case marketRegulator:
		return "market"
	case health:
		return "health"
	case disabledPersons:
		return "disabled-persons"
	case transport:
		return "transport"
	case providentFund:
		return "provident-fund"
	case medicalInsurers:
		return "medical-insurance"
	default:
		return ""
	}
}

// Column returns the field of the dataset; nil if there is none.
func Column(name, field string) fact.Column {
	d := Find(name)
	if d == nil {
		return nil
	}
	for _, c := range d.Columns() {
		if _, n := fact.NameOf(c); n == field {
			return c
		}
	}
	return nil
}
