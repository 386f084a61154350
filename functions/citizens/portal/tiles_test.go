package portal

import (
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
)

// TestTheStatesOfAPlace: by whom a place is decided, of one service.
func TestTheStatesOfAPlace(t *testing.T) {
	day := calendar.MustParse
	a := Authority{
		Issuers: []Issuing{
			{Region: "440600", From: day("2020-01-01")},
			{Region: "440605", From: day("2020-01-01")},
			{Region: "440100", From: day("2020-01-01"), Until: day("2026-11-27")},
			{Region: "440113", From: day("2026-11-28")},
			{Region: "440300", From: day("2020-01-01")},
			{Region: "440300", From: day("2026-11-01")},
			{Region: "440400", From: day("2026-11-29")},
		},
		Delegated: []Delegated{{Place: "440605011", InForce: true}, {Place: "440605121", InForce: false}},
	}
	for place, want := range map[string]State{
		"440600":    InPart, // its district decides too
		"440604":    Above,
		"440605":    InPart,
		"440605011": Itself,
		"440605121": Above,  // withdrawn
		"440100":    InPart, // of which a part has an authority, and it had one until yesterday
		"440103":    Nobody,
		"440113":    Itself,
		"440300":    Twice,
		"440304":    Twice,
		"440400":    Nobody, // until tomorrow
		"440500":    Nobody,
	} {
		if got, _ := a.decider(place, day("2026-11-28")); got != want {
			t.Errorf("%s is decided by %s, want %s", place, got, want)
		}
	}
	if got, _ := a.decider("440400", day("2026-11-29")); got != Itself {
		t.Errorf("on the first day: %s", got)
	}
	if got, _ := a.decider("440103", day("2026-11-27")); got != Above {
		t.Errorf("on the last day: %s", got)
	}
}

// TestTheMapOfAllServices counts them.
func TestTheMapOfAllServices(t *testing.T) {
	one := Authority{Service: "one", Issuers: []Issuing{{Region: "440600"}}}
	two := Authority{Service: "two", Issuers: []Issuing{{Region: "440100"}, {Region: "440600"}, {Region: "440300"}, {Region: "440300"}}}
	m := mapOf([]Authority{one, two}, "", province, calendar.MustParse("2026-11-28").Start())
	if len(m.Tiles) != 21 || m.Streets || len(m.Shown) != 2 || len(m.Above) != 1 {
		t.Fatalf("%d tiles of %d services below %v", len(m.Tiles), len(m.Shown), m.Above)
	}
	for _, tile := range m.Tiles {
		state, n := Nobody, 0
		switch tile.Code {
		case "440100":
			state, n = Some, 1
		case "440600":
			state, n = All, 2
		case "440300":
			state, n = Twice, 1
		}
		if tile.State != state || tile.Services != n {
			t.Errorf("%s: %s of %d", tile.Name.EN, tile.State, tile.Services)
		}
	}
	m = mapOf([]Authority{one, two}, "one", "440605", calendar.MustParse("2026-11-28").Start())
	if !m.Streets || len(m.Shown) != 1 || len(m.Above) != 3 || m.Tiles[0].State != Above {
		t.Errorf("streets %v, of %d services, %d above, %s", m.Streets, len(m.Shown), len(m.Above), m.Tiles[0].State)
	}
}

// TestEveryCityHasItsCell, and none has another's.
func TestEveryCityHasItsCell(t *testing.T) {
	taken := map[[2]int]string{}
	for _, city := range division.Children(province) {
		cell := Tile{Division: city}
		at := [2]int{cell.Column(), cell.Row()}
		if at[0] < 1 || at[0] > 7 || at[1] < 1 || at[1] > 5 || taken[at] != "" {
			t.Errorf("%s lies at %v, where %q lies", city.Name.EN, at, taken[at])
		}
		taken[at] = city.Name.EN
	}
	if len(taken) != len(cells) {
		t.Errorf("%d cities, %d cells", len(taken), len(cells))
	}
}
