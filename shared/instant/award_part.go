package instant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
)

// PartState is the state of one of several benefits of an award (decision.Part).
type PartState struct {
	decision.Part
	State State         `json:"state"`
	Since calendar.Date `json:"since,omitzero"`
	Rule  string        `json:"rule,omitempty"`
	Cause lang.Text     `json:"cause,omitzero"`
	// Closed are the months of past suspensions.
	Closed []decision.Months `json:"closed,omitempty"`
}

// unpaid returns the months in which the part is not paid.
func (p PartState) unpaid() []decision.Months {
	months := slices.Clone(p.Closed)
	if p.State != InForce {
		months = append(months, decision.Months{First: p.Since.FirstOfMonth().AddMonths(1).MonthText()})
	}
	return months
}

// unpaidParts returns the months in which parts are not paid, by the names of the parts.
func unpaidParts(parts []PartState) map[string][]decision.Months {
	unpaid := map[string][]decision.Months{}
	for _, p := range parts {
		if months := p.unpaid(); months != nil {
			unpaid[p.Name] = months
		}
	}
	return unpaid
}

// judgeParts returns the states of the parts after a verification; was are those before it. A part that
// ended stays ended, and a part with an unknown condition keeps its state.
func judgeParts(conditions []decision.Continuing, was []PartState, today calendar.Date, by bounds) (parts []PartState, doubt bool) {
	parts = slices.Clone(was)
	for i, c := range conditions {
		first := func(o decision.Continuing) bool { return o.Part != nil && c.Part != nil && o.Part.Name == c.Part.Name }
		if c.Part == nil || slices.IndexFunc(conditions, first) < i {
			continue
		}
		at := slices.IndexFunc(parts, func(p PartState) bool { return p.Name == c.Part.Name })
		if at < 0 {
			at, parts = len(parts), append(parts, PartState{Part: *c.Part, State: InForce})
		}
		j := judge(conditions, c.Part.Name, today, by)
		before := parts[at]
		if before.State == Ended {
			continue
		}
		doubt = doubt || j.Doubt
		if j.After == before.State || j.Doubt && j.After == InForce {
			continue
		}
		is := PartState{*c.Part, j.After, j.Since, j.Rule, j.Cause, before.Closed}
		if before.State == Suspended {
			closed := unpaidAfter(Award{State: Suspended, Since: before.Since}, Award{State: is.State, Since: is.Since})
			is.Closed = append(slices.Clone(before.Closed), closed...)
		}
		parts[at] = is
	}
	return parts, doubt
}

// stopped returns the state of the whole award if none of its parts is in force any more; ok is false
// otherwise. It begins when the last part stopped.
func stopped(parts []PartState) (j judgement, ok bool) {
	for _, p := range parts {
		if p.State == InForce {
			return j, false
		}
		if j.After != Suspended {
			j.After = p.State
		}
		if j.Since.IsZero() || p.Since.After(j.Since) {
			j.Since, j.Rule, j.Cause = p.Since, p.Rule, p.Cause
		}
	}
	return j, len(parts) > 0
}

// partChanges returns the parts whose state differs from the one before.
func partChanges(was, is []PartState) (changed []PartState) {
	for _, p := range is {
		before := PartState{State: InForce}
		if i := slices.IndexFunc(was, func(o PartState) bool { return o.Name == p.Name }); i >= 0 {
			before = was[i]
		}
		if before.State != p.State {
			changed = append(changed, p)
		}
	}
	return changed
}

// text says which benefit stops or is paid again, from which month on, and why.
func (p PartState) text() lang.Text {
	next := p.Since.FirstOfMonth().AddMonths(1).InMonth()
	switch p.State {
	case InForce:
		return lang.F("%s自%s起恢复发放。", "%s: paid again from %s on.", p.Title, p.Since.InMonth())
	case Suspended:
		return lang.F("%s自%s起暂停发放：%s", "%s: suspended from %s on, because %s", p.Title, next, p.Cause)
	default:
		return lang.F("%s自%s起停发：%s其余补贴不受影响；再次符合条件的，可以重新申请这一项。",
			"%s: not paid from %s on, because %s What else you receive is not affected. Apply again for this one when you meet its "+
				"conditions.", p.Title, next, p.Cause)
	}
}

// partsText joins the texts of the parts.
func partsText(parts []PartState) lang.Text {
	var zh, en []string
	for _, p := range parts {
		text := p.text()
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	return lang.T(strings.Join(zh, ""), strings.Join(en, " "))
}

// endParts returns the records that are written now because parts ended while others continue, and
// those of onEnd that remain to be written when the whole award ends.
func endParts(changed []PartState, order *decision.Payment, onEnd []fact.Record, at time.Time) (now, left []fact.Record) {
	left = slices.Clone(onEnd)
	for _, p := range changed {
		if p.State != Ended {
			continue
		}
		now = append(now, p.OnEnd...)
		if c := p.Counts; c != nil && order != nil {
			now = append(now, countRecord(*c, order.Until(p.Since), at))
		}
		left = slices.DeleteFunc(left, func(r fact.Record) bool {
			return slices.ContainsFunc(p.OnEnd, func(o fact.Record) bool {
				return r.Dataset == o.Dataset && r.Key == o.Key && maps.Equal(r.Values, o.Values)
			})
		})
	}
	return now, left
}
