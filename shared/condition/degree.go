package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// DegreeNames is the level of a degree, as citizens read it.
func DegreeNames(level string) lang.Text {
	switch level {
	case "doctor":
		return lang.T("博士", "doctor")
	case "master":
		return lang.T("硕士", "master")
	case "bachelor":
		return lang.T("本科", "bachelor")
	case "associate":
		return lang.T("大专", "associate")
	default:
		return lang.T(level, level)
	}
}

// Degree finds whether the person has a full-time degree of a level for which counts is true.
func Degree(facts fact.Facts, person string, counts func(level string) bool, basis policy.Basis) decision.Finding {
	f := decision.Rule("degree", lang.T("全日制学历达到要求", "Full-time degree of the required level"), basis)
	level := fact.Get(facts, person, dataset.Degrees.Level)
	fullTime := fact.Get(facts, person, dataset.Degrees.FullTime)
	switch {
	case level.None():
		return f.NotMet(lang.T("学信网没有您的学历信息。", "No degree is registered for you."), level.Ref).
			Advise(lang.T("国（境）外学历请先向教育部门的认证机构申请学历认证；国内学历请向学校核实上报。",
				"For a foreign degree, have it recognised first; for a domestic one, ask your school to report it."))
	case !level.Known() || !fullTime.Known():
		return f.Unknown(level.Ref, fullTime.Ref)
	case !fullTime.V:
		return f.NotMet(lang.T("您的学历不是全日制。", "Your degree is not a full-time degree."), fullTime.Ref).
			Advise(lang.T("可以向公安机关咨询积分入户等其他方式。", "There are other ways, such as settlement by points."))
	case !counts(level.V):
		return f.NotMet(lang.F("您的学历为%s，未达到要求。", "Your degree (%s) is below the required level.", DegreeNames(level.V)), level.Ref).
			Advise(lang.T("取得更高学历后可以申请。", "Apply when you have a higher degree."))
	default:
		return f.Met(lang.F("您的学历为全日制%s。", "You have a full-time degree: %s.", DegreeNames(level.V)), level.Ref, fullTime.Ref)
	}
}

// NeedsDegree is the query for Degree.
func NeedsDegree(person string) fact.Query {
	return fact.Ask(person, dataset.Degrees.Level, dataset.Degrees.FullTime, dataset.Degrees.GraduatedOn)
}
