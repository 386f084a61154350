package tradename

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
	"miaoban/shared/lang"
)

// Unique identifies what may be registered only once: the trade name, in whatever characters it is written,
// within a registering authority (a district) and an industry. It is "" if there is no trade name.
func Unique(place, name, industry string) string { return Key(place, hanzi.Key(name), industry) }

// Judge returns what is to correct in the spelling of a trade name, or what a person has to judge of it;
// both are zero if it can be registered at once. Words are found in traditional characters too; a character
// that is not of the 通用规范汉字表 is judged by a person. leave are the
// words of 企业名称登记管理规定 art. 12; dubious are the words of rules of which it is not known whether they are in
// force.
func Judge(name string, leave, dubious []string) (fault, doubt lang.Text) {
	return judge(name, leave, dubious, slices.Concat(reserved, further))
}

// JudgeBefore is Judge by the reserved words of before, for what was decided by them.
func JudgeBefore(name string, leave, dubious []string) (fault, doubt lang.Text) {
	return judge(name, leave, dubious, reserved)
}

func judge(name string, leave, dubious []string, groups []group) (fault, doubt lang.Text) {
	if fault = hanzi.TradeFault(name); !fault.IsZero() {
		return fault, lang.Text{}
	}
	key := hanzi.Key(name)
	for _, word := range leave {
		if strings.HasPrefix(key, word) {
			return lang.Text{}, lang.F("名称冠以“%s”须从严审核并报国务院批准，由工作人员核实。",
				"A name that begins with “%s” needs the approval of the State Council; a person will verify it.", word)
		}
	}
	if doubt = another(key); !doubt.IsZero() {
		return lang.Text{}, doubt
	}
	if word, found := reservedIn(key, groups); found {
		return lang.Text{}, lang.T(
			"字号含有“"+word.text+"”："+word.about.ZH+"（"+word.article.ZH+"），能否使用由工作人员核实。",
			"The trade name contains “"+word.text+"” ("+word.article.EN+": "+word.about.EN+"); a person will verify whether it can be used.")
	}
	for _, word := range slices.Concat(leave, dubious) {
		if strings.Contains(key, word) {
			return lang.Text{}, lang.F("字号含有“%s”，能否使用由工作人员核实。",
				"The trade name contains “%s”; a person will verify whether it can be used.", word)
		}
	}
	if r, standard, found := hanzi.Traditional(name); found {
		return lang.Text{}, lang.F("名称应当使用规范汉字（第五条）：“%s”的规范字为“%s”，能否使用原字由工作人员核实。",
			"A name has to use standard characters (art. 5): the standard form of “%s” is “%s”; a person will verify whether the other one "+
				"can be used.", string(r), string(standard))
	}
	for _, r := range name {
		if !hanzi.Standard(r) {
			return lang.Text{}, lang.F("名称应当使用规范汉字（第五条）：“%s”不在《通用规范汉字表》中，能否使用由工作人员核实。",
				"A name has to use standard characters (art. 5): “%s” is not in the Table of General Standard Chinese Characters; "+
					"a person will verify whether it can be used.", string(r))
		}
	}
	return lang.Text{}, lang.Text{}
}

// another returns the doubt about a name that is that of a division or a trade, which can be a trade name only
// if it has another meaning (art. 8(2)).
func another(key string) lang.Text {
	switch {
	case places()[key]:
		return lang.F("“%s”是县级以上行政区划的名称，另有含义的才可用作字号，由工作人员核实。",
			"“%s” is the name of a division of county level or above. It can be a trade name only if it has another meaning; "+
				"a person will verify it.", key)
	case isIndustry(key):
		return lang.F("“%s”是行业或者经营特点，另有含义的才可用作字号，由工作人员核实。",
			"“%s” is the name of a trade or of a feature of it. It can be a trade name only if it has another meaning; "+
				"a person will verify it.", key)
	}
	return lang.Text{}
}

// places are the names of all divisions of county level and above, whole and short.
var places = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	var add func(code string)
	add = func(code string) {
		for _, d := range division.Children(code) {
			if len(d.Code) == 6 {
				for _, name := range shortened(d.Name.ZH) {
					names[hanzi.Key(name)] = true
				}
				add(d.Code)
			}
		}
	}
	add(division.Nation)
	return names
})

// kinds are what the names of divisions end with, the longest first; peoples are those whose autonomy a
// name states before it.
var (
	kinds = strings.Fields("特别行政区 自治区 自治州 自治县 自治旗 行政委员会 群岛 地区 新区 林区 特区 省 市 区 县 旗 盟")

	peoples = strings.Fields(`维吾尔 哈萨克 柯尔克孜 蒙古 塔吉克 锡伯 达斡尔 鄂温克 鄂伦春 朝鲜 俄罗斯 各族
壮 回 藏 苗 彝 土家 侗 布依 瑶 白 傣 黎 哈尼 傈僳 佤 拉祜 纳西 景颇 羌 土 仫佬 毛南 仡佬 满 畲 东乡 撒拉 保安 裕固 水 独龙 怒 普米 布朗 德昂 京`)
)

// shortened returns the name of a division, and the same without its kind and its peoples: 连山壮族瑶族自治县, 连山.
func shortened(name string) []string {
	all := []string{name}
	autonomous := ""
	for _, kind := range kinds {
		rest, found := strings.CutSuffix(name, kind)
		if !found || utf8.RuneCountInString(rest) < 2 {
			continue
		}
		all = append(all, rest) // 万柏林区 is no 林区, so each is taken
		if autonomous == "" && strings.HasPrefix(kind, "自治") {
			autonomous = rest
		}
	}
	for rest := withoutPeople(autonomous); rest != ""; rest = withoutPeople(rest) {
		all = append(all, rest)
	}
	return all
}

// withoutPeople removes the last people from the name; "" if there is none. 西藏 and 内蒙古 keep theirs.
func withoutPeople(name string) string {
	for _, people := range peoples {
		for _, suffix := range []string{people + "族", people} {
			rest, found := strings.CutSuffix(name, suffix)
			if found && utf8.RuneCountInString(rest) > 1 && utf8.RuneCountInString(suffix) > 1 {
				return rest
			}
		}
	}
	return ""
}

// Place returns the names with which a registered name begins: city and district. A city without districts
// stands once; in a municipality under the central government the city is the municipality.
func Place(place string) string { return cityOf(place) + countyOf(place) }

// Registered returns the registered name: place, trade name, industry, form.
func Registered(place, name string, industry Industry, last Form) string {
	return Place(place) + name + form.LabelOf(industry).ZH + string(last)
}

// Renamed returns the registered name with another trade name. It is "" if the name of before does not have
// the old trade name after its place.
func Renamed(registered, place, old, name string) string {
	rest := registered
	for _, prefix := range []string{provinceOf(place), cityOf(place), countyOf(place)} {
		rest = strings.TrimPrefix(rest, prefix)
	}
	i := strings.Index(rest, old)
	if i < 0 || old == "" {
		return ""
	}
	at := len(registered) - len(rest) + i
	return registered[:at] + name + registered[at+len(old):]
}

// cityOf returns the name of the city; of a municipality under the central government, its own.
func cityOf(place string) string {
	city, known := division.Find(division.City(place))
	if province := provinceOf(place); !known && strings.HasSuffix(province, "市") {
		return province
	}
	return city.Name.ZH
}

// countyOf returns the name of the district or county; "" in a city without districts.
func countyOf(place string) string {
	if division.District(place) == division.City(place) {
		return ""
	}
	county, _ := division.Find(division.District(place))
	return county.Name.ZH
}

func provinceOf(place string) string {
	province, _ := division.Find(division.Parent(division.City(place)))
	return province.Name.ZH
}
