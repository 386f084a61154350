package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// correctionLimit is the number of requests for correction of one person on a day.
var correctionLimit = Limit{"correction", 10, Day}

// Disputing is what a person needs to ask for the correction of a value: the value on record, and by
// when the department answers.
type Disputing struct {
	Application string         `json:"application"`
	Title       lang.Text      `json:"title"` // of the service
	Value       fact.Reference `json:"value"` // as the decision read it
	Control
	Term  Term           `json:"term"`
	Basis []policy.Basis `json:"basis"`
}

// Disputing returns what the applicant, or their agent, needs to ask for the correction of the
// field in their own record; a problem if the decision shows them no such value. within is the region
// whose parts are offered, if the value is a place; "" for that of the value.
func (e *Engine) Disputing(a *Application, name, field, within string) (Disputing, error) {
	ref, ok := a.disputable(name, field)
	if !ok {
		return Disputing{}, problem.New("not-found", lang.T(
			"这次办理没有用到您本人的这项数据，或者它不由部门更正。",
			"This decision shows no such value about you, or no department corrects it."))
	}
	return Disputing{
		Application: a.Number, Title: a.Title, Value: ref,
		Control: controlOf(columnOf(name, field), within, ref.Value),
		Term:    TermTo(calendar.Of(e.Now()).AddWorkdays(correctionDays)), Basis: correctionBasis(),
	}, nil
}

// RequestCorrection stores the request, and forwards it to the department: wanted is the right value,
// text says in words what is wrong; one of them is enough. There is one open request for a value.
func (e *Engine) RequestCorrection(
	ctx context.Context,
	a *Application,
	by Actor,
	name, field, wanted, text string,
) (CorrectionView, error) {
	d, err := e.Disputing(a, name, field, "")
	if err != nil {
		return CorrectionView{}, err
	}
	if wanted, text, err = d.words(wanted, text); err != nil {
		return CorrectionView{}, err
	}
	at := e.Now()
	number, err := e.NewNumber(at)
	if err != nil {
		return CorrectionView{}, err
	}
	c := &Correction{
		Number: "C" + number, Application: a.Number, Service: a.Service, Title: a.Title, Applicant: a.Applicant, Value: d.Value,
		Wanted: wanted, Text: text, Department: dataset.Department(dataset.Find(name)), Region: a.recordDistrict(), Requested: at,
	}
	c.Applicant.Agent = by.Agent
	parties, writes, err := e.Parties(ctx, a.People()...)
	if err != nil {
		return CorrectionView{}, err
	}
	c.Parties = parties
	called, err := team.Call(ctx, e.Store, c.team(), []string{c.Department}, c.ask(), at)
	if err != nil {
		return CorrectionView{}, err
	}
	kept, entry, err := e.correctionWrites("correction-requested", c)
	if err != nil {
		return CorrectionView{}, err
	}
	writes = append(append(writes, called...), kept...)
	writes = append(writes,
		store.Require("application", applicationKey(a.Number)),
		store.Create("correcting", store.Item{Key: openCorrection(a.Applicant.ID, name, field), Body: []byte(c.Number)}),
	)
	err = e.CommitBy(ctx, by, LimitsOf(by.person(a), correctionLimit), writes...)
	entry.Done(err)
	before, failed := e.alreadyDisputed(ctx, c)
	if failed != nil {
		return CorrectionView{}, failed
	}
	v := c.View(at)
	if !by.Holder() {
		v = v.forAgent()
	}
	return v, CommitError("requesting a correction", err, before)
}

// alreadyDisputed is the problem that the person has asked for the correction of the value before; it names
// the application from which they did.
func (e *Engine) alreadyDisputed(ctx context.Context, c *Correction) (*problem.Problem, error) {
	p := problem.New("already-requested",
		lang.F("您已要求更正“%s”，部门正在核实。", "You have already asked for the correction of “%s”.", c.Value.Label))
	p.Application = c.Application
	item, err := e.Store.Get(ctx, openCorrection(c.Applicant.ID, c.Value.Dataset, c.Value.Field))
	if errors.Is(err, store.ErrNotFound) || err == nil && string(item.Body) == c.Number {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading an open request for correction: %w", err)
	}
	before, err := LoadCorrection(ctx, e.Store, string(item.Body))
	if err != nil {
		return nil, err
	}
	p.Application = before.Application
	return p, nil
}

// words checks what the person says.
func (d Disputing) words(wanted, text string) (string, string, error) {
	column := columnOf(d.Value.Dataset, d.Value.Field)
	wanted, text = form.CleanValue(column, wanted), form.Trim(text)
	if (d.Kind == fact.Place || d.Kind == fact.City) && wanted != "" && !division.Exists(wanted) {
		wanted, text = "", form.Trim(wanted+"\n"+text) // a place in words: the department finds its code
	}
	switch {
	case wanted == "" && text == "":
		return "", "", problem.OfField("value", "required", lang.T("请填写正确的内容，或者用文字说明哪里不对。",
			"Write the right value, or say in words what is wrong."))
	case wanted != "" && (len([]rune(wanted)) > form.MaxText || !admits(column, wanted)):
		return "", "", invalidValue(column)
	case wanted != "" && wanted == d.Value.Value:
		return "", "", problem.OfField("value", "same", lang.T("这与记录中的内容相同。", "This is the value on record."))
	case text == "":
		return wanted, "", nil
	}
	text, err := form.RequiredText("text", text)
	return wanted, text, err
}

// team is the department to which the request goes, as a team of one.
func (c *Correction) team() team.Team {
	return team.Team{
		Case: c.teamCase(), Title: lang.F("更正数据：%s", "Correct a record: %s", c.Value.Label), Lead: c.Region,
		Due: c.due().AddDays(1).Start().Add(-time.Second),
	}
}

// ask is what the department is asked to do.
func (c *Correction) ask() string {
	return fmt.Sprintf("核实“%s”，更正或者说明理由（政务数据共享条例第二十六条，十个工作日）。", c.Value.Label.ZH)
}

// correctionWrites returns the writes that store the request as it is, and its audit record.
func (e *Engine) correctionWrites(action string, c *Correction) ([]store.Write, *audit.Entry, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, nil, fmt.Errorf("storing a correction: %w", err)
	}
	item := store.Item{Key: CorrectionKey(c.Number), Body: body, Version: c.version}
	entry, err := e.Audit.Append(e.Now(), audit.Event{Action: action, Application: c.Number, Digest: audit.Digest(body)})
	if err != nil {
		return nil, nil, err
	}
	if c.version > 0 {
		return append(entry.Writes, store.Replace("correction", item)), entry, nil
	}
	own, err := json.Marshal(line{c.Number, c.Application})
	if err != nil {
		return nil, nil, fmt.Errorf("storing a correction: %w", err)
	}
	return append(entry.Writes, store.Create("correction", item),
		store.Create("summary", store.Item{Key: correctionLine(c.Applicant.ID, c.Number), Body: own})), entry, nil
}
