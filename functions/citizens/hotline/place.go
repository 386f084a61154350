package hotline

import (
	"cmp"
	"slices"
	"strconv"

	"miaoban/functions/citizens/portal/search"
	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/ticket"
)

// province is where streets and towns can be chosen.
const province = "440000"

// mostChoices is how many places or categories are offered for one text.
const mostChoices = 8

// placeOf returns the street or town of the text: a code, its name or a part of it in Chinese or in pinyin, first in
// the region; several that fit are choices.
func placeOf(text, region string) (code string, choices []problem.Choice) {
	if code := form.Street(text); len(code) == 9 {
		if _, known := division.Find(code); known {
			return code, nil
		}
	}
	found := division.Streets(region, text)
	if len(found) == 0 {
		found = division.Streets(province, text)
	}
	if len(found) == 1 {
		return found[0].Code, nil
	}
	for _, d := range found[:min(len(found), mostChoices)] {
		choices = append(choices, problem.Choice{Value: d.Code, Label: streetName(d.Code)})
	}
	return "", choices
}

// streetName is the name of a street with that of its district.
func streetName(code string) lang.Text {
	street, _ := division.Find(code)
	district, _ := division.Find(division.District(code))
	return lang.T(district.Name.ZH+street.Name.ZH, street.Name.EN+", "+district.Name.EN)
}

// categoryOf returns the category of the text: its code, its name, or words that mean it; several that fit are
// choices.
func categoryOf(text string, kinds []ticket.Category) (code string, choices []problem.Choice) {
	entries := make([]search.Entry, len(kinds))
	for i, k := range kinds {
		if text == k.Code || text == k.Name.ZH || text == k.Name.EN {
			return k.Code, nil
		}
		entries[i] = search.Entry{Names: []string{k.Name.ZH, k.Name.EN}, Terms: append(slices.Clone(k.Words), k.Code)}
	}
	found, near := search.New(entries, nil).Find(text)
	if len(found) == 1 {
		return kinds[found[0].Place].Code, nil
	}
	for _, hit := range append(found, near...) {
		choices = append(choices, problem.Choice{Value: kinds[hit.Place].Code, Label: kinds[hit.Place].Name})
	}
	return "", choices
}

// Nearby is the street or town that is nearest to a position.
type Nearby struct {
	Code       string
	Kilometres string // to its office
}

// nearby returns the street or town nearest to the position that was sent; nil if none was sent, or none is near.
func nearby(values map[string]string) *Nearby {
	latitude, err1 := strconv.ParseFloat(values["latitude"], 64)
	longitude, err2 := strconv.ParseFloat(values["longitude"], 64)
	if cmp.Or(err1, err2) != nil {
		return nil
	}
	code, away := division.Nearest(latitude, longitude)
	if code == "" {
		return nil
	}
	return &Nearby{code, strconv.FormatFloat(away, 'f', 1, 64)}
}
