package search

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// asking are words that ask and do not say for what, the longest first.
var asking = []string{
	"怎么申请", "怎么办理", "如何申请", "如何办理", "在哪里办", "在哪儿办", "需要什么", "要什么", "去哪里", "去哪儿", "在哪里", "在哪儿",
	"怎么办", "怎么领", "怎么弄", "怎么交", "怎么查", "怎么", "怎样", "如何", "哪里", "哪儿", "去哪", "在哪", "多少钱", "多少", "什么时候", "什么",
	"需要", "我想", "我要", "想要", "可以", "可不可以", "能不能", "能否", "请问", "手续", "流程", "材料", "条件", "网上", "在线", "自助",
	"申请", "申办", "办理", "咨询", "帮我", "给我", "我家", "我的", "我妈", "我爸", "一下", "有没有", "哪些", "是不是", "没有了",
}

// particles are single characters between words.
const particles = "的了吗呢啊呀吧么我你他她和与给想要"

// alike are words of one meaning; the first of each stands for all.
var alike = [][]string{
	{"孩子", "小孩子", "小孩", "小朋友", "宝宝", "婴幼儿", "婴儿", "幼儿", "儿童", "娃娃", "娃", "小宝", "女儿", "儿子"},
	{"补贴", "补助金", "补助", "津贴", "救济金", "救助金", "补偿金", "待遇"},
	{"老人", "老年人", "长者", "老头", "老太太", "老爷爷", "老奶奶", "爷爷", "奶奶", "老年"},
	{"店", "店铺", "门店", "铺子", "铺面", "商店", "店面", "小店", "门面"},
	{"员工", "雇员", "职工", "工人", "职员", "伙计"},
	{"登记", "注册", "备案", "报备"},
	{"辞退", "解雇", "开除", "炒鱿鱼", "裁员", "被裁", "炒了", "优化"},
	{"怀孕", "孕妇", "怀上", "有喜", "孕期"},
	{"残疾", "残障", "伤残", "残联"},
	{"看病", "看医生", "就医", "就诊", "住院", "医院", "治病"},
	{"坐车", "乘车", "坐公交", "公交", "地铁", "搭车"},
	{"公章", "印章", "图章", "章子", "印鉴"},
	{"开", "开办", "新开", "开设"},
	{"注销", "销户", "吊销", "取消"},
	{"变更", "更改", "修改", "更换"},
	{"外地", "异地", "外省", "外市", "跨省", "跨市", "跨城", "老家"},
	{"毕业生", "大学生", "本科生", "研究生", "应届生", "硕士", "博士", "大专生"},
	{"迁户口", "户口迁移", "户口迁入", "迁入", "迁户", "转户口", "落户", "入户"},
	{"摊", "摊位", "摊子", "地摊", "摊贩"},
	{"志愿者", "志愿", "义工", "志愿服务"},
	{"税", "税务", "纳税", "交税", "缴税", "报税"},
}

// toFirst replaces each word by the first of those that are alike.
var toFirst = sync.OnceValue(func() *strings.Replacer {
	var pairs [][2]string
	for _, words := range alike {
		for _, word := range words[1:] {
			pairs = append(pairs, [2]string{word, words[0]})
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return len(b[0]) - len(a[0]) }) // the longest first
	var all []string
	for _, pair := range pairs {
		all = append(all, pair[0], pair[1])
	}
	return strings.NewReplacer(all...)
})

// query returns the parts of a search that say for what. What only asks is left out, unless nothing
// else was typed.
func query(words string) []run {
	all := runs(words)
	var parts []run
	for _, r := range all {
		if !r.han {
			if !slices.Contains(fillers, r.text) {
				parts = append(parts, r)
			}
			continue
		}
		text := r.text
		for _, word := range asking {
			text = strings.ReplaceAll(text, word, " ")
		}
		for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ' ' || strings.ContainsRune(particles, c) }) {
			parts = append(parts, run{part, true})
		}
	}
	if len(parts) > 1 { // a single ideograph beside something else says nothing
		parts = slices.DeleteFunc(parts, func(r run) bool { return r.han && utf8.RuneCountInString(r.text) == 1 })
	}
	if len(parts) == 0 {
		return all
	}
	return parts
}

// likeness is how well a run of ideographs matches an entry, as it was typed or with other words of
// the same meaning.
func (x *Index) likeness(e *entry, text string) float64 {
	best := x.matches(e, text)
	if other := toFirst().Replace(text); other != text {
		best = max(best, x.matches(e, other))
	}
	return best
}

// matches is how well a run of ideographs matches an entry: by a whole name or everyday word, one in
// the other, with one character wrong, and by pairs of characters.
func (x *Index) matches(e *entry, text string) float64 {
	best := 0.0
	for _, t := range e.terms {
		best = max(best, t.weight*x.termLikeness(t.text, text))
	}
	pairs := 0.0
	for _, pair := range grams(text, 2) {
		pairs += e.pairs[pair] * x.rarity(pair)
	}
	if pairs == 0 && best == 0 && utf8.RuneCountInString(text) <= 3 { // a short word with a wrong character
		for _, one := range grams(text, 1) {
			pairs += e.pairs[one] * x.rarity(one)
		}
	}
	return best + pairs
}

func (x *Index) termLikeness(term, text string) float64 {
	inTerm, inText := utf8.RuneCountInString(term), utf8.RuneCountInString(text)
	length := func(n int) float64 { return float64(n) }
	switch {
	case term == text:
		return 3*length(inTerm) + 3
	case inTerm == 1 && strings.Contains(text, term): // such as 店 in 理发店
		return 2 * x.rarity(term)
	case inTerm >= 2 && strings.Contains(text, term):
		return 2.5 * length(inTerm) * x.rarityOf(term)
	case inText >= 2 && strings.Contains(term, text):
		return 2.5 * length(inText) * x.rarityOf(text) * (0.6 + 0.4*length(inText)/length(inTerm))
	case inTerm >= 3 && inTerm <= inText+1 && distanceWithin([]rune(term), []rune(text)) <= 1:
		return 1.8 * length(inTerm-1) * x.rarityOf(term)
	case inText >= 3 && inText < inTerm && distanceWithin([]rune(text), []rune(term)) <= 1:
		return 1.4 * length(inText-1) * x.rarityOf(text)
	}
	return 0
}

// rarityOf is the rarity of the rarest pair in the text.
func (x *Index) rarityOf(text string) float64 {
	rarest := 0.0
	for _, pair := range grams(text, 2) {
		rarest = max(rarest, x.rarity(pair))
	}
	return rarest
}

// distanceWithin is the least number of characters to change, add or remove to find the word in the
// text (Sellers).
func distanceWithin[T comparable](word, text []T) int {
	column := make([]int, len(word)+1)
	for i := range column {
		column[i] = i
	}
	best := column[len(word)]
	for _, c := range text {
		diagonal := column[0] // the word may begin anywhere, so the first row stays 0
		for i := range word {
			cost := diagonal
			if word[i] != c {
				cost++
			}
			diagonal = column[i+1]
			column[i+1] = min(cost, column[i]+1, diagonal+1)
		}
		best = min(best, column[len(word)])
	}
	return best
}
