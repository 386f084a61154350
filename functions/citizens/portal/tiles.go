package portal

import (
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
)

// Map is the map of who decides in the parts of one region: a tile for each part. Cities lie on it
// as they lie in the province; districts and streets are in the order of their codes.
type Map struct {
	Region   string
	Name     lang.Text
	Above    []division.Division // from the province down to the region itself
	Service  string              // the service of the map; "": all of them
	Services []Authority         // to choose from
	Shown    []Authority         // those of which the map is
	Tiles    []Tile
	Streets  bool // the parts have no parts
	Day      calendar.Date
}

// Tile is one part of the region.
type Tile struct {
	division.Division
	State    State
	By       lang.Text // who decides, where that is one authority
	Services int       // how many of the services an authority decides: there, or above it
}

// State is how a part is decided.
type State string

// One service is decided by the part itself, in its own parts, by a region above, by nobody on record,
// or by two authorities at the same time. Of several services an authority decides all or some.
const (
	Itself State = "itself"
	InPart State = "parts"
	Above  State = "above"
	Nobody State = "nobody"
	Twice  State = "twice"
	All    State = "all"
	Some   State = "some"
)

// mapOf returns the map of the region at the time, of one service or of all.
func mapOf(all []Authority, service, region string, at time.Time) Map {
	m := Map{Region: region, Service: service, Services: all, Shown: all, Day: calendar.Of(at)}
	place, _ := division.Find(region)
	m.Name = place.Name
	for code := region; division.Within(code, province); code = division.Parent(code) {
		if d, known := division.Find(code); known {
			m.Above = append(m.Above, d)
		}
	}
	slices.Reverse(m.Above)
	if i := slices.IndexFunc(all, func(a Authority) bool { return a.Service == service }); i >= 0 {
		m.Shown = all[i : i+1]
	}
	for _, part := range division.Children(region) {
		m.Tiles = append(m.Tiles, tileOf(m.Shown, part, m.Day))
		m.Streets = len(part.Code) > 6
	}
	return m
}

// tileOf returns the tile of the place for these services.
func tileOf(shown []Authority, place division.Division, on calendar.Date) Tile {
	tile := Tile{Division: place}
	if len(shown) == 1 {
		tile.State, tile.By = shown[0].decider(place.Code, on)
		return tile
	}
	twice := false
	for _, a := range shown {
		state, _ := a.decider(place.Code, on)
		twice = twice || state == Twice
		if state != Nobody {
			tile.Services++
		}
	}
	switch tile.Services {
	case len(shown):
		tile.State = All
	case 0:
		tile.State = Nobody
	default:
		tile.State = Some
	}
	if twice {
		tile.State = Twice
	}
	return tile
}

// decider returns how the place is decided on the day, and by whom.
func (a Authority) decider(place string, on calendar.Date) (State, lang.Text) {
	for _, d := range a.Delegated {
		if d.Place == place && d.InForce {
			return Itself, d.Name
		}
	}
	for code := place; code != ""; code = division.Parent(code) {
		var here []Issuing
		for _, issuer := range a.Issuers {
			if issuer.Region == code && issuer.inForce(on) {
				here = append(here, issuer)
			}
		}
		switch {
		case len(here) > 1:
			return Twice, lang.Text{}
		case len(here) == 1 && code == place:
			if a.within(place, on) {
				return InPart, here[0].Name
			}
			return Itself, here[0].Name
		case a.within(place, on): // before what lies above
			return InPart, lang.Text{}
		case len(here) == 1:
			return Above, here[0].Name
		}
	}
	return Nobody, lang.Text{}
}

// within reports whether a part of the place decides for itself on the day.
func (a Authority) within(place string, on calendar.Date) bool {
	return slices.ContainsFunc(a.Delegated, func(d Delegated) bool {
		return d.InForce && d.Place != place && division.Within(d.Place, place)
	}) || slices.ContainsFunc(a.Issuers, func(i Issuing) bool {
		return i.Region != place && division.Within(i.Region, place) && i.inForce(on)
	})
}

// Column and Row are where a city of the province lies on the map, counted from 1 in the north-west; 0
// for other places.
func (t Tile) Column() int { return cells[t.Code].column }

// Row is described at Column.
func (t Tile) Row() int { return cells[t.Code].row }

// cells is a sketch of the province: neighbours stay neighbours as far as squares allow it.
var cells = map[string]struct{ column, row int }{
	"441800": {3, 1}, "440200": {4, 1}, "441600": {5, 1}, "441400": {6, 1}, "445100": {7, 1},
	"441200": {2, 2}, "440600": {3, 2}, "440100": {4, 2}, "441300": {5, 2}, "445200": {6, 2}, "440500": {7, 2},
	"445300": {2, 3}, "440700": {3, 3}, "442000": {4, 3}, "441900": {5, 3}, "441500": {6, 3},
	"440900": {1, 4}, "441700": {2, 4}, "440400": {4, 4}, "440300": {5, 4},
	"440800": {1, 5},
}
