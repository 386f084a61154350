package httpapi

import (
	"net/http"
	"net/url"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// The cookie that holds a browser's token. With the prefix __Host- browsers accept it only from
// this host and only over HTTPS, so no other host of the domain can overwrite it. Some browsers
// accept it from a loopback address too; for the others, and for a host reached over HTTP (a
// demonstration in an office), the cookie has the plain name, which signs nobody in over HTTPS.
const (
	SessionCookie      = "__Host-session"
	PlainSessionCookie = "session"
)

// KioskCookie names the cookie in which a machine stores the division where it is placed.
const KioskCookie = "kiosk"

// Year is how long a browser keeps a choice, in seconds.
const Year = 365 * 24 * 60 * 60

// Session returns the token that the browser sent; empty if it sent none.
func (r *Request) Session() string {
	if token := r.Cookie(SessionCookie); token != "" || r.Secure() {
		return token
	}
	return r.Cookie(PlainSessionCookie)
}

// Sessions returns all tokens that the browser sent, under either cookie name, including
// duplicates: when one is withdrawn, the next would sign in.
func (r *Request) Sessions() []string {
	return append(r.cookies(SessionCookie), r.cookies(PlainSessionCookie)...)
}

// SetCookie formats a Set-Cookie header: for the whole site, hidden from scripts, and not sent
// with another site's post (SameSite=Lax). A negative maxAge removes the cookie.
func SetCookie(name, value string, maxAge int, secure bool) string {
	c := http.Cookie{
		Name:     name,
		Value:    value,
		Path:     "/",
		MaxAge:   maxAge,
		HttpOnly: true,
		Secure:   secure,
		SameSite: http.SameSiteLaxMode,
	} // #nosec G124 -- secure, but for one over HTTP
	return c.String()
}

// FromThisSite returns a problem if a page of another site caused the post. Programs, which send
// no origin, pass.
func (r *Request) FromThisSite() error {
	probe := &http.Request{Method: r.Event.RequestContext.HTTP.Method, Host: r.host(), Header: http.Header{}}
	for _, name := range []string{"Sec-Fetch-Site", "Origin"} {
		if v := r.Header(name); v != "" {
			probe.Header.Set(name, v)
		}
	}
	if err := http.NewCrossOriginProtection().Check(probe); err != nil {
		return problem.New("cross-site", lang.T("请从本站页面重新提交。", "Please submit again from a page of this site."))
	}
	return nil
}

// ownPost refuses posts that another site caused if the session cookie was sent with them: they
// could do what the citizen did not intend. A token in a program's own header cannot be sent by
// another site.
func (r *Request) ownPost() error {
	if r.Session() == "" || r.Caller.SignedIn() && r.Caller.ByHeader {
		return nil
	}
	return r.FromThisSite()
}

// chosen reports whether the user opened the page from this site or typed its address, and did not
// follow a link of another site.
func (r *Request) chosen() bool {
	switch r.Header("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "": // a browser that does not tell, or does not over HTTP
		from, err := url.Parse(r.Header("Referer"))
		return err == nil && from.Host != "" && from.Host == r.host()
	default:
		return false
	}
}
