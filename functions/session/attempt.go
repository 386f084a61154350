package session

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/http"
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
}

const (
	attemptCookie = "sign-in"
	attemptPath   = "/sign-in"
	attemptLife   = 600 // seconds to sign in
)

func newAttempt(returnTo string) attempt {
	return attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Return: local(returnTo)}
}

func (a attempt) cookie(secure bool) string {
	text, err := json.Marshal(a)
	if err != nil { // text always marshals
		panic(err)
	}
	return cookie(attemptCookie, base64.RawURLEncoding.EncodeToString(text), attemptPath, attemptLife, secure)
}

// attemptOf is the attempt that the browser has brought back.
func attemptOf(r *httpapi.Request) (attempt, error) {
	var a attempt
	text, err := base64.RawURLEncoding.DecodeString(r.Cookie(attemptCookie))
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, err
	}
	a.Return = local(a.Return)
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

// cookie is a cookie that scripts cannot read and that no other site's post
// carries. The provider's redirect back is a top-level GET, which Lax lets through.
func cookie(name, value, path string, maxAge int, secure bool) string {
	c := http.Cookie{Name: name, Value: value, Path: path, MaxAge: maxAge, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode} // #nosec G124 -- secure, but for one on this machine
	return c.String()
}
