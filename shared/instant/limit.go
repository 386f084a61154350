package instant

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Limit is how often one person may do something in a span of time. The commit by which it is
// done holds it, so no more get through, however many come at the same moment.
type Limit struct {
	Kind string // stable: it names the counter
	Most int64
	Span time.Duration // Day, or a part of it: a minute
}

// Day is the span of the limits of a day, which begins at midnight.
const Day = 24 * time.Hour

// The limits of what people do. Somebody else has to read it, or it makes the store grow: so
// each has one, far above what anybody needs.
var (
	ownApplications   = Limit{"application", 30, Day} // different ones: the same one again has its answer
	agentApplications = Limit{"acted", 200, Day}      // of an agent, for all of whom they act
	forPrincipal      = Limit{"acted-for", 30, Day}   // of all agents of one principal, whose own are counted apart
)

// PreChecks are the limits of pre-checks.
var PreCheckLimits = []Limit{{"pre-check-minute", 20, time.Minute}, {"pre-check", 200, Day}}

// FailedKeys are the limits of pre-checks and applications that name what is not the
// applicant's: a birth certificate, an account, a property. Whoever tries numbers is stopped
// sooner by them.
var FailedKeyLimits = []Limit{{"failed-key-minute", 5, time.Minute}, {"failed-key", 20, Day}}

// bounds are when the span began that the time is in, and when it ends.
func (l Limit) bounds(at time.Time) (begins, ends time.Time) {
	midnight := calendar.Of(at).Start()
	begins = midnight.Add(at.Sub(midnight).Truncate(l.Span))
	return begins, begins.Add(l.Span)
}

// Counted is a limit of one person.
type Counted struct {
	Limit
	Person string // ID number
}

// LimitsOf are the limits of the person.
func LimitsOf(person string, limits ...Limit) []Counted {
	counted := make([]Counted, len(limits))
	for i, l := range limits {
		counted[i] = Counted{l, person}
	}
	return counted
}

// applicationLimits are those of who applies: for themselves, or as an agent, who does not use
// up what the principal can apply for.
func applicationLimits(a decision.Applicant) []Counted {
	if a.Agent.ID == "" {
		return LimitsOf(a.ID, ownApplications)
	}
	return append(LimitsOf(a.Agent.ID, agentApplications), LimitsOf(a.ID, forPrincipal)...)
}

func (c Counted) name() string { return "limit-" + c.Kind }

func (c Counted) key(at time.Time) store.Key {
	begins, _ := c.bounds(at)
	return store.Key{Partition: PersonPartition(c.Person), Sort: "LIMIT#" + c.Kind + "#" + begins.In(calendar.Zone).Format("20060102-1504")}
}

// write counts one more. The counter is kept for one span longer, for clocks that differ.
func (c Counted) write(at time.Time) store.Write {
	_, ends := c.bounds(at)
	return store.AddUntil(c.name(), c.key(at), 1, c.Most, ends.Add(c.Span))
}

func (l Limit) problem(at time.Time) *problem.Problem {
	_, ends := l.bounds(at)
	p := problem.New("too-many", lang.F(
		"您今天已达上限（%d 次），请明天再来；紧急情况请拨打 12345。",
		"You have reached today's limit of %d: please come back tomorrow, or call 12345 where it is urgent.", l.Most))
	if l.Span < Day {
		p.Detail = lang.F("操作过于频繁（每分钟最多 %d 次），请稍等一分钟再试。",
			"That was too often: at most %d are possible in a minute. Please wait a minute, and try again.", l.Most)
	}
	p.RetryAfter = int(ends.Sub(at).Seconds()) + 1
	return p
}

// Limited is the problem of who has reached one of the limits, before anything is done for
// them. It counts nothing and holds nothing: that, CommitLimited does.
func (e *Engine) Limited(ctx context.Context, limits []Counted) error {
	at, found := e.Now(), make([]error, len(limits))
	var all sync.WaitGroup
	for i, l := range limits { // at once: each is a request to the store
		all.Go(func() {
			item, err := e.Store.Get(ctx, l.key(at))
			switch {
			case errors.Is(err, store.ErrNotFound):
			case err != nil:
				found[i] = fmt.Errorf("reading a limit: %w", err)
			case item.Count >= l.Most:
				found[i] = l.problem(at)
			}
		})
	}
	all.Wait()
	return cmp.Or(found...)
}

// CommitLimited commits the writes, and counts one more for each limit in the same commit. The
// error is the problem "too-many" where a limit is reached and nothing else lost; what else
// lost is a *store.Conflict as ever, so that a repetition finds its answer.
func (e *Engine) CommitLimited(ctx context.Context, limits []Counted, writes ...store.Write) error {
	at := e.Now()
	for _, l := range limits {
		writes = append(writes, l.write(at))
	}
	err := e.Store.Commit(ctx, writes...)
	var conflict *store.Conflict
	if !errors.As(err, &conflict) {
		return err
	}
	others, over := len(conflict.Lost), err
	for _, l := range limits {
		if conflict.Has(l.name()) {
			others, over = others-1, l.problem(at)
		}
	}
	if others > 0 {
		return err
	}
	return over
}
