package dataset

import (
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of who trades, and where.
var business = []*fact.Dataset{
	PublicServants.Dataset, TradingBans.Dataset, Operators.Dataset, TradeNames.Dataset, Property.Dataset,
	PremisesConsents.Dataset, Inspections.Dataset, OperatorConsents.Dataset, Restrictions.Dataset,
}

// PublicServants are those whom the law bars from trade while they serve.
var PublicServants = fact.Describe[publicServantFields](&fact.Dataset{
	Name: "public-servants", Title: lang.T("公务员登记信息", "Register of civil servants"), Holder: humanResources,
	Key: fact.ByPerson, FreshFor: 90 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type publicServantFields struct {
	Dataset *fact.Dataset
	Serving fact.Field[bool] `name:"serving" zh:"现任公务员" en:"Serving as a civil servant"`
}

// TradingBans are the bans from doing business that are in force.
var TradingBans = fact.Describe[tradingBanFields](&fact.Dataset{
	Name: "trading-bans", Title: lang.T("市场禁入信息", "Bans from doing business"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 7 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type tradingBanFields struct {
	Dataset *fact.Dataset
	Until   fact.Field[calendar.Date] `name:"until" zh:"禁入期限至" en:"Banned until"` // the last day of the ban
	Reason  fact.Field[string]        `name:"reason" zh:"禁入原因" en:"Reason"`
}

// Operators are the sole traders (个体工商户) by the person who runs them.
var Operators = fact.Describe[operatorFields](&fact.Dataset{
	Name: "operators", Title: lang.T("个体工商户登记信息", "Sole traders by operator"), Holder: marketRegulator,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type operatorFields struct {
	Dataset *fact.Dataset
	Code    fact.Field[string]        `name:"credit_code" zh:"统一社会信用代码" en:"Unified social credit code" is:"leading,credit-code"`
	Name    fact.Field[string]        `name:"name" zh:"名称" en:"Name"`
	Since   fact.Field[calendar.Date] `name:"since" zh:"成立日期" en:"Registered on" is:"past"`
	// Of what the name is made, and where it is.
	TradeName fact.Field[string] `name:"trade_name" zh:"字号" en:"Trade name"`
	Industry  fact.Field[string] `name:"industry" zh:"行业" en:"Industry"` // stable: "restaurant"
	Division  fact.Field[string] `name:"division" zh:"所在镇街" en:"Street or town" is:"place"`
	Address   fact.Field[string] `name:"address" zh:"经营场所" en:"Premises"`
}

// NoOperator is the record of somebody who runs no business any more.
func NoOperator(person string, at time.Time) fact.Record {
	o := Operators
	return fact.NewRecord(person, at, o.Code.Unset(), o.Name.Unset(), o.Since.Unset(),
		o.TradeName.Unset(), o.Industry.Unset(), o.Division.Unset(), o.Address.Unset())
}

// TradeNames are the names registered within a registering authority, by
// authority, trade name and industry: 440605/鸿运/restaurant.
var TradeNames = fact.Describe[tradeNameFields](&fact.Dataset{
	Name: "trade-names", Title: lang.T("名称登记信息", "Registered names"), Holder: marketRegulator,
	Key: fact.ByName, FreshFor: 7 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type tradeNameFields struct {
	Dataset *fact.Dataset
	Name    fact.Field[string] `name:"name" zh:"已登记名称" en:"Registered name"` // in full
}

// Property are the premises and what they may be used for, by their unit number.
var Property = fact.Describe[propertyFields](&fact.Dataset{
	Name: "property", Title: lang.T("不动产单元信息", "Real-estate units"), Holder: naturalResource,
	Key: fact.ByProperty, FreshFor: 30 * day, Sensitivity: fact.Personal,
})

type propertyFields struct {
	Dataset  *fact.Dataset
	Division fact.Field[string] `name:"division" zh:"所在地" en:"Place" is:"place"`
	Use      fact.Field[string] `name:"use" zh:"规划用途" en:"Planned use"` // commercial, residential, industrial or illegal
	Owner    fact.Field[string] `name:"owner" zh:"权利人" en:"Owner" is:"person"`
}

// PremisesConsents are the consents of owners that somebody trades in what is theirs, by the
// unit number.
var PremisesConsents = fact.Describe[premisesConsentFields](&fact.Dataset{
	Name: "premises-consents", Title: lang.T("经营场所使用同意信息", "Owners' consents to the use of premises"), Holder: naturalResource,
	Key: fact.ByProperty, FreshFor: 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Lends: "owner", LendsUntil: "until",
})

type premisesConsentFields struct {
	Dataset *fact.Dataset
	Owner   fact.Field[string]        `name:"owner" zh:"权利人" en:"Owner" is:"person"`
	Tenant  fact.Field[string]        `name:"tenant" zh:"使用人" en:"Tenant" is:"person"`
	Until   fact.Field[calendar.Date] `name:"until" zh:"同意使用至" en:"Agreed until"`
}

// OperatorConsents are the consents of people who take over a business (变更经营者), by the pair of its
// operator and the person who agrees, so that nobody can consent in another's place.
var OperatorConsents = fact.Describe[operatorConsentFields](&fact.Dataset{
	Name: "operator-consents", Title: lang.T("接手经营同意信息", "Consents to take over a business"), Holder: marketRegulator,
	Key: fact.ByPair, FreshFor: 100 * 366 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Lends: "successor", LendsUntil: "until",
	Distinct: []string{"operator", "successor"}, Ordered: [][2]string{{"on", "until"}},
})

type operatorConsentFields struct {
	Dataset   *fact.Dataset
	Operator  fact.Field[string]        `name:"operator" zh:"现经营者" en:"Present operator" is:"person"`
	Successor fact.Field[string]        `name:"successor" zh:"新经营者" en:"New operator" is:"person"`
	Until     fact.Field[calendar.Date] `name:"until" zh:"同意有效期至" en:"Agreed until"`
	// the street of the business, and the day of the consent: it is to the business that is there on that day
	Division fact.Field[string]        `name:"division" zh:"经营场所所在镇街" en:"Street or town of the business" is:"place"`
	On       fact.Field[calendar.Date] `name:"on" zh:"同意日期" en:"Agreed on" is:"past"`
}

// Restrictions are the facts that exclude the simplified removal of a business (市场主体登记管理条例 art. 33,
// its 实施细则 art. 48), besides the list of abnormal operations.
var Restrictions = fact.Describe[restrictionFields](&fact.Dataset{
	Name: "business-restrictions", Title: lang.T("经营主体限制信息", "Restrictions of businesses"), Holder: marketRegulator,
	Key: fact.ByBusiness, FreshFor: 7 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type restrictionFields struct {
	Dataset      *fact.Dataset
	Revoked      fact.Field[bool] `name:"revoked" zh:"被吊销营业执照、责令关闭或者撤销" en:"Licence revoked, ordered to close, or registration withdrawn"`
	Investigated fact.Field[bool] `name:"investigated" zh:"正在被立案调查或者采取行政强制措施" en:"Under investigation, or measures are in force"`
	Unpaid       fact.Field[bool] `name:"unpaid" zh:"罚款等行政处罚尚未执行完毕" en:"A fine or another penalty is not carried out yet"`
	Dishonest    fact.Field[bool] `name:"dishonest" zh:"列入严重违法失信名单" en:"On the list of serious breaches"`
	Disputed     fact.Field[bool] `name:"disputed" zh:"有冻结、出质、动产抵押，或者正在诉讼、仲裁" en:"Frozen or pledged, or in a lawsuit or arbitration"`
}

// Inspections are what was found when somebody looked whether what a business had
// promised is true, by its unified social credit code.
var Inspections = fact.Describe[inspectionFields](&fact.Dataset{
	Name: "inspections", Title: lang.T("承诺核查信息", "Inspections of promises"), Holder: marketRegulator,
	Key: fact.ByBusiness, FreshFor: 5 * 365 * day, Sensitivity: fact.Open, AbsenceIsNo: true,
})

type inspectionFields struct {
	Dataset     *fact.Dataset
	PromiseKept fact.Field[bool]          `name:"promise_kept" zh:"承诺属实" en:"The promise is kept"`
	On          fact.Field[calendar.Date] `name:"on" zh:"核查日期" en:"Inspected on" is:"past"`
}
