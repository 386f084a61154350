package ticket

import (
	"context"
	"fmt"
	"strings"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Rate stores the applicant's rating of an application; each can be rated once. A low rating opens
// a ticket in the same commit: somebody calls back within the days that the table sets (差评办理).
func (b *Book) Rate(ctx context.Context, a *instant.Application, r instant.Rating) error {
	var follow *Ticket
	if r.Low() {
		var err error
		if follow, err = b.followUp(a, r); err != nil {
			return err
		}
		r.Ticket = follow.Number
	}
	writes, err := a.Rate(r)
	if err != nil {
		return err
	}
	rated := audit.Digest(writes[0].Item.Body)
	var opened *audit.Entry
	if follow != nil {
		kept, err := b.Keep(ctx, follow)
		if err != nil {
			return err
		}
		if opened, err = b.entry("opened", follow); err != nil {
			return err
		}
		writes = append(append(writes, kept...), opened.Writes...)
	}
	entry, err := b.Audit.Append(r.At, audit.Event{Action: "rated", Application: a.Number, Digest: rated})
	if err != nil {
		return err
	}
	err = b.CommitLimited(ctx, instant.LimitsOf(a.Applicant.ID, ratingLimit), append(entry.Writes, writes...)...)
	entry.Done(err)
	if opened != nil {
		opened.Done(err)
	}
	before := problem.New("already-requested", lang.T("该办件已经评价过，谢谢。", "You have already rated this application. Thank you."))
	before.Application = a.Number
	return instant.CommitError("rating", err, before)
}

// followUp returns the ticket that follows up a low rating of the decision.
func (b *Book) followUp(a *instant.Application, r instant.Rating) (*Ticket, error) {
	said := []string{fmt.Sprintf("%s（%d 星）", r.Text.ZH, r.Stars)}
	for _, t := range r.Tags {
		said = append(said, t.Text.ZH)
	}
	if r.Comment != "" {
		said = append(said, r.Comment)
	}
	place := a.District()
	t, err := b.New(Intake{
		Category: "service", Place: place, Text: strings.Join(said, "；"), Application: a.Number, Service: a.Service,
		Caller: Caller{ID: a.Applicant.ID, Name: a.Applicant.Name}, Source: FromRating,
	})
	if err != nil {
		return nil, err
	}
	days, ok := b.Ratings.At(division.Nation, calendar.Of(r.At))
	if ok {
		t.Resolve = calendar.Of(r.At).AddWorkdays(days.Value).AddDays(1).Start().Add(-time.Second)
	}
	return t, nil
}
