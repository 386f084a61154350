package ticket

import (
	"context"
	"errors"

	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// The limits of one person on a day. Complaints opened by a low rating or a request for review
// count against the limits of those instead.
var (
	matterLimit   = instant.Limit{Kind: "ticket", Most: 20, Span: instant.Day}       // new matters; more about an open one is an addition
	additionLimit = instant.Limit{Kind: "ticket-added", Most: 30, Span: instant.Day} // additions to open matters
	visitLimit    = instant.Limit{Kind: "ticket-visit", Most: 30, Span: instant.Day} // ratings of answers, and matters reopened
	callLimit     = instant.Limit{Kind: "ticket-call", Most: 300, Span: instant.Day} // a clerk, for all callers: twice what time allows
	ratingLimit   = instant.Limit{Kind: "rating", Most: 30, Span: instant.Day}       // rated applications
)

// limits returns the limit for the caller, identified by their ID number, and for the clerk who
// records the call, if any.
func (t *Ticket) limits(l instant.Limit, clerk string) []instant.Counted {
	if t.Caller.ID != "" {
		return instant.LimitsOf(t.Caller.ID, l)
	}
	var counted []instant.Counted
	if t.Caller.Mobile != "" {
		counted = instant.LimitsOf("mobile-"+t.Caller.Mobile, l)
	}
	if clerk != "" {
		counted = append(counted, instant.LimitsOf(clerk, callLimit)...)
	}
	return counted
}

// ChangeByCaller is Change for what the caller says, directly or to the clerk with that ID number.
// It counts against their limits.
func (b *Book) ChangeByCaller(
	ctx context.Context,
	t *Ticket,
	clerk, action string,
	change func(*Ticket) ([]store.Write, error),
) (*Ticket, error) {
	is, err := b.change(ctx, t.Number, action, t.limits(visitLimit, clerk), change)
	return is, toClerk(err, clerk)
}

// toClerk rewrites a limit error for a clerk: the limit may be the caller's.
func toClerk(err error, clerk string) error {
	var p *problem.Problem
	if clerk != "" && errors.As(err, &p) && p.Code == "too-many" {
		p.Detail = lang.T(
			"今天为这个号码登记的，或者由您登记的，已达上限，请明天再登记；紧急情况请立即电话转告承办单位。",
			"The daily limit for this phone number or for you is reached. Please record it tomorrow; if it is "+
				"urgent, phone the responsible office.",
		)
	}
	return err
}
