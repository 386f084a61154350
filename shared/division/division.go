// Package division knows the administrative divisions of the service area: Guangdong's cities and
// districts (GB/T 2260), and the streets and towns of Foshan and Shenzhen (GB/T 10114).
//
// Codes are hierarchical: the nine digits of a street begin with the six of its district, whose
// first four are its city's and first two its province's. Codes that the table lacks, such as
// abolished ones, are still placed by their digits.
package division

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"miaoban/shared/lang"
)

// Nation is the code of the whole country.
const Nation = "000000"

// Division is one administrative division.
type Division struct {
	Code string
	Name lang.Text // streets and towns have no English name: it is the Chinese one
}

//go:embed guangdong.tsv
var table string

var all = sync.OnceValue(func() []Division {
	var list []Division
	for line := range strings.Lines(table) {
		if line[0] == '#' {
			continue
		}
		code, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		zh, en, translated := strings.Cut(names, "\t")
		if !translated {
			en = zh
		}
		list = append(list, Division{code, lang.T(zh, en)})
	}
	return list
})

// Find returns the division with that code; ok is false if the table lacks it.
func Find(code string) (Division, bool) {
	list := all()
	i := sort.Search(len(list), func(i int) bool { return list[i].Code >= code })
	if i == len(list) || list[i].Code != code {
		return Division{}, false
	}
	return list[i], true
}

// Children returns the divisions directly below the code, ordered by code.
func Children(code string) []Division {
	var children []Division
	for _, d := range all() {
		if d.Code != code && Parent(d.Code) == code {
			children = append(children, d)
		}
	}
	return children
}

// Parent returns the code of the division directly above: Nation for a province, "" for Nation.
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
	default:
		return prefix[:9]
	}
}

// Within reports whether the code is in the region, or is the region itself. It compares digits
// only; a malformed code is in no region.
func Within(code, region string) bool {
	return len(code) >= 6 && len(region) >= 6 && strings.HasPrefix(significant(code), significant(region))
}

// FullName is the division's name with those of the divisions above: 广东省佛山市南海区桂城街道. A code that
// the table lacks gets the name of the nearest division above it.
func FullName(code string) lang.Text {
	var zh, en string
	for c := code; c != "" && c != Nation; c = Parent(c) {
		if d, ok := Find(c); ok {
			zh = d.Name.ZH + zh
			if en != "" {
				en += ", "
			}
			en += d.Name.EN
		}
	}
	return lang.T(zh, en)
}

// City is the code of the city that contains the code; "" if there is none.
func City(code string) string {
	if prefix := significant(code); len(prefix) >= 4 {
		return prefix[:4] + "00"
	}
	return ""
}

// District is the code of the district that contains the code; "" if there is none.
func District(code string) string {
	if prefix := significant(code); len(prefix) >= 6 {
		return prefix[:6]
	}
	return ""
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
