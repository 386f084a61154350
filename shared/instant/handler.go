package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Offering is a service or bundle without its type parameters, as the catalogue, the host and the
// replay use it.
type Offering interface {
	About() Item
	Routes(*Engine) (httpapi.Routes, error)
	Replay(ctx context.Context, from store.Store, a *Application) ([]Difference, error)
	Verifier(*Engine) (Verifier, error)
	Finder(*Engine) (Finder, error)
	Reviewer(*Engine) (Reviewer, error)
	Authorities() ([]policy.Figure[certificate.Issuer], error)
}

// About is the service's entry in the catalogue.
func (s Service[F, P]) About() Item {
	item := s.Item
	item.Handling = cmp.Or(item.Handling, Approval)
	item.VerifiedEvery = s.VerifyEvery
	return item
}

// Form is the type of the service's form.
func (s Service[F, P]) Form() reflect.Type { return reflect.TypeFor[F]() }

// Routes returns the service's handlers in an engine.
func (s Service[F, P]) Routes(e *Engine) (httpapi.Routes, error) {
	d, err := newInstance(e, s)
	if err != nil {
		return nil, err
	}
	return routes(e, s.Item, d)
}

// decider decides the forms that a handler has decoded: one service, or a bundle of several.
type decider[F any] interface {
	// prefill returns what shared data has on the applicant, to fill in the form.
	prefill(ctx context.Context, a decision.Applicant, at time.Time) (fact.Facts, []fact.Query, error)
	// assess returns the outcome that an application would have; nothing is stored.
	assess(ctx context.Context, a decision.Applicant, form F, at time.Time) (Assessment, fact.Facts, error)
	// amountsOn returns what it gives on the day, by place.
	amountsOn(on calendar.Date) []decision.LocalAmount
	// partItems are the catalogue entries of the parts of a bundle.
	partItems() []Item
	// draft decides and computes grants without committing. The first draft is the submitted
	// application, the others are its parts.
	draft(ctx context.Context, a decision.Applicant, form F, at time.Time) ([]draft, error)
}

// draft is an application that is decided but not yet committed.
type draft struct {
	application *Application
	claims      []decision.Claim
	due         calendar.Date // first verification of the grant; zero: never
	notice      *Notice       // notice for the applicant of a proactive grant
}

// handler serves the routes of one service: it decodes forms and renders the results.
type handler[F any] struct {
	*Engine
	decider[F]
	item      Item
	items     map[string]Item // of the service, and of the parts of a bundle
	fields    []form.Field
	keys      bool // the form contains keys of records that may belong to others
	validator *validator.Validate
}

func routes[F any](e *Engine, item Item, behind decider[F]) (httpapi.Routes, error) {
	w := &handler[F]{Engine: e, decider: behind, item: item, items: map[string]Item{item.Slug: item}}
	for _, part := range behind.partItems() {
		w.items[part.Slug] = part
	}
	var err error
	if w.fields, err = form.FieldsOf(reflect.TypeFor[F]()); err != nil {
		return nil, fmt.Errorf("%s: %w", item.Slug, err)
	}
	w.keys = slices.ContainsFunc(w.fields, func(f form.Field) bool { return f.Kind.Key() })
	if w.validator, err = form.NewValidator(); err != nil {
		return nil, err
	}
	root := "/services/" + item.Slug
	return httpapi.Routes{
		"GET " + root:                    w.about,
		"GET " + root + "/application":   w.blank,
		"POST " + root + "/draft":        w.save,
		"POST " + root + "/eligibility":  w.check,
		"POST " + root + "/applications": w.apply,
	}, nil
}

// Guide is the data of a service's page.
type Guide struct {
	Item    Item                   `json:"item"`
	Fields  []form.Field           `json:"fields"`
	Amounts []decision.LocalAmount `json:"amounts,omitempty"` // what it gives, by place
	Contact Contact                `json:"contact"`
}

func (h *handler[F]) about(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("service", h.item.Name, Guide{
		h.item, h.fields, h.amountsOn(calendar.Of(h.Now())), ContactOf(h.item, ""),
	}))
}

// Blank is the data of the form's page: the fields, and the values that shared data fills in (免填).
type Blank struct {
	Item       Item             `json:"item"`
	Applicant  string           `json:"applicant"`
	Fields     []form.Field     `json:"fields"`
	Prefilled  []fact.Reference `json:"prefilled"`
	Key        string           `json:"idempotency_key"` // makes a second click on the same form harmless
	Saved      *Saved           `json:"saved,omitempty"` // the draft that was saved before
	Values     url.Values       `json:"-"`               // as entered, if the form is shown again with errors
	Problem    *problem.Problem `json:"-"`
	Assessment *Assessment      `json:"-"`
	Answers    []Answer         `json:"-"`             // for checking before submission
	For        string           `json:"for,omitempty"` // the ID of the mandate under which the form is filled in
	applicant  decision.Applicant
}

// blank returns the empty form, filled in from shared data.
func (h *handler[F]) blank(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	b, err := h.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if b.Saved, err = h.saved(ctx, b.applicant); err != nil {
		return httpapi.Response{}, err
	}
	if b.Saved != nil {
		b.Values = b.Saved.Values
	}
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("form", h.item.Name, b))
}

func (h *handler[F]) newBlank(ctx context.Context, r *httpapi.Request) (*Blank, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return nil, err
	}
	at := h.Now()
	facts, needs, err := h.prefill(ctx, a, at)
	if err != nil {
		return nil, err
	}
	if err := h.logReads(
		ctx,
		facts,
		a,
		Read{At: at, Purpose: "prefill", Service: h.item.Slug},
		LimitsOf(r.Caller.ID, LookLimits...)...,
	); err != nil {
		return nil, err
	}
	serial, err := decision.NewSerial(h.Random)
	if err != nil {
		return nil, err
	}
	return &Blank{
		Item: h.item, Applicant: a.Name, applicant: a, For: a.Agent.Mandate, Fields: h.fields, Key: applicationNumber(at, serial),
		Prefilled: fact.References(facts, ownQueries(needs, a.ID)),
	}, nil
}

// check is the pre-check. A browser gets a page with the answers and the expected outcome, from
// which the form can be changed (?edit) or submitted.
func (h *handler[F]) check(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() && r.Query("edit") != "" {
		b, err := h.newBlank(ctx, r)
		if err != nil {
			return httpapi.Response{}, err
		}
		b.Values = typed(r)
		return httpapi.HTML(http.StatusOK, h.Pages, r.Page("form", h.item.Name, b))
	}
	form, err := h.read(r)
	if err != nil {
		return h.again(ctx, r, err)
	}
	at, limits := h.Now(), LimitsOf(r.Caller.ID, PreCheckLimits...)
	if err := h.Limited(ctx, h.before(a, limits)); err != nil {
		return httpapi.Response{}, err
	}
	assessment, facts, err := h.assess(ctx, a, form, at)
	if err != nil {
		return httpapi.Response{}, err
	}
	if failedKey(facts, a.ID) {
		limits = append(limits, failedKeys(a)...)
	}
	if err := h.logReads(ctx, facts, a, Read{At: at, Purpose: "pre-check", Service: h.item.Slug}, limits...); err != nil {
		return httpapi.Response{}, err
	}
	if a.Agent.ID != "" {
		assessment = assessment.forAgent()
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, assessment)
	}
	b, err := h.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	b.Values, b.Assessment = typed(r), &assessment
	b.Answers = answers(h.fields, b.Values)
	return httpapi.HTML(http.StatusOK, h.Pages, r.Page("check", h.item.Name, b))
}

func (h *handler[F]) apply(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	key, err := idempotencyKeyOf(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	form, err := h.read(r)
	if err != nil {
		return h.again(ctx, r, err)
	}
	application, replayed, err := h.submit(ctx, a, form, key)
	if err != nil {
		return httpapi.Response{}, err
	}
	location := "/applications/" + application.Number
	if r.WantsHTML() { // a browser's form may have a saved draft
		if !replayed {
			h.forget(ctx, a)
		}
		return httpapi.Redirect(location), nil
	}
	receipt := h.Receipt
	if !replayed {
		receipt = h.fresh
	}
	answer, err := receipt(ctx, application)
	if err != nil {
		return httpapi.Response{}, err
	}
	if a.Agent.ID != "" {
		answer = answer.forAgent()
	}
	answer = answer.At(h.items)
	response, err := httpapi.JSON(http.StatusCreated, answer)
	if err != nil {
		return httpapi.Response{}, err
	}
	response.Headers["Location"] = location
	if replayed {
		response.Headers["Idempotency-Replayed"] = "true"
	}
	return response, nil
}

// again shows a browser its form with all errors; a program gets the problem.
func (h *handler[F]) again(ctx context.Context, r *httpapi.Request, fault error) (httpapi.Response, error) {
	p, ok := fault.(*problem.Problem)
	if !ok || p.Code != "invalid-form" || !r.WantsHTML() {
		return httpapi.Response{}, fault
	}
	b, err := h.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	b.Values, b.Problem = typed(r), p
	title := lang.F("%s：%s", "%s: %s", problem.Faults(len(p.Errors)), h.item.Name)
	return httpapi.HTML(httpapi.StatusOf(p.Code), h.Pages, r.Page("form", title, b))
}

// maxKey is the maximum length of an idempotency key, in bytes.
const maxKey = 255

// idempotencyKeyOf returns the request's idempotency key: a program's header, or the hidden field
// of a browser's form. It is not part of the service's form.
func idempotencyKeyOf(r *httpapi.Request) (string, error) {
	key := strings.Trim(r.Header("Idempotency-Key"), `"`)
	if key == "" {
		key = r.Query("key")
	}
	printable := strings.IndexFunc(key, func(c rune) bool { return c < 0x21 || c > 0x7e }) < 0
	if len(key) > maxKey || !printable {
		return "", problem.New("malformed-request", lang.F(
			"幂等键应为不超过 %d 个可见 ASCII 字符。", "An idempotency key can have at most %d visible ASCII characters.", maxKey))
	}
	return key, nil
}

// typed returns the values as entered, to show the form again.
func typed(r *httpapi.Request) url.Values {
	body, mediaType, err := r.Body()
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		return nil
	}
	values, err := form.Post(body)
	if err != nil {
		return nil
	}
	return values
}

func marshalForm(form any) (json.RawMessage, error) {
	raw, err := json.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("encoding the form: %w", err)
	}
	return raw, nil
}
