package instant

import (
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
)

// amountsOn returns what the service gives on the day.
func (s *instance[F, P]) amountsOn(on calendar.Date) []decision.LocalAmount {
	if s.Amounts == nil {
		return nil
	}
	return s.Amounts(s.policy, on)
}

// amountsOn returns nothing: the parts of a bundle have pages of their own.
func (s *bundleInstance[B]) amountsOn(calendar.Date) []decision.LocalAmount { return nil }

// Answered says by when a person decides what the data cannot.
func (r Reviewed) Answered() lang.Text {
	switch {
	case r.Workdays > 0:
		return lang.F("%d个工作日内", "within %d working days", r.Workdays)
	case r.Days > 0:
		return lang.F("%d天内", "within %d days", r.Days)
	default:
		return lang.F("%d个工作日内", "within %d working days", reviewDays)
	}
}
