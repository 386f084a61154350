package httpapi

import (
	"net/http"
	"net/url"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// The cookie that holds a browser's token. Its name's prefix has browsers take it from this
// very host alone, over HTTPS alone: no other host of the domain can put one in its place.
// Some browsers take the same from a loopback address; where one does not, or the host is
// reached over HTTP (a demonstration in an office), the cookie has the plain name. Over HTTPS
// nobody is signed in by that.
const (
	SessionCookie      = "__Host-session"
	PlainSessionCookie = "session"
)

// KioskCookie is where a machine keeps the division in which it stands.
const KioskCookie = "kiosk"

// Year is how long a browser keeps a choice, in seconds.
const Year = 365 * 24 * 60 * 60

// Session is the token that the browser sends, if any.
func (r *Request) Session() string {
	if token := r.Cookie(SessionCookie); token != "" || r.Secure() {
		return token
	}
	return r.Cookie(PlainSessionCookie)
}

// Sessions are all tokens that the browser sends, by either name and however often: Session is
// one of them, and the others may sign in once it is gone.
func (r *Request) Sessions() []string {
	return append(r.cookies(SessionCookie), r.cookies(PlainSessionCookie)...)
}

// SetCookie is a cookie of the whole site that no script reads, and that no other site's
// post carries. It is removed by a maxAge below zero.
func SetCookie(name, value string, maxAge int, secure bool) string {
	c := http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode} // #nosec G124 -- secure, but for one over HTTP
	return c.String()
}

// FromThisSite refuses a post that a page of another site caused. Programs, which say
// nothing of where they come from, pass.
func (r *Request) FromThisSite() error {
	probe := &http.Request{Method: r.Event.RequestContext.HTTP.Method, Host: r.Header("Host"), Header: http.Header{}}
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

// ownPost refuses what another site causes where the session's cookie goes with it, and so
// could do what the citizen never meant to. What a program's own header signs in, no other
// site can send.
func (r *Request) ownPost() error {
	if r.Session() == "" || r.Caller.SignedIn() && r.Caller.ByHeader {
		return nil
	}
	return r.FromThisSite()
}

// chosen reports whether whoever looks at the page asked for it here, or typed its address:
// no link of another site led to it.
func (r *Request) chosen() bool {
	switch r.Header("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "": // a browser that does not say, or does not over HTTP
		from, err := url.Parse(r.Header("Referer"))
		return err == nil && from.Host != "" && from.Host == r.Header("Host")
	default:
		return false
	}
}
