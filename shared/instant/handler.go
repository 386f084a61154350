package instant

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Offering is a service, whatever its form and policy: what the catalogue, the
// host and the replay need of it.
type Offering interface {
	About() Item
	Routes(*Engine) (httpapi.Routes, error)
	Replay(ctx context.Context, from store.Store, a *Application) ([]Difference, error)
}

// About is the service's entry in the catalogue.
func (s Service[F, P]) About() Item { return s.Item }

// Routes are the service's handlers in an engine.
func (s Service[F, P]) Routes(e *Engine) (httpapi.Routes, error) {
	d, err := newDesk(e, s)
	if err != nil {
		return nil, err
	}
	root := "/services/" + s.Item.Slug
	return httpapi.Routes{
		"GET " + root:                    d.about,
		"GET " + root + "/application":   d.blank,
		"POST " + root + "/eligibility":  d.precheck,
		"POST " + root + "/applications": d.apply,
	}, nil
}

// Guide is what the page of a service shows.
type Guide struct {
	Item   Item    `json:"item"`
	Fields []Field `json:"fields"`
}

func (d *desk[F, P]) about(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Either(r, d.Pages, http.StatusOK, r.Page("service", d.Item.Name, Guide{d.Item, d.fields}))
}

// Blank is what the form's page shows: the fields, and what is known already and
// so not asked for (免填).
type Blank struct {
	Item       Item                 `json:"item"`
	Applicant  string               `json:"applicant"`
	Fields     []Field              `json:"fields"`
	Prefilled  []registry.Reference `json:"prefilled"`
	Key        string               `json:"idempotency_key"` // makes a second click on the same form harmless
	Values     url.Values           `json:"-"`               // as typed, when the form comes back with errors
	Problem    *httpapi.Problem     `json:"-"`
	Assessment *Assessment          `json:"-"`
}

// blank answers with the empty form, filled with what shared data knows of the
// applicant.
func (d *desk[F, P]) blank(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	b, err := d.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, d.Pages, http.StatusOK, r.Page("form", d.Item.Name, b))
}

func (d *desk[F, P]) newBlank(ctx context.Context, r *httpapi.Request) (*Blank, error) {
	a, err := ApplicantOf(r.Caller)
	if err != nil {
		return nil, err
	}
	var empty F
	c, err := d.gather(ctx, a, empty, d.Now())
	if err != nil {
		return nil, err
	}
	if err := d.logReads(ctx, c.Facts, a, c.At, "prefill"); err != nil {
		return nil, err
	}
	serial, err := newSerial(d.Random)
	if err != nil {
		return nil, err
	}
	return &Blank{
		Item: d.Item, Applicant: a.Name, Fields: d.fields, Key: applicationNumber(c.At, serial),
		Prefilled: registry.References(c.Facts, d.Needs(c)),
	}, nil
}

func (d *desk[F, P]) precheck(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	form, err := d.read(r)
	if err != nil {
		return d.again(ctx, r, err)
	}
	assessment, err := d.assess(ctx, a, form)
	if err != nil {
		return httpapi.Response{}, err
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, assessment)
	}
	b, err := d.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	b.Values, b.Assessment = typed(r), &assessment
	return httpapi.HTML(http.StatusOK, d.Pages, r.Page("form", d.Item.Name, b))
}

func (d *desk[F, P]) apply(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	key, err := idempotencyKeyOf(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	form, err := d.read(r)
	if err != nil {
		return d.again(ctx, r, err)
	}
	application, replayed, err := d.submit(ctx, a, form, key)
	if err != nil {
		return httpapi.Response{}, err
	}
	if !replayed {
		// The template's alarm on referrals counts these lines.
		d.Log.LogAttrs(ctx, slog.LevelInfo, "decided",
			slog.String("service", d.Item.Slug), slog.String("outcome", string(application.Outcome)))
	}
	location := "/applications/" + application.Number
	if r.WantsHTML() {
		return httpapi.Redirect(location), nil
	}
	response, err := httpapi.JSON(http.StatusCreated, NewReceipt(application))
	if err != nil {
		return httpapi.Response{}, err
	}
	response.Headers["Location"] = location
	if replayed {
		response.Headers["Idempotency-Replayed"] = "true"
	}
	return response, nil
}

// again shows a browser its form once more, with all that is to correct; a
// program gets the problem.
func (d *desk[F, P]) again(ctx context.Context, r *httpapi.Request, fault error) (httpapi.Response, error) {
	p, ok := fault.(*httpapi.Problem)
	if !ok || p.Code != "invalid-form" || !r.WantsHTML() {
		return httpapi.Response{}, fault
	}
	b, err := d.newBlank(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	b.Values, b.Problem = typed(r), p
	return httpapi.HTML(p.Status, d.Pages, r.Page("form", d.Item.Name, b))
}

// maxKey is the longest idempotency key, in bytes.
const maxKey = 255

// idempotencyKeyOf is the request's idempotency key: the header of a program, or
// the form's hidden field of a browser. It is part of the request, not of the form.
func idempotencyKeyOf(r *httpapi.Request) (string, error) {
	key := strings.Trim(r.Header("Idempotency-Key"), `"`)
	if key == "" {
		key = r.Query("key")
	}
	printable := strings.IndexFunc(key, func(c rune) bool { return c < 0x21 || c > 0x7e }) < 0
	if len(key) > maxKey || !printable {
		return "", httpapi.NewProblem("malformed-request", lang.F(
			"幂等键应为不超过 %d 个可见 ASCII 字符。", "An idempotency key has at most %d visible ASCII characters.", maxKey))
	}
	return key, nil
}

// typed is what was typed into the form, to show it again.
func typed(r *httpapi.Request) url.Values {
	body, mediaType, err := r.Body()
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		return nil
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil
	}
	return values
}

func marshalForm(form any) (json.RawMessage, error) {
	raw, err := json.Marshal(form)
	if err != nil {
		return nil, fmt.Errorf("keeping the form: %w", err)
	}
	return raw, nil
}
