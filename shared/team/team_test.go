package team_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/identity"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

var (
	began  = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	due    = began.Add(2 * time.Hour)
	of     = team.Case{Kind: team.Ticket, Number: "T1"}
	police = team.Member{Name: "林公安", Department: "police", Region: "440605"}
	water  = team.Member{Name: "林水务", Department: "water", Region: "440605"}
)

// matter is a case to which departments are called, and its store.
type matter struct {
	t *testing.T
	s store.Store
}

func open(t *testing.T) matter {
	t.Helper()
	return matter{t, instanttest.OnBolt(t, func() time.Time { return began })}
}

func (m matter) commit(writes []store.Write, err error) {
	m.t.Helper()
	if err == nil && len(writes) > 0 {
		err = m.s.Commit(m.t.Context(), writes...)
	}
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m matter) call(at time.Time, departments ...string) {
	m.t.Helper()
	m.commit(
		team.Call(
			m.t.Context(),
			m.s,
			team.Team{Case: of, Title: lang.T("噪音", "Noise"), Lead: "440605011", Due: at.Add(2 * time.Hour)},
			departments,
			"到场",
			at,
		),
	)
}

func (m matter) report(task int, by team.Member, text string) error {
	m.t.Helper()
	_, writes, err := team.Report(m.t.Context(), m.s, of, task, by, text, began.Add(time.Hour))
	if err == nil {
		err = m.s.Commit(m.t.Context(), writes...)
	}
	return err
}

// waits are how many tasks wait for the member.
func (m matter) waits(by team.Member) []team.Waiting {
	m.t.Helper()
	tasks, err := team.Tasks(m.t.Context(), m.s, by)
	if err != nil {
		m.t.Fatal(err)
	}
	return tasks
}

func (m matter) load() *team.Team {
	m.t.Helper()
	is, err := team.Load(m.t.Context(), m.s, of)
	if err != nil || is == nil {
		m.t.Fatalf("%+v, %v", is, err)
	}
	return is
}

// refused is the code of the problem that the error is; "" for none.
func refused(err error) string {
	var p *problem.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// TestDepartmentsReport, each on its own task: of its code and its region, once, in words.
func TestDepartmentsReport(t *testing.T) {
	m := open(t)
	m.call(began, "police", "water")
	for name, tt := range map[string]struct {
		task int
		by   team.Member
		text string
		want string
	}{
		"another's task":                  {1, police, "已到场", "not-found"},
		"of another region":               {0, team.Member{Department: "police", Region: "440604"}, "已到场", "not-found"},
		"of the city, which is not asked": {0, team.Member{Department: "police", Region: "440600"}, "已到场", "not-found"},
		"a task that there is not":        {2, police, "已到场", "not-found"},
		"before the first":                {-1, police, "已到场", "not-found"},
		"without a word":                  {0, police, " ", "invalid-form"},
		"in too many":                     {0, police, strings.Repeat("长", 1001), "invalid-form"},
	} {
		if err := m.report(tt.task, tt.by, tt.text); refused(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if err := m.report(0, police, "已到场"); err != nil {
		t.Fatal(err)
	}
	if err := m.report(0, police, "再次到场"); refused(err) != "moved-on" {
		t.Errorf("reported twice: %v", err)
	}
	is := m.load()
	if is.Open() != 1 || is.Tasks[0].Report != "已到场" || is.Tasks[0].By != police.Name || is.Tasks[0].Region != "440605" {
		t.Errorf("%+v", is.Tasks)
	}
	if len(m.waits(police)) != 0 || len(m.waits(water)) != 1 {
		t.Errorf("the police wait for %+v, water for %+v", m.waits(police), m.waits(water))
	}
}

// TestTwoReportAtOnce: who comes second loses, and reads again.
func TestTwoReportAtOnce(t *testing.T) {
	m := open(t)
	m.call(began, "police", "water")
	_, first, err := team.Report(t.Context(), m.s, of, 0, police, "已到场", began)
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := team.Report(t.Context(), m.s, of, 1, water, "已修复", began)
	if err != nil {
		t.Fatal(err)
	}
	m.commit(first, nil)
	var lost *store.Conflict
	if err := m.s.Commit(t.Context(), second...); !errors.As(err, &lost) {
		t.Errorf("the second is kept over the first: %v", err)
	}
	if err := m.report(1, water, "已修复"); err != nil || m.load().Open() != 0 {
		t.Errorf("read again: %v, %d open", err, m.load().Open())
	}
}

// TestTheClockRunsOut at the team's time and not before: who has not reported is late, and
// stays called. Another call begins it again.
func TestTheClockRunsOut(t *testing.T) {
	m := open(t)
	m.call(began, "police", "water")
	if err := m.report(0, police, "已到场"); err != nil {
		t.Fatal(err)
	}
	look := func(at time.Time) (looked int) {
		t.Helper()
		report, err := clock.Run(
			t.Context(),
			m.s,
			at,
			map[string]clock.Handler{"team-ticket": func(ctx context.Context, a clock.Alarm, _ time.Time) error {
				_, writes, err := team.Lapse(ctx, m.s, a, team.Ticket)
				if err != nil {
					return err
				}
				return m.s.Commit(ctx, writes...)
			}},
		)
		if err != nil {
			t.Fatal(err)
		}
		return report.Looked
	}
	if looked := look(due.Add(-time.Second)); looked != 0 || len(m.load().Late()) != 0 {
		t.Errorf("a second before, %d are looked at and %+v are late", looked, m.load().Late())
	}
	if looked := look(due); looked != 1 || len(m.load().Late()) != 1 || m.load().Late()[0].Department != "water" {
		t.Errorf("%d are looked at, and %+v are late", looked, m.load().Late())
	}
	if looked := look(due.Add(time.Hour)); looked != 0 {
		t.Errorf("it runs out again: %d", looked)
	}
	if waits := m.waits(water); len(waits) != 1 || !waits[0].Late {
		t.Errorf("who is late waits for %+v", waits)
	}
	m.call(due, "ecology")
	if is := m.load(); is.Due != due.Add(2*time.Hour) || is.Open() != 2 || !is.Formed.Equal(began) {
		t.Errorf("after another call: %+v", is)
	}
	if looked := look(due.Add(2 * time.Hour)); looked != 1 || len(m.load().Late()) != 2 {
		t.Errorf("%d are looked at, and %+v are late", looked, m.load().Late())
	}
}

// TestADissolvedTeamIsAskedNoMore, by nobody and no clock.
func TestADissolvedTeamIsAskedNoMore(t *testing.T) {
	m := open(t)
	m.commit(team.Dissolve(t.Context(), m.s, of, began)) // there is none
	m.call(began, "police")
	m.commit(team.Dissolve(t.Context(), m.s, of, began.Add(time.Minute)))
	m.commit(team.Dissolve(t.Context(), m.s, of, began.Add(time.Hour))) // the first stands
	if is := m.load(); !is.Dissolved.Equal(began.Add(time.Minute)) || len(m.waits(police)) != 0 {
		t.Errorf("%+v, and the police wait for %+v", is, m.waits(police))
	}
	if err := m.report(0, police, "已到场"); refused(err) != "moved-on" {
		t.Errorf("reported after the end: %v", err)
	}
	if report, err := clock.Run(t.Context(), m.s, due.AddDate(1, 0, 0), nil); err != nil || report.Looked != 0 {
		t.Errorf("its clock goes on: %+v, %v", report, err)
	}
}

// TestTheMostUrgentComesFirst of what waits for a department.
func TestTheMostUrgentComesFirst(t *testing.T) {
	m := open(t)
	for number, hours := range map[string]time.Duration{"T1": 5, "T2": 1, "T3": 3} {
		to := team.Team{Case: team.Case{Kind: team.Ticket, Number: number}, Lead: "440605011", Due: began.Add(hours * time.Hour)}
		m.commit(team.Call(t.Context(), m.s, to, []string{"police"}, "到场", began))
	}
	var order []string
	for _, w := range m.waits(police) {
		order = append(order, w.Case.Number)
	}
	if got := strings.Join(order, " "); got != "T2 T3 T1" {
		t.Errorf("they wait as %s", got)
	}
}

// TestWhoIsCalled is of the list, and told what to do in 2 to 1000 characters.
func TestWhoIsCalled(t *testing.T) {
	codes, names, err := team.Chosen("water, police,police", "到场")
	if err != nil || strings.Join(codes, " ") != "police water" || names.EN != "Police, Water" {
		t.Errorf("%v, %s, %v", codes, names.EN, err)
	}
	for name, tt := range map[string]struct{ list, ask string }{
		"nobody": {"", "到场"}, "somebody unknown": {"police,magic", "到场"}, "for nothing": {"police", " "},
		"for too much": {"police", strings.Repeat("长", 1001)},
	} {
		if _, _, err := team.Chosen(tt.list, tt.ask); refused(err) != "invalid-form" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMembersAreByTheirRole, which names the department and the region.
func TestMembersAreByTheirRole(t *testing.T) {
	caller := func(roles ...string) identity.Caller {
		return identity.Caller{ID: "440605196611240011", Name: "林公安", Roles: roles}
	}
	if m, err := team.MemberOf(caller("reviewer:440605", "department.police:440605")); err != nil || m != police {
		t.Errorf("%+v, %v", m, err)
	}
	for name, tt := range map[string]struct {
		caller identity.Caller
		want   string
	}{
		"a reviewer": {caller("reviewer:440605"), "forbidden"}, "of no region": {caller("department.police:"), "forbidden"},
		"of no department": {caller("department.magic:440605"), "forbidden"}, "nobody": {identity.Caller{}, "unauthenticated"},
	} {
		if _, err := team.MemberOf(tt.caller); refused(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}
