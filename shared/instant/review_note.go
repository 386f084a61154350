package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Note is an official's note on a case, or the record that they handed it over. The applicant sees it
// only if they were notified of it.
type Note struct {
	By       string    `json:"by"`
	Region   string    `json:"region"` // of the office
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Notified bool      `json:"told,omitempty"` // the applicant was notified of it
	Desk     string    `json:"desk,omitempty"` // the region of the desk to which it was handed over
	To       string    `json:"to,omitempty"`   // the name of the official to whom it was handed over
}

const notePrefix = "NOTE#"

// Notes returns the notes of the application, the oldest first.
func (e *Engine) Notes(ctx context.Context, number string) ([]Note, error) {
	all := []Note{}
	for item, err := range store.All(ctx, e.Store, store.Query{Partition: applicationKey(number).Partition, Prefix: notePrefix}) {
		var n Note
		if err == nil {
			err = json.Unmarshal(item.Body, &n)
		}
		if err != nil {
			return nil, fmt.Errorf("the notes of %s: %w", number, err)
		}
		all = append(all, n)
	}
	return all, nil
}

// handed returns the desk and the official to whom the notes hand the case over; empty if they do not.
func handed(notes []Note) (desk, to string) {
	for _, n := range notes {
		switch {
		case n.Desk != "":
			desk, to = n.Desk, ""
		case n.To != "":
			to = n.To
		}
	}
	return desk, to
}

// MayReview reports whether the case is or was decided in the officer's region, also after it was handed over.
func (e *Engine) MayReview(ctx context.Context, o Officer, a *Application) (bool, error) {
	if a.Determination != nil && a.Determination.Region == o.Region {
		return true, nil
	}
	notes, err := e.Notes(ctx, a.Number)
	if err != nil {
		return false, err
	}
	if desk, _ := handed(notes); desk != "" {
		return slices.Contains(places(o.Region), desk), nil
	}
	return o.May(a), nil
}

// Desks returns the regions of the desks to which a desk can hand over: those above it and, below it, the next.
func Desks(region string) []string {
	var all []string
	for at := region; at != province && division.Within(at, province); {
		at = division.Parent(at)
		all = append(all, at)
	}
	for _, child := range division.Children(region) {
		if len(child.Code) == len(province) {
			all = append(all, child.Code)
		}
	}
	return all
}

// Note stores a note on the case. With tell, the applicant is notified of it.
func (e *Engine) Note(ctx context.Context, a *Application, by Clearance, text string, tell bool) error {
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	return e.keepNote(ctx, "noted", a, by, Note{Text: text, Notified: tell})
}

// HandOver hands the case over to another official of the desk, by name, or to another desk, by its region. The
// deadline stays.
func (e *Engine) HandOver(ctx context.Context, a *Application, by Clearance, to, desk, reason string) error {
	if a.Determination != nil {
		return problem.New("already-requested", lang.T("该办件已经办结。", "This application is already decided."))
	}
	to, reason = form.Trim(to), form.Trim(reason)
	switch n := len([]rune(to)); {
	case (to == "") == (desk == ""):
		return problem.OfField("to", "required", lang.T("请填写同事姓名，或者选择移交的机关，二选一。",
			"Enter the name of a colleague or choose a desk: one of them."))
	case to != "" && (n < 2 || n > 50):
		return problem.OfField("to", "length", lang.T("请填写同事的姓名。", "Enter the name of the colleague."))
	case to == by.by.Name:
		return problem.OfField("to", "same", lang.T("不能移交给自己。", "You cannot hand it over to yourself."))
	case desk != "" && !slices.Contains(Desks(by.by.Region), desk):
		return problem.OfField("desk", "value", lang.T("请从所列的机关中选择。", "Choose one of the desks in the list."))
	}
	reason, err := form.RequiredText("reason", reason)
	if err != nil {
		return err
	}
	return e.keepNote(ctx, "handed-over", a, by, Note{Text: reason, Desk: desk, To: to})
}

// keepNote commits the note with its audit record and, if the case is handed over, its queue entry.
func (e *Engine) keepNote(ctx context.Context, action string, a *Application, by Clearance, n Note) error {
	n.By, n.Region, n.At = by.by.Name, by.by.Region, e.Now()
	body, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("storing a note: %w", err)
	}
	serial, err := decision.NewSerial(e.Random)
	if err != nil {
		return err
	}
	sort := notePrefix + n.At.UTC().Format("20060102T150405.000000000") + "#" + serial.Text(8, decision.Crockford)
	key := store.Key{Partition: applicationKey(a.Number).Partition, Sort: sort}
	writes := []store.Write{store.Create("note", store.Item{Key: key, Body: body})}
	if n.Notified {
		notice, err := NoticeWrite(a.Applicant.ID, sort+"#"+a.Number, Notice{
			At: n.At, Service: a.Service, Application: a.Number, Text: lang.T(n.Text, n.Text),
			Title: lang.F("%s：工作人员的说明", "%s: a note by the official", a.Title),
		})
		if err != nil {
			return err
		}
		writes = append(writes, notice)
	}
	if n.Desk != "" || n.To != "" {
		moved, err := e.requeue(ctx, a, by, &n)
		if err != nil {
			return err
		}
		writes = append(writes, moved...)
	}
	acted, err := by.Act(action)
	if err != nil {
		return err
	}
	entry, err := e.Audit.Append(n.At, audit.Event{Action: action, Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(append(entry.Writes, writes...), acted...)...)
	entry.Done(err)
	return CommitError("storing a note", err, movedOn(a.Number))
}

// requeue returns the writes that put the queue entry where the note hands it over, and the entry as it was.
func (e *Engine) requeue(ctx context.Context, a *Application, by Clearance, n *Note) ([]store.Write, error) {
	asked, err := e.asked(ctx, a)
	if err != nil {
		return nil, err
	}
	line, err := e.lineNow(ctx, a, asked, by, n)
	if err != nil {
		return nil, err
	}
	proposed, err := e.Proposed(ctx, a.Number)
	if err != nil {
		return nil, err
	}
	line.Proposed = proposed != nil
	return e.queueMove(ctx, a, asked, line)
}

// lineNow returns the queue entry of the desk and the official to whom the notes, and the new one if not nil, hand
// the case over.
func (e *Engine) lineNow(ctx context.Context, a *Application, asked time.Time, by Clearance, more *Note) (queueLine, error) {
	line := lineOf(a, asked, by.matter.People)
	notes, err := e.Notes(ctx, a.Number)
	if err != nil {
		return line, err
	}
	if more != nil {
		notes = append(notes, *more)
	}
	desk, to := handed(notes)
	if line.Assigned = to; desk != "" {
		line.Region = desk
	}
	return line, nil
}

// queueMove returns the writes that store the queue entry, and remove it from where it was.
func (e *Engine) queueMove(ctx context.Context, a *Application, asked time.Time, line queueLine) ([]store.Write, error) {
	item, err := line.item()
	if err != nil {
		return nil, err
	}
	writes := []store.Write{store.Put("queue", item)}
	switch before, err := e.queuePlace(ctx, a, asked); {
	case err != nil:
		return nil, err
	case before != item.Key:
		writes = append(writes, store.Remove("queue", before))
	}
	return writes, nil
}
