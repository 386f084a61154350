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
