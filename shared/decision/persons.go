package decision

import (
	"slices"

	"miaoban/shared/fact"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Persons is what the law of a service says about people without a registered household: residents
// of Hong Kong, Macao and Taiwan, and foreigners. An officer decides about a group that the law does
// not mention: silence neither grants nor refuses.
type Persons map[identity.Origin]Admission

// Admission is what the law says about people of one origin.
type Admission struct {
	// Status is Met if the service is for them, so that the other conditions decide; NotMet if it is
	// not; Unknown if an officer has to check what Text says.
	Status Status         `yaml:"status" validate:"oneof=met not_met unknown"`
	Text   lang.Text      `yaml:"text"`
	Remedy lang.Text      `yaml:"remedy,omitempty" validate:"omitempty"`
	Basis  []policy.Basis `yaml:"laws,omitempty"` // nil: the basis of the service
}

// PersonRule is the ID of the finding of Persons.
const PersonRule = "person"

// Find returns the finding whether the service is for the applicant; ok is false for citizens with a
// registered household, to whom Persons does not apply. basis is that of the service.
func (p Persons) Find(a Applicant, basis ...policy.Basis) (f Finding, ok bool) {
	origin := a.Document.Origin()
	if origin == identity.Mainland {
		return f, false
	}
	f = Rule(PersonRule, lang.T("申请人属于本事项的办理对象", "The service is for the applicant"), basis...)
	admission := p[origin]
	if len(admission.Basis) > 0 {
		f.Basis = admission.Basis
	}
	switch {
	case admission.Status == NotMet:
		f = f.NotMet(admission.Text)
	case admission.Status == Met && a.Document.Principal():
		f = f.Met(admission.Text)
	case admission.Status == Met:
		return f.Unsure(lang.T(admission.Text.ZH+otherNumber.ZH, admission.Text.EN+otherNumber.EN)), true
	case admission.Status == Unknown:
		f = f.Unsure(admission.Text)
	default:
		f = f.Unsure(noRuleFor(origin))
	}
	return f.Advise(admission.Remedy), true
}

// Findings returns the finding of Persons, then those of the rules. For a person who may have several
// documents, an unmet condition that rests on a missing record becomes unknown: a driving licence, for
// example, may be on record under the number of a pass.
func (p Persons) Findings(a Applicant, found []Finding, basis ...policy.Basis) []Finding {
	person, ok := p.Find(a, basis...)
	if !ok {
		return found
	}
	all := []Finding{person}
	for _, f := range found {
		if f.Status == NotMet && slices.ContainsFunc(f.Sources, func(r fact.Reference) bool { return r.State == fact.None }) {
			f = f.Unsure(lang.T(f.Text.ZH+anotherRecord.ZH, f.Text.EN+anotherRecord.EN), f.Sources...)
		}
		all = append(all, f)
	}
	return all
}

var anotherRecord = lang.T("登记用的可能是您另一证件的号码，由工作人员核实。",
	" It may be on record under the number of another document of yours; an officer checks.")

// otherNumber says why an officer decides about a person who signed in with a pass or a passport.
var otherNumber = lang.T("您登录用的证件可能不是您唯一的证件，由工作人员核对是否已用居住证号码办理过。",
	" The document by which you signed in may not be your only one; an officer checks whether you applied with the number "+
		"of a residence permit before.")

// noRuleFor returns the sentence for people about whom no text of a rule is on record.
func noRuleFor(origin identity.Origin) lang.Text {
	switch origin {
	case identity.HongKongMacao, identity.Taiwan:
		return lang.T("您是港澳台居民，在内地（大陆）没有户籍；本事项对港澳台居民怎样办理，系统中没有规定的原文，由工作人员核实。",
			"You are a resident of Hong Kong, Macao or Taiwan and have no registered household in the mainland. The system has no "+
				"text of a rule on how the service applies to you; an officer decides.")
	default:
		return lang.T("您是外国人；本事项对外国人怎样办理，系统中没有规定的原文，由工作人员核实。",
			"You are a foreigner. The system has no text of a rule on how the service applies to you; an officer decides.")
	}
}
