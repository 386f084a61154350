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

// Limit is how often one person may do something in a span of time. The counter is a condition of
// the commit that does it, so simultaneous requests cannot pass it together.
type Limit struct {
	Kind string // stable: the name of the counter
	Most int64
	Span time.Duration // Day, or a part of it such as a minute
}

// Day is the span of daily limits. It begins at midnight in China.
const Day = 24 * time.Hour

// The limits of one person, far above ordinary use. They protect the people who read what is
// submitted, and the size of the store. shared/ticket/limits.go has those of complaints, and
// functions/citizens/points those of points; the API's own limits are in template.yaml.
var (
	ownApplications   = Limit{"application", 30, Day} // different ones: the same one again returns its answer
	agentApplications = Limit{"acted", 200, Day}      // of one agent, for all principals
	forPrincipal      = Limit{"acted-for", 30, Day}   // of all agents of one principal, who is counted apart
	linkLimit         = Limit{"link", 40, Day}        // links to one's certificates
	mandateLimit      = Limit{"mandate", 10, Day}     // agents named, also wrong ones: the answer tells whose an ID number is
	reviewLimit       = Limit{"review", 20, Day}      // requests for a person
	saveLimit         = Limit{"saved", 300, Day}      // saved forms
)

// PreCheckLimits are the limits of pre-checks.
var PreCheckLimits = []Limit{{"pre-check-minute", 20, time.Minute}, {"pre-check", 200, Day}}

// FailedKeyLimits are the limits of pre-checks and applications that name a birth certificate, an
// account or a property that is not the applicant's. They stop trying numbers sooner.
var FailedKeyLimits = []Limit{{"failed-key-minute", 5, time.Minute}, {"failed-key", 20, Day}}

// LookLimits are the limits of reads that are logged with the person whose data they show: a
// prefilled form, points, a principal's application. Opening the form of every service in each
// language and type size stays below the limit of a minute.
var LookLimits = []Limit{{"look-minute", 240, time.Minute}, {"look", 1200, Day}}

// bounds are when the span began that the time is in, and when it ends.
func (l Limit) bounds(at time.Time) (begins, ends time.Time) {
	midnight := calendar.Of(at).Start()
	begins = midnight.Add(at.Sub(midnight).Truncate(l.Span))
	return begins, begins.Add(l.Span)
}

// Counted is a limit for one person.
type Counted struct {
	Limit
	Person string // ID number
}

// LimitsOf returns the limits for the person.
func LimitsOf(person string, limits ...Limit) []Counted {
	counted := make([]Counted, len(limits))
	for i, l := range limits {
		counted[i] = Counted{l, person}
	}
	return counted
}

// applicationLimits returns the limits for an application: the applicant's own, or those for an
// agent, who does not use up the principal's.
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

// write adds one to the counter, which is stored for one span longer to allow for different
// clocks.
func (c Counted) write(at time.Time) store.Write {
	_, ends := c.bounds(at)
	return store.AddUntil(c.name(), c.key(at), 1, c.Most, ends.Add(c.Span))
}

func (l Limit) problem(at time.Time) *problem.Problem {
	_, ends := l.bounds(at)
	p := problem.New("too-many", lang.F(
		"您今天已达上限（%d 次），请明天再来；紧急情况请拨打 12345。",
		"You have reached today's limit of %d. Please try again tomorrow; if it is urgent, call 12345.", l.Most))
	if l.Span < Day {
		p.Detail = lang.F("操作过于频繁（每分钟最多 %d 次），请稍等一分钟再试。",
			"Too many requests: at most %d are allowed per minute. Please wait a minute and try again.", l.Most)
	}
	p.RetryAfter = int(ends.Sub(at).Seconds()) + 1
	return p
}

// Limited returns the problem "too-many" if one of the limits is reached, before any work is done.
// It does not count; CommitLimited does and enforces the limits.
func (e *Engine) Limited(ctx context.Context, limits []Counted) error {
	at, found := e.Now(), make([]error, len(limits))
	var all sync.WaitGroup
	for i, l := range limits { // concurrently: each is a request to the store
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

// CommitLimited commits the writes and counts one for each limit in the same commit. It returns
// the problem "too-many" if only limits failed; any other failed condition is a *store.Conflict,
// so that a repetition finds its first answer.
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
