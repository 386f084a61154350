package decision

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Outcome is the result of an application.
type Outcome string

// The possible results.
const (
	Approved Outcome = "approved" // 予以批准
	Rejected Outcome = "rejected" // 不予批准
	Referred Outcome = "referred" // 转人工办理
	Partly   Outcome = "partly"   // 部分办结: the parts of a bundle have different results
)

// Text is the outcome for citizens.
func (o Outcome) Text() lang.Text {
	switch o {
	case Approved:
		return lang.T("予以批准", "Approved")
	case Rejected:
		return lang.T("不予批准", "Not approved")
	case Partly:
		return lang.T("部分办结", "Partly decided")
	default:
		return lang.T("转人工办理", "Referred to a person")
	}
}

// Status is whether the condition of a rule is met.
type Status string

// The statuses of a condition.
const (
	Met     Status = "met"
	NotMet  Status = "not_met"
	Unknown Status = "unknown"
)

// Conclude computes the outcome from the findings: rejected if a condition is known not to be met;
// otherwise referred if one is unknown; otherwise approved. So missing data never rejects, and an
// empty list never approves.
func Conclude(findings []Finding) Outcome {
	if len(findings) == 0 {
		return Referred
	}
	outcome := Approved
	for _, f := range findings {
		switch f.Status {
		case NotMet:
			return Rejected
		case Met:
		default:
			outcome = Referred
		}
	}
	return outcome
}

// EligibleFrom is the first day on which all unmet conditions would be met if nothing else
// changes; zero if waiting alone does not help.
func EligibleFrom(findings []Finding) calendar.Date {
	var from calendar.Date
	for _, f := range findings {
		if f.Status != NotMet {
			continue
		}
		if f.MetFrom.IsZero() {
			return calendar.Date{}
		}
		if f.MetFrom.After(from) {
			from = f.MetFrom
		}
	}
	return from
}

// RestsOnExamples reports whether the case is rejected on no other ground than example rules: each
// basis of each unmet condition is illustrative.
func RestsOnExamples(findings []Finding) bool {
	unmet := false
	for _, f := range findings {
		if f.Status != NotMet {
			continue
		}
		unmet = true
		if slices.ContainsFunc(f.Basis, func(b policy.Basis) bool { return !b.Illustrative }) {
			return false
		}
	}
	return unmet
}
