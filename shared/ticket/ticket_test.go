package ticket_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/clock"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/store"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

const (
	guicheng  = "440605011"
	dali      = "440605125"
	zumiao    = "440604012"
	nanhai    = "440605"
	chancheng = "440604"
	foshan    = "440600"
)

// town is a book of tickets with a clock that the test sets.
type town struct {
	*testing.T
	*ticket.Book
	now time.Time
}

func openTown(t *testing.T, open instanttest.OpenStore) *town {
	tw := &town{T: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, calendar.Zone)}
	now := func() time.Time { return tw.now }
	s := open(t, now)
	e := &instant.Engine{
		Store:  s,
		Source: registry.Table{Store: s},
		Audit:  &audit.Log{},
		Log:    slog.New(slog.DiscardHandler),
		Now:    now,
		Random: rand.Reader,
	}
	book, err := ticket.Open(e)
	if err != nil {
		t.Fatal(err)
	}
	tw.Book = book
	writes, err := registry.Put(fact.NewRecord(official, tw.now, dataset.Households.Book.Set("4406050111000")))
	if err == nil {
		err = s.Commit(t.Context(), writes...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return tw
}

// official reads queues and has no conflict of interest.
const official = "440605198505050139"

func (tw *town) take(category, place, caller string) *ticket.Ticket {
	tw.Helper()
	made, err := tw.New(
		ticket.Intake{
			Category: category,
			Place:    place,
			Text:     "楼下半夜施工",
			Caller:   ticket.Caller{ID: caller, Name: "甲"},
			Source:   ticket.FromPortal,
		},
	)
	if err != nil {
		tw.Fatal(err)
	}
	kept, _, err := tw.Take(tw.Context(), made)
	if err != nil {
		tw.Fatal(err)
	}
	return kept
}

func (tw *town) do(number string, change func(t *ticket.Ticket) error) (*ticket.Ticket, error) {
	return tw.Change(tw.Context(), number, "test", func(t *ticket.Ticket) ([]store.Write, error) { return nil, change(t) })
}

func (tw *town) must(number string, change func(t *ticket.Ticket) error) *ticket.Ticket {
	tw.Helper()
	t, err := tw.do(number, change)
	if err != nil {
		tw.Fatal(err)
	}
	return t
}

// tick runs the clock job at that time.
func (tw *town) tick(at time.Time) clock.Report {
	tw.Helper()
	tw.now = at
	report, err := clock.Run(tw.Context(), tw.Store, at, map[string]clock.Handler{ticket.AlarmKind: tw.Look, "team-ticket": tw.LookTeam})
	if err != nil {
		tw.Fatal(err)
	}
	return report
}

func (tw *town) queue(region string) []string {
	tw.Helper()
	defer func(at time.Time) { tw.now = at }(tw.now)
	tw.now = time.Date(2026, 11, 24, 9, 0, 0, 0, calendar.Zone) // date of the register's record on the official
	lines, err := tw.Queue(tw.Context(), instant.Officer{ID: official, Name: "乙", Region: region})
	if err != nil {
		tw.Fatal(err)
	}
	numbers := []string{}
	for _, l := range lines {
		numbers = append(numbers, l.Number)
	}
	return numbers
}

func (tw *town) load(number string) *ticket.Ticket {
	tw.Helper()
	t, err := ticket.Load(tw.Context(), tw.Store, number)
	if err != nil {
		tw.Fatal(err)
	}
	return t
}

// TestDispatch requires the nearest division with the authority, and that every ticket has a
// holder.
func TestDispatch(t *testing.T) {
	table, _, err := ticket.Tables()
	if err != nil {
		t.Fatal(err)
	}
	kinds := table.Kinds(calendar.MustParse("2026-11-24"))
	for name, tt := range map[string]struct{ category, place, want string }{
		"noise goes to the street":                        {"noise", guicheng, guicheng},
		"wages go to the district":                        {"wages", guicheng, nanhai},
		"a street without authority: its district":        {"street", zumiao, chancheng},
		"the same category in a street with authority":    {"street", guicheng, guicheng},
		"a district without a street":                     {"noise", nanhai, nanhai},
		"an unknown street":                               {"noise", "440605999", "440000"},
		"a place in another province":                     {"noise", "110101001", "440000"},
		"no place":                                        {"noise", "", "440000"},
		"a street of another city":                        {"noise", "440304001", "440304001"},
		"everything else goes to the street of its place": {"other", dali, dali},
	} {
		i := slices.IndexFunc(kinds, func(c ticket.Category) bool { return c.Code == tt.category })
		if holder, why := kinds[i].Dispatch(tt.place); holder != tt.want || why.IsZero() {
			t.Errorf("%s: %q (%s), want %q", name, holder, why.ZH, tt.want)
		}
	}
	if len(table.Kinds(calendar.MustParse("2025-12-31"))) != 0 || len(table.Kinds(calendar.MustParse("2026-01-01"))) == 0 {
		t.Error("the table must not apply before its first day")
	}
	for _, k := range kinds {
		for _, d := range k.Departments {
			if team.Departments()[d].IsZero() {
				t.Errorf("%s calls %s, which is not a department", k.Code, d)
			}
		}
		if limits, _ := table.Limits.At("440600", calendar.MustParse("2026-11-24")); limits.Value[k.Grade].Resolve == 0 {
			t.Errorf("%s has the grade %s, which has no limits", k.Code, k.Grade)
		}
	}
}

// TestATicketsLife follows a ticket from the intake to the caller's rating, on each store.
func TestATicketsLife(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		made := tw.take("noise", guicheng, "1")
		if made.Holder != guicheng || !made.Resolve.Equal(tw.now.Add(168*time.Hour)) || !slices.Contains(tw.queue(guicheng), made.Number) ||
			!slices.Contains(tw.queue(nanhai), made.Number) ||
			slices.Contains(tw.queue(dali), made.Number) {
			t.Fatalf("dispatched: %+v", made)
		}
		if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Contact(nanhai, "好的", tw.now) }); !isProblem(
			err,
			"forbidden",
		) {
			t.Errorf("the district handled it in its street's place: %v", err)
		}
		tw.must(made.Number, func(t *ticket.Ticket) error { return t.Contact(guicheng, "已电话联系", tw.now) })
		answered := tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已劝停夜间施工", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		if answered.State != ticket.Answered || slices.Contains(tw.queue(guicheng), made.Number) {
			t.Fatalf("answered: %+v", answered)
		}
		if notices, _, err := instant.Notices(tw.Context(), tw.Store, "1", ""); err != nil || len(notices) != 1 ||
			notices[0].Ticket != made.Number {
			t.Errorf("the caller's notices: %v, %v", notices, err)
		}
		// Not resolved: reopened under supervision of the district.
		again := tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Visited(ticket.Visit{Contacted: true}, ticket.Visiting{Rounds: 2}, tw.now)
		})
		if again.State != ticket.Dispatched || again.Round != 2 || again.Level != 1 || !again.Contacted.IsZero() {
			t.Fatalf("not resolved: %+v", again)
		}
		tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已查封工地", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		closed := tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Visited(ticket.Visit{Contacted: true, Resolved: true, Content: true}, ticket.Visiting{Rounds: 2}, tw.now)
		})
		if closed.State != ticket.Closed {
			t.Fatalf("resolved: %+v", closed)
		}
		tallies, err := ticket.MonthlyCounts(tw.Context(), tw.Store, "2026-11")
		if err != nil || len(tallies) != 1 || tallies[0].Received() != 1 {
			t.Fatalf("counted: %+v, %v", tallies, err)
		}
		for rate, want := range map[ticket.Rate][2]int{ticket.Response: {2, 2}, ticket.Resolution: {1, 2}, ticket.Satisfaction: {1, 2}} {
			if part, whole := tallies[0].Rate(rate); part != want[0] || whole != want[1] {
				t.Errorf("%s: %d of %d, want %v", rate, part, whole, want)
			}
		}
		if report := tw.tick(tw.now.AddDate(1, 0, 0)); report.Looked != 0 {
			t.Errorf("a closed ticket has a due alarm: %+v", report)
		}
		lines, _, err := ticket.Own(tw.Context(), tw.Store, "1", "")
		if err != nil || len(lines) != 1 || lines[0].State != ticket.Closed {
			t.Errorf("the caller's list has %+v, %v", lines, err)
		}
	})
}

func isProblem(err error, code string) bool {
	var p *problem.Problem
	return errors.As(err, &p) && p.Code == code
}

// TestClocksDoNotStop requires supervision exactly from the deadline on, not a second before; a
// schedule that fires twice changes nothing twice, and one that fires a month late catches up.
func TestClocksDoNotStop(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		made := tw.take("water", guicheng, "1") // 2 hours to contact, 24 to resolve
		start := tw.now
		steps := []struct {
			after time.Duration
			level int
		}{
			{2*time.Hour - time.Second, 0}, {2 * time.Hour, 1}, {24*time.Hour - time.Second, 1}, {24 * time.Hour, 2},
		}
		for _, step := range steps {
			tw.tick(start.Add(step.after))
			tw.tick(start.Add(step.after)) // fires twice
			if got := tw.load(made.Number); got.Level != step.level {
				t.Fatalf("after %s the level is %d, want %d", step.after, got.Level, step.level)
			}
		}
		lates := 0
		for _, e := range tw.load(made.Number).History {
			if e.What == ticket.WasLate {
				lates++
			}
		}
		if lates != 2 || !slices.Contains(tw.queue(foshan), made.Number) {
			t.Errorf("%d times late; the city's queue %v", lates, tw.queue(foshan))
		}
		// The answer comes late, and the caller does not rate it.
		answered := tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已恢复供水", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		if len(tw.queue(foshan)) != 0 {
			t.Error("the ticket is still in a queue")
		}
		tw.tick(answered.VisitBy.Add(-time.Second))
		if got := tw.load(made.Number); got.State != ticket.Answered {
			t.Error("closed before the end of the rating period")
		}
		tw.tick(answered.VisitBy)
		if got := tw.load(made.Number); got.State != ticket.Closed {
			t.Errorf("not closed: %+v", got)
		}
		tallies, err := ticket.MonthlyCounts(tw.Context(), tw.Store, "2026-11")
		if err != nil {
			t.Fatal(err)
		}
		if part, whole := tallies[0].Rate(ticket.Response); part != 0 || whole != 1 {
			t.Errorf("response %d of %d, want none: nobody called in time", part, whole)
		}
		if _, whole := tallies[0].Rate(ticket.Satisfaction); whole != 0 {
			t.Error("a caller who did not rate is counted")
		}

		other := tw.take("noise", guicheng, "2")
		tw.tick(tw.now.AddDate(0, 1, 0)) // the schedule was down for a month
		if got := tw.load(other.Number); got.Level != 2 || !got.LateToRespond || !got.LateToResolve {
			t.Errorf("after a month: %+v", got)
		}
	})
}

// TestItsFirstReceiverKeepsIt requires that the first receiver stays responsible until the
// division above both agrees; no deadline stops, and a case can move to another region while it is
// open.
func TestItsFirstReceiverKeepsIt(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	made := tw.take("noise", guicheng, "1")
	for name, tt := range map[string]struct{ by, to, reason, code string }{
		"by another division": {dali, zumiao, "不在辖区", "forbidden"},
		"to itself":           {guicheng, guicheng, "不在辖区", "invalid-form"},
		"to no place":         {guicheng, "999999", "不在辖区", "invalid-form"},
		"without a reason":    {guicheng, dali, " ", "invalid-form"},
	} {
		if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Pass(tt.by, tt.to, tt.reason, tw.now) }); !isProblem(
			err,
			tt.code,
		) {
			t.Errorf("%s: %v", name, err)
		}
	}
	tw.must(made.Number, func(t *ticket.Ticket) error { return t.Pass(guicheng, dali, "工地在大沥", tw.now) })
	if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Settle(guicheng, true, "同意", tw.now) }); !isProblem(
		err,
		"forbidden",
	) {
		t.Errorf("a division approved its own request: %v", err)
	}
	if kept := tw.must(
		made.Number,
		func(t *ticket.Ticket) error { return t.Settle(nanhai, false, "工地入口在桂城", tw.now) },
	); kept.Holder != guicheng {
		t.Errorf("refused, but the holder is %s", kept.Holder)
	}
	// Across districts, the city decides.
	tw.must(made.Number, func(t *ticket.Ticket) error { return t.Pass(guicheng, zumiao, "噪声来自祖庙", tw.now) })
	if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Settle(nanhai, true, "同意", tw.now) }); !isProblem(
		err,
		"forbidden",
	) {
		t.Errorf("one district transferred it to another: %v", err)
	}
	if !slices.Contains(tw.queue(foshan), made.Number) {
		t.Error("the city does not see the pending transfer")
	}
	deadline := made.Resolve
	moved := tw.must(made.Number, func(t *ticket.Ticket) error { return t.Settle(foshan, true, "属祖庙", tw.now) })
	if moved.Holder != zumiao || moved.First != guicheng || !moved.Resolve.Equal(deadline) ||
		slices.Contains(tw.queue(guicheng), made.Number) ||
		!slices.Contains(tw.queue(chancheng), made.Number) {
		t.Fatalf("moved: %+v", moved)
	}
	tw.tick(deadline)
	if got := tw.load(made.Number); !slices.Contains(tw.queue(chancheng), made.Number) || !got.LateToResolve {
		t.Errorf("the new district does not supervise it: %+v", got)
	}
}

// TestADepartmentThatNeverAnswers requires that a silent department becomes late and the district
// supervises, and that the street's answer dissolves the team.
func TestADepartmentThatNeverAnswers(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		made := tw.take("noise", guicheng, "1")
		due := tw.now.Add(24 * time.Hour)
		of := team.Case{Kind: team.Ticket, Number: made.Number}
		_, err := tw.Change(tw.Context(), made.Number, "call", func(on *ticket.Ticket) ([]store.Write, error) {
			return team.Call(
				tw.Context(),
				tw.Store,
				team.Team{Case: of, Title: on.Title, Lead: on.Holder, Due: due},
				[]string{"ecology", "urban-management"},
				"到场测噪声",
				tw.now,
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		ecology, urban := team.Member{
			Name:       "林环保",
			Department: "ecology",
			Region:     nanhai,
		}, team.Member{
			Name:       "林城管",
			Department: "urban-management",
			Region:     nanhai,
		}
		tw.must(made.Number, func(t *ticket.Ticket) error { return t.Contact(guicheng, "已联系", tw.now) })
		_, writes, err := team.Report(tw.Context(), tw.Store, of, 0, ecology, "夜间超标 8 分贝", tw.now)
		if err == nil {
			err = tw.Store.Commit(tw.Context(), writes...)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := team.Report(tw.Context(), tw.Store, of, 1, ecology, "代报", tw.now); !isProblem(err, "not-found") {
			t.Errorf("a department reported for another: %v", err)
		}
		tw.tick(due.Add(-time.Second))
		if got := tw.load(made.Number); got.Level != 0 {
			t.Error("supervised before the deadline")
		}
		tw.tick(due)
		tw.tick(due)
		got, found := tw.load(made.Number), mustTeam(tw, of)
		if got.Level != 1 || len(found.Late()) != 1 || found.Late()[0].Department != "urban-management" || found.Open() != 1 {
			t.Fatalf("level %d, team %+v", got.Level, found)
		}
		if waiting, err := team.Tasks(tw.Context(), tw.Store, urban); err != nil || len(waiting) != 1 || !waiting[0].Late {
			t.Errorf("the department's queue: %+v, %v", waiting, err)
		}
		tw.must(made.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已责令整改", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		if found := mustTeam(tw, of); found.Dissolved.IsZero() {
			t.Error("the team still exists after the answer")
		}
		if waiting, err := team.Tasks(tw.Context(), tw.Store, urban); err != nil || len(waiting) != 0 {
			t.Errorf("the department still has a task: %+v, %v", waiting, err)
		}
		if _, _, err := team.Report(tw.Context(), tw.Store, of, 1, urban, "来了", tw.now); !isProblem(err, "moved-on") {
			t.Errorf("a report to a dissolved team: %v", err)
		}
	})
}

func mustTeam(tw *town, c team.Case) *team.Team {
	tw.Helper()
	found, err := team.Load(tw.Context(), tw.Store, c)
	if err != nil || found == nil {
		tw.Fatalf("%v, %v", found, err)
	}
	return found
}

// TestComplaintsAreJoined requires that one caller's complaints on a matter are one ticket, and
// that many callers' show a problem.
func TestComplaintsAreJoined(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		first := tw.take("water", guicheng, "1")
		var all sync.WaitGroup
		numbers := make([]string, 8)
		for i := range numbers { // a double click, and more
			all.Go(func() {
				made, err := tw.New(
					ticket.Intake{
						Category: "water",
						Place:    guicheng,
						Text:     fmt.Sprintf("还没有水，第%d次", i%2),
						Caller:   ticket.Caller{ID: "1", Name: "甲"},
					},
				)
				if err == nil {
					made, _, err = tw.Take(context.WithoutCancel(t.Context()), made)
				}
				if err != nil {
					t.Error(err)
					return
				}
				numbers[i] = made.Number
			})
		}
		all.Wait()
		added := 0
		for _, e := range tw.load(first.Number).History {
			if e.What == ticket.WasAdded {
				added++
			}
		}
		if slices.ContainsFunc(numbers, func(n string) bool { return n != first.Number }) || added != 2 {
			t.Errorf("%v, %d additions to %s", numbers, added, first.Number)
		}
		problems := func() []ticket.Problem {
			found, err := tw.EmergingProblems(tw.Context(), calendar.Of(tw.now))
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		tw.take("water", guicheng, "2")
		if found := problems(); len(found) != 0 {
			t.Errorf("two people are not a frequent problem yet: %+v", found)
		}
		tw.now = tw.now.AddDate(0, 0, 1)
		tw.take("water", guicheng, "3")
		found := problems()
		if len(found) != 1 || found[0].People != 3 || found[0].Place != guicheng ||
			!slices.Equal(found[0].Days, []int{0, 0, 0, 0, 0, 2, 1}) {
			t.Errorf("three people in two days: %+v", found)
		}
		tw.now = tw.now.AddDate(0, 0, 6)
		if found := problems(); len(found) != 0 {
			t.Errorf("a week later: %+v", found)
		}
		// More text after the answer reopens the case.
		tw.must(first.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已恢复", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		again, err := tw.New(ticket.Intake{Category: "water", Place: guicheng, Text: "水又停了", Caller: ticket.Caller{ID: "1", Name: "甲"}})
		if err == nil {
			again, _, err = tw.Take(t.Context(), again)
		}
		if err != nil || again.Number != first.Number || again.State != ticket.Dispatched || again.Round != 2 {
			t.Errorf("after the answer: %+v, %v", again, err)
		}
		// After it is closed, the caller's next complaint is a new ticket.
		tw.must(first.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已恢复", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		tw.must(first.Number, func(t *ticket.Ticket) error {
			return t.Visited(ticket.Visit{Contacted: true, Resolved: true, Content: true}, ticket.Visiting{Rounds: 1}, tw.now)
		})
		if next := tw.take("water", guicheng, "1"); next.Number == first.Number {
			t.Error("a closed ticket accepted more text")
		}
	})
}

// TestReopening requires that the caller can reopen a case within the allowed days.
func TestReopening(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	rule := ticket.Visiting{AnswerDays: 7, ReopenDays: 30, Rounds: 1}
	made := tw.take("noise", guicheng, "1")
	if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Reopen("又吵了", rule, tw.now) }); !isProblem(err, "moved-on") {
		t.Errorf("an open ticket was reopened: %v", err)
	}
	tw.must(made.Number, func(t *ticket.Ticket) error { return t.Reply(guicheng, "已处理", rule, tw.now) })
	closed := tw.must(made.Number, func(t *ticket.Ticket) error { return t.Visited(ticket.Visit{}, rule, tw.now) })
	if closed.State != ticket.Closed {
		t.Fatalf("reopened automatically more often than the table allows: %+v", closed)
	}
	last := closed.Closed.AddDate(0, 0, 30)
	tw.now = last.Add(time.Second)
	if _, err := tw.do(made.Number, func(t *ticket.Ticket) error { return t.Reopen("又吵了", rule, tw.now) }); !isProblem(err, "moved-on") {
		t.Errorf("one second too late: %v", err)
	}
	tw.now = last
	if again := tw.must(made.Number, func(t *ticket.Ticket) error { return t.Reopen("又吵了", rule, tw.now) }); again.Round != 2 ||
		again.State != ticket.Dispatched {
		t.Errorf("%+v", again)
	}
	if !slices.Contains(tw.queue(guicheng), made.Number) {
		t.Error("the reopened ticket is in no queue")
	}
}

// TestNothingPersonalInTheKeys requires that keys of queues and alarms identify tickets, not
// people.
func TestNothingPersonalInTheKeys(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	tw.take("noise", guicheng, "440605198505050138")
	for _, region := range []string{guicheng, nanhai, foshan} {
		for _, number := range tw.queue(region) {
			if strings.Contains(number, "440605198505050138") {
				t.Error(number)
			}
		}
	}
}
