// Package authorizer finds out who calls: it verifies the caller's token against
// the issuer's keys. It lets everybody through, and says to the functions who it
// is or why nobody is known, so that each answers in its own words.
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
	"miaoban/shared/trail"
)

// Authorizer verifies tokens of one issuer.
type Authorizer struct {
	verifier *oidc.IDTokenVerifier
	now      func() time.Time
	log      *slog.Logger
}

// New is the authorizer that the environment sets up:
//
//	ISSUER      whose tokens are taken
//	AUDIENCE    whom they must be for
//	JWKS_URL    where the issuer publishes its keys
func New(getenv func(string) string, now func() time.Time, log *slog.Logger) (*Authorizer, error) {
	issuer, audience, keys := getenv("ISSUER"), getenv("AUDIENCE"), getenv("JWKS_URL")
	if issuer == "" || audience == "" || keys == "" {
		return nil, errors.New("authorizer: ISSUER, AUDIENCE and JWKS_URL must be set")
	}
	return &Authorizer{
		verifier: oidc.NewVerifier(issuer, oidc.NewRemoteKeySet(context.Background(), keys), &oidc.Config{
			ClientID: audience, Now: now, SupportedSigningAlgs: []string{oidc.ES256, oidc.RS256},
		}),
		now: now, log: log,
	}, nil
}

// Response is the answer of an authorizer to API Gateway.
type Response = events.APIGatewayV2CustomAuthorizerSimpleResponse

// Authorize finds out who calls.
func (a *Authorizer) Authorize(ctx context.Context, event events.APIGatewayV2CustomAuthorizerV2Request) (Response, error) {
	ctx = trail.With(ctx, event.RequestContext.RequestID)
	caller := a.caller(ctx, event)
	return Response{IsAuthorized: true, Context: caller.Context()}, nil
}

func (a *Authorizer) caller(ctx context.Context, event events.APIGatewayV2CustomAuthorizerV2Request) identity.Caller {
	token := bearer(event)
	if token == "" {
		return identity.Caller{Reason: "anonymous"}
	}
	verified, err := a.verifier.Verify(ctx, token)
	var expired *oidc.TokenExpiredError
	if errors.As(err, &expired) {
		return identity.Caller{Reason: "expired"}
	}
	if err != nil {
		return identity.Caller{Reason: "invalid"}
	}
	caller, err := claims(verified, calendar.Of(a.now()))
	if err != nil {
		a.log.WarnContext(ctx, "a token of the issuer lacks what it should say", "error", err.Error())
		return identity.Caller{Reason: "invalid"}
	}
	return caller
}

func claims(token *oidc.IDToken, today calendar.Date) (identity.Caller, error) {
	var c struct {
		IDNumber string   `json:"id_number"`
		Name     string   `json:"name"`
		Roles    []string `json:"roles"`
	}
	if err := token.Claims(&c); err != nil {
		return identity.Caller{}, fmt.Errorf("reading the claims: %w", err)
	}
	id, err := identity.ParseIDNumber(c.IDNumber, today)
	if err != nil {
		return identity.Caller{}, err
	}
	return identity.Caller{ID: string(id), Name: c.Name, Roles: c.Roles}, nil
}

// bearer is the token of a program's header, or of a browser's cookie.
func bearer(event events.APIGatewayV2CustomAuthorizerV2Request) string {
	for name, value := range event.Headers {
		if scheme, token, ok := strings.Cut(value, " "); ok && strings.EqualFold(name, "authorization") && strings.EqualFold(scheme, "bearer") {
			return strings.TrimSpace(token)
		}
	}
	for _, cookie := range event.Cookies {
		if token, ok := strings.CutPrefix(strings.TrimSpace(cookie), httpapi.SessionCookie+"="); ok {
			return token
		}
	}
	return ""
}
