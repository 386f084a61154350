package instant

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// maxAttempts is how often an application is decided again after a conflict.
const maxAttempts = 8

// submit processes an application exactly once per idempotency key, and exactly once for its
// claims. Within a day an identical application that was not rejected returns the first one, with
// or without a key. replayed reports that an earlier application is returned.
func (h *handler[F]) submit(
	ctx context.Context,
	a decision.Applicant,
	form F,
	key string,
) (application *Application, replayed bool, err error) {
	at := h.Now()
	raw, err := marshalForm(form)
	if err != nil {
		return nil, false, err
	}
	same, limits := digest(h.item.Slug, a.ID, raw), applicationLimits(a)
	for attempt := range maxAttempts {
		if earlier, err := h.earlier(ctx, a, key, same); err != nil || earlier != nil {
			return earlier, true, err
		}
		if attempt == 0 { // the commit enforces it
			if err := h.Limited(ctx, h.before(a, limits)); err != nil {
				return nil, false, err
			}
		}
		drafts, err := h.draft(ctx, a, form, at)
		if err != nil {
			return nil, false, err
		}
		h.settlePlaces(ctx, drafts)
		application, counted := drafts[0].application, limits
		if slices.ContainsFunc(drafts, func(d draft) bool { return failedKey(d.application.Facts, a.ID) }) {
			counted = append(slices.Clip(limits), failedKeys(a)...)
		}
		err = h.commit(ctx, drafts, key, counted)
		var lost *store.Conflict
		if lapsed(err) {
			return nil, false, noMandate()
		}
		if errors.As(err, &lost) {
			continue // a conflict: decide again on the current state
		}
		if errors.Is(err, store.ErrAmbiguous) {
			return h.inDoubt(ctx, application.Number)
		}
		if errors.Is(err, store.ErrBusy) {
			return nil, false, problem.Busy()
		}
		if err == nil {
			h.measure(ctx, drafts)
		}
		return application, false, err
	}
	return nil, false, problem.Busy()
}

// measure reports the committed decisions to Metrics.
func (e *Engine) measure(ctx context.Context, drafts []draft) {
	for _, d := range drafts {
		unknown := 0
		for _, f := range d.application.Facts {
			if !f.State.Knowledge() {
				unknown++
			}
		}
		e.Metrics.Decided(ctx, d.application.Service, string(d.application.Outcome), e.Now().Sub(d.application.Received), unknown)
	}
}

// earlier returns the application with the idempotency key, whose content must be the same, or the
// identical one of today; nil if there is neither.
func (h *handler[F]) earlier(ctx context.Context, a decision.Applicant, key, same string) (*Application, error) {
	keys := []store.Key{sameKey(same)}
	if key != "" {
		keys = []store.Key{idempotencyKey(h.item.Slug, a, key), sameKey(same)}
	}
	for _, k := range keys {
		item, err := h.Store.Get(ctx, k)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("looking for an earlier application: %w", err)
		}
		earlier, err := LoadApplication(ctx, h.Store, string(item.Body))
		if err != nil {
			return nil, err
		}
		if earlier.Digest != same {
			p := problem.New("idempotency-key-reused", lang.F(
				"该幂等键已用于申请 %s，内容与本次不同；请换一个新的键。",
				"This key was already used for application %s with different content. Please use a new key.", earlier.Number))
			p.Application = earlier.Number
			return nil, p
		}
		if g := earlier.Applicant.Agent; a.Agent.ID != "" && (g.ID != a.Agent.ID || g.Mandate != a.Agent.Mandate) {
			return nil, problem.New("already-requested", lang.T(
				"该事项已经申请过，无需重复提交；结果请由本人查看。",
				"This was already applied for; there is no need to apply again. The applicant can see the result.",
			))
		}
		return earlier, nil
	}
	return nil, nil
}

// inDoubt finds out whether an ambiguous commit was made.
func (h *handler[F]) inDoubt(ctx context.Context, number string) (*Application, bool, error) {
	application, err := LoadApplication(ctx, h.Store, number)
	if errors.Is(err, store.ErrNotFound) {
		p := problem.New("in-doubt", lang.T(
			"暂时无法确认本次是否受理；请稍后用同样的内容重试，不会重复办理。",
			"It is not yet known whether this was processed. Please send the same request again in a moment; it "+
				"will not be processed twice.",
		))
		p.RetryAfter = problem.RetryAfter
		return nil, false, p
	}
	return application, false, err
}
