// Package certificates shows a citizen their own certificates.
package certificates

import (
	"context"
	"errors"
	"net/http"

	"miaoban/shared/certificate"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Routes are the function's handlers.
func Routes(e *instant.Engine) (httpapi.Routes, error) {
	c := certificates{e}
	return httpapi.Routes{"GET /certificates/{number}": c.one}, nil
}

type certificates struct{ *instant.Engine }

func (c certificates) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	if _, err := certificate.Parse(r.Path("number")); err != nil {
		return httpapi.Response{}, httpapi.NewProblem("not-found", lang.T(
			"这不是有效的证照标识，请核对每一位。", "This is no certificate's identifier; please compare each character."))
	}
	found, err := instant.LoadCertificate(ctx, c.Store, r.Path("number"))
	if errors.Is(err, store.ErrNotFound) || err == nil && found.HolderOf != applicant.ID {
		return httpapi.Response{}, httpapi.NewProblem("not-found", lang.T("您没有这个编号的证照。", "You have no certificate of that number."))
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, c.Pages, http.StatusOK, r.Page("certificate", found.Title, found))
}
