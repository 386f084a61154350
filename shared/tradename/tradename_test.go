package tradename_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"miaoban/shared/division"
	"miaoban/shared/hanzi"
	"miaoban/shared/tradename"
)

// TestNames applies 企业名称登记管理规定 to whole names: what is malformed is a fault, and whatever may
// have another meaning or leave is a doubt.
func TestNames(t *testing.T) {
	leave, dubious := []string{"中国", "中央"}, []string{"公司", "国际"}
	const fine, fault, doubt = "fine", "fault", "doubt"
	for name, want := range map[string]string{
		"鸿运": fine, "𠮷祥": fine, "老深圳": fine, "鸿运餐饮": fine, // art. 8(1)
		"": fault, "鸿": fault, "𠮷": fault, "鸿运1": fault, "VIP": fault, "阿·福": fault, "鸿 运": fault, // arts. 5, 8(1)
		"佛山": doubt, "佛山市": doubt, "南海": doubt, "广东": doubt, "广东省": doubt, "餐饮": doubt, // art. 8(2)
		"中国": doubt, "中国红": doubt, "中央公园": doubt, "大中国": doubt, // art. 12
		"鸿运公司": doubt, "鸿运国际": doubt,
	} {
		wrong, unsure := tradename.Review(name, leave, dubious)
		got := fine
		switch {
		case !wrong.IsZero():
			got = fault
		case !unsure.IsZero():
			got = doubt
		}
		if got != want || !wrong.IsZero() && !unsure.IsZero() {
			t.Errorf("%q is %s, want %s: %s%s", name, got, want, wrong.ZH, unsure.ZH)
		}
	}
}

// TestNoDivisionIsATradeNameAtOnce sweeps over the provinces, and over Guangdong's cities and districts.
func TestNoDivisionIsATradeNameAtOnce(t *testing.T) {
	all := division.Children(division.Nation)
	for _, city := range division.Children("440000") {
		all = append(append(all, city), division.Children(city.Code)...)
	}
	seen := 0
	for _, d := range all {
		if len(d.Code) != 6 {
			continue
		}
		seen++
		if fault, doubt := tradename.Review(d.Name.ZH, nil, nil); !fault.IsZero() || doubt.IsZero() {
			t.Errorf("%s: %s, %s", d.Name.ZH, fault.ZH, doubt.ZH)
		}
	}
	if seen < 140 {
		t.Errorf("only %d divisions", seen)
	}
}

// TestJudge applies the rules of today to whole names.
func TestJudge(t *testing.T) {
	leave, dubious := []string{"中国", "中央"}, []string{"国际"}
	const fine, fault, doubt = "fine", "fault", "doubt"
	for name, want := range map[string]string{
		"鸿运": fine, "老深圳": fine, "鸿运餐饮": fine, "鑫淼": fine, "喆堃": fine, "清风": fine, "好人家": fine, "军师": fine, "工人": fine,
		"": fault, "鸿": fault, "鸿运1": fault, "阿·福": fault, "鸿 运": fault, "々々": fault, "⿰⿰": fault, "⺀⺀": fault, "鸿㇐": fault,
		"鴻運": doubt, // art. 5: standard characters
		"𠮷祥": doubt, "〇九": doubt, "〇〇": doubt, "辶辶": doubt, "亻人": doubt, "丶丶": doubt, "囍宴": doubt, "㐂乐": doubt, "㐅㐅": doubt,
		"淸风": doubt, "髙家": doubt, "黒土": doubt, "徳福": doubt, "戸外": doubt, "毎日": doubt, "値得": doubt, "郞家": doubt, "尙品": doubt, "囬味": doubt,
		"寳来": doubt, "夀星": doubt, "花朶": doubt, "広大": doubt, "亜美": doubt, "栄华": doubt, "元気": doubt, "麺馆": doubt, "長﨑": doubt, "中囯红": doubt,
		"美囯": doubt, "囯际": doubt, "靑山": doubt, "锺山": doubt, "锺情": doubt,
		"中国红": doubt, "中國紅": doubt, "大中國": doubt, "國際": doubt, "鸿运国际": doubt, // art. 12
		"广西": doubt, "西藏": doubt, "内蒙古": doubt, "宁夏": doubt, "新疆": doubt, "香港": doubt, "澳门": doubt, "台湾": doubt, "臺灣": doubt, // art. 8(2)
		"延边": doubt, "连南": doubt, "连山": doubt, "乳源": doubt, "伊犁": doubt, "隆林": doubt, "莫力达瓦": doubt, "博尔塔拉": doubt, "廣西": doubt,
		"沙市": doubt, "沙市区": doubt, "浦东": doubt, "神农架": doubt, "餐飲": doubt,
		"公安": doubt, "税务": doubt, "人民政府": doubt, "共产党": doubt, "工會": doubt, "解放军": doubt, "共青团": doubt, // art. 11(3)
		"人民": doubt, "为人民": doubt, "民警": doubt, "警察": doubt, "干警": doubt,
		"央行": doubt, "央行便利": doubt, "总理餐馆": doubt, "海军衫": doubt,
		"毛泽东": doubt, "毛澤東": doubt, "习近平": doubt, "老朱德记": doubt, "雷锋": doubt, "秦桧": doubt, "希特勒": doubt, // art. 11(7)
		"美国风": doubt, "日本桥": doubt, "聯合國": doubt, // art. 11(4)
		"鸿运集团": doubt, "鸿运有限": doubt, "鸿运股份": doubt, "合作社": doubt, "鸿运銀行": doubt, "鸿运公司": doubt, "鸿运学校": doubt, // arts. 10, 11(8)
	} {
		wrong, unsure := tradename.Judge(name, leave, dubious)
		got := fine
		switch {
		case !wrong.IsZero():
			got = fault
		case !unsure.IsZero():
			got = doubt
		}
		if got != want || !wrong.IsZero() && !unsure.IsZero() {
			t.Errorf("%q is %s, want %s: %s%s", name, got, want, wrong.ZH, unsure.ZH)
		}
	}
}

// TestJudgeBefore: what was decided by fewer reserved words is judged by them again.
func TestJudgeBefore(t *testing.T) {
	for name, same := range map[string]bool{"毛泽东": false, "央行": false, "公安": true, "鸿运": true, "鸿": true} {
		fault, doubt := tradename.Judge(name, nil, nil)
		faultBefore, doubtBefore := tradename.JudgeBefore(name, nil, nil)
		if (fault == faultBefore && doubt == doubtBefore) != same || !same && !doubtBefore.IsZero() {
			t.Errorf("%s: %s%s, before %s%s", name, fault.ZH, doubt.ZH, faultBefore.ZH, doubtBefore.ZH)
		}
	}
}

// TestStandardCharacters sweeps over all ideographs: beside a standard character, those of the 通用规范汉字表 can be
// registered at once, and no other.
func TestStandardCharacters(t *testing.T) {
	standard, others := 0, 0
	for r := rune(0x3000); r <= 0x33fff; r++ {
		if !hanzi.Ideograph(r) {
			continue
		}
		fault, doubt := tradename.Judge("鸿"+string(r), nil, nil)
		if !fault.IsZero() {
			t.Fatalf("%c: %s", r, fault.ZH)
		}
		fine := hanzi.Standard(r) && r != '锺' // which is standard in surnames alone
		switch {
		case fine:
			standard++
		default:
			others++
		}
		if fine != doubt.IsZero() {
			t.Errorf("%c (%U): %s", r, r, doubt.ZH)
		}
		if !fine && !strings.Contains(doubt.ZH, "“"+string(r)+"”") {
			t.Errorf("%c (%U) is not named: %s", r, r, doubt.ZH)
		}
	}
	if standard != 8104 || others < 89_000 {
		t.Errorf("%d standard characters, %d others", standard, others)
	}
}

// TestVariantsAreOneName: forms of a character are the same trade name in the register.
func TestVariantsAreOneName(t *testing.T) {
	for written, name := range map[string]string{
		"淸风": "清风", "髙家": "高家", "黒土": "黑土", "徳福": "德福", "戸外": "户外", "毎日": "每日", "値得": "值得", "郞家": "郎家", "尙品": "尚品", "囬味": "回味",
		"寳来": "宝来", "夀星": "寿星", "花朶": "花朵", "広大": "广大", "亜美": "亚美", "栄华": "荣华", "元気": "元气", "麺馆": "面馆", "靑山": "青山", "锺情": "钟情",
	} {
		if a, b := tradename.Unique("440605", written, "food"), tradename.Unique("440605", name, "food"); a != b {
			t.Errorf("%s, %s", a, b)
		}
	}
}

// TestEveryDivisionIsJudged sweeps over the whole country: no name of a division, whole or short, is a trade name
// at once.
func TestEveryDivisionIsJudged(t *testing.T) {
	seen := 0
	var each func(code string)
	each = func(code string) {
		for _, d := range division.Children(code) {
			if len(d.Code) != 6 {
				continue
			}
			seen++
			short := strings.TrimSuffix(d.Name.ZH, string([]rune(d.Name.ZH)[len([]rune(d.Name.ZH))-1:]))
			if before, _, found := strings.Cut(d.Name.ZH, "族"); found {
				short = before + "族" // of an autonomous division
			}
			for _, name := range []string{d.Name.ZH, short} {
				if len([]rune(name)) < 2 || strings.HasSuffix(name, "自治") || strings.HasSuffix(name, "行政") || strings.HasSuffix(name, "族") ||
					len([]rune(d.Name.ZH)) > 6 || strings.HasSuffix(name, "群") {
					continue
				}
				if fault, doubt := tradename.Judge(name, nil, nil); !fault.IsZero() || doubt.IsZero() {
					t.Errorf("%s: %s, %s", name, fault.ZH, doubt.ZH)
				}
			}
			each(d.Code)
		}
	}
	each(division.Nation)
	if seen < 3200 {
		t.Errorf("only %d divisions", seen)
	}
}

// TestStatesAreJudged: whatever regions Unicode's locale data name, but China's own.
func TestStatesAreJudged(t *testing.T) {
	names, seen := display.Regions(language.SimplifiedChinese), 0
	for _, first := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		for _, second := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			region, err := language.ParseRegion(string(first) + string(second))
			if err != nil || !region.IsCountry() || slices.Contains([]string{"CN", "HK", "MO", "TW"}, region.Canonicalize().String()) {
				continue
			}
			name := names.Name(region)
			if fault, doubt := tradename.Judge(name, nil, nil); fault.IsZero() && doubt.IsZero() {
				t.Errorf("%s, %s", region, name)
			}
			seen++
		}
	}
	if seen < 240 {
		t.Errorf("only %d regions", seen)
	}
}

// TestPlaces: what a registered name begins with (art. 7: a district stands after its city).
func TestPlaces(t *testing.T) {
	for place, want := range map[string]string{
		"440605011": "佛山市南海区", "440605": "佛山市南海区", "441900": "东莞市", "441900003": "东莞市", "442000002": "中山市", "110101": "北京市东城区",
		"310115": "上海市浦东新区", "429004": "仙桃市", "441826": "清远市连南瑶族自治县", "500101": "重庆市万州区",
	} {
		if got := tradename.Registered(place, "鸿运", "restaurant", "店"); got != want+"鸿运餐饮店" {
			t.Errorf("%s: %s", place, got)
		}
	}
}

func TestRenamed(t *testing.T) {
	for _, tt := range []struct{ name, place, old, want string }{
		{"佛山市南海区鸿运餐饮店", "440605011", "鸿运", "佛山市南海区好味餐饮店"},
		{"佛山市南海区南海餐饮店", "440605011", "南海", "佛山市南海区好味餐饮店"}, // the place has the trade name in it
		{"南海区南海餐饮店", "440605011", "南海", "南海区好味餐饮店"},
		{"广东省佛山市南海区佛山餐饮店", "440605011", "佛山", "广东省佛山市南海区好味餐饮店"},
		{"北京市东城区东城餐饮店", "110101", "东城", "北京市东城区好味餐饮店"},
		{"东莞市东莞餐饮店", "441900003", "东莞", "东莞市好味餐饮店"},
		{"佛山市南海区鸿运餐饮店", "440605011", "好运", ""},
		{"佛山市南海区餐饮店", "440605011", "南海", ""},
	} {
		if got := tradename.Renamed(tt.name, tt.place, tt.old, "好味"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestUnique(t *testing.T) {
	a, b := tradename.Unique("440605011", "鴻運", "restaurant"), tradename.Unique("440605", "鸿运", "restaurant")
	if a != b || a != "440605/鸿运/restaurant" {
		t.Errorf("%s, %s", a, b)
	}
	if tradename.Unique("440605", "", "restaurant") != "" {
		t.Error("no name has a key")
	}
}
