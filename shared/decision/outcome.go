package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/lang"
)

// Outcome is what an application comes to.
type Outcome string

// The outcomes.
const (
	Approved Outcome = "approved" // 予以批准
	Rejected Outcome = "rejected" // 不予批准
	Referred Outcome = "referred" // 转人工办理
	Partly   Outcome = "partly"   // 部分办结: the parts of a bundle came out differently
)

// Text is the outcome as citizens read it.
func (o Outcome) Text() lang.Text {
	switch o {
	case Approved:
		return lang.T("予以批准", "Approved")
	case Rejected:
		return lang.T("不予批准", "Not approved")
	case Partly:
		return lang.T("部分办结", "Done in part")
	default:
		return lang.T("转人工办理", "Referred to a person")
	}
}

// Status is whether a rule's condition holds.
type Status string

// The statuses of a condition.
const (
	Met     Status = "met"
	NotMet  Status = "not_met"
	Unknown Status = "unknown"
)

// Conclude is the outcome that the findings come to: a condition known not to
// hold rejects; else one that nobody knows refers; else the answer is yes. So
// what is missing can never reject, and nothing found approves nothing.
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

// EligibleFrom is the first day on which all that is not met now would be met if
// nothing else changes; zero when no day alone would mend it.
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
