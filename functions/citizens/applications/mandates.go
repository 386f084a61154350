package applications

import (
	"context"
	"errors"
	"net/http"

	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// mandates shows who may act for the caller, and for whom the caller may act.
func (a applications) mandates(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	return a.showMandates(ctx, r, http.StatusOK, nil, nil)
}

// MandatePage shows the mandates and, after a fault, the values that were typed.
type MandatePage struct {
	instant.Mandates
	Typed   map[string]string `json:"-"`
	Problem *problem.Problem  `json:"-"`
}

func (a applications) showMandates(ctx context.Context, r *httpapi.Request, status int, typed map[string]string,
	problem *problem.Problem) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	all, err := a.Mandates(ctx, applicant.ID)
	if err != nil {
		return httpapi.Response{}, err
	}
	page := r.Page("mandates", problem.TitleOf(lang.T("委托代办", "Mandates")), MandatePage{all, typed, problem})
	return httpapi.Either(r, a.Pages, status, page)
}

func (a applications) give(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	until, err := calendar.Parse(form.Clean(form.Day, values["until"]))
	if err != nil {
		until = calendar.Date{} // the answer says how to write it
	}
	given, err := a.Give(ctx, applicant, values["agent_id_number"], values["agent_name"], until)
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && p.Code == "invalid-form":
		return a.showMandates(ctx, r, httpapi.StatusOf(p.Code), values, p)
	case err != nil:
		return httpapi.Response{}, err
	case r.WantsHTML():
		return httpapi.Redirect("/mandates"), nil
	}
	return httpapi.JSON(http.StatusCreated, given)
}

func (a applications) withdraw(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	applicant, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := a.WithdrawMandate(ctx, applicant, r.Path("id")); err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect("/mandates"), nil
	}
	return httpapi.Response{StatusCode: http.StatusNoContent}, nil
}
