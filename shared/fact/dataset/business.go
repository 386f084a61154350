package dataset

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who trades, and where.
var business = []*fact.Dataset{
	PublicServants.Dataset, TradingBans.Dataset, Operators.Dataset, TradeNames.Dataset, Property.Dataset, PremisesConsents.Dataset, Inspections.Dataset,
}

// PublicServants are those whom the law bars from trade while they serve.
var PublicServants = publicServants(&fact.Dataset{
	Name: "public-servants", Title: lang.T("公务员登记信息", "Register of civil servants"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 90 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type publicServantFields struct {
	Dataset *fact.Dataset
	Serving fact.Field[bool]
}

func publicServants(d *fact.Dataset) publicServantFields {
	return publicServantFields{d, fact.Bool(d, "serving", "现任公务员", "Serving as a civil servant")}
}

// TradingBans are the bans from doing business that are in force.
var TradingBans = tradingBans(&fact.Dataset{
	Name: "trading-bans", Title: lang.T("市场禁入信息", "Bans from doing business"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 7 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type tradingBanFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date] // the last day of the ban
	Reason  fact.Field[string]
}

func tradingBans(d *fact.Dataset) tradingBanFields {
	return tradingBanFields{
		Dataset: d,
		Until:   fact.Day(d, "until", "禁入期限至", "Banned until"),
		Reason:  fact.Text(d, "reason", "禁入原因", "Reason"),
	}
}

// Operators are the sole traders (个体工商户) by the person who runs them.
var Operators = operators(&fact.Dataset{
	Name: "operators", Title: lang.T("个体工商户登记信息", "Sole traders by operator"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type operatorFields struct {
	Dataset *fact.Dataset
	Code    fact.Field[string] // unified social credit code
	Name    fact.Field[string]
	Since   fact.Field[calendar.Date]
	// Of what the name is made, and where it is.
	TradeName fact.Field[string]
	Industry  fact.Field[string] // stable: "restaurant"
	Division  fact.Field[string]
	Address   fact.Field[string]
}

func operators(d *fact.Dataset) operatorFields {
	return operatorFields{
		Dataset: d,
		Code:    fact.Leading(fact.CreditCode(d, "credit_code", "统一社会信用代码", "Unified social credit code")),
		Name:    fact.Text(d, "name", "名称", "Name"),
		Since:   fact.Day(d, "since", "成立日期", "Registered on"),

		TradeName: fact.Text(d, "trade_name", "字号", "Trade name"),
		Industry:  fact.Text(d, "industry", "行业", "Industry"),
		Division:  fact.Text(d, "division", "所在镇街", "Street or town"),
		Address:   fact.Text(d, "address", "经营场所", "Premises"),
	}
}

// NoOperator is the record of somebody who runs no business any more.
func NoOperator(person string, at time.Time) fact.Record {
	o := Operators
	return fact.NewRecord(person, at, o.Code.Unset(), o.Name.Unset(), o.Since.Unset(),
		o.TradeName.Unset(), o.Industry.Unset(), o.Division.Unset(), o.Address.Unset())
}

// TradeNames are the names registered within a registering authority, by
// authority, trade name and industry: 440605/鸿运/餐饮.
var TradeNames = tradeNames(&fact.Dataset{
	Name: "trade-names", Title: lang.T("名称登记信息", "Registered names"), Holder: marketRegulator,
	Key: fact.ByName, FreshFor: 7 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type tradeNameFields struct {
	Dataset *fact.Dataset
	Name    fact.Field[string] // in full
}

func tradeNames(d *fact.Dataset) tradeNameFields {
	return tradeNameFields{d, fact.Text(d, "name", "已登记名称", "Registered name")}
}

// Property are the premises and what they may be used for, by their unit number.
var Property = property(&fact.Dataset{
	Name: "property", Title: lang.T("不动产单元信息", "Real-estate units"), Holder: naturalResource,
	Key: fact.ByProperty, FreshFor: 30 * day, Sensitivity: fact.Personal,
})

type propertyFields struct {
	Dataset  *fact.Dataset
	Division fact.Field[string]
	Use      fact.Field[string] // commercial, residential, industrial or illegal
	Owner    fact.Field[string] // ID number
}

func property(d *fact.Dataset) propertyFields {
	return propertyFields{
		Dataset:  d,
		Division: fact.Text(d, "division", "所在地", "Place"),
		Use:      fact.Text(d, "use", "规划用途", "Planned use"),
		Owner:    fact.Person(d, "owner", "权利人", "Owner"),
	}
}

// PremisesConsents are the consents of owners that somebody trades in what is theirs, by the
// unit number.
var PremisesConsents = premisesConsents(&fact.Dataset{
	Name: "premises-consents", Title: lang.T("经营场所使用同意信息", "Owners' consents to the use of premises"), Holder: naturalResource,
	Key: fact.ByProperty, FreshFor: 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Lends: "owner", LendsUntil: "until",
})

type premisesConsentFields struct {
	Dataset *fact.Dataset
	Owner   fact.Field[string] // ID number
	Tenant  fact.Field[string] // ID number
	Until   fact.Field[calendar.Date]
}

func premisesConsents(d *fact.Dataset) premisesConsentFields {
	return premisesConsentFields{
		Dataset: d,
		Owner:   fact.Person(d, "owner", "权利人", "Owner"),
		Tenant:  fact.Person(d, "tenant", "使用人", "Tenant"),
		Until:   fact.Day(d, "until", "同意使用至", "Agreed until"),
	}
}

// Inspections are what was found when somebody looked whether what a business had
// promised is true, by its unified social credit code.
var Inspections = inspections(&fact.Dataset{
	Name: "inspections", Title: lang.T("承诺核查信息", "Inspections of promises"), Holder: marketRegulator,
	Key: fact.ByBusiness, FreshFor: 5 * 365 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type inspectionFields struct {
	Dataset     *fact.Dataset
	PromiseKept fact.Field[bool]
	On          fact.Field[calendar.Date]
}

func inspections(d *fact.Dataset) inspectionFields {
	return inspectionFields{
		Dataset:     d,
		PromiseKept: fact.Bool(d, "promise_kept", "承诺属实", "The promise is kept"),
		On:          fact.Day(d, "on", "核查日期", "Inspected on"),
	}
}
