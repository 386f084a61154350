package instant

import (
	"context"
	"fmt"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// How many different applications somebody can make on a day, and how many as the agent of
// others. The same one again is not counted: it has its answer.
const (
	mostOwn   = 30
	mostActed = 200
)

// limit is the problem of who has applied too often today. It counts the lines of their own
// list, so nothing is written for it; several at the same moment may come to a few more.
func (e *Engine) limit(ctx context.Context, a Applicant, at time.Time) error {
	if a.Agent.ID != "" {
		return Limit(ctx, e.Store, PersonPartition(a.Agent.ID), actedPrefix, mostActed, at)
	}
	return Limit(ctx, e.Store, PersonPartition(a.ID), summaryPrefix, mostOwn, at)
}

// Limit is the problem of a list that has so many lines of today, or more. Its lines are
// named by numbers, which begin with the day.
func Limit(ctx context.Context, s store.Store, partition, prefix string, most int, at time.Time) error {
	today := calendar.Of(at)
	day := prefix + fmt.Sprintf("%04d%02d%02d-", today.Year, int(today.Month), today.Day)
	page, err := s.Query(ctx, store.Query{Partition: partition, Prefix: day, Limit: most})
	if err != nil {
		return fmt.Errorf("counting today's: %w", err)
	}
	if len(page.Items) < most {
		return nil
	}
	p := httpapi.NewProblem("too-many", lang.F("您今天已提交 %d 件，请明天再来；紧急情况请拨打 12345。", "You have sent %d today: please come back tomorrow, or call 12345 where it is urgent.", most))
	p.RetryAfter = int(today.AddDays(1).Start().Sub(at).Seconds()) + 1
	return p
}
