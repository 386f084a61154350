// Package division knows the administrative divisions that the services reach:
// Guangdong's cities and districts (GB/T 2260), and the streets and towns of
// Foshan and Shenzhen (GB/T 10114).
//
// Codes nest: a street's nine digits begin with its district's six, whose first
// four are its city's and whose first two its province's. Codes that the table
// does not have, withdrawn ones among them, still nest by their digits.
package division

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"miaoban/shared/lang"
)

// Nation is the code around all others.
const Nation = "000000"

// Division is one administrative division.
type Division struct {
	Code string
	Name lang.Text // the English name of a street or town is its Chinese one
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

// Find is the division of the code, as it stands today.
func Find(code string) (Division, bool) {
	list := all()
	i := sort.Search(len(list), func(i int) bool { return list[i].Code >= code })
	if i == len(list) || list[i].Code != code {
		return Division{}, false
	}
	return list[i], true
}

// Children are the divisions right below the code, in the order of their codes.
func Children(code string) []Division {
	var children []Division
	for _, d := range all() {
		if d.Code != code && Parent(d.Code) == code {
			children = append(children, d)
		}
	}
	return children
}

// Parent is the code of the division right around the code: Nation is around the
// provinces, and nothing ("") around the nation.
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

// Within reports whether the code lies in the region, or is the region itself.
// It goes by the digits alone; what is no code lies nowhere.
func Within(code, region string) bool {
	return len(code) >= 6 && len(region) >= 6 && strings.HasPrefix(significant(code), significant(region))
}

// FullName is the division's name after those around it: 广东省佛山市南海区桂城街道.
// Codes that the table does not have are named by the nearest division around them.
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

// City is the code of the city that the code lies in; "" when it lies in none.
func City(code string) string {
	if prefix := significant(code); len(prefix) >= 4 {
		return prefix[:4] + "00"
	}
	return ""
}

// District is the code of the district that the code lies in; "" when it lies in none.
func District(code string) string {
	if prefix := significant(code); len(prefix) >= 6 {
		return prefix[:6]
	}
	return ""
}

// significant is the code without the zeros that stand for whole regions.
func significant(code string) string {
	if len(code) > 6 {
		return code
	}
	for len(code) >= 2 && strings.HasSuffix(code, "00") {
		code = code[:len(code)-2]
	}
	return code
}
