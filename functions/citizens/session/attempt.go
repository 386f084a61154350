package session

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"miaoban/shared/httpapi"
)

// attempt is what the browser keeps while it is with the provider: what the
// provider must say again, and where to go on.
type attempt struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // of PKCE
	Return   string `json:"return"`

	prefixed bool // came back by the name that only a browser brings that keeps such names here
}

const (
	attemptCookie      = "__Host-sign-in"
	plainAttemptCookie = "sign-in"
	attemptLife        = 600 // seconds to sign in
)

func newAttempt(returnTo string) attempt {
	return attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: local(returnTo)}
}

// cookies has the browser keep the attempt: over HTTP by either name, to see which it keeps.
func (a attempt) cookies(secure bool) []string {
	text, err := json.Marshal(a)
	if err != nil { // text always marshals
		panic(err)
	}
	value := base64.RawURLEncoding.EncodeToString(text)
	all := []string{httpapi.SetCookie(attemptCookie, value, attemptLife, true)}
	if !secure {
		all = append(all, httpapi.SetCookie(plainAttemptCookie, value, attemptLife, false))
	}
	return all
}

// attemptOf is the attempt that the browser has brought back.
func attemptOf(r *httpapi.Request) (attempt, error) {
	var a attempt
	value := r.Cookie(attemptCookie)
	prefixed := value != ""
	if !prefixed && !r.Secure() {
		value = r.Cookie(plainAttemptCookie)
	}
	text, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, err
	}
	a.Return, a.prefixed = local(a.Return), prefixed
	return a, nil
}

// local is the address if it is a page of this site, or else the front page.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}

// sessionCookies have the browser keep the token, by the name that it keeps, and forget the
// attempt and what it has by the other name.
func (a attempt) sessionCookies(token string, life int, secure bool) []string {
	keep, forget := httpapi.SessionCookie, httpapi.PlainSessionCookie
	if !a.prefixed {
		keep, forget = forget, keep
	}
	return append(forgotten(forget, attemptCookie, plainAttemptCookie), httpapi.SetCookie(keep, token, life, secure || a.prefixed))
}

// forgotten has the browser drop the cookies of those names.
func forgotten(names ...string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = httpapi.SetCookie(name, "", -1, strings.HasPrefix(name, "__Host-"))
	}
	return all
}
