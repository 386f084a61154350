// Package dataset describes the shared datasets: who holds each, what a record is
// found by, how long it may be relied on, and its fields.
//
// To add one: describe it here, add it to All, and give it records (a seed or an
// import). Services name its fields, and get no others.
package dataset

import (
	"time"

	"miaoban/shared/lang"
	"miaoban/shared/registry"
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
	banks           = lang.T("银行账户核验服务", "the bank account verification service")
	governmentData  = lang.T("政务服务数据管理部门", "the government data administration")
)

// All are the datasets, in the order in which they are shown.
func All() []*registry.Dataset {
	return []*registry.Dataset{
		Population.Dataset, Deaths.Dataset, Residence.Dataset, ResidencePermits.Dataset,
		Benefits.Dataset, Mandates.Dataset, BankAccounts.Dataset,
		SocialInsurance.Dataset, Housing.Dataset, Enrolment.Dataset,
		PublicServants.Dataset, TradingBans.Dataset, Operators.Dataset, TradeNames.Dataset, Property.Dataset,
	}
}

// Columns are all fields of all datasets.
func Columns() []registry.Column {
	return []registry.Column{
		Population.Name, Population.BirthDate, Population.Household, Population.Since, Deaths.Date,
		Residence.Division, Residence.Since,
		ResidencePermits.City, ResidencePermits.IssuedOn, ResidencePermits.EndorsedTo,
		Benefits.ElderlyAllowance, Benefits.Since, Mandates.Agent, Mandates.Until,
		BankAccounts.Holder, BankAccounts.Open,
		SocialInsurance.City, SocialInsurance.Employed, SocialInsurance.Of12, SocialInsurance.Of24,
		Housing.City, Housing.Kind, Housing.Until, Enrolment.City, Enrolment.Active,
		PublicServants.Serving, TradingBans.Until, TradingBans.Reason,
		Operators.Code, Operators.Name, Operators.Since, TradeNames.Name,
		Property.Division, Property.Use, Property.Owner,
	}
}
