package householdentry

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// compound lists surnames of two characters: the sixty of the Song dynasty's list 《百家姓》, and
// further ones from pinyin-pro 3.29.4 (npm).
var compound = strings.Fields(`
万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠
公孙 仲孙 轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕
乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 南宫 第五
榖梁 句龙 毌丘`)

// dot separates the parts of names of other ethnic groups (GB 18030: A1A4).
const dot = "·"

// surname returns the surname of a name: one character, a compound surname, or the part before the first
// dot. A name of two characters has a surname of one.
func surname(name string) string {
	if before, _, dotted := strings.Cut(name, dot); dotted {
		return before
	}
	runes := []rune(name)
	if len(runes) > 2 && slices.Contains(compound, string(runes[:2])) {
		return string(runes[:2])
	}
	return string(runes[:min(1, len(runes))])
}

// spelled reports whether the name consists of Chinese characters, in parts separated by dots.
func spelled(name string) bool {
	for part := range strings.SplitSeq(name, dot) {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			return false
		}
	}
	return true
}

// characters returns the number of characters of a name, without dots.
func characters(name string) int {
	return utf8.RuneCountInString(strings.ReplaceAll(name, dot, ""))
}
