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

// attempt is stored in the browser during sign-in: what the provider must return, and the page to
// continue with.
type attempt struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"` // of PKCE
	Return   string `json:"return"`

	prefixed bool // came back under the prefixed name, so the browser accepts prefixed names here
}

const (
	attemptCookie      = "__Host-sign-in"
	plainAttemptCookie = "sign-in"
	attemptLife        = 600 // seconds allowed for signing in
)

func newAttempt(returnTo string) attempt {
	return attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: local(returnTo)}
}

// cookies sets the attempt as cookies. Over HTTP it uses both names, to find out which one the
// browser accepts.
func (a attempt) cookies(secure bool) []string {
	text, err := json.Marshal(a)
	if err != nil { // strings always marshal
		panic(err)
	}
	value := base64.RawURLEncoding.EncodeToString(text)
	all := []string{httpapi.SetCookie(attemptCookie, value, attemptLife, true)}
	if !secure {
		all = append(all, httpapi.SetCookie(plainAttemptCookie, value, attemptLife, false))
	}
	return all
}

// attemptOf reads the attempt from the browser's cookies.
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

// local returns the address if it is a page of this site, else the front page.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") ||
		strings.ContainsAny(address, "\\\r\n\t") {
		return "/"
	}
	return address
}

// sessionCookies set the token under the name that the browser accepts, and delete the attempt and
// the cookie of the other name.
func (a attempt) sessionCookies(token string, life int, secure bool) []string {
	keep, forget := httpapi.SessionCookie, httpapi.PlainSessionCookie
	if !a.prefixed {
		keep, forget = forget, keep
	}
	return append(forgotten(forget, attemptCookie, plainAttemptCookie), httpapi.SetCookie(keep, token, life, secure || a.prefixed))
}

// forgotten deletes the cookies with those names.
func forgotten(names ...string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = httpapi.SetCookie(name, "", -1, strings.HasPrefix(name, "__Host-"))
	}
	return all
}
