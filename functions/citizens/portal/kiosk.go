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
	At     string    `json:"at"` // six-digit division (GB/T 2260); empty: no fixed place
	Place  lang.Text `json:"place"`
	Places []Area    `json:"-"`
}

// Area is a city with its parts: the places that a page lists.
type Area struct {
	Name   lang.Text
	Places []division.Division
}

// areas are the province with its cities, and each city with its districts.
func areas() []Area {
	cities := division.Children(province)
	whole, _ := division.Find(province)
	all := []Area{{whole.Name, append([]division.Division{whole}, cities...)}}
	for _, city := range cities {
		var districts []division.Division
		for _, d := range division.Children(city.Code) {
			if len(d.Code) == 6 {
				districts = append(districts, d)
			}
		}
		if districts != nil {
			all = append(all, Area{city.Name, districts})
		}
	}
	return all
}

// kiosk shows the machine's place.
func (p *portal) kiosk(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	at := r.Cookie(httpapi.KioskCookie)
	set := Kiosk{Places: areas()}
	if d, known := division.Find(at); known {
		if !division.Within(at, province) { // a machine of another province, which its programs have set up
			set.Places = append(set.Places, Area{division.FullName(division.Parent(at)), []division.Division{d}})
		}
		set.At, set.Place = at, division.FullName(at)
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
				lang.T("请选择受理地，或填写它的六位区划代码；留空则取消设置。",
					"Choose the place of the machine, or enter the six-digit code of its division; leave it empty to remove the setting."))
	}
	response := httpapi.Redirect("/kiosk")
	if !r.WantsHTML() {
		if response, err = httpapi.JSON(http.StatusOK, Kiosk{At: at, Place: division.FullName(at)}); err != nil {
			return response, err
		}
	}
	response.Cookies = []string{httpapi.SetCookie(httpapi.KioskCookie, at, life, r.Secure())}
	return response, nil
}
