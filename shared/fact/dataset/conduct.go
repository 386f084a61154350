package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// The datasets of records that some work must be free of, and of who may drive.
var conduct = []*fact.Dataset{
	Convictions.Dataset, Licences.Dataset, DriverExams.Dataset,
}

// Convictions are the records that the law asks about, each by itself.
var Convictions = fact.Describe[convictionsFields](&fact.Dataset{
	Name: "convictions", Title: lang.T("违法犯罪记录核查", "Check of records"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type convictionsFields struct {
	Dataset      *fact.Dataset
	Any          fact.Field[bool] `name:"any" zh:"犯罪记录" en:"Criminal record"`
	Traffic      fact.Field[bool] `name:"traffic" zh:"交通肇事、危险驾驶犯罪记录" en:"Conviction for a traffic crime"`
	Violent      fact.Field[bool] `name:"violent" zh:"暴力犯罪记录" en:"Conviction for violence"`
	Drugs        fact.Field[bool] `name:"drugs" zh:"吸毒记录" en:"Record of drug use"`
	DrunkDriving fact.Field[bool] `name:"drunk_driving" zh:"饮酒后驾驶记录" en:"Record of driving after drinking"`
}

// Licences are the driving licences, and their points.
var Licences = fact.Describe[licencesFields](&fact.Dataset{
	Name: "driving-licences", Title: lang.T("机动车驾驶证信息", "Driving licences"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
	Ordered: [][2]string{{"issued_on", "until"}},
})

type licencesFields struct {
	Dataset  *fact.Dataset
	Class    fact.Field[string]        `name:"class" zh:"准驾车型" en:"Class"`
	IssuedOn fact.Field[calendar.Date] `name:"issued_on" zh:"初次领证日期" en:"First issued on" is:"past"`
	Until    fact.Field[calendar.Date] `name:"until" zh:"驾驶证有效期至" en:"Valid until"`
	// 3 where they never were
	Cycles fact.Field[int] `name:"cycles" zh:"最近没有记满12分的记分周期数" en:"Latest cycles without twelve points"`
}

// DriverExams are the exams of ride-hailing drivers.
var DriverExams = fact.Describe[driverExamsFields](&fact.Dataset{
	Name: "driver-exams", Title: lang.T("网约车驾驶员考试信息", "Exams of ride-hailing drivers"), Holder: transport,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type driverExamsFields struct {
	Dataset  *fact.Dataset
	City     fact.Field[string]        `name:"city" zh:"考试城市" en:"City of the exam" is:"city"`
	PassedOn fact.Field[calendar.Date] `name:"passed_on" zh:"考试合格日期" en:"Passed on" is:"past"`
}
