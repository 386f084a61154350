// Package authorizer identifies the caller. It verifies the caller's token against the issuer's
// keys and the list of withdrawn sessions. It never refuses a request: it passes on who the caller
// is, or why the caller is not known, so that each function gives its own answer.
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

// RolesLast is how long a token with roles is accepted after it was signed. After that, the
// official signs in again, so that a role which the issuer has withdrawn ends.
const RolesLast = time.Hour

// Authorizer verifies the tokens of one issuer.
type Authorizer struct {
	verifier *token.Verifier
	sessions store.Store
	now      func() time.Time
	log      *slog.Logger
}

// New reads its settings from the environment; sessions is the store that lists withdrawn sessions:
//
// ISSUER      issuer whose tokens are accepted
// AUDIENCE    audience that the tokens must name
// JWKS_URL    where the issuer publishes its keys
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

// Response is the authorizer's answer to API Gateway.
type Response = events.APIGatewayV2CustomAuthorizerSimpleResponse

// Authorize identifies the caller; one who is not known has a Reason. The only error is an event of
// another kind, for which the gateway would not understand the answer.
func (a *Authorizer) Authorize(ctx context.Context, event events.APIGatewayV2CustomAuthorizerV2Request) (Response, error) {
	if event.Version != "2.0" {
		return Response{}, fmt.Errorf("authorizer: it answers events with payload format 2.0, not %q", event.Version)
	}
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

// errClaims reports a valid token that lacks required claims.
var errClaims = errors.New("the token lacks required claims")

// nobody returns an anonymous caller with the reason why the token was not accepted.
func (a *Authorizer) nobody(ctx context.Context, err error) identity.Caller {
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return identity.Caller{Reason: "expired"}
	case errors.Is(err, token.ErrUnavailable):
		a.log.WarnContext(ctx, "a token cannot be verified", "error", err.Error())
		return identity.Caller{Reason: "unavailable"}
	case errors.Is(err, errClaims):
		a.log.WarnContext(ctx, "a token is not accepted", "error", err.Error())
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
	id, err := identity.ParsePerson(c.IDNumber, calendar.Of(a.now()))
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

// bearer returns the token from the Authorization header (programs) or from the cookie (browsers).
func bearer(event events.APIGatewayV2CustomAuthorizerV2Request) (raw string, byHeader bool) {
	for name, value := range event.Headers {
		if scheme, token, ok := strings.Cut(value, " "); ok && strings.EqualFold(name, "authorization") &&
			strings.EqualFold(scheme, "bearer") {
			return strings.TrimSpace(token), true
		}
	}
	r := httpapi.Request{Event: events.APIGatewayV2HTTPRequest{Headers: event.Headers, Cookies: event.Cookies,
		RequestContext: event.RequestContext}}
	return r.Session(), false
}
