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
	Span time.Duration // Day, or a part of it: a minute
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
