package division

import (
	"strings"

	"miaoban/shared/lang"
)

// Chooser lets people choose a place step by step: a region, and the places in it.
type Chooser struct {
	Within string   // the region
	Path   []Choice // from the nation to the region
	Places []Choice // that can be chosen: the region itself, and its parts
}

// Choice is a place in a Chooser.
type Choice struct {
	Code  string
	Name  lang.Text
	Opens bool // it has parts of its own
}

// Choose returns the chooser of the region. If within is none, it is the one that has the place near as a
// part, or the nation. With cities, nothing below a city is offered.
func Choose(within, near string, cities bool) Chooser {
	if _, ok := Find(within); !ok && within != Nation || len(offered(within, cities)) == 0 {
		within = Parent(near)
		for within != "" && within != Nation && len(offered(within, cities)) == 0 {
			within = Parent(within)
		}
		if _, ok := Find(within); !ok {
			within = Nation
		}
	}
	c := Chooser{Within: within}
	for at := within; at != ""; at = Parent(at) {
		if d, ok := Find(at); ok {
			c.Path = append([]Choice{{at, d.Name, true}}, c.Path...)
		}
	}
	if d, ok := Find(within); ok && within != Nation && (!cities || IsCity(within)) {
		c.Places = append(c.Places, Choice{within, d.Name, false})
	}
	for _, d := range offered(within, cities) {
		c.Places = append(c.Places, Choice{d.Code, d.Name, len(offered(d.Code, cities)) > 0})
	}
	return c
}

// offered are the parts of the region from which one can be chosen.
func offered(region string, cities bool) []Division {
	all := Children(region)
	if !cities {
		return all
	}
	var some []Division
	for _, d := range all {
		if IsCity(d.Code) || region == Nation {
			some = append(some, d)
		}
	}
	return some
}

// IsCity reports whether the code is that of a city in force, as City gives it.
func IsCity(code string) bool {
	_, ok := Find(code)
	return ok && code != Nation && City(code) == code
}

// Named returns the code of the place that the text names: by its code, by its full name (佛山市南海区桂城街道, with or
// without the province), or by a name that only one place in force has.
func Named(text string) (code string, ok bool) {
	text = strings.ReplaceAll(text, " ", "")
	if _, there := Find(text); there {
		return text, true
	}
	var full, short []string
	for line := range strings.Lines(places) {
		if line[0] == '#' {
			continue
		}
		d := parse(strings.TrimSuffix(line, "\n"))
		if d.Name.ZH == text {
			short = append(short, d.Code)
		}
		if strings.HasSuffix(text, d.Name.ZH) {
			if name := FullName(d.Code).ZH; name == text || strings.HasSuffix(name, text) && d.Name.ZH != text {
				full = append(full, d.Code)
			}
		}
	}
	for _, found := range [][]string{full, short} {
		if len(found) == 1 {
			return found[0], true
		}
	}
	return "", false
}
