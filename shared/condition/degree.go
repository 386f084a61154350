package condition

import (
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// DegreeNames are the levels of a degree, as citizens read them.
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

// Degree finds whether the person has a full-time degree of a level that counts.
func Degree(facts fact.Facts, person string, counts func(level string) bool, basis policy.Basis) decision.Finding {
	f := decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree of a level that counts"), basis)
	level := fact.Get(facts, person, dataset.Degrees.Level)
	fullTime := fact.Get(facts, person, dataset.Degrees.FullTime)
	switch {
	case level.None():
		return f.NotMet(lang.T("学信网没有您的学历信息。", "No degree of yours is on record."), level.Ref).
			Advise(lang.T("国（境）外学历请先办理学历认证；国内学历请向学校核实上报。", "Have a foreign degree recognised first; for others, ask your school to report it."))
	case !level.Known() || !fullTime.Known():
		return f.Unknown(level.Ref, fullTime.Ref)
	case !fullTime.V:
		return f.NotMet(lang.T("您的学历不是全日制。", "Your degree is not a full-time one."), fullTime.Ref).
			Advise(lang.T("可以选择积分入户等其他方式。", "There are other ways, such as settlement by points."))
	case !counts(level.V):
		return f.NotMet(lang.F("您的学历为%s，未达到要求。", "Your degree is that of a %s, which does not count.", DegreeNames(level.V)), level.Ref).
			Advise(lang.T("取得更高学历后可以申请。", "Apply once you have a higher one."))
	default:
		return f.Met(lang.F("您的学历为全日制%s。", "You have the full-time degree of a %s.", DegreeNames(level.V)), level.Ref, fullTime.Ref)
	}
}

// NeedsDegree is what Degree reads.
func NeedsDegree(person string) fact.Query {
	return fact.Ask(person, dataset.Degrees.Level, dataset.Degrees.FullTime, dataset.Degrees.GraduatedOn)
}
