package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
)

// Authority lists who decides one service in which region, and where nobody or more than one
// authority does.
type Authority struct {
	Service string      `json:"service"`
	Name    lang.Text   `json:"name"`
	Issuers []Issuing   `json:"issuers"`
	Gaps    []lang.Text `json:"gaps"` // cities where no authority is on record today
	// Delegated lists the streets and communities that decide in place of those authorities, within
	// limits. NotDelegated lists the other streets in their districts.
	Delegated    []Delegated `json:"delegated"`
	NotDelegated []lang.Text `json:"not_delegated"`
	Overlaps     []lang.Text `json:"overlaps"` // regions with two authorities at the same time
}

// Issuing is one authority in a region, with its first and last day.
type Issuing struct {
	Region       string        `json:"region"`
	RegionName   lang.Text     `json:"region_name"`
	Name         lang.Text     `json:"name"`
	Code         string        `json:"code"`
	From         calendar.Date `json:"from"`
	Until        calendar.Date `json:"until,omitzero"`
	Illustrative bool          `json:"illustrative,omitempty"`
}

func (i Issuing) inForce(on calendar.Date) bool {
	return !on.Before(i.From) && (i.Until.IsZero() || !on.After(i.Until))
}

// Delegated describes what a street or community decides.
type Delegated struct {
	Place      string    `json:"place"`
	PlaceName  lang.Text `json:"place_name"`
	Level      string    `json:"level"`
	Name       lang.Text `json:"name"`
	Code       string    `json:"code"`
	From       string    `json:"from"`
	Until      string    `json:"until,omitempty"` // withdrawn from this second on
	InForce    bool      `json:"in_force"`
	MaxFen     string    `json:"max_fen,omitempty"`
	Categories string    `json:"categories,omitempty"`
	Instrument string    `json:"instrument"`
}

// Begins returns the second from which the delegation is in force; zero if the record has none.
func (d Delegated) Begins() time.Time { return second(d.From) }

// Ends returns the second from which it is withdrawn; zero if that is open.
func (d Delegated) Ends() time.Time { return second(d.Until) }

func second(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// Limit returns the highest amount, in yuan; "" if there is none.
func (d Delegated) Limit() string {
	fen, err := strconv.ParseInt(d.MaxFen, 10, 64)
	if err != nil {
		return ""
	}
	return "¥" + lang.Yuan(fen)
}

// province is the province that the project serves (Guangdong).
const province = "440000"

// AuthorityMap lists who decides what where (授权) at the time, for all services, with the
// delegations on record.
func AuthorityMap(services []instant.Offering, delegations []fact.Record, at time.Time) ([]Authority, error) {
	all := []Authority{}
	on := calendar.Of(at)
	for _, s := range services {
		figures, err := s.Authorities()
		if err != nil {
			return nil, err
		}
		if figures == nil { // a bundle: its parts have their own
			continue
		}
		a := Authority{Service: s.About().Slug, Name: s.About().Name, Issuers: []Issuing{}, Gaps: []lang.Text{},
			Overlaps: overlaps(figures), NotDelegated: []lang.Text{}}
		a.Delegated = delegatedOf(delegations, a.Service, at)
		a.NotDelegated = notDelegated(a.Delegated)
		for _, f := range figures {
			a.Issuers = append(a.Issuers,
				Issuing{f.Region, division.FullName(f.Region), f.Value.Name, f.Value.Code, f.From, f.Until, f.Basis.Illustrative})
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

// anyWithin reports whether a part of the region has its own authority.
func anyWithin(figures []policy.Figure[certificate.Issuer], region string, on calendar.Date) bool {
	for _, f := range figures {
		if f.InForce(on) && division.Within(f.Region, region) {
			return true
		}
	}
	return false
}

// overlaps returns the regions with two authorities at the same time.
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

// delegatedOf returns the delegations of the service.
func delegatedOf(records []fact.Record, service string, at time.Time) []Delegated {
	all := []Delegated{}
	d := dataset.Delegations
	for _, r := range records {
		of, place, _ := strings.Cut(r.Key, "@")
		if of != service {
			continue
		}
		v := r.Values
		from, err := time.Parse(time.RFC3339, v[d.From.Name])
		in := err == nil && !at.Before(from)
		if until := v[d.Until.Name]; until != "" {
			withdrawn, err := time.Parse(time.RFC3339, until)
			in = in && err == nil && at.Before(withdrawn)
		}
		all = append(
			all,
			Delegated{place, division.FullName(place), v[d.Level.Name], lang.T(v[d.Name.Name], v[d.NameEN.Name]), v[d.Code.Name],
				v[d.From.Name], v[d.Until.Name], in, v[d.MaxFen.Name], v[d.Categories.Name], v[d.Instrument.Name]},
		)
	}
	return all
}

// notDelegated returns the streets that do not decide in districts where other streets do.
func notDelegated(delegated []Delegated) []lang.Text {
	has := map[string]bool{}
	var districts []string
	for _, d := range delegated {
		if district := division.District(d.Place); d.InForce {
			has[d.Place] = true
			if !slices.Contains(districts, district) {
				districts = append(districts, district)
			}
		}
	}
	without := []lang.Text{}
	for _, district := range districts {
		for _, street := range division.Children(district) {
			if !has[street.Code] {
				without = append(without, division.FullName(street.Code))
			}
		}
	}
	return without
}

// authority shows the map of one service, or of all, in a region.
func (p *portal) authority(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	slugs := make([]string, len(p.items))
	for i, item := range p.items {
		slugs[i] = item.Slug
	}
	service, err := r.Chosen("service", slugs...)
	if err != nil {
		return httpapi.Response{}, err
	}
	region, err := r.Place("region")
	if err != nil {
		return httpapi.Response{}, err
	}
	delegations, err := registry.List(ctx, p.store, dataset.Delegations.Dataset)
	if err != nil {
		return httpapi.Response{}, err
	}
	all, err := AuthorityMap(p.services, delegations, p.now())
	if err != nil {
		return httpapi.Response{}, err
	}
	if !r.WantsHTML() {
		if i := slices.IndexFunc(all, func(a Authority) bool { return a.Service == service }); i >= 0 {
			all = all[i : i+1]
		}
		return httpapi.JSON(http.StatusOK, all)
	}
	if !division.Within(region, province) || len(division.Children(region)) == 0 {
		region = province
	}
	page := r.Page("authority", lang.T("授权地图", "Who decides where"), mapOf(all, service, region, p.now()))
	return httpapi.HTML(http.StatusOK, p.pages, page)
}
