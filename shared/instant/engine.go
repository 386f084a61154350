package instant

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"sync/atomic"
	"time"

	"github.com/go-playground/validator/v10"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Engine is what all services of a process share: the world outside the rules.
type Engine struct {
	Store  store.Store
	Source registry.Source
	Audit  *audit.Log
	Pages  httpapi.Pages
	Log    *slog.Logger
	Now    func() time.Time
	Random io.Reader
	// Patience is how long shared data may take to answer; what is later is
	// unknown. Zero means two seconds.
	Patience time.Duration
}

// desk is a service at work in an engine: its policy loaded, its form read.
type desk[F, P any] struct {
	*Engine
	Service[F, P]
	policy    P
	version   string // of the policy document
	fields    []Field
	validator *validator.Validate
	kept      atomic.Bool // the policy document is in the store
}

func newDesk[F, P any](e *Engine, s Service[F, P]) (*desk[F, P], error) {
	d := &desk[F, P]{Engine: e, Service: s}
	var err error
	if d.policy, d.version, err = policy.Load[P](s.Policy); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Item.Slug, err)
	}
	if d.fields, err = fieldsOf(reflect.TypeFor[F]()); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Item.Slug, err)
	}
	if d.validator, err = NewValidator(); err != nil {
		return nil, err
	}
	return d, nil
}

// read decodes and validates a body. All faults come back in one problem.
func (d *desk[F, P]) read(r *httpapi.Request) (F, error) {
	var form F
	body, mediaType, err := r.Body()
	if err != nil {
		return form, err
	}
	faults, err := decode(body, mediaType, d.fields, reflect.ValueOf(&form).Elem())
	if err != nil {
		return form, err
	}
	invalid, err := validate(d.validator, &form, d.fields)
	if err != nil {
		return form, err
	}
	if faults = append(faults, notYetNamed(faults, invalid)...); len(faults) > 0 {
		p := httpapi.NewProblem("invalid-form", lang.F("共有 %d 处需要更正，已全部列出。", "%d to correct; all are listed.", len(faults)))
		p.Errors = faults
		return form, p
	}
	return form, nil
}

// notYetNamed leaves out what is invalid only because it could not be decoded.
func notYetNamed(faults, invalid []httpapi.FieldError) []httpapi.FieldError {
	var rest []httpapi.FieldError
	for _, i := range invalid {
		named := false
		for _, f := range faults {
			named = named || f.Pointer == i.Pointer
		}
		if !named {
			rest = append(rest, i)
		}
	}
	return rest
}

// ApplicantOf is the caller as an applicant, who must be signed in.
func ApplicantOf(c identity.Caller) (Applicant, error) {
	if c.SignedIn() {
		return Applicant{ID: c.ID, Name: c.Name}, nil
	}
	switch c.Reason {
	case "expired":
		return Applicant{}, httpapi.NewProblem("token-expired", lang.T("登录后可以继续。", "Sign in to go on."))
	case "invalid":
		return Applicant{}, httpapi.NewProblem("token-invalid", lang.T("登录后可以继续。", "Sign in to go on."))
	default:
		return Applicant{}, httpapi.NewProblem("unauthenticated", lang.T("登录后可以继续。", "Sign in to go on."))
	}
}

// maxRounds bounds how often one fact may lead to the need for another.
const maxRounds = 4

// gather makes the case: what shared data knows, and how the claims stand.
func (d *desk[F, P]) gather(ctx context.Context, a Applicant, form F, at time.Time) (Case[F, P], error) {
	c := Case[F, P]{Form: form, Applicant: a, Policy: d.policy, At: at}
	patience := d.Patience
	if patience == 0 {
		patience = 2 * time.Second
	}
	deadline, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for range maxRounds {
		var open []registry.Query
		for _, q := range d.Needs(c) {
			if q.Key != "" && !c.Facts.Answered(q) {
				open = append(open, q)
			}
		}
		if len(open) == 0 {
			break
		}
		c.Facts = append(c.Facts, registry.Gather(deadline, d.Source, open, at)...)
	}
	var err error
	c.Holdings, err = d.holdings(ctx, d.Claims(c), a)
	return c, err
}

// rules are the newest rules in force for the case.
func (s Service[F, P]) rules(c Case[F, P]) (Rules[F, P], error) {
	var newest Rules[F, P]
	for _, r := range s.Rules {
		if !c.Today().Before(r.From) {
			newest = r
		}
	}
	if newest.Decide == nil {
		return newest, fmt.Errorf("%s: no rules are in force on %s", s.Item.Slug, c.Today())
	}
	return newest, nil
}

// decide makes the record of an application that is decided but not committed.
func (d *desk[F, P]) decide(c Case[F, P]) (*Application, error) {
	rules, err := d.rules(c)
	if err != nil {
		return nil, err
	}
	form, err := marshalForm(c.Form)
	if err != nil {
		return nil, err
	}
	findings := rules.Decide(c)
	return &Application{
		Service: d.Item.Slug, Title: d.Item.Name, Applicant: c.Applicant, Received: c.At,
		Form: form, Digest: digest(d.Item.Slug, c.Applicant.ID, form),
		Facts: c.Facts, Holdings: c.Holdings, Policy: d.version, Rules: rules.Version,
		Outcome: Conclude(findings), Findings: findings,
	}, nil
}

// assess answers a pre-check: the same rules, nothing kept but the fact that
// data was read.
func (d *desk[F, P]) assess(ctx context.Context, a Applicant, form F) (Assessment, error) {
	c, err := d.gather(ctx, a, form, d.Now())
	if err != nil {
		return Assessment{}, err
	}
	application, err := d.decide(c)
	if err != nil {
		return Assessment{}, err
	}
	if err := d.logReads(ctx, c.Facts, a, c.At, "pre-check"); err != nil {
		return Assessment{}, err
	}
	return Assessment{
		Service: application.Service, Title: application.Title,
		Outcome: application.Outcome, OutcomeText: application.Outcome.Text(),
		Findings: application.Findings, EligibleFrom: EligibleFrom(application.Findings),
		DataUse: dataUse(c.Facts), Rules: application.Rules, Policy: application.Policy,
	}, nil
}

// digest names what was applied for, by whom, with what: two submissions of the
// same application have the same.
func digest(service, applicant string, form []byte) string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(service), []byte(applicant), form} {
		fmt.Fprintf(h, "%d:", len(part))
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}
