// Package division knows the administrative divisions of China: provinces, cities and counties
// (GB/T 2260), the streets and towns of Guangdong (GB/T 10114), and the codes of counties and above
// that were withdrawn since 1980, which people's ID numbers still bear.
//
// Codes are hierarchical: the nine digits of a street begin with the six of its district, whose
// first four are its city's and first two its province's. Codes that the tables lack are still
// placed by their digits.
package division

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"

	"miaoban/shared/lang"
)

// Nation is the code of the whole country.
const Nation = "000000"

// Division is one administrative division.
type Division struct {
	Code string
	Name lang.Text
}

// places has a line for each division in force, sorted by code. It is read where it is: nothing
// is parsed before it is asked for.
//
//go:embed places.tsv
var places string

//go:embed withdrawn.tsv.gz
var zipped []byte

// withdrawn is as places, of the codes that are not in force.
var withdrawn = sync.OnceValue(func() string {
	reader, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return "" // a test reads what is embedded
	}
	text, _ := io.ReadAll(reader)
	return string(text)
})

// Find returns the division with that code; ok is false if none is in force.
func Find(code string) (Division, bool) { return find(places, code) }

// Withdrawn returns the division that last had a code that is not in force any more.
func Withdrawn(code string) (Division, bool) { return find(withdrawn(), code) }

func find(table, code string) (Division, bool) {
	line := table[at(table, code):]
	if !strings.HasPrefix(line, code+"\t") {
		return Division{}, false
	}
	line, _, _ = strings.Cut(line, "\n")
	return parse(line), true
}

func parse(line string) Division {
	code, names, _ := strings.Cut(line, "\t")
	zh, en, _ := strings.Cut(names, "\t")
	return Division{code, lang.T(zh, en)}
}

// at is where the first line begins whose code is not less; the table's length if none is.
func at(table, code string) int {
	low, high := 0, len(table)
	for low < high {
		middle := (low + high) / 2
		begin := strings.LastIndexByte(table[:middle], '\n') + 1
		end := begin + strings.IndexByte(table[begin:], '\n') + 1
		if line := table[begin:end]; line[0] == '#' || line[:strings.IndexByte(line, '\t')] < code {
			low = end
		} else {
			high = begin
		}
	}
	return low
}

// Exists reports whether there is such a division today. Streets of districts whose streets are not in
// the table are taken as they are.
func Exists(code string) bool {
	if _, known := Find(code); known {
		return true
	}
	district := District(code)
	if len(code) != len("440605011") || len(Children(district)) > 0 {
		return false
	}
	_, known := Find(district)
	return known
}

// Children returns the divisions in force directly below the code, ordered by code: the provinces of
// the nation, the districts of a municipality, which has no cities.
func Children(code string) []Division {
	var children []Division
	prefix := significant(code)
	for rest := places[at(places, prefix):]; rest != "" && strings.HasPrefix(rest, prefix); {
		line, after, _ := strings.Cut(rest, "\n")
		rest = after
		d := parse(line)
		above := Parent(d.Code)
		for _, known := Find(above); above != "" && !known; _, known = Find(above) {
			above = Parent(above)
		}
		if d.Code != code && above == code {
			children = append(children, d)
		}
	}
	return children
}

// Parent returns the code of the division directly above: Nation for a province, "" for Nation and
// for what is no code.
func Parent(code string) string {
	switch prefix := significant(code); len(prefix) {
	case 0:
		return ""
	case 2:
		return Nation
	case 4:
		return prefix[:2] + "0000"
	case 6:
		return prefix[:4] + "00"
	case 9:
		return prefix[:6]
	case 12:
		return prefix[:9]
	default: // of no level
		return ""
	}
}

// Within reports whether the code is in the region, or is the region itself. It compares digits
// only; a malformed code is in no region.
func Within(code, region string) bool {
	return len(code) >= 6 && len(region) >= 6 && strings.HasPrefix(significant(code), significant(region))
}

// FullName is the division's name with those of the divisions above: 广东省佛山市南海区桂城街道. A code that
// was withdrawn has its last name, and says so; one that no table has gets the name of the nearest
// division above it. It is never empty: a code of no province is named by itself.
func FullName(code string) lang.Text {
	var zh, en string
	former := false
	for c := code; c != "" && c != Nation; c = Parent(c) {
		d, ok := Find(c)
		if !ok && len(c) == 6 {
			d, ok = Withdrawn(c)
			former = former || ok
		}
		if ok {
			zh = d.Name.ZH + zh
			if en != "" {
				en += ", "
			}
			en += d.Name.EN
		}
	}
	switch {
	case zh == "" && code == Nation:
		d, _ := Find(Nation)
		return d.Name
	case zh == "" && code == "":
		return lang.T("未知地区", "an unknown place")
	case zh == "":
		return lang.F("未知地区（代码%s）", "an unknown place (code %s)", code)
	case former:
		return lang.T(zh+"（原）", en+" (former)")
	}
	return lang.T(zh, en)
}

// City is the code of the city that contains the code; "" if there is none. A municipality is one city
// with all its districts and counties, and a city or county directly below a province (90 in the
// middle of its code) is its own.
func City(code string) string {
	prefix := significant(code)
	switch {
	case len(prefix) < 2:
		return ""
	case prefix[:2] == "11", prefix[:2] == "12", prefix[:2] == "31", prefix[:2] == "50": // Beijing, Tianjin, Shanghai, Chongqing
		return prefix[:2] + "0000"
	case len(prefix) >= 6 && prefix[2:4] == "90":
		return prefix[:6]
	case len(prefix) < 4, prefix[2:4] == "90":
		return ""
	default:
		return prefix[:4] + "00"
	}
}

// District is the code of the district that contains the code; "" if there is none. A city without
// districts is its own.
func District(code string) string {
	prefix := significant(code)
	switch {
	case len(prefix) >= 6:
		return prefix[:6]
	case prefix == "4419", prefix == "4420", prefix == "4604", prefix == "6202": // Dongguan, Zhongshan, Danzhou, Jiayuguan
		return prefix + "00"
	default:
		return ""
	}
}

// significant is the code without the trailing zeros that stand for a whole region.
func significant(code string) string {
	if len(code) > 6 {
		return code
	}
	for len(code) >= 2 && strings.HasSuffix(code, "00") {
		code = code[:len(code)-2]
	}
	return code
}
