package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
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
		"POST " + root + "/draft":        w.kept(w.save),
		"POST " + root + "/eligibility":  w.kept(w.check),
		"POST " + root + "/applications": w.kept(w.apply),
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

// check is the pre-check. A browser's answers are saved, and it is sent to the page that shows them with
// the expected outcome: going back and reloading never send a form again.
func (h *handler[F]) check(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return h.toCheck(ctx, r, a)
	}
	form, err := h.read(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	assessment, err := h.preCheck(ctx, r, a, form)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.JSON(http.StatusOK, assessment)
}

// preCheck returns the expected outcome, within the limits of pre-checks. It logs what was read, and
// commits the other writes with it.
func (h *handler[F]) preCheck(
	ctx context.Context,
	r *httpapi.Request,
	a decision.Applicant,
	form F,
	more ...store.Write,
) (Assessment, error) {
	at, limits := h.Now(), LimitsOf(r.Caller.ID, PreCheckLimits...)
	if err := h.Limited(ctx, h.before(a, limits)); err != nil {
		return Assessment{}, err
	}
	assessment, facts, err := h.assess(ctx, a, form, at)
	if err != nil {
		return Assessment{}, err
	}
	if failedKey(facts, a.ID) {
		limits = append(limits, failedKeys(a)...)
	}
	if err := h.logReads(ctx, facts, a, Read{At: at, Purpose: "pre-check", Service: h.item.Slug}, limits, more...); err != nil {
		return Assessment{}, err
	}
	if a.Agent.ID != "" {
		assessment = assessment.forAgent()
	}
	return assessment, nil
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
	if r.WantsHTML() && invalid(err) {
		return h.toCheck(ctx, r, a) // the page names the errors
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	application, replayed, err := h.submit(ctx, a, form, key)
	if err != nil {
		return httpapi.Response{}, err
	}
	location := "/applications/" + application.Number
	if r.WantsHTML() { // a browser's form is a saved draft
		h.submitted(ctx, a, application.Number)
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

func marshalForm(form any) (json.RawMessage, error) {
	raw, err := json.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("encoding the form: %w", err)
	}
	return raw, nil
}
