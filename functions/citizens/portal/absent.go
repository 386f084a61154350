package portal

import (
	"slices"
	"strings"

	"miaoban/shared/hanzi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Absent is something that people look for and that is not offered here, with who does it.
type Absent struct {
	Name  lang.Text `json:"name"`
	Where lang.Text `json:"where"`

	words []string // any of them in a search means it
}

// absences are found before the services, which would be wrong hits: they share words with them.
var absences = []Absent{{
	lang.T("死亡证明、死亡登记", "Death certificates and the registration of deaths"),
	lang.T("死亡医学证明由医疗卫生机构开具；注销户口到户籍地派出所办理。", "A medical institution issues the certificate; the police station of the household "+
		"cancels the registration."),
	[]string{"死亡证明", "死亡登记", "死亡医学证明", "死亡注销", "销户口", "注销户口", "death certificate"},
}, {
	lang.T("护照、通行证、签证", "Passports, travel permits and visas"),
	lang.T("由公安机关出入境管理机构办理，咨询电话 12367。", "The exit and entry administration of the police issues them. Questions: call 12367."),
	[]string{"护照", "通行证", "港澳签注", "签证", "出入境", "passport", "visa"},
}, {
	lang.T("结婚登记、离婚登记", "Marriage and divorce registration"),
	lang.T("由民政部门的婚姻登记机关办理，须双方本人到场。", "The marriage registration office of the civil affairs bureau registers them; both have to come."),
	[]string{"结婚登记", "离婚登记", "婚姻登记", "结婚证", "离婚证", "领证结婚", "办结婚", "办离婚", "marriage", "divorce"},
}, {
	lang.T("居民身份证", "Resident identity cards"),
	lang.T("由公安派出所办理。", "The police station issues them."),
	[]string{"办身份证", "身份证办理", "补办身份证", "身份证补办", "换身份证", "身份证换领", "身份证丢失", "身份证挂失"},
}, {
	lang.T("机动车驾驶证", "Driving licences"),
	lang.T("由公安机关交通管理部门办理，可以使用“交管12123”。", "The traffic police issue them; the app 交管12123 can be used."),
	[]string{"考驾照", "换驾照", "换驾驶证", "驾驶证换证", "驾驶证补", "补驾照", "驾照年审", "driving licence", "driver license"},
}}

// absent returns what the words mean that is not offered here; nil if they may mean a service.
func absent(words string, items []instant.Item) *Absent {
	text := strings.ToLower(strings.ReplaceAll(hanzi.Text(words), " ", ""))
	for _, item := range items {
		if slices.Contains(item.Keywords, text) || item.Name.ZH == text {
			return nil
		}
	}
	for i, a := range absences {
		if slices.ContainsFunc(a.words, func(word string) bool { return strings.Contains(text, strings.ReplaceAll(word, " ", "")) }) {
			return &absences[i]
		}
	}
	return nil
}
