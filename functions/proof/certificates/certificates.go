// Package certificates shows citizens their certificates, signs them, and lets others see them: by
// presenting single claims, and by links that expire and can be withdrawn. It also publishes the
// status lists.
package certificates

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/credential"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/platform/keys"
	"miaoban/shared/problem"
	"miaoban/shared/qr"
	"miaoban/shared/signature"
	"miaoban/shared/store"
)

// Function reads from the environment:
//
//	PUBLIC_URL   public address of the API; default: the host of the request
//
// and the keys (see shared/platform/keys).
func Function(getenv func(string) string) platform.Function {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		ring, err := keys.Open(context.Background(), getenv)
		if err != nil {
			return nil, err
		}
		c := certificates{e, ring, getenv("PUBLIC_URL")}
		return httpapi.Routes{
			"GET /certificates":                               c.mine,
			"GET /certificates/{number}":                      c.one,
			"GET /certificates/{number}/presentation":         c.present,
			"POST /certificates/{number}/links":               c.link,
			"POST /certificates/{number}/links/{id}/withdraw": c.withdraw,
			"GET /shared/{secret}":                            c.shared,
			"GET /status/{list}/{purpose}":                    c.list,
		}, nil
	}
}

// unchosen shows the certificate again, since nothing was chosen that the presentation should show.
func (c certificates) unchosen(ctx context.Context, r *httpapi.Request, issued instant.Issued) (httpapi.Response, error) {
	shown, err := c.show(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	shown.Problem = problem.OfField("claims", "required", lang.T("请至少勾选一项要给对方看的内容。",
		"Select at least one detail that the recipient may see."))
	return httpapi.HTML(http.StatusOK, c.Pages, r.Page("certificate", shown.Problem.TitleOf(issued.Title), shown))
}

type certificates struct {
	*instant.Engine
	ring   signature.Ring
	public string
}

func (c certificates) origin(r *httpapi.Request) string { return cmp.Or(c.public, r.Origin()) }

// Certificate is a certificate with its proof.
type Certificate struct {
	instant.Issued
	credential.Tokens
	CodeURL string             `json:"code_url"` // content of the QR code on paper
	Claims  []credential.Claim `json:"disclosable"`
	Links   []instant.Link     `json:"links"`
	QR      qr.Code            `json:"-"`
	New     string             `json:"new_link,omitempty"` // address of the link that was just created
	Problem *problem.Problem   `json:"-"`                  // of the choice of what to show
}

// List is one page of a person's certificates, newest first.
type List struct {
	Certificates []instant.Summary `json:"certificates"`   // the applications that issued them
	Next         string            `json:"next,omitempty"` // value of ?after= for the next page
}

func (c certificates) mine(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	summaries, next, err := instant.Applications(ctx, c.Store, applicant.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	l := List{Certificates: []instant.Summary{}, Next: next}
	for _, s := range summaries {
		if s.Certificate != "" {
			l.Certificates = append(l.Certificates, s.On(calendar.Of(c.Now())))
		}
	}
	return httpapi.Either(r, c.Pages, http.StatusOK, r.Page("certificates", lang.T("我的证照", "My certificates"), l))
}

func (c certificates) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := Own(ctx, c.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	shown, err := c.show(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() && r.Query("show") == "code" {
		return c.showing(r, shown)
	}
	return httpapi.Either(r, c.Pages, http.StatusOK, r.Page("certificate", issued.Title, shown))
}

// showing is the page with the code as large as the screen (亮证). Its script keeps the screen on.
func (c certificates) showing(r *httpapi.Request, shown *Certificate) (httpapi.Response, error) {
	response, err := httpapi.HTML(http.StatusOK, c.Pages, r.Page("showing", shown.Title, shown))
	if err != nil {
		return httpapi.Response{}, err
	}
	response.Headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; " +
		"form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
	return response, nil
}

func (c certificates) show(ctx context.Context, r *httpapi.Request, issued instant.Issued) (*Certificate, error) {
	tokens, err := c.tokens(ctx, r, issued)
	if err != nil {
		return nil, err
	}
	shown := &Certificate{Issued: issued, Tokens: tokens, CodeURL: credential.CodeURL(c.origin(r), tokens.Code)}
	if shown.Claims, err = credential.Claims(tokens.Credential); err != nil {
		return nil, err
	}
	if shown.Links, err = c.Engine.Links(ctx, issued.Number); err != nil {
		return nil, err
	}
	shown.QR, err = qr.Encode(shown.CodeURL)
	return shown, err
}

// tokens returns the certificate's signed tokens.
func (c certificates) tokens(ctx context.Context, r *httpapi.Request, issued instant.Issued) (credential.Tokens, error) {
	return credential.Kept(ctx, c.Store, c.ring.Signing(), c.origin(r), issued.Certificate)
}

// Own returns the certificate in the path if it is the caller's. A certificate of somebody else
// gives the same answer as one that does not exist.
func Own(ctx context.Context, e *instant.Engine, r *httpapi.Request) (instant.Issued, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return instant.Issued{}, err
	}
	if _, err := certificate.Parse(r.Path("number")); err != nil {
		return instant.Issued{}, problem.New("not-found", lang.T(
			"这不是有效的证照标识，请核对每一位。", "This is not a valid certificate number. Please check each character."))
	}
	found, err := instant.LoadCertificate(ctx, e.Store, r.Path("number"))
	if errors.Is(err, store.ErrNotFound) || err == nil && found.HolderOf != applicant.ID {
		return instant.Issued{}, problem.New("not-found", lang.T("您没有这个编号的证照。", "You have no certificate with this number."))
	}
	return found.On(calendar.Of(e.Now())), err
}

// Linked returns the certificate that the link in the path shows.
func Linked(ctx context.Context, e *instant.Engine, r *httpapi.Request) (instant.Issued, error) {
	found, err := instant.LoadLinked(ctx, e.Store, r.Path("secret"))
	if errors.Is(err, store.ErrNotFound) {
		return instant.Issued{}, problem.New("not-found", lang.T(
			"链接不存在、已过期或已被撤回，请向持证人索取新的链接。", "This link does not exist, has expired or was withdrawn. Ask the holder for a new one."))
	}
	return found.On(calendar.Of(e.Now())), err
}

// Presentation is the credential with only the chosen claims, for somebody else to verify.
type Presentation struct {
	Number       string             `json:"number"`
	Presentation string             `json:"presentation"`
	Claims       []credential.Claim `json:"claims"`
}

func (c certificates) present(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := Own(ctx, c.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	tokens, err := c.tokens(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	var names []string
	for _, wish := range r.Queries("claims") { // one each, or several with commas
		names = append(names, strings.Split(wish, ",")...)
	}
	if len(names) == 0 && r.WantsHTML() {
		return c.unchosen(ctx, r, issued)
	}
	p := Presentation{Number: issued.Number}
	p.Presentation, err = credential.Present(tokens.Credential, names)
	if errors.Is(err, credential.ErrNoClaim) || len(names) == 0 {
		return httpapi.Response{}, problem.New("malformed-request", lang.T(
			"请在 claims 中选择要出示的内容（证照的 disclosable）。", "Choose in `claims` what to show (see `disclosable` of the certificate)."))
	}
	if err == nil {
		p.Claims, err = credential.Claims(p.Presentation)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, c.Pages, http.StatusOK, r.Page("presentation", lang.T("出示部分内容", "Show selected details"), p))
}

// Shared is a certificate as the user of a link sees it: the text on paper, and its current status.
type Shared struct {
	instant.Issued
	Code    string  `json:"code"`
	CodeURL string  `json:"code_url"`
	Secret  string  `json:"-"`
	QR      qr.Code `json:"-"`
}

func (c certificates) shared(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := Linked(ctx, c.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	tokens, err := c.tokens(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	shown := Shared{Issued: issued, Code: tokens.Code, CodeURL: credential.CodeURL(c.origin(r), tokens.Code), Secret: r.Path("secret")}
	if shown.QR, err = qr.Encode(shown.CodeURL); err != nil {
		return httpapi.Response{}, err
	}
	page := r.Page("shared", issued.Title, shown)
	return httpapi.Either(r, c.Pages, http.StatusOK, page)
}
