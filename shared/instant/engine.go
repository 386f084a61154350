package instant

import (
	"context"
	"io"
	"log/slog"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/decision"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// Engine is what all services of a process share: store, shared data, clock, randomness and log.
type Engine struct {
	Store   store.Store
	Source  registry.Source
	Audit   *audit.Log
	Pages   httpapi.Pages
	Log     *slog.Logger
	Metrics Metrics
	Now     func() time.Time
	Random  io.Reader
	// Patience is the time limit for shared data; a later answer counts as unknown. Zero means two
	// seconds.
	Patience time.Duration
}

// Metrics receives each decision: service, outcome, duration, and the number of facts in an
// unknown state.
type Metrics interface {
	Decided(ctx context.Context, service, outcome string, took time.Duration, unknown int)
}

// ApplicantOf returns the caller as an applicant; a problem if they are not signed in.
func ApplicantOf(c identity.Caller) (decision.Applicant, error) {
	if c.SignedIn() {
		return decision.NewApplicant(c.ID, c.Name), nil
	}
	switch c.Reason {
	case "expired":
		return decision.Applicant{}, problem.New("token-expired", lang.T("登录后可以继续。", "Sign in to continue."))
	case "invalid":
		return decision.Applicant{}, problem.New("token-invalid", lang.T("登录后可以继续。", "Sign in to continue."))
	case "unavailable":
		p := problem.New("sign-in-unavailable", lang.T("暂时无法核对您的登录，请稍后再试，无需重新登录。",
			"Your sign-in cannot be verified at the moment. Please try again in a moment; you do not need to sign in again."))
		p.RetryAfter = problem.RetryAfter
		return decision.Applicant{}, p
	default:
		return decision.Applicant{}, problem.New("unauthenticated", lang.T("登录后可以继续。", "Sign in to continue."))
	}
}
