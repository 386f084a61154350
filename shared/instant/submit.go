package instant

import (
	"context"
	"errors"
	"fmt"

	"miaoban/shared/certificate"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// maxAttempts bounds how often an application is decided again because another
// commit came first.
const maxAttempts = 8

// submit takes an application in: exactly once for its idempotency key, and
// exactly once for what it claims. What was not rejected answers the very same
// application for a day, with a key or without. Replayed reports that the answer
// was given before.
func (d *desk[F, P]) submit(ctx context.Context, a Applicant, form F, key string) (application *Application, replayed bool, err error) {
	at := d.Now()
	raw, err := marshalForm(form)
	if err != nil {
		return nil, false, err
	}
	same := digest(d.Item.Slug, a.ID, raw)
	if err := d.keepPolicy(ctx); err != nil {
		return nil, false, err
	}
	for range maxAttempts {
		if earlier, err := d.earlier(ctx, a, key, same); err != nil || earlier != nil {
			return earlier, true, err
		}
		c, err := d.gather(ctx, a, form, at)
		if err != nil {
			return nil, false, err
		}
		application, err := d.decide(c)
		if err != nil {
			return nil, false, err
		}
		if err := d.issue(application, c); err != nil {
			return nil, false, err
		}
		err = d.commit(ctx, application, d.Claims(c), key)
		var lost *store.Conflict
		if errors.As(err, &lost) {
			continue // somebody else came first: look again, and decide on what is there now
		}
		if errors.Is(err, store.ErrAmbiguous) {
			return d.inDoubt(ctx, application.Number)
		}
		if errors.Is(err, store.ErrBusy) {
			return nil, false, busy()
		}
		return application, false, err
	}
	return nil, false, busy()
}

// earlier is the application that was made under the idempotency key, which must
// have been the same one, or the same one that was made today; nil when there is
// neither.
func (d *desk[F, P]) earlier(ctx context.Context, a Applicant, key, same string) (*Application, error) {
	keys := []store.Key{sameKey(same)}
	if key != "" {
		keys = []store.Key{idempotencyKey(d.Item.Slug, a.ID, key), sameKey(same)}
	}
	for _, k := range keys {
		item, err := d.Store.Get(ctx, k)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("looking for an earlier application: %w", err)
		}
		earlier, err := LoadApplication(ctx, d.Store, string(item.Body))
		if err != nil {
			return nil, err
		}
		if earlier.Digest != same {
			p := httpapi.NewProblem("idempotency-key-reused", lang.F(
				"该幂等键已用于申请 %s，内容与本次不同；请换一个新的键。",
				"This key was used for application %s, with other content; please use a new one.", earlier.Number))
			p.Application = earlier.Number
			return nil, p
		}
		return earlier, nil
	}
	return nil, nil
}

// issue numbers the application, and makes what its approval grants.
func (d *desk[F, P]) issue(application *Application, c Case[F, P]) error {
	serial, err := newSerial(d.Random)
	if err != nil {
		return err
	}
	application.Serial = serial
	application.Number = applicationNumber(c.At, serial)
	if application.Outcome == Approved {
		application.Grants, err = d.grants(application, c)
	}
	return err
}

func (d *desk[F, P]) grants(application *Application, c Case[F, P]) (*Grants, error) {
	grants := d.Issue(c, application.Serial)
	id := certificate.Identifier{
		Type: grants.Certificate.Type, Issuer: grants.Certificate.IssuerCode,
		Serial: application.Received.Format("20060102") + application.Serial.Text(8, crockford), Version: 1,
	}
	number, err := id.Number()
	if err != nil {
		return nil, fmt.Errorf("%s: numbering the certificate: %w", d.Item.Slug, err)
	}
	grants.Certificate.Number = number
	return &grants, nil
}

// inDoubt finds out whether a commit was made whose answer was lost.
func (d *desk[F, P]) inDoubt(ctx context.Context, number string) (*Application, bool, error) {
	application, err := LoadApplication(ctx, d.Store, number)
	if errors.Is(err, store.ErrNotFound) {
		p := httpapi.NewProblem("in-doubt", lang.T(
			"暂时无法确认本次是否受理；请稍后用同样的内容重试，不会重复办理。",
			"It cannot be told yet whether this was done. Please send the same again shortly; it will not be done twice."))
		p.RetryAfter = retryAfter
		return nil, false, p
	}
	return application, false, err
}

const retryAfter = 2 // seconds

func busy() *httpapi.Problem {
	p := httpapi.NewProblem("busy", lang.T(
		"本次没有受理成功，也没有重复办理；请稍后重试，使用同一幂等键重试是安全的。",
		"Nothing was done, and nothing was done twice. Please try again shortly; with the same idempotency key it is safe."))
	p.RetryAfter = retryAfter
	return p
}
