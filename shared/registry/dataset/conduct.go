package dataset

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
)

// The datasets of records that some work must be free of, and of who may drive.
var conduct = []*registry.Dataset{
	Convictions.Dataset, Licences.Dataset, DriverExams.Dataset,
}

// Convictions are the records that the law asks about, each by itself.
var Convictions = convictions(&registry.Dataset{
	Name: "convictions", Title: lang.T("违法犯罪记录核查", "Check of records"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Sensitive, AbsenceIsNo: true,
})

type convictionsFields struct {
	Dataset      *registry.Dataset
	Any          registry.Field[bool]
	Traffic      registry.Field[bool]
	Violent      registry.Field[bool]
	Drugs        registry.Field[bool]
	DrunkDriving registry.Field[bool]
}

func convictions(d *registry.Dataset) convictionsFields {
	return convictionsFields{
		Dataset:      d,
		Any:          registry.Truth(d, "any", "犯罪记录", "Criminal record"),
		Traffic:      registry.Truth(d, "traffic", "交通肇事、危险驾驶犯罪记录", "Conviction for a traffic crime"),
		Violent:      registry.Truth(d, "violent", "暴力犯罪记录", "Conviction for violence"),
		Drugs:        registry.Truth(d, "drugs", "吸毒记录", "Record of drug use"),
		DrunkDriving: registry.Truth(d, "drunk_driving", "饮酒后驾驶记录", "Record of driving after drinking"),
	}
}

// Licences are the driving licences, and their points.
var Licences = licences(&registry.Dataset{
	Name: "driving-licences", Title: lang.T("机动车驾驶证信息", "Driving licences"), Holder: publicSecurity,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type licencesFields struct {
	Dataset  *registry.Dataset
	Class    registry.Field[string]
	IssuedOn registry.Field[calendar.Date]
	Until    registry.Field[calendar.Date]
	Cycles   registry.Field[int] // 3 where they never were
}

func licences(d *registry.Dataset) licencesFields {
	return licencesFields{
		Dataset:  d,
		Class:    registry.Text(d, "class", "准驾车型", "Class"),
		IssuedOn: registry.Day(d, "issued_on", "初次领证日期", "First issued on"),
		Until:    registry.Day(d, "until", "驾驶证有效期至", "Valid until"),
		Cycles:   registry.Number(d, "cycles", "距记满12分已过记分周期数", "Cycles since twelve points were reached"),
	}
}

// DriverExams are the exams of ride-hailing drivers.
var DriverExams = driverExams(&registry.Dataset{
	Name: "driver-exams", Title: lang.T("网约车驾驶员考试信息", "Exams of ride-hailing drivers"), Holder: transport,
	Key: registry.ByPerson, FreshFor: 30 * day, Sensitivity: registry.Personal, AbsenceIsNo: true,
})

type driverExamsFields struct {
	Dataset  *registry.Dataset
	City     registry.Field[string]
	PassedOn registry.Field[calendar.Date]
}

func driverExams(d *registry.Dataset) driverExamsFields {
	return driverExamsFields{
		Dataset:  d,
		City:     registry.Text(d, "city", "考试城市", "City of the exam"),
		PassedOn: registry.Day(d, "passed_on", "考试合格日期", "Passed on"),
	}
}
