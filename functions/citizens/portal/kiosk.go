package portal

import (
	"context"
	"net/http"
	"strings"

	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Kiosk is where the machine stands that asks: what people apply for at it is taken in there.
type Kiosk struct {
	At    string    `json:"at"` // the division (GB/T 2260) of six digits; empty: anywhere
	Place lang.Text `json:"place"`
}

// kiosk shows where the machine stands.
func (p *portal) kiosk(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	at := r.Cookie(httpapi.KioskCookie)
	if _, known := division.Find(at); !known {
		at = ""
	}
	page := r.Page("kiosk", lang.T("设置受理点", "Set up a counter or kiosk"), Kiosk{at, division.FullName(at)})
	return httpapi.Either(r, p.pages, http.StatusOK, page)
}

// setUp has the machine keep where it stands. It is done at the machine: a link or a page
// of another site cannot.
func (p *portal) setUp(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if err := r.FromThisSite(); err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	at, life := strings.TrimSpace(values["at"]), httpapi.Year
	switch _, known := division.Find(at); {
	case at == "":
		life = -1
	case !known || len(at) != 6 || at == division.Nation:
		return httpapi.Response{}, problem.OfField("at", "unknown", lang.T("请填写受理地的六位区划代码；留空则取消设置。", "Write the six digits of the division where it stands, or nothing to take it back."))
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
