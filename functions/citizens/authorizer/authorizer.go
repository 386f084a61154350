// Package authorizer finds out who calls: it verifies the caller's token against
// the issuer's keys and the list of those that were withdrawn. It lets everybody
// through, and says to the functions who it is or why nobody is known, so that each
// answers in its own words.
package authorizer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/coreos/go-oidc/v3/oidc"

	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/store"
	"miaoban/shared/token"
	"miaoban/shared/tracing"
)

// RolesLast is for how long after it was signed a token that gives roles is taken. Whoever
// is in office is asked of the issuer again after it, so that a role that the issuer has
// taken back ends.
const RolesLast = time.Hour

// Authorizer verifies tokens of one issuer.
type Authorizer struct {
	verifier *token.Verifier
	sessions store.Store
	now      func() time.Time
	log      *slog.Logger
}

// New is the authorizer that the environment sets up, with the store that lists withdrawn
// sessions:
//
//	ISSUER      whose tokens are taken
//	AUDIENCE    whom they must be for
//	JWKS_URL    where the issuer publishes its keys
func New(getenv func(string) string, sessions store.Store, now func() time.Time, log *slog.Logger) (*Authorizer, error) {
	issuer, audience, keys := getenv("ISSUER"), getenv("AUDIENCE"), getenv("JWKS_URL")
	if issuer == "" || audience == "" || keys == "" {
		return nil, errors.New("authorizer: ISSUER, AUDIENCE and JWKS_URL must be set")
	}
	return &Authorizer{
		verifier: token.NewVerifier(issuer, audience, token.NewKeys(keys, now), now),
		sessions: sessions, now: now, log: log,
	}, nil
}

// Response is the answer of an authorizer to API Gateway.
type Response = events.APIGatewayV2CustomAuthorizerSimpleResponse

// Authorize finds out who calls.
func (a *Authorizer) Authorize(ctx context.Context, event events.APIGatewayV2CustomAuthorizerV2Request) (Response, error) {
	ctx = tracing.With(ctx, event.RequestContext.RequestID)
	caller := a.caller(ctx, event)
	return Response{IsAuthorized: true, Context: caller.Context()}, nil
}

func (a *Authorizer) caller(ctx context.Context, event events.APIGatewayV2CustomAuthorizerV2Request) identity.Caller {
	raw, byHeader := bearer(event)
	if raw == "" {
		return identity.Caller{Reason: "anonymous"}
	}
	verified, err := a.verifier.Verify(ctx, raw)
	if err != nil {
		return a.nobody(ctx, err)
	}
	caller, err := a.claims(verified)
	if err != nil {
		return a.nobody(ctx, err)
	}
	switch withdrawn, err := token.Withdrawn(ctx, a.sessions, caller.Session); {
	case err != nil:
		return a.nobody(ctx, err)
	case withdrawn:
		return identity.Caller{Reason: "invalid"}
	}
	caller.ByHeader = byHeader
	return caller
}

// errClaims is of a token of the issuer that lacks what it should say.
var errClaims = errors.New("a token of the issuer lacks what it should say")

// nobody is the caller whose token did not stand.
func (a *Authorizer) nobody(ctx context.Context, err error) identity.Caller {
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return identity.Caller{Reason: "expired"}
	case errors.Is(err, token.ErrUnavailable):
		a.log.WarnContext(ctx, "a token cannot be verified", "error", err.Error())
		return identity.Caller{Reason: "unavailable"}
	case errors.Is(err, errClaims):
		a.log.WarnContext(ctx, "a token is not taken", "error", err.Error())
	}
	return identity.Caller{Reason: "invalid"}
}

func (a *Authorizer) claims(verified *oidc.IDToken) (identity.Caller, error) {
	var c struct {
		IDNumber string   `json:"id_number"`
		Name     string   `json:"name"`
		Roles    []string `json:"roles"`
	}
	if err := verified.Claims(&c); err != nil {
		return identity.Caller{}, fmt.Errorf("%w: %w", errClaims, err)
	}
	id, err := identity.ParseIDNumber(c.IDNumber, calendar.Of(a.now()))
	if err != nil {
		return identity.Caller{}, fmt.Errorf("%w: %w", errClaims, err)
	}
	if until := verified.IssuedAt.Add(RolesLast); len(c.Roles) > 0 && !a.now().Before(until) {
		return identity.Caller{}, &oidc.TokenExpiredError{Expiry: until}
	}
	session, err := token.ID(verified)
	if err != nil {
		return identity.Caller{}, fmt.Errorf("%w: %w", errClaims, err)
	}
	return identity.Caller{ID: string(id), Name: c.Name, Roles: c.Roles, Session: session, Until: verified.Expiry}, nil
}

// bearer is the token of a program's header, or of a browser's cookie.
func bearer(event events.APIGatewayV2CustomAuthorizerV2Request) (raw string, byHeader bool) {
	for name, value := range event.Headers {
		if scheme, token, ok := strings.Cut(value, " "); ok && strings.EqualFold(name, "authorization") && strings.EqualFold(scheme, "bearer") {
			return strings.TrimSpace(token), true
		}
	}
	r := httpapi.Request{Event: events.APIGatewayV2HTTPRequest{Headers: event.Headers, Cookies: event.Cookies, RequestContext: event.RequestContext}}
	return r.Session(), false
}
