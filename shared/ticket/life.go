package ticket

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/team"
)

func notNow() error {
	return problem.New("moved-on", lang.T("该件的办理状态已变化，请刷新后再看。", "The status of this case has changed. Please reload the page."))
}

// requireHolder returns a problem unless the office handles the ticket. A higher office may
// supervise it, but not handle it in the holder's place.
func (t *Ticket) requireHolder(by string) error {
	switch {
	case !t.Open():
		return notNow()
	case by != t.Holder && !t.inPlaceOf(by):
		return problem.New("forbidden", lang.F("由%s办理。", "This case is handled by %s.", division.FullName(t.Holder)))
	default:
		return nil
	}
}

// inPlaceOf reports whether the office may handle the ticket in the holder's place, because
// officials of the holder have a conflict of interest.
func (t *Ticket) inPlaceOf(by string) bool {
	for level, around := 1, division.Parent(t.Holder); level <= t.Recused; level, around = level+1, division.Parent(around) {
		if by == around {
			return true
		}
	}
	return false
}

// MayHandle reports whether the office may handle the ticket.
func (t *Ticket) MayHandle(by string) bool { return t.requireHolder(by) == nil }

// Recuse records that an official of the division has a conflict of interest: colleagues continue,
// and the next higher division may handle the ticket too, so that it does not wait.
func (t *Ticket) Recuse(by string, at time.Time) {
	levels := t.Recused
	for level, around := 0, t.Holder; around != province && around != ""; level, around = level+1, division.Parent(around) {
		if around == by {
			levels = max(levels, level+1)
		}
	}
	if levels == t.Recused || !t.Open() {
		return
	}
	t.Recused = levels
	t.note(
		at,
		WasRecused,
		by,
		false,
		lang.T(
			"有工作人员回避，由其他人员或上级办理，期限不变。",
			"An official has a conflict of interest and steps back: colleagues or the higher office handle it. "+
				"The deadlines do not change.",
		),
	)
}

// errClosed means that the ticket accepts no more text.
var errClosed = errors.New("ticket: closed")

// Add appends what the caller says later, with its place and caller as far as they are others; what was said
// before is ignored. More text after an answer means that the caller is not satisfied, and reopens the case.
func (t *Ticket) Add(later *Ticket, at time.Time) error {
	if t.State == Closed {
		return errClosed
	}
	text, err := form.RequiredText("text", later.Text)
	if err != nil {
		return err
	}
	added := t.addition(later)
	if added == nil && text == t.Text || slices.ContainsFunc(t.History, func(e Event) bool {
		return e.What == WasAdded && e.Text.ZH == text && (added == nil || e.Added != nil && *e.Added == *added)
	}) {
		return nil
	}
	t.note(at, WasAdded, "", false, lang.T(text, text))
	t.History[len(t.History)-1].Added = added
	if t.State == Answered {
		t.again(
			at,
			lang.T(
				"答复后诉求人仍有补充，重新办理，由区督办。",
				"The caller added something after the answer: the case is reopened under supervision of the district.",
			),
		)
	}
	return nil
}

// addition returns what is said with the later text and differs from the ticket; nil if nothing does.
func (t *Ticket) addition(later *Ticket) *Addition {
	other := func(is, was string) string {
		if is == was {
			return ""
		}
		return is
	}
	added := Addition{other(later.Place, t.Place), other(later.Address, t.Address), other(later.Caller.Name, t.Caller.Name),
		other(later.Caller.Mobile, t.Caller.Mobile)}
	if added == (Addition{}) {
		return nil
	}
	return &added
}

// callers are the names of the callers whom nobody knows by their ID number.
func (t *Ticket) callers() []string {
	var names []string
	if t.Caller.ID == "" {
		names = append(names, t.Caller.Name)
	}
	for _, e := range t.History {
		if e.Added != nil && e.Added.Name != "" && !slices.Contains(names, e.Added.Name) {
			names = append(names, e.Added.Name)
		}
	}
	return names
}

// phones are the numbers that the ticket's callers gave, in the order in which they did.
func (t *Ticket) phones() []string {
	var numbers []string
	add := func(number string) {
		if number != "" && !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
	}
	add(t.Caller.Mobile)
	for _, e := range t.History {
		if e.Added != nil {
			add(e.Added.Mobile)
		}
	}
	return numbers
}

// Contact records that the holder spoke to the caller.
func (t *Ticket) Contact(by, text string, at time.Time) error {
	if err := t.requireHolder(by); err != nil {
		return err
	}
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	if t.Contacted.IsZero() {
		t.Contacted, t.State = at, Contacted
	}
	t.note(at, WasContacted, by, false, lang.T(text, text))
	return nil
}

// Reply answers the caller: how the matter was resolved, or why it cannot be. The caller is then
// asked to rate it.
func (t *Ticket) Reply(by, text string, visiting Visiting, at time.Time) error {
	if err := t.requireHolder(by); err != nil {
		return err
	}
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	if t.Contacted.IsZero() {
		t.Contacted = at
	}
	t.Answered, t.Answer, t.State, t.Passing = at, text, Answered, nil
	t.VisitBy = at.AddDate(0, 0, visiting.AnswerDays).Truncate(time.Second)
	t.note(at, WasAnswered, by, false, lang.T(text, text))
	return nil
}

// Pass asks the higher office to transfer the ticket to another division. Until it agrees, the
// first receiver stays responsible, and no deadline stops.
func (t *Ticket) Pass(by, to, reason string, at time.Time) error {
	if err := t.requireHolder(by); err != nil {
		return err
	}
	reason, err := form.RequiredText("reason", reason)
	if err != nil {
		return err
	}
	_, known := division.Find(to)
	if !known || !division.Within(to, province) || to == t.Holder || division.City(to) == to && to != province {
		return problem.OfField("to", "division", lang.T("请选择另一个镇街或区。", "Choose another street, town or district."))
	}
	if t.Passing != nil {
		return notNow()
	}
	t.Passing = &Passing{To: to, Reason: reason, At: at}
	t.note(at, WasOffered, by, true, lang.F("申请转由%s办理：%s", "Asks for a transfer to %s: %s", division.FullName(to), reason))
	return nil
}

// SettledBy reports whether the region decides on the requested transfer.
func (t *Ticket) SettledBy(region string) bool {
	return t.Open() && t.Passing != nil && division.Within(above(t.Holder, t.Passing.To), region)
}

// SeenFrom reports whether the region may see the ticket: it handles it, contains the handling
// division, or is asked to take it over.
func (t *Ticket) SeenFrom(region string) bool {
	return division.Within(t.Holder, region) || t.Passing != nil && t.Passing.To == region
}

// Settle decides on a requested transfer; only the division above both may.
func (t *Ticket) Settle(by string, agreed bool, reason string, at time.Time) error {
	if !t.Open() || t.Passing == nil {
		return notNow()
	}
	if !t.SettledBy(by) {
		return problem.New("forbidden", lang.F("由%s决定。", "%s decides on this.", division.FullName(above(t.Holder, t.Passing.To))))
	}
	reason, err := form.RequiredText("reason", reason)
	if err != nil {
		return err
	}
	to := t.Passing.To
	t.Passing = nil
	if !agreed {
		t.note(at, WasKept, by, true, lang.F("不同意转办，由首接单位继续办理：%s", "Transfer refused, the first receiver continues: %s", reason))
		return nil
	}
	t.Holder = to
	t.note(
		at,
		WasPassed,
		by,
		false,
		lang.F("转由%s办理，办理期限不变：%s", "Transferred to %s, the deadline does not change: %s", division.FullName(to), reason),
	)
	return nil
}

// Call records that the holder called departments to the case.
func (t *Ticket) Call(by string, departments lang.Text, at time.Time) error {
	if err := t.requireHolder(by); err != nil {
		return err
	}
	t.note(at, WasCalled, by, false, lang.F("已呼叫%s到场共同办理。", "Called to the case: %s.", departments))
	return nil
}

// Reported records the report of a called department.
func (t *Ticket) Reported(task team.Task, at time.Time) {
	t.note(at, WasReported, "", true, lang.F("%s报到反馈：%s", "%s reports: %s", task.Name, task.Report))
}

// DepartmentsLate records the departments that did not report in time; the district supervises the
// case from then on.
func (t *Ticket) DepartmentsLate(late []team.Task, at time.Time) {
	if !t.Open() {
		return
	}
	t.Level = max(t.Level, 1)
	for _, task := range late {
		t.note(at, WasLate, "", true, lang.F("%s未按时报到，由区督办。", "%s did not report in time: supervised by the district.", task.Name))
	}
}

// Visited records the caller's rating. An unresolved case is reopened automatically, as often as
// the table allows; after that the caller can still ask for it.
func (t *Ticket) Visited(v Visit, table Visiting, at time.Time) error {
	if t.State != Answered {
		return notNow()
	}
	if utf8.RuneCountInString(v.Comment) > form.MaxText {
		return problem.OfField("comment", "length", lang.F("意见不超过 %d 字。", "A comment can have at most %d characters.", form.MaxText))
	}
	v.At = at
	t.Visit = &v
	said := lang.T("诉求人评价：未解决。", "The caller's rating: not resolved.")
	if v.Resolved {
		said = lang.T("诉求人评价：已解决。", "The caller's rating: resolved.")
	}
	t.note(at, WasVisited, "", false, said)
	if !v.Resolved && t.Round < table.Rounds {
		t.again(at, lang.T("未解决，自动重新办理，由区督办。", "Not resolved: reopened automatically under supervision of the district."))
		return nil
	}
	t.State, t.Closed = Closed, at
	return nil
}

// Reopen reopens a closed case at the caller's request, within the days that the table allows.
func (t *Ticket) Reopen(reason string, table Visiting, at time.Time) error {
	reason, err := form.RequiredText("reason", reason)
	if err != nil {
		return err
	}
	if t.State != Closed || at.After(t.Closed.AddDate(0, 0, table.ReopenDays)) {
		return problem.New(
			"moved-on",
			lang.F(
				"办结后 %d 天内可以要求重新办理；更早的请另行反映。",
				"A case can be reopened within %d days after it was closed. After that, please submit a new one.",
				table.ReopenDays,
			),
		)
	}
	t.again(at, lang.F("诉求人要求重新办理：%s", "The caller asked to reopen the case: %s", reason))
	return nil
}

func (t *Ticket) again(at time.Time, why lang.Text) {
	t.Round, t.Since, t.State, t.Level = t.Round+1, at, Dispatched, 1
	t.Respond, t.Resolve = t.Grade.deadlines(at)
	t.Contacted, t.Answered, t.VisitBy, t.Closed = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	t.Answer, t.Passing, t.LateToRespond, t.LateToResolve = "", nil, false, false
	t.note(at, WasReopened, "", false, why)
}

// elapse applies the passage of time: the higher office supervises overdue tickets, and an answer
// that the caller does not rate closes the case.
func (t *Ticket) elapse(at time.Time) {
	if t.State == Dispatched && !t.LateToRespond && !at.Before(t.Respond) {
		t.LateToRespond, t.Level = true, max(t.Level, 1)
		t.note(
			at,
			WasLate,
			t.Holder,
			true,
			lang.T("超过首次联系时限，上级督办。", "The caller was not contacted in time: supervised by the higher office."),
		)
	}
	if t.Open() && !t.LateToResolve && !at.Before(t.Resolve) {
		t.LateToResolve, t.Level = true, min(t.Level+1, highest)
		t.note(at, WasLate, t.Holder, true, lang.T("超过办结时限，上级督办。", "Not resolved in time: supervised by the higher office."))
	}
	if t.Open() && t.Level < highest && !at.Before(t.twice()) {
		t.Level = highest
		t.note(at, WasLate, t.Holder, true, lang.T("超过办结时限一倍，市级督办。", "Not resolved within twice the time: supervised by the city."))
	}
	if t.State == Answered && !at.Before(t.VisitBy) {
		t.State, t.Closed = Closed, at
		t.note(
			at,
			WasClosed,
			"",
			false,
			lang.T("回访期内未收到评价，按办结处理；仍可要求重新办理。", "Closed, since the caller did not rate it in time; it can still be reopened."),
		)
	}
}
