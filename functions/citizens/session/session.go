// Package session signs citizens in and out with their identity provider, by the OpenID Connect
// code flow with PKCE. It stores the provider's ID token in a cookie that scripts cannot read; the
// authorizer verifies it on each request. Signing out withdraws the token.
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

// Routes reads its settings from the environment; sessions is the store that lists withdrawn
// sessions:
//
// ISSUER      the identity provider
// AUDIENCE    the portal's client_id at the provider (a public client without a secret)
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

// foundLast is how long the provider's description is used, foundWait how long the provider is not
// asked again after it failed, and withdrawWait the time limit of the store for a withdrawal.
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

// provider is the provider's description of itself.
type provider struct {
	endpoint   oauth2.Endpoint
	verifier   *token.Verifier
	endSession string // where the provider ends its own session (RP-initiated logout); may be empty
}

// begin redirects the browser to the provider.
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

// finish signs the user in when the browser returns from the provider.
func (s *session) finish(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := attemptOf(r)
	if err != nil || subtle.ConstantTimeCompare([]byte(a.State), []byte(r.Query("state"))) == 0 {
		return httpapi.Response{}, failed("登录已超时，或不是从本站开始的。", "Signing in took too long or was not started on this site.")
	}
	if r.Query("error") != "" {
		return httpapi.Response{}, failed("身份认证平台没有同意登录。", "The identity provider refused the sign-in.")
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
			return httpapi.Response{}, failed("登录凭证已失效或已用过。", "The sign-in code has expired or was already used.")
		}
		return httpapi.Response{}, unavailable(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verified, err := p.verifier.Verify(ctx, raw)
	if errors.Is(err, token.ErrUnavailable) {
		return httpapi.Response{}, unavailable(err)
	}
	if err != nil || subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(a.Nonce)) == 0 {
		return httpapi.Response{}, failed("身份认证平台的答复不可信。", "The identity provider's answer could not be verified.")
	}
	response := httpapi.Redirect(a.Return)
	response.Cookies = a.sessionCookies(raw, int(verified.Expiry.Sub(s.now()).Seconds()), r.Secure())
	return response, nil
}

// Farewell is the page after signing out, with a link to sign out at the provider.
type Farewell struct {
	Provider string `json:"provider"` // where to sign out at the provider
}

// end signs out: the browser always deletes its token, and the token is withdrawn so that copies of
// it stop working. If the provider has its own session, a page links there, because browsers do not
// forward a form to another site.
func (s *session) end(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if err := r.FromThisSite(); err != nil {
		return httpapi.Response{}, err
	}
	forget := forgotten(httpapi.SessionCookie, httpapi.PlainSessionCookie)
	response := httpapi.Redirect("/")
	if err := s.withdraw(ctx, r); err != nil {
		return httpapi.Response{Cookies: forget}, err
	}
	if p, err := s.found.Get(ctx); err == nil && p.endSession != "" { // else only this site's session has ended
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

// withdraw ends the sessions of the tokens in the request.
func (s *session) withdraw(ctx context.Context, r *httpapi.Request) error {
	ctx, cancel := context.WithTimeout(ctx, withdrawWait)
	defer cancel()
	ends := map[string]time.Time{}
	if r.Caller.Session != "" {
		ends[r.Caller.Session] = r.Caller.Until
	}
	var signedInBy string // the cookie that the authorizer read
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
		} else if err == nil { // an invalid token signs nobody in
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

// find fetches the provider's description.
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
	return problem.New("sign-in-failed", lang.T(zh+"请从首页重新登录。", en+" Please sign in again from the home page."))
}

// unavailable is the problem of a provider that does not answer. The cause goes to the log only.
func unavailable(err error) error {
	p := problem.New(
		"sign-in-unavailable",
		lang.T("身份认证平台暂时没有回应，请稍后再试。", "The identity provider does not answer. Please try again shortly."),
	)
	p.RetryAfter = 5
	return fmt.Errorf("%w: %w", p, err)
}

// incomplete is the problem of a session that ended only in this browser.
func incomplete(err error) error {
	p := problem.New("sign-out-incomplete", lang.T(
		"本设备已退出，但登录凭证暂时无法作废，到期前仍然有效。如他人可能有它的副本，请稍后重新登录并再次退出。",
		"You are signed out on this device, but your sign-in could not be withdrawn and stays valid until it expires. "+
			"If somebody else may have a copy, sign in and sign out again in a few minutes."))
	return fmt.Errorf("%w: %w", p, err)
}
