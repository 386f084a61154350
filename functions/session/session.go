// Package session signs citizens in and out with their identity provider, by
// OpenID Connect's code flow with PKCE. What it leaves in the browser is the
// provider's ID token, in a cookie that no script can read; the authorizer
// verifies it with each request.
package session

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// Routes are the function's handlers, as the environment sets them up:
//
//	ISSUER      the identity provider
//	AUDIENCE    what the portal is called there (client_id); it has no secret
func Routes(getenv func(string) string, pages httpapi.Pages, now func() time.Time) (httpapi.Routes, error) {
	s := &session{issuer: getenv("ISSUER"), client: getenv("AUDIENCE"), pages: pages, now: now}
	if s.issuer == "" || s.client == "" {
		return nil, errors.New("session: ISSUER and AUDIENCE must be set")
	}
	return httpapi.Routes{
		"GET /sign-in":          s.begin,
		"GET /sign-in/callback": s.finish,
		"POST /sign-out":        s.end,
	}, nil
}

type session struct {
	issuer string
	client string
	pages  httpapi.Pages
	now    func() time.Time

	mu    sync.Mutex
	found *oidc.Provider // the provider as it describes itself; nil until it was asked
}

// begin sends the browser to the provider.
func (s *session) begin(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	config, _, err := s.provider(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	a := newAttempt(r.Query("return"))
	response := httpapi.Redirect(config.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)))
	response.Cookies = []string{a.cookie(r.Secure())}
	return response, nil
}

// finish takes the browser back from the provider.
func (s *session) finish(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := attemptOf(r)
	if err != nil || subtle.ConstantTimeCompare([]byte(a.State), []byte(r.Query("state"))) == 0 {
		return httpapi.Response{}, failed("登录已超时，或不是从本站开始的。", "It took too long, or was not begun on this site.")
	}
	if r.Query("error") != "" {
		return httpapi.Response{}, failed("身份认证平台没有同意登录。", "The identity provider did not agree to it.")
	}
	config, verifier, err := s.provider(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	tokens, err := config.Exchange(ctx, r.Query("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError {
			return httpapi.Response{}, failed("登录凭证已失效或已用过。", "The code has expired or was used before.")
		}
		return httpapi.Response{}, unavailable(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, err := verifier.Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) == 0 {
		return httpapi.Response{}, failed("身份认证平台的答复不可信。", "The identity provider's answer cannot be trusted.")
	}
	response := httpapi.Redirect(a.Return)
	response.Cookies = []string{
		cookie(httpapi.SessionCookie, raw, "/", int(token.Expiry.Sub(s.now()).Seconds()), r.Secure()),
		cookie(attemptCookie, "", attemptPath, -1, r.Secure()),
	}
	return response, nil
}

// Farewell is the page after signing out here, where the provider goes on.
type Farewell struct {
	Provider string `json:"provider"` // where to sign out there too
}

// end signs out here. Where the provider has a session of its own, a page leads
// there: browsers let no form be sent on to another site.
func (s *session) end(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	response := httpapi.Redirect("/")
	if _, _, err := s.provider(ctx, r); err == nil { // else one is out of here at least
		if there := s.farewell(r); there != "" {
			r.Caller = identity.Caller{}
			page := r.Page("signedout", lang.T("已退出登录", "Signed out"), Farewell{there})
			if response, err = httpapi.HTML(http.StatusOK, s.pages, page); err != nil {
				return response, err
			}
		}
	}
	response.Cookies = []string{cookie(httpapi.SessionCookie, "", "/", -1, r.Secure())}
	return response, nil
}

// farewell is where the provider ends its own session (RP-initiated logout); empty
// where it does not.
func (s *session) farewell(r *httpapi.Request) string {
	var offers struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := s.found.Claims(&offers); err != nil || offers.EndSession == "" {
		return ""
	}
	return offers.EndSession + "?" + url.Values{"client_id": {s.client}, "post_logout_redirect_uri": {r.Origin() + "/"}}.Encode()
}

// provider is how to talk to the provider, and how to verify what it says.
func (s *session) provider(ctx context.Context, r *httpapi.Request) (oauth2.Config, *oidc.IDTokenVerifier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.found == nil {
		// The keys are fetched again when they change, long after this request.
		found, err := oidc.NewProvider(context.WithoutCancel(ctx), s.issuer)
		if err != nil {
			return oauth2.Config{}, nil, unavailable(err)
		}
		s.found = found
	}
	config := oauth2.Config{
		ClientID: s.client, Endpoint: s.found.Endpoint(), Scopes: []string{oidc.ScopeOpenID, "profile"},
		RedirectURL: r.Origin() + attemptPath + "/callback",
	}
	return config, s.found.Verifier(&oidc.Config{ClientID: s.client, Now: s.now, SupportedSigningAlgs: []string{oidc.ES256, oidc.RS256}}), nil
}

func failed(zh, en string) error {
	return httpapi.NewProblem("sign-in-failed", lang.T(zh+"请从首页重新登录。", en+" Please sign in again from the front page."))
}

// unavailable is the problem of a provider that does not answer; why is for the
// operator.
func unavailable(err error) error {
	p := httpapi.NewProblem("sign-in-unavailable", lang.T("身份认证平台暂时没有回应，请稍后再试。", "The identity provider does not answer. Please try again shortly."))
	p.RetryAfter = 5
	return fmt.Errorf("%w: %w", p, err)
}
