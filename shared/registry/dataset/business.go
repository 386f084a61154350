package dataset

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of who trades, and where.
var business = []*registry.Dataset{
	PublicServants.Dataset, TradingBans.Dataset, Operators.Dataset, TradeNames.Dataset, Property.Dataset, PremisesConsents.Dataset, Inspections.Dataset,
}

// PublicServants are those whom the law bars from trade while they serve.
var PublicServants = publicServants(&registry.Dataset{
	Name: "public-servants", Title: lang.T("公务员登记信息", "Register of civil servants"), Holder: humanResources,
	Key: registry.ByPerson, FreshFor: 90 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type publicServantFields struct {
	Dataset *registry.Dataset
	Serving registry.Field[bool]
}

func publicServants(d *registry.Dataset) publicServantFields {
	return publicServantFields{d, registry.Truth(d, "serving", "现任公务员", "Serving as a civil servant")}
}

// TradingBans are the bans from doing business that are in force.
var TradingBans = tradingBans(&registry.Dataset{
	Name: "trading-bans", Title: lang.T("市场禁入信息", "Bans from doing business"), Holder: marketRegulator,
	Key: registry.ByPerson, FreshFor: 7 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type tradingBanFields struct {
	Dataset *registry.Dataset
	Until   registry.Field[calendar.Date] // the last day of the ban
	Reason  registry.Field[string]
}

func tradingBans(d *registry.Dataset) tradingBanFields {
	return tradingBanFields{
		Dataset: d,
		Until:   registry.Day(d, "until", "禁入期限至", "Banned until"),
		Reason:  registry.Text(d, "reason", "禁入原因", "Reason"),
	}
}

// Operators are the sole traders (个体工商户) by the person who runs them.
var Operators = operators(&registry.Dataset{
	Name: "operators", Title: lang.T("个体工商户登记信息", "Sole traders by operator"), Holder: marketRegulator,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type operatorFields struct {
	Dataset *registry.Dataset
	Code    registry.Field[string] // unified social credit code
	Name    registry.Field[string]
	Since   registry.Field[calendar.Date]
	// Of what the name is made, and where it is.
	TradeName registry.Field[string]
	Industry  registry.Field[string] // stable: "restaurant"
	Division  registry.Field[string]
	Address   registry.Field[string]
}

func operators(d *registry.Dataset) operatorFields {
	return operatorFields{
		Dataset: d,
		Code:    registry.Leading(registry.CreditCode(d, "credit_code", "统一社会信用代码", "Unified social credit code")),
		Name:    registry.Text(d, "name", "名称", "Name"),
		Since:   registry.Day(d, "since", "成立日期", "Registered on"),

		TradeName: registry.Text(d, "trade_name", "字号", "Trade name"),
		Industry:  registry.Text(d, "industry", "行业", "Industry"),
		Division:  registry.Text(d, "division", "所在镇街", "Street or town"),
		Address:   registry.Text(d, "address", "经营场所", "Premises"),
	}
}

// NoOperator is the record of somebody who runs no business any more.
func NoOperator(person string, at time.Time) registry.Record {
	o := Operators
	return registry.NewRecord(person, at, o.Code.Unset(), o.Name.Unset(), o.Since.Unset(),
		o.TradeName.Unset(), o.Industry.Unset(), o.Division.Unset(), o.Address.Unset())
}

// TradeNames are the names registered within a registering authority, by
// authority, trade name and industry: 440605/鸿运/餐饮.
var TradeNames = tradeNames(&registry.Dataset{
	Name: "trade-names", Title: lang.T("名称登记信息", "Registered names"), Holder: marketRegulator,
	Key: registry.ByName, FreshFor: 7 * day, Sensitivity: registry.Open, AbsenceIsNo: true,
})

type tradeNameFields struct {
	Dataset *registry.Dataset
	Name    registry.Field[string] // in full
}

func tradeNames(d *registry.Dataset) tradeNameFields {
	return tradeNameFields{d, registry.Text(d, "name", "已登记名称", "Registered name")}
}

// Property are the premises and what they may be used for, by their unit number.
var Property = property(&registry.Dataset{
	Name: "property", Title: lang.T("不动产单元信息", "Real-estate units"), Holder: naturalResource,
	Key: registry.ByProperty, FreshFor: 30 * day, Sensitivity: registry.Personal,
})

type propertyFields struct {
	Dataset  *registry.Dataset
	Division registry.Field[string]
	Use      registry.Field[string] // commercial, residential, industrial or illegal
	Owner    registry.Field[string] // ID number
}

func property(d *registry.Dataset) propertyFields {
	return propertyFields{
		Dataset:  d,
		Division: registry.Text(d, "division", "所在地", "Place"),
		Use:      registry.Text(d, "use", "规划用途", "Planned use"),
		Owner:    registry.Person(d, "owner", "权利人", "Owner"),
	}
}

// PremisesConsents are the consents of owners that somebody trades in what is theirs, by the
// unit number.
var PremisesConsents = premisesConsents(&registry.Dataset{
	Name: "premises-consents", Title: lang.T("经营场所使用同意信息", "Owners' consents to the use of premises"), Holder: naturalResource,
	Key: registry.ByProperty, FreshFor: 366 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
	Lends: "owner", LendsUntil: "until",
})

type premisesConsentFields struct {
	Dataset *registry.Dataset
	Owner   registry.Field[string] // ID number
	Tenant  registry.Field[string] // ID number
	Until   registry.Field[calendar.Date]
}

func premisesConsents(d *registry.Dataset) premisesConsentFields {
	return premisesConsentFields{
		Dataset: d,
		Owner:   registry.Person(d, "owner", "权利人", "Owner"),
		Tenant:  registry.Person(d, "tenant", "使用人", "Tenant"),
		Until:   registry.Day(d, "until", "同意使用至", "Agreed until"),
	}
}

// Inspections are what was found when somebody looked whether what a business had
// promised is true, by its unified social credit code.
var Inspections = inspections(&registry.Dataset{
	Name: "inspections", Title: lang.T("承诺核查信息", "Inspections of promises"), Holder: marketRegulator,
	Key: registry.ByBusiness, FreshFor: 5 * 365 * day, Sensitivity: registry.Open, AbsenceIsNo: true,
})

type inspectionFields struct {
	Dataset     *registry.Dataset
	PromiseKept registry.Field[bool]
	On          registry.Field[calendar.Date]
}

func inspections(d *registry.Dataset) inspectionFields {
	return inspectionFields{
		Dataset:     d,
		PromiseKept: registry.Truth(d, "promise_kept", "承诺属实", "The promise is kept"),
		On:          registry.Day(d, "on", "核查日期", "Inspected on"),
	}
}
