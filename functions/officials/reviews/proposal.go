package reviews

import (
	"context"
	"net/http"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/team"
)

// confirm decides a case as another reviewer proposed.
func (d desk) confirm(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, err := d.find(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	reviewer, err := d.reviewer(a)
	if err != nil {
		return httpapi.Response{}, err
	}
	decided, err := reviewer.Confirm(ctx, a, by)
	return d.done(ctx, r, a, decided, http.StatusOK, nil, err)
}

// returnProposal returns another reviewer's proposal, with a reason.
func (d desk) returnProposal(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return d.done(ctx, r, a, a, http.StatusOK, values, d.Return(ctx, a, by, values["reason"]))
}

// call forms the virtual team of a case or adds departments to it. They work in parallel under the
// deadline of the case until it is decided.
func (d desk) call(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return d.done(ctx, r, a, a, http.StatusCreated, values, d.form(ctx, a, by, values["departments"], values["text"]))
}

func (d desk) form(ctx context.Context, a *instant.Application, by instant.Clearance, departments, ask string) error {
	if a.Determination != nil {
		return problem.New("already-requested", lang.T("该办件已经办结。", "The application is already decided."))
	}
	codes, _, err := team.Chosen(departments, ask)
	if err != nil {
		return err
	}
	due, err := d.ReviewDue(ctx, a)
	if err != nil {
		return err
	}
	now := d.Now()
	formed := team.Team{Case: team.Case{Kind: team.Application, Number: a.Number}, Title: a.Title, Lead: a.District(),
		Due: due.AddDays(1).Start().Add(-time.Second)}
	writes, err := team.Call(ctx, d.Store, formed, codes, form.Trim(ask), now)
	if err != nil {
		return err
	}
	acted, err := by.Act("departments-called")
	if err != nil {
		return err
	}
	entry, err := d.Audit.Append(now,
		audit.Event{Action: "departments-called", Application: a.Number, Digest: audit.Digest([]byte(by.Officer().Region + departments))})
	if err != nil {
		return err
	}
	err = d.Store.Commit(ctx, append(append(entry.Writes, writes...), acted...)...)
	entry.Done(err)
	return instant.CommitError("calling departments", err, // a department reported at the same time
		problem.New("moved-on",
			lang.T("有部门刚刚反馈，请刷新后再呼叫。", "A department has just reported. Please reload the page before you call more departments.")))
}

// Change is a value that a proposal supplies, beside the value on record.
type Change struct {
	Label     lang.Text `json:"label"`
	Was       string    `json:"was,omitempty"` // empty if not known or not to be shown
	Value     string    `json:"value"`
	Overrules bool      `json:"overrules,omitempty"` // the value on record was known
}

// changes lists what the proposal changes, for the reviewer who confirms it.
func changes(a *instant.Application, proposed instant.Determination) []Change {
	var all []Change
	for _, s := range proposed.Supplied {
		of := dataset.Find(s.Dataset)
		if of == nil {
			continue
		}
		for _, column := range of.Columns() {
			if _, name := fact.NameOf(column); name == s.Field {
				all = append(all, Change{Label: column.Caption(), Was: fact.Shown(a.Facts, s.Key, column).Value, Value: s.Value,
					Overrules: s.Overrules})
			}
		}
	}
	return all
}
