package hanzi_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"miaoban/shared/hanzi"
)

func TestNames(t *testing.T) {
	for typed, want := range map[string]string{
		"何安": "何安", " 何　安 ": "何安", "何\u200b安": "何安", "\u202d何安\u202c": "何安", "何\U000e0100安": "何安", "何\ufe00安": "何安",
		"康\u2f24\u2f2d": "康大山", "\u2ee2\u2ede": "马\u2ede", "\u2f00": "一", // radicals
		"\uf9d1": "六", "\U0002f800": "丽", "\ufa0e": "\ufa0e", // the last is a unified ideograph
		"阿丽 • 买买提": "阿丽·买买提", "阿丽・买买提": "阿丽·买买提", "阿丽．买买提": "阿丽·买买提", "阿丽.买买提": "阿丽·买买提",
		"·何安": "·何安", "•何安": "•何安", "何··安": "何··安",
		"O’BRIEN": "O'BRIEN", "O`BRIEN": "O'BRIEN", "O´BRIEN": "O'BRIEN", "O‘BRIEN": "O'BRIEN", "O＇BRIEN": "O＇BRIEN", "D’": "D'",
		"MARY–JANE": "MARY-JANE", "MARY\u2011JANE": "MARY-JANE", "SMITH/JOHN": "SMITH/JOHN", "佐々木": "佐々木",
		"李○一": "李〇一", "李◯一": "李〇一", "李○○九": "李〇〇九", "李○": "李○", "○李": "○李",
		"MARY  ANN O'BRIEN": "MARY ANN O'BRIEN", "ＭＡＲＹ　ＡＮＮ": "MARY ANN", "J.R. SMITH": "J.R. SMITH", "": "", " ": "",
	} {
		if want == "马\u2ede" {
			want = "马𩙿" // ⻞ has an ideograph of extension B
		}
		if got := hanzi.Name(typed); got != want {
			t.Errorf("%+q is %+q, want %+q", typed, got, want)
		}
	}
	for typed, want := range map[string]string{
		"桂城街道  海三路３号\n２\u2f30": "桂城街道 海三路3号 2己", "\u202d桂城\u202c": "桂城", "Ｂ座（东）": "B座（东）", "3.5 米": "3.5 米",
	} {
		if got := hanzi.Text(typed); got != want {
			t.Errorf("%+q is %+q, want %+q", typed, got, want)
		}
	}
}

// TestLooksLikeADot: whatever looks like a middle dot between two ideographs is one.
func TestLooksLikeADot(t *testing.T) {
	for _, dot := range "\u00b7\u2022\u2027\u30fb\uff65\uff0e\u2219\u0387\u16eb\u2e31\u2e33\u22c5\u02d9." {
		for _, typed := range []string{"阿丽" + string(dot) + "买买提", "阿丽 " + string(dot) + " 买买提"} {
			if got := hanzi.Name(typed); got != "阿丽·买买提" || !hanzi.PersonFault(got).IsZero() {
				t.Errorf("%U: %+q", dot, got)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	for name, place := range map[string]string{
		"何安": "", "阿丽·买买提": "", "〇九": "", "何𠮷": "", "何\u4dc0": "第2个字“䷀”", "何々": "第2个字“々”", "〡何": "第1个字“〡”", "何⿰": "第2个字“⿰”",
		"何Anna": "第2个字“A”", "何㇐": "第2个字“㇐”", "何\ue000": "第2个字“U+E000”", "何\u2e80": "第2个字“⺀”", "何○": "第2个字“○”", "何？": "第2个字“？”",
		"阿丽-买买提": "请改为“阿丽·买买提”", "阿丽—买买提": "请改为“阿丽·买买提”",
		"·": "第1个字", "何·": "第2个字", "·何安": "第1个字", "何··安": "第3个字", "何": "请填写完整", "": "请填写完整",
	} {
		fault := hanzi.PersonFault(hanzi.Name(name))
		if fault.IsZero() != (place == "") || !strings.Contains(fault.ZH, place) || fault.IsZero() != (fault.EN == "") {
			t.Errorf("%q: %q, want %q", name, fault.ZH, place)
		}
	}
	for _, name := range []string{"何安", "MARY-JANE O'BRIEN", "José", "J. R. SMITH", "阿丽·买买提", "ДМИТРИЙ", "金先生",
		"佐々木", "奈々子", "佐々木·明", "O`BRIEN", "O´BRIEN", "O’BRIEN", "O‘BRIEN", "SMITH/JOHN", "NGUYỄN VĂN A", "ÓLAFUR", "田中ヶ丘"} {
		if fault := hanzi.AnyPersonFault(hanzi.Name(name)); !fault.IsZero() {
			t.Errorf("%s: %s", name, fault.ZH)
		}
	}
	for _, name := range []string{"々木", "々", "O々", "阿丽-买买提", "阿丽—买买提", "--", "·", "何1", "何\ue000", "何⿰"} {
		if hanzi.AnyPersonFault(hanzi.Name(name)).IsZero() {
			t.Errorf("%+q is a name", name)
		}
	}
	for address, fine := range map[string]bool{"海三路3号（东）B座-2": true, "海三路々号": true, "海\ue000路": false, "⿰路3号": false, "路\ufffd": false} {
		if hanzi.TextFault(hanzi.Text(address)).IsZero() != fine {
			t.Errorf("the address %+q", address)
		}
	}
}

// TestEveryCharacter sweeps over all characters that are written as Chinese ones, and those that look so:
// each is an ideograph, becomes one, or is named with its place.
func TestEveryCharacter(t *testing.T) {
	ideographs, mended, named := 0, 0, 0
	for _, block := range [][2]rune{
		{0x2e80, 0x303f}, {0x31c0, 0x31ef}, {0x3400, 0x9fff}, {0xe000, 0xfaff}, {0xfe30, 0xfe4f}, {0x16fe0, 0x16fff}, {0x20000, 0x33fff},
	} {
		for r := block[0]; r <= block[1]; r++ {
			name := hanzi.Name("何" + string(r) + "安")
			if again := hanzi.Name(name); again != name {
				t.Fatalf("%U becomes %q, and that %q", r, name, again)
			}
			fault := hanzi.PersonFault(name)
			switch got := []rune(name); {
			case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			case name == "何"+string(r)+"安" && hanzi.Ideograph(r):
				ideographs++
			case len(got) == 3 && hanzi.Ideograph(got[1]):
				mended++
			default:
				named++
				if !strings.Contains(fault.ZH, "第2个字") {
					t.Fatalf("%U, %q: %q", r, name, fault.ZH)
				}
				continue
			}
			if !fault.IsZero() {
				t.Fatalf("%U: %s", r, fault.ZH)
			}
		}
	}
	// 20,992 and 6,592 on the first plane, 12 among the compatibility ideographs, 〇, and the extensions.
	if ideographs < 97_000 || mended < 1_300 || named < 6_400 {
		t.Errorf("%d ideographs, %d mended, %d named", ideographs, mended, named)
	}
}

// TestNormalIsUnicode: what is mended is what Unicode has as its normal form.
func TestNormalIsUnicode(t *testing.T) {
	for _, block := range [][2]rune{{0x2f00, 0x2fd5}, {0xf900, 0xfaff}, {0x2f800, 0x2fa1f}} {
		for r := block[0]; r <= block[1]; r++ {
			want := norm.NFKC.String(string(r))
			if !unicode.Is(unicode.Han, r) {
				continue
			}
			if w := []rune(want); hanzi.Name(want) != want || hanzi.Name(string(r)) != want || !hanzi.Ideograph(w[0]) {
				t.Errorf("%U is %q, want %q", r, hanzi.Name(string(r)), want)
			}
		}
	}
}

func TestSame(t *testing.T) {
	for _, pair := range [][2]string{
		{"鸿运", "鴻運"}, {"中国", "中國"}, {"叶", "葉"}, {"欧阳", "歐陽"}, {"万俟", "萬俟"}, {"爱新觉罗", "愛新覺羅"}, {"大山", "⼤⼭"}, {"峰", "峯"}, {"群", "羣"},
		{"里", "裡"}, {"里", "裏"}, {"说", "説"}, {"为", "爲"}, {"卫", "衞"}, {"户", "戶"}, {"产", "産"},
		{"清", "淸"}, {"高", "髙"}, {"钟", "锺"}, {"钟", "鍾"}, {"尚", "尙"}, {"俞", "兪"}, {"曹", "曺"}, {"裴", "裵"}, {"黑", "黒"}, {"德", "徳"}, {"国", "囯"},
		{"吉兆麟", "𠮷兆麟"}, {"苏", "蘓"}, {"边", "邉"}, {"侯", "矦"}, {"袁", "𡊮"}, {"梅", "槑"}, {"O'BRIEN", "O’Brien"},
		{"MARY ANN", "Mary  Ann"}, {"何 安", "何安"}, {"阿丽•买买提", "阿丽·买买提"},
	} {
		if !hanzi.Same(pair[0], pair[1]) {
			t.Errorf("%s is %s, %s is %s", pair[0], hanzi.Key(pair[0]), pair[1], hanzi.Key(pair[1]))
		}
	}
	for _, pair := range [][2]string{{"乾元", "干元"}, {"于", "於"}, {"著", "着"}, {"何", "河"}, {"徵", "征"}, {"甯", "宁"}} { // each is in the 通用规范汉字表
		if hanzi.Same(pair[0], pair[1]) {
			t.Errorf("%s is %s", pair[0], pair[1])
		}
	}
	if r, to, found := hanzi.Traditional("鸿運"); !found || r != '運' || to != '运' {
		t.Errorf("%c, %c, %t", r, to, found)
	}
}

// TestStandard: the 通用规范汉字表 has 8,105 characters.
func TestStandard(t *testing.T) {
	seen := 0
	for r := range unicode.MaxRune {
		if hanzi.Standard(r) {
			seen++
			if _, to, found := hanzi.Traditional(string(r)); !hanzi.Ideograph(r) || found && to != '钟' {
				t.Errorf("%c (%U) is not standard", r, r)
			}
		}
	}
	if seen != 8105 {
		t.Errorf("%d characters", seen)
	}
	for r, want := range map[rune]bool{
		'一': true, '清': true, '𬴃': true, '㑇': true, '锺': true, '淸': false, '𠮷': false, '〇': false, '氵': false,
	} {
		if hanzi.Standard(r) != want {
			t.Errorf("%c: %t", r, !want)
		}
	}
}

func BenchmarkName(b *testing.B) {
	for b.Loop() {
		hanzi.Name("阿丽•买买提")
	}
}

// TestRareForms: each is a variant of a standard character.
func TestRareForms(t *testing.T) {
	for _, pair := range strings.Fields("邉边 濵滨 嶋岛 嶌岛 矦侯 凃涂 栢柏 彊强 蘓苏 𠮷吉 尒尔 𡊮袁 坵丘 寗甯 觧解 宼寇 穐秋 秌秋 圀国 囻国 渕渊 桒桑 畧略 " +
		"鵞鹅 楳梅 槑梅 枩松 栁柳 桺柳 枏楠 柟楠 喩喻") {
		runes := []rune(pair)
		if hanzi.Standard(runes[0]) || !hanzi.Standard(runes[1]) || !hanzi.Same(string(runes[0])+"安", string(runes[1])+"安") {
			t.Errorf("%s", pair)
		}
	}
}
