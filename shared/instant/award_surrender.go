package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Surrender describes whether the holder can end a grant of the service early. A grant that another
// service ends, or that registered a fact, cannot be ended here: then Ends is zero, and Kept gives the
// reason.
type Surrender struct {
	Ends  lang.Text `json:"ends,omitzero"`  // what ends
	Costs lang.Text `json:"costs,omitzero"` // what the holder loses
	Again lang.Text `json:"again,omitzero"` // whether and how it can be granted again

	Kept    lang.Text `json:"kept,omitzero"`     // why it cannot be ended here
	Instead string    `json:"instead,omitempty"` // the service that ends it; "" if none does
}

// Ending describes the effects of ending a grant. The client sends Confirm back, which proves that
// these effects were shown.
type Ending struct {
	Number      string    `json:"number"`
	Service     string    `json:"service"`
	Title       lang.Text `json:"title"`
	Certificate string    `json:"certificate,omitempty"`
	Standing    Standing  `json:"standing,omitzero"`
	Surrender
	From calendar.Date `json:"from,omitzero"` // the first day without the grant
	// Payment is the effect on a monthly payment.
	Payment lang.Text `json:"payment,omitzero"`
	Confirm string    `json:"confirm,omitempty"` // "" if it cannot be ended
	// Why is the reason why it cannot be ended.
	Why lang.Text `json:"why,omitzero"`
}

// Ending returns the effects of ending the grant today, by the service's Surrender.
func (e *Engine) Ending(ctx context.Context, a *Application, s Surrender) (Ending, error) {
	ending, _, err := e.ending(ctx, a, s)
	return ending, err
}

func (e *Engine) ending(ctx context.Context, a *Application, s Surrender) (Ending, *Award, error) {
	end := Ending{Number: a.Number, Service: a.Service, Title: a.Title}
	if a.Parts != nil {
		end.Surrender, end.Why = s, s.Kept
		return end, nil, nil
	}
	award, err := LoadAward(ctx, e.Store, a.Number)
	if errors.Is(err, store.ErrNotFound) {
		end.Why = lang.T("该办件没有可终止的结果。", "This application has no grant that could be ended.")
		return end, nil, nil
	}
	if err != nil {
		return end, nil, err
	}
	today := calendar.Of(e.Now())
	end.Certificate, end.Standing = award.Certificate, award.Standing()
	until := a.Grants.Certificate.ValidUntil
	if own := a.Grants.Surrender; own != nil {
		s = Surrender{Ends: own.Ends, Costs: own.Costs, Again: own.Again}
	}
	switch {
	case award.State == Ended:
		end.Why = lang.F("已于%s终止。", "It ended on %s.", award.Since)
		return end, nil, nil
	case s.Ends.IsZero():
		end.Surrender, end.Why = s, s.Kept
		return end, nil, nil
	case !until.IsZero() && until.Before(today):
		end.Why = lang.F("已于%s到期，无需终止。", "It expired on %s; there is nothing to end.", until)
		return end, nil, nil
	}
	end.Surrender, end.From, end.Payment = s, today, paymentEnding(a.Grants.Payment, today)
	if end.Confirm, err = confirmation(end, award.version); err != nil {
		return end, nil, err
	}
	return end, award, nil
}

// paymentEnding describes the effect on the payment if the grant ends on the day.
func paymentEnding(p *decision.Payment, day calendar.Date) lang.Text {
	next := day.FirstOfMonth().AddMonths(1).InMonth()
	switch last := p.PaidThrough(day); {
	case p == nil || !p.Monthly:
		return lang.Text{}
	case last == "":
		return lang.F("尚未开始发放（原定自%s起），终止后不再发放。",
			"Payment has not started yet (it was planned from %s on) and will not start.", calendar.MonthOf(p.FirstMonth))
	case last < day.MonthText() || p.LastMonth == last:
		return lang.F("已核定的发放至%s为止，不受影响。", "The payment until %s is not affected.", calendar.MonthOf(p.LastMonth))
	default:
		return lang.F("%s的照发，自%s起停发。", "%s is still paid; payment stops from %s on.", calendar.MonthOf(last), next)
	}
}

// Surrender ends a grant at the holder's request. confirm must be the Confirm of the current
// Ending; otherwise it returns a problem.
func (e *Engine) Surrender(ctx context.Context, a *Application, s Surrender, confirm string) error {
	end, award, err := e.ending(ctx, a, s)
	if err != nil {
		return err
	}
	if award == nil {
		p := problem.New("nothing-to-surrender", end.Why)
		p.Application = a.Number
		return p
	}
	if err := confirmed(confirm, end.Confirm, a.Number, "surrender"); err != nil {
		return err
	}
	at := e.Now()
	ended := *award
	ended.State, ended.Since, ended.Due = Ended, end.From, calendar.Date{}
	ended.Cause = lang.T("本人申请终止。", "Ended at the holder's request.")
	ended.PaidThrough = a.Grants.Payment.PaidThrough(end.From)
	writes, err := e.change(ctx, *award, ended, nil)
	if err != nil {
		return err
	}
	notice, err := surrenderNotice(ended, at)
	if err != nil {
		return err
	}
	body, err := json.Marshal(ended.Standing())
	if err != nil {
		return fmt.Errorf("encoding the surrender: %w", err)
	}
	entry, err := e.Audit.Append(at, audit.Event{Action: "surrendered", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(append(writes, notice), entry.Writes...)...)
	entry.Done(err)
	return CommitError("surrendering", err, movedOn(a.Number))
}

// surrenderNotice replaces the holder's notice about the grant, so that the proactive job does not offer
// again what they have ended.
func surrenderNotice(a Award, at time.Time) (store.Write, error) {
	n := Notice{
		At: at, Service: a.Service, Title: a.Title, Application: a.Application,
		Text: lang.F("您已于%s终止“%s”。", "You ended “%[2]s” on %[1]s.", a.Since, a.Title),
	}
	body, err := json.Marshal(n)
	if err != nil {
		return store.Write{}, fmt.Errorf("storing a notice: %w", err)
	}
	return store.Put("notice", store.Item{Key: noticeKey(a.Holder.ID, a.Service, a.Claims), Body: body}), nil
}
