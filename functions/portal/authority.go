package portal

import (
	"context"
	"net/http"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Authority is who decides one service where, and where nobody or more than one does.
type Authority struct {
	Service  string      `json:"service"`
	Name     lang.Text   `json:"name"`
	Issuers  []Issuing   `json:"issuers"`
	Gaps     []lang.Text `json:"gaps"`     // cities where no authority is on record today
	Overlaps []lang.Text `json:"overlaps"` // regions that have two at a time
}

// Issuing is one authority in a region, from a day to a day.
type Issuing struct {
	Region       string        `json:"region"`
	RegionName   lang.Text     `json:"region_name"`
	Name         lang.Text     `json:"name"`
	Code         string        `json:"code"`
	From         calendar.Date `json:"from"`
	Until        calendar.Date `json:"until,omitzero"`
	Illustrative bool          `json:"illustrative,omitempty"`
}

// province is the one that the house serves.
const province = "440000"

// AuthorityMap is who decides what where on the day (授权), of all services.
func AuthorityMap(services []instant.Offering, on calendar.Date) ([]Authority, error) {
	all := []Authority{}
	for _, s := range services {
		figures, err := s.Authorities()
		if err != nil {
			return nil, err
		}
		if figures == nil { // a bundle: its parts have theirs
			continue
		}
		a := Authority{Service: s.About().Slug, Name: s.About().Name, Issuers: []Issuing{}, Gaps: []lang.Text{}, Overlaps: overlaps(figures)}
		for _, f := range figures {
			a.Issuers = append(a.Issuers, Issuing{f.Region, division.FullName(f.Region), f.Value.Name, f.Value.Code, f.From, f.Until, f.Basis.Illustrative})
		}
		series := policy.Series[certificate.Issuer]{Figures: figures}
		for _, city := range division.Children(province) {
			if _, decided := series.At(city.Code, on); !decided && !anyWithin(figures, city.Code, on) {
				a.Gaps = append(a.Gaps, city.Name)
			}
		}
		all = append(all, a)
	}
	return all, nil
}

// anyWithin reports whether a part of the region has an authority of its own.
func anyWithin(figures []policy.Figure[certificate.Issuer], region string, on calendar.Date) bool {
	for _, f := range figures {
		if f.InForce(on) && division.Within(f.Region, region) {
			return true
		}
	}
	return false
}

// overlaps are the regions that have two authorities at a time.
func overlaps(figures []policy.Figure[certificate.Issuer]) []lang.Text {
	found := []lang.Text{}
	for i, f := range figures {
		for _, g := range figures[i+1:] {
			if f.Region == g.Region && (f.Until.IsZero() || !g.From.After(f.Until)) && (g.Until.IsZero() || !f.From.After(g.Until)) {
				found = append(found, division.FullName(f.Region))
			}
		}
	}
	return found
}

func (p *portal) authority(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	all, err := AuthorityMap(p.services, calendar.Of(p.now()))
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, p.pages, http.StatusOK, r.Page("authority", lang.T("授权地图", "Who decides where"), all))
}
