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
var Convictions = convictions(&fact.Dataset{
	Name: "convictions", Title: lang.T("违法犯罪记录核查", "Check of records"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Sensitive, AbsenceIsNo: true,
})

type convictionsFields struct {
	Dataset      *fact.Dataset
	Any          fact.Field[bool]
	Traffic      fact.Field[bool]
	Violent      fact.Field[bool]
	Drugs        fact.Field[bool]
	DrunkDriving fact.Field[bool]
}

func convictions(d *fact.Dataset) convictionsFields {
	return convictionsFields{
		Dataset:      d,
		Any:          fact.Bool(d, "any", "犯罪记录", "Criminal record"),
		Traffic:      fact.Bool(d, "traffic", "交通肇事、危险驾驶犯罪记录", "Conviction for a traffic crime"),
		Violent:      fact.Bool(d, "violent", "暴力犯罪记录", "Conviction for violence"),
		Drugs:        fact.Bool(d, "drugs", "吸毒记录", "Record of drug use"),
		DrunkDriving: fact.Bool(d, "drunk_driving", "饮酒后驾驶记录", "Record of driving after drinking"),
	}
}

// Licences are the driving licences, and their points.
var Licences = licences(&fact.Dataset{
	Name: "driving-licences", Title: lang.T("机动车驾驶证信息", "Driving licences"), Holder: publicSecurity,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type licencesFields struct {
	Dataset  *fact.Dataset
	Class    fact.Field[string]
	IssuedOn fact.Field[calendar.Date]
	Until    fact.Field[calendar.Date]
	Cycles   fact.Field[int] // 3 where they never were
}

func licences(d *fact.Dataset) licencesFields {
	return licencesFields{
		Dataset:  d,
		Class:    fact.Text(d, "class", "准驾车型", "Class"),
		IssuedOn: fact.Day(d, "issued_on", "初次领证日期", "First issued on"),
		Until:    fact.Day(d, "until", "驾驶证有效期至", "Valid until"),
		Cycles:   fact.Number(d, "cycles", "距记满12分已过记分周期数", "Cycles since twelve points were reached"),
	}
}

// DriverExams are the exams of ride-hailing drivers.
var DriverExams = driverExams(&fact.Dataset{
	Name: "driver-exams", Title: lang.T("网约车驾驶员考试信息", "Exams of ride-hailing drivers"), Holder: transport,
	Key: fact.ByPerson, FreshFor: 30 * day, Sensitivity: fact.Personal, AbsenceIsNo: true,
})

type driverExamsFields struct {
	Dataset  *fact.Dataset
	City     fact.Field[string]
	PassedOn fact.Field[calendar.Date]
}

func driverExams(d *fact.Dataset) driverExamsFields {
	return driverExamsFields{
		Dataset:  d,
		City:     fact.Text(d, "city", "考试城市", "City of the exam"),
		PassedOn: fact.Day(d, "passed_on", "考试合格日期", "Passed on"),
	}
}
