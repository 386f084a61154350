// Package verify checks certificates for anybody, without sign-in: whether the text, code or PDF is
// genuine, and the certificate's current status. It also publishes the public keys, so that others
// can verify by themselves.
package verify

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"miaoban/shared/credential"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/platform"
	"miaoban/shared/platform/keys"
	"miaoban/shared/problem"
	"miaoban/shared/signature"
	"miaoban/shared/store"
)

// Function verifies with the public keys that the environment names (see shared/platform/keys).
func Function(getenv func(string) string) platform.Function {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		public, err := keys.Public(context.Background(), getenv)
		if err != nil {
			return nil, err
		}
		v := verify{e, public}
		return httpapi.Routes{
			"GET /verify":                v.page,
			"POST /verify":               v.verify,
			"GET /.well-known/jwks.json": v.keySet,
		}, nil
	}
}

type verify struct {
	*instant.Engine
	keys signature.Verifiers
}

// Sheet is the page: the verdict, and the keys for a browser that verifies by itself.
type Sheet struct {
	Verdict *credential.Verdict
}

func (v verify) page(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	return v.show(r, http.StatusOK, nil)
}

// show renders the page; its script reads the certificate after the # of the address.
func (v verify) show(r *httpapi.Request, status int, found *credential.Verdict) (httpapi.Response, error) {
	response, err := httpapi.HTML(status, v.Pages, r.Page("verify", lang.T("核验证照", "Verify a certificate"), Sheet{found}))
	if err != nil {
		return response, err
	}
	response.Headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; worker-src 'self'; " +
		"connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	return response, nil
}

func (v verify) verify(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	found, err := v.verdict(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return v.show(r, http.StatusOK, &found)
	}
	return httpapi.JSON(http.StatusOK, found)
}

func (v verify) verdict(ctx context.Context, r *httpapi.Request) (credential.Verdict, error) {
	document, err := r.File("document", "application/pdf", MaxDocument)
	if err != nil {
		return credential.Verdict{}, err
	}
	if document != nil {
		return v.withStatus(ctx, File(document, v.keys, v.Now()))
	}
	values, err := r.Values()
	if err != nil {
		return credential.Verdict{}, err
	}
	if values["token"] == "" {
		p := problem.New("invalid-form", lang.T("请粘贴证照内容，或扫描二维码。", "Paste the certificate's content, or scan its code."))
		p.Errors = []problem.FieldError{{Pointer: "/token", Code: "required", Detail: p.Detail}}
		return credential.Verdict{}, p
	}
	return v.withStatus(ctx, credential.Verify(values["token"], v.keys, v.Now()))
}

// withStatus adds the certificate's current status to the verdict on its signature.
func (v verify) withStatus(ctx context.Context, found credential.Verdict) (credential.Verdict, error) {
	if found.Content == nil {
		return found, nil
	}
	issued, err := instant.LoadCertificate(ctx, v.Store, found.Content.Number)
	if errors.Is(err, store.ErrNotFound) {
		return found.With(credential.UnknownIssuer,
			lang.T("签名有效，但没有这份证照的签发记录。", "The signature is valid, but there is no record that this certificate was issued.")), nil
	}
	if err != nil {
		return found, fmt.Errorf("verifying: %w", err)
	}
	s := issued.Standing
	switch {
	case s.SupersededBy != "":
		return found.With(credential.Superseded, lang.F("自%s起由新的证照取代。", "Replaced by another certificate on %s.", s.Since)), nil
	case s.State == instant.Ended:
		return found.With(credential.Revoked, lang.F("自%s起失效。", "Not valid since %s.", s.Since)), nil
	case s.State == instant.Suspended:
		return found.With(credential.Suspended, lang.F("自%s起暂停。", "Suspended since %s.", s.Since)), nil
	}
	return found, nil
}

// keySet publishes the public keys. Caches may keep them for an hour, because a new key is published
// a day before its first use.
func (v verify) keySet(context.Context, *httpapi.Request) (httpapi.Response, error) {
	response, err := httpapi.JSON(http.StatusOK, v.keys)
	if err == nil {
		response.Headers["Cache-Control"] = "public, max-age=3600"
		response.Headers["Access-Control-Allow-Origin"] = "*"
	}
	return response, err
}
