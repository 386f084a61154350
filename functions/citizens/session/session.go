// Package session signs citizens in and out with their identity provider, by
// OpenID Connect's code flow with PKCE. What it leaves in the browser is the
// provider's ID token, in a cookie that no script can read; the authorizer
// verifies it with each request. Whoever signs out has it withdrawn.
package session

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"miaoban/shared/cache"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/token"
)

// Routes are the function's handlers, as the environment sets them up, with the store that
// lists withdrawn sessions:
//
//	ISSUER      the identity provider
//	AUDIENCE    what the portal is called there (client_id); it has no secret
func Routes(getenv func(string) string, sessions store.Store, pages httpapi.Pages, now func() time.Time) (httpapi.Routes, error) {
	s := &session{client: getenv("AUDIENCE"), sessions: sessions, pages: pages, now: now, http: token.Client()}
	issuer := getenv("ISSUER")
	if issuer == "" || s.client == "" {
		return nil, errors.New("session: ISSUER and AUDIENCE must be set")
	}
	s.found = cache.New(foundLast, foundWait, now, func(ctx context.Context) (*provider, error) { return s.find(ctx, issuer) })
	return httpapi.Routes{
		"GET /sign-in":          s.begin,
		"GET /sign-in/callback": s.finish,
		"POST /sign-out":        s.end,
	}, nil
}

// How long what the provider says of itself is used, how long a provider that does not
// answer is left alone, and how long the store may take to withdraw a session.
const (
	foundLast    = time.Hour
	foundWait    = 5 * time.Second
	withdrawWait = 5 * time.Second
)

type session struct {
	client   string
	sessions store.Store
	pages    httpapi.Pages
	now      func() time.Time
	http     *http.Client
	found    *cache.Value[*provider]
}

// provider is the provider as it describes itself.
type provider struct {
	endpoint   oauth2.Endpoint
	verifier   *token.Verifier
	endSession string // where it ends its own session (RP-initiated logout); empty where it does not
}

// begin sends the browser to the provider.
func (s *session) begin(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	p, err := s.found.Get(ctx)
	if err != nil {
		return httpapi.Response{}, unavailable(err)
	}
	a := newAttempt(r.Query("return"))
	config := s.config(p, r)
	response := httpapi.Redirect(config.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)))
	response.Cookies = a.cookies(r.Secure())
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
	p, err := s.found.Get(ctx)
	if err != nil {
		return httpapi.Response{}, unavailable(err)
	}
	config := s.config(p, r)
	tokens, err := config.Exchange(oidc.ClientContext(ctx, s.http), r.Query("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError {
			return httpapi.Response{}, failed("登录凭证已失效或已用过。", "The code has expired or was used before.")
		}
		return httpapi.Response{}, unavailable(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verified, err := p.verifier.Verify(ctx, raw)
	if errors.Is(err, token.ErrUnavailable) {
		return httpapi.Response{}, unavailable(err)
	}
	if err != nil || subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(a.Nonce)) == 0 {
		return httpapi.Response{}, failed("身份认证平台的答复不可信。", "The identity provider's answer cannot be trusted.")
	}
	response := httpapi.Redirect(a.Return)
	response.Cookies = a.sessionCookies(raw, int(verified.Expiry.Sub(s.now()).Seconds()), r.Secure())
	return response, nil
}

// Farewell is the page after signing out here, where the provider goes on.
type Farewell struct {
	Provider string `json:"provider"` // where to sign out there too
}

// end signs out here: the browser forgets its token whatever else fails, and the token is
// withdrawn, for whoever has a copy. Where the provider has a session of its own, a page
// leads there: browsers let no form be sent on to another site.
func (s *session) end(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if err := r.FromThisSite(); err != nil {
		return httpapi.Response{}, err
	}
	forget := forgotten(httpapi.SessionCookie, httpapi.PlainSessionCookie)
	response := httpapi.Redirect("/")
	if err := s.withdraw(ctx, r); err != nil {
		return httpapi.Response{Cookies: forget}, err
	}
	if p, err := s.found.Get(ctx); err == nil && p.endSession != "" { // else one is out of here at least
		r.Caller = identity.Caller{}
		there := p.endSession + "?" + url.Values{"client_id": {s.client}, "post_logout_redirect_uri": {r.Origin() + "/"}}.Encode()
		page := r.Page("signedout", lang.T("已退出登录", "Signed out"), Farewell{there})
		if response, err = httpapi.HTML(http.StatusOK, s.pages, page); err != nil {
			return httpapi.Response{Cookies: forget}, err
		}
	}
	response.Cookies = forget
	return response, nil
}

// withdraw ends the sessions that the request brings.
func (s *session) withdraw(ctx context.Context, r *httpapi.Request) error {
	ctx, cancel := context.WithTimeout(ctx, withdrawWait)
	defer cancel()
	ends := map[string]time.Time{}
	if r.Caller.Session != "" {
		ends[r.Caller.Session] = r.Caller.Until
	}
	var signedInBy string // the cookie at which the authorizer looked
	if r.Caller.SignedIn() && !r.Caller.ByHeader {
		signedInBy = r.Session()
	}
	for _, raw := range r.Sessions() {
		if raw == "" || raw == signedInBy {
			continue
		}
		p, err := s.found.Get(ctx)
		if err != nil {
			return incomplete(err)
		}
		if verified, err := p.verifier.Verify(ctx, raw); errors.Is(err, token.ErrUnavailable) {
			return incomplete(err)
		} else if err == nil { // else it signs nobody in
			id, err := token.ID(verified)
			if err != nil {
				return err
			}
			ends[id] = verified.Expiry
		}
	}
	if r.Caller.Reason == "unavailable" {
		return incomplete(token.ErrUnavailable)
	}
	for id, until := range ends {
		if err := token.Withdraw(ctx, s.sessions, id, until); err != nil {
			return incomplete(err)
		}
	}
	return nil
}

func (s *session) config(p *provider, r *httpapi.Request) oauth2.Config {
	return oauth2.Config{
		ClientID: s.client, Endpoint: p.endpoint, Scopes: []string{oidc.ScopeOpenID, "profile"},
		RedirectURL: r.Origin() + "/sign-in/callback",
	}
}

// find asks the provider to describe itself.
func (s *session) find(ctx context.Context, issuer string) (*provider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, s.http), issuer)
	if err != nil {
		return nil, err
	}
	var more struct {
		Keys       string `json:"jwks_uri"`
		EndSession string `json:"end_session_endpoint"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, err
	}
	verifier := token.NewVerifier(issuer, s.client, token.NewKeys(more.Keys, s.now), s.now)
	return &provider{found.Endpoint(), verifier, more.EndSession}, nil
}

func failed(zh, en string) error {
	return problem.New("sign-in-failed", lang.T(zh+"请从首页重新登录。", en+" Please sign in again from the front page."))
}

// unavailable is the problem of a provider that does not answer; why is for the
// operator.
func unavailable(err error) error {
	p := problem.New("sign-in-unavailable", lang.T("身份认证平台暂时没有回应，请稍后再试。", "The identity provider does not answer. Please try again shortly."))
	p.RetryAfter = 5
	return fmt.Errorf("%w: %w", p, err)
}

// incomplete is the problem of a session that ended in this browser alone.
func incomplete(err error) error {
	p := problem.New("sign-out-incomplete", lang.T(
		"本设备已退出，但登录凭证暂时无法作废，到期前仍然有效。如他人可能有它的副本，请稍后重新登录并再次退出。",
		"This device has forgotten your sign-in, but it could not be withdrawn and stays valid until it ends. If somebody may have a copy, sign in and out again shortly."))
	return fmt.Errorf("%w: %w", p, err)
}
