package portal

import (
	"context"
	"net/http"

	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Kiosk is the place of a self-service machine. Applications made at the machine are recorded as
// accepted there.
type Kiosk struct {
	At    string    `json:"at"` // six-digit division (GB/T 2260); empty: no fixed place
	Place lang.Text `json:"place"`
}

// kiosk shows the machine's place.
func (p *portal) kiosk(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	at := r.Cookie(httpapi.KioskCookie)
	set := Kiosk{}
	if _, known := division.Find(at); known {
		set = Kiosk{at, division.FullName(at)}
	}
	page := r.Page("kiosk", lang.T("设置受理点", "Set up a counter or kiosk"), set)
	return httpapi.Either(r, p.pages, http.StatusOK, page)
}

// setUp stores the machine's place in a cookie. It works only at the machine: a link or another
// site's page cannot set it.
func (p *portal) setUp(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if err := r.FromThisSite(); err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	at, life := form.Clean(form.Division, values["at"]), httpapi.Year
	switch _, known := division.Find(at); {
	case at == "":
		life = -1
	case !known || len(at) != 6 || at == division.Nation:
		return httpapi.Response{},
			problem.OfField("at", "unknown",
				lang.T("请填写受理地的六位区划代码；留空则取消设置。",
					"Enter the six-digit code of the division where the machine is, or leave it empty to remove the setting."))
	}
	response := httpapi.Redirect("/kiosk")
	if !r.WantsHTML() {
		if response, err = httpapi.JSON(http.StatusOK, Kiosk{at, division.FullName(at)}); err != nil {
			return response, err
		}
	}
	response.Cookies = []string{httpapi.SetCookie(httpapi.KioskCookie, at, life, r.Secure())}
	return response, nil
}
