package ticket

import (
	"context"
	"errors"

	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// The limits of one person on a day. Complaints opened by a low rating or by the wish for a person
// have the limits of those, so that they do not use up the complaints.
var (
	matterLimit   = instant.Limit{Kind: "ticket", Most: 20, Span: instant.Day}       // new matters; more about an open one is an addition
	additionLimit = instant.Limit{Kind: "ticket-added", Most: 30, Span: instant.Day} // additions to open matters
	visitLimit    = instant.Limit{Kind: "ticket-visit", Most: 30, Span: instant.Day} // answers to a return visit, and matters reopened
	callLimit     = instant.Limit{Kind: "ticket-call", Most: 300, Span: instant.Day} // a clerk, for all callers: twice what time allows
	ratingLimit   = instant.Limit{Kind: "rating", Most: 30, Span: instant.Day}       // rated applications
)

// limits are those of the caller, whom a clerk knows by their number, and of the clerk, if one
// takes down what the caller says.
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

// ChangeByCaller is Change for what the caller of the ticket says, themselves or to the clerk of
// that ID number. It counts for their limits.
func (b *Book) ChangeByCaller(ctx context.Context, t *Ticket, clerk, action string, change func(*Ticket) ([]store.Write, error)) (*Ticket, error) {
	is, err := b.change(ctx, t.Number, action, t.limits(visitLimit, clerk), change)
	return is, toClerk(err, clerk)
}

// toClerk is the error as a clerk reads it: the limit that was reached need not be their own.
func toClerk(err error, clerk string) error {
	var p *problem.Problem
	if clerk != "" && errors.As(err, &p) && p.Code == "too-many" {
		p.Detail = lang.T("今天为这个号码登记的，或者由您登记的，已达上限，请明天再登记；紧急情况请立即电话转告承办单位。",
			"What was taken down today for this number, or by you, has reached the limit: please take it down tomorrow. Where it is urgent, tell those who handle it by telephone.")
	}
	return err
}
