package graduatesettlement

import (
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// decide2021 replays the decisions of the first version, which treated figures of drafts and
// examples as rules in force.
func decide2021(c Case) []decision.Finding {
	return []decision.Finding{alive(c), fromElsewhere(c), degree2021(c), age2021(c), clean2021(c), address(c), notApproved(c)}
}

func degree2021(c Case) decision.Finding {
	limits, ok := c.Policy.BelowAge.At(string(c.Form.City), c.Today())
	if !ok {
		return decision.Rule("degree", lang.T("全日制学历达到要求", "A full-time degree at the required level"), c.Policy.Laws.Settlement).
			Unsure(lang.T("系统中没有该城市现行的规定。", "The system has no current rule for this city."))
	}
	return condition.Degree(c.Facts, c.Applicant.ID, func(level string) bool { return limits.Value[level] > 0 }, limits.Basis)
}

func age2021(c Case) decision.Finding {
	f := decision.Rule("age", ageTitle, c.Policy.Laws.Settlement)
	born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
	level := fact.Get(c.Facts, c.Applicant.ID, dataset.Degrees.Level)
	limits, ok := c.Policy.BelowAge.At(string(c.Form.City), c.Today())
	switch {
	case !ok:
		return f.NoRule(lang.T("系统中没有该城市现行的规定。", "The system has no current rule for this city."))
	case level.None():
		return f.Met(lang.T("没有学历信息，这一条不适用。", "There is no degree on record, so this condition does not apply."), level.Ref)
	case !born.Known() || !level.Known():
		return f.Unknown(born.Ref, level.Ref)
	}
	f.Basis = []policy.Basis{limits.Basis}
	below := limits.Value[level.V]
	switch years := born.V.Age(c.Today()); {
	case below == 0:
		return f.Met(lang.T("该学历未达到要求，这一条不适用。", "The degree is below the required level, so this condition does not apply."), level.Ref)
	case years >= below:
		return f.NotMet(lang.F("您今天%d周岁，%s须未满%d周岁。", "You are %[1]d today. With this degree (%[2]s) you must be under %[3]d.", years,
			condition.DegreeNames(level.V), below), born.Ref, level.Ref).
			Advise(lang.T("可以向公安机关咨询积分入户等其他方式。", "You can consider other ways, such as settlement by points."))
	default:
		return f.Met(lang.F("您今天%d周岁，未满%d周岁。", "You are %d today, under %d.", years, below), born.Ref, level.Ref)
	}
}

func clean2021(c Case) decision.Finding {
	f := decision.Rule("clean", lang.T("没有犯罪记录", "No criminal record"), c.Policy.Laws.Record)
	record := fact.Get(c.Facts, c.Applicant.ID, dataset.Convictions.Any)
	switch {
	case record.None(), record.State == fact.Missing, record.Known() && !record.V:
		return f.Met(lang.T("经核查，没有犯罪记录。", "No criminal record was found."), record.Ref)
	case record.Known():
		return f.NotMet(lang.T("有犯罪记录。", "A criminal record was found."), record.Ref).
			Advise(lang.T("对记录有异议的，可向公安机关申请核查更正。", "If you think the record is wrong, you can ask the police to check and correct it."))
	default:
		return f.Unknown(record.Ref)
	}
}
