package instant

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Blank is the data of the form's page: the fields, and the values that shared data fills in (免填).
type Blank struct {
	Item       Item             `json:"item"`
	Applicant  string           `json:"applicant"`
	Fields     []form.Field     `json:"fields"`
	Prefilled  []fact.Reference `json:"prefilled"`
	Key        string           `json:"idempotency_key"` // makes a second click on the same form harmless
	Saved      *Saved           `json:"saved,omitempty"` // the draft that was saved before
	Values     url.Values       `json:"-"`               // as entered
	Problem    *problem.Problem `json:"-"`
	Assessment *Assessment      `json:"-"`
	Answers    []Answer         `json:"-"`             // for checking before submission
	For        string           `json:"for,omitempty"` // the ID of the mandate under which the form is filled in
	Keeper     string           `json:"-"`             // saves the form after the session has ended
}

// checkStep is the value of ?step= for the page on which the answers are checked.
const checkStep = "check"

// formAt is the address of the form; step may be empty, and mandate is that of an agent.
func (h *handler[F]) formAt(step, mandate string) (path string, query url.Values) {
	query = url.Values{}
	if step != "" {
		query.Set("step", step)
	}
	if mandate != "" {
		query.Set("for", mandate)
	}
	return "/services/" + h.item.Slug + "/application", query
}

// toForm sends a browser to the form of the applicant.
func (h *handler[F]) toForm(a decision.Applicant, step string) httpapi.Response {
	path, query := h.formAt(step, a.Agent.Mandate)
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return httpapi.Redirect(path)
}

// blank returns the form, filled in from shared data and from the saved draft. With ?step=check a browser
// gets the answers of the draft to check.
func (h *handler[F]) blank(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	draft, err := h.saved(ctx, a)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() && r.Query("step") == checkStep {
		return h.checkPage(ctx, r, a, draft)
	}
	b, err := h.filledIn(ctx, r, a)
	if err != nil {
		return httpapi.Response{}, err
	}
	if len(draft.Values) > 0 {
		b.Saved, b.Values = &draft.Saved, draft.Values
	}
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("form", h.item.Name, b))
}

// newBlank returns the form's data without what shared data fills in, and what has to be committed
// with it.
func (h *handler[F]) newBlank(r *httpapi.Request, a decision.Applicant) (*Blank, []store.Write, error) {
	at := h.Now()
	serial, err := decision.NewSerial(h.Random)
	if err != nil {
		return nil, nil, err
	}
	b := &Blank{Item: h.item, Applicant: a.Name, For: a.Agent.Mandate, Fields: h.fields, Key: applicationNumber(at, serial)}
	if !r.WantsHTML() {
		return b, nil, nil
	}
	var write store.Write
	if b.Keeper, write, err = newKeeper(a, h.item.Slug, at); err != nil {
		return nil, nil, err
	}
	return b, []store.Write{write}, nil
}

// filledIn returns the form's data with what shared data fills in.
func (h *handler[F]) filledIn(ctx context.Context, r *httpapi.Request, a decision.Applicant) (*Blank, error) {
	b, writes, err := h.newBlank(r, a)
	if err != nil {
		return nil, err
	}
	at := h.Now()
	facts, needs, err := h.prefill(ctx, a, at)
	if err != nil {
		return nil, err
	}
	read := Read{At: at, Purpose: "prefill", Service: h.item.Slug}
	if err := h.logReads(ctx, facts, a, read, LimitsOf(r.Caller.ID, LookLimits...), writes...); err != nil {
		return nil, err
	}
	b.Prefilled = fact.References(facts, ownQueries(needs, a.ID))
	return b, nil
}

// toCheck saves what a browser posts, and sends it to the page that shows it.
func (h *handler[F]) toCheck(ctx context.Context, r *httpapi.Request, a decision.Applicant) (httpapi.Response, error) {
	values, err := h.members(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := h.keep(ctx, a, values); err != nil {
		return httpapi.Response{}, err
	}
	return h.toForm(a, checkStep), nil
}

// checkPage shows the answers of the draft and the expected outcome; or the form with all errors. Without a
// draft it leads to the form, and after the application to its result.
func (h *handler[F]) checkPage(ctx context.Context, r *httpapi.Request, a decision.Applicant, draft draftForm) (httpapi.Response, error) {
	switch {
	case draft.Application != "":
		return httpapi.Redirect("/applications/" + draft.Application), nil
	case draft.At.IsZero():
		return h.toForm(a, ""), nil
	}
	filled, err := h.decode([]byte(draft.Values.Encode()), form.PostType)
	if invalid(err) {
		b, err2 := h.filledIn(ctx, r, a)
		if err2 != nil {
			return httpapi.Response{}, err2
		}
		b.Values = draft.Values
		errors.As(err, &b.Problem)
		return httpapi.HTML(http.StatusOK, h.Pages, r.Page("form", b.Problem.TitleOf(h.item.Name), b))
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	b, writes, err := h.newBlank(r, a)
	if err != nil {
		return httpapi.Response{}, err
	}
	assessment, err := h.preCheck(ctx, r, a, filled, writes...)
	if err != nil {
		return httpapi.Response{}, err
	}
	b.Values, b.Assessment, b.Answers = draft.Values, &assessment, answers(h.fields, form.Applying(h.fields, draft.Values))
	return httpapi.HTML(http.StatusOK, h.Pages, r.Page("check", lang.F("请核对：%s", "Check your answers: %s", h.item.Name), b))
}

// invalid reports whether the error names fields of a form.
func invalid(err error) bool {
	var p *problem.Problem
	return errors.As(err, &p) && p.Code == "invalid-form"
}
