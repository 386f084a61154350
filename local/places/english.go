package main

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// provinces are the English names of provinces that are not only pinyin.
var provinces = map[string]string{
	"000000": "the nation", "110000": "Beijing", "120000": "Tianjin", "150000": "Inner Mongolia", "450000": "Guangxi",
	"540000": "Tibet", "610000": "Shaanxi", "640000": "Ningxia", "650000": "Xinjiang", "710000": "Taiwan", "810000": "Hong Kong",
	"820000": "Macao", "830000": "Taiwan",
}

// called are common English names of cities besides their pinyin.
var called = map[string]string{
	"呼和浩特市": "Hohhot", "哈尔滨市": "Harbin", "齐齐哈尔市": "Qiqihar", "拉萨市": "Lhasa", "乌鲁木齐市": "Urumqi",
	"克拉玛依市": "Karamay", "吐鲁番市": "Turpan", "吐鲁番地区": "Turpan Prefecture", "喀什地区": "Kashgar Prefecture", "喀什市": "Kashgar",
	"和田地区": "Hotan Prefecture", "和田市": "Hotan", "和田县": "Hotan County", "哈密市": "Hami", "鄂尔多斯市": "Ordos",
	"巴彦淖尔市": "Bayannur", "呼伦贝尔市": "Hulunbuir", "日喀则市": "Shigatse", "阿克苏地区": "Aksu Prefecture", "阿勒泰地区": "Altay Prefecture",
	"伊犁哈萨克自治州": "Ili Kazakh Autonomous Prefecture", "香格里拉市": "Shangri-La", "儋州市": "Danzhou",
}

// peoples are the names of ethnic groups in the names of autonomous divisions, the longest first.
var peoples = [][2]string{
	{"维吾尔", "Uygur"}, {"柯尔克孜", "Kirgiz"}, {"塔吉克", "Tajik"}, {"哈萨克族", "Kazakh"}, {"哈萨克", "Kazakh"}, {"鄂伦春", "Oroqen"}, {"鄂温克族", "Ewenki"},
	{"达斡尔族", "Daur"}, {"蒙古族", "Mongol"}, {"蒙古", "Mongol"}, {"布依族", "Buyei"}, {"土家族", "Tujia"}, {"哈尼族", "Hani"},
	{"景颇族", "Jingpo"}, {"傈僳族", "Lisu"}, {"拉祜族", "Lahu"}, {"布朗族", "Bulang"}, {"纳西族", "Naxi"}, {"普米族", "Pumi"},
	{"仡佬族", "Gelao"}, {"仫佬族", "Mulao"}, {"毛南族", "Maonan"}, {"朝鲜族", "Korean"}, {"裕固族", "Yugur"}, {"东乡族", "Dongxiang"},
	{"保安族", "Bonan"}, {"撒拉族", "Salar"}, {"独龙族", "Derung"}, {"锡伯", "Xibe"}, {"各族", "Multinational"}, {"藏族", "Tibetan"}, {"回族", "Hui"},
	{"苗族", "Miao"}, {"彝族", "Yi"}, {"壮族", "Zhuang"}, {"侗族", "Dong"}, {"瑶族", "Yao"}, {"白族", "Bai"}, {"傣族", "Dai"},
	{"黎族", "Li"}, {"佤族", "Wa"}, {"畲族", "She"}, {"水族", "Shui"}, {"土族", "Tu"}, {"羌族", "Qiang"}, {"满族", "Manchu"}, {"怒族", "Nu"},
}

// endings are the words after the actual name, the longest first. An ending without English is not
// translated, because the position of the name shows the level.
var endings = [][2]string{
	{"自治区", ""}, {"自治州", "Autonomous Prefecture"}, {"自治县", "Autonomous County"}, {"自治旗", "Autonomous Banner"},
	{"民族乡", "Township"}, {"镇街道", "Subdistrict"}, {"街道", "Subdistrict"}, {"地区", "Prefecture"}, {"新区", "New Area"}, {"林区", ""},
	{"特区", ""}, {"矿区", "Mining District"}, {"行政区", "Administrative Area"}, {"行政委员会", "Administrative Committee"}, {"镇", "Town"},
	{"乡", "Township"}, {"盟", "League"}, {"省", ""}, {"市", ""}, {"区", ""}, {"县", ""}, {"旗", "Banner"},
}

// readings are the readings of characters that differ in place names from the first one of the dictionary.
var readings = strings.NewReplacer(
	"万柏林", "wan bai lin ", "东阿", "dong e ", "中牟", "zhong mu ", "牟平", "mu ping ", "乐亭", "lao ting ", "乐清", "yue qing ", "礼乐", "li yue ",
	"六安", "lu an ", "六合", "lu he ", "吴堡", "wu bu ", "喀什", "ka shi ", "大埔", "da bu ", "尉犁", "yu li ", "弥勒", "mi le ", "疏勒", "shu le ",
	"枞阳", "zong yang ", "泌阳", "bi yang ", "犍为", "qian wei ", "畜牧", "xu mu ", "番禺", "pan yu ", "茄子河", "qie zi he ", "蔚县", "yu xian ",
	"蚌埠", "beng bu ", "铅山", "yan shan ", "宝坻", "bao di ", "单县", "shan xian ", "洪洞", "hong tong ", "涡阳", "guo yang ",
	"什邡", "shi fang ", "筠连", "jun lian ", "荥经", "ying jing ", "浚县", "xun xian ", "繁峙", "fan shi ", "伽师", "jia shi ", "乌什", "wu shi ",
	"珲春", "hun chun ", "闽侯", "min hou ", "勒流", "le liu ", "黄陂", "huang pi ", "重", "chong ", "长", "chang ", "都", "du ", "藏", "zang ",
	"佛", "fo ", "厦", "xia ", "涌", "chong ", "圩", "xu ", "塔什", "ta shi ",
)

// english returns the English name: pinyin, and the kind of place if it is not clear.
func english(code, name string) string {
	if own := provinces[code]; own != "" {
		return own
	}
	if own := called[name]; own != "" {
		return own
	}
	proper, kind := name, ""
	for _, e := range endings {
		if cut, ok := strings.CutSuffix(proper, e[0]); ok {
			if len([]rune(cut)) > 1 || len(code) == 9 {
				proper, kind = cut, e[1]
			}
			break
		}
	}
	var of []string
	for again := true; again && (strings.HasPrefix(kind, "Autonomous") || kind == "Township" || strings.HasSuffix(name, "自治区")); {
		again = false
		for _, p := range peoples {
			if cut, ok := strings.CutSuffix(proper, p[0]); ok {
				if cut == "" && len(of) == 0 { // the division has the name of its ethnic group
					return p[1] + " " + kind
				}
				proper, of, again = cut, append([]string{p[1]}, of...), true
				break
			}
		}
	}
	words := []string{spell(proper)}
	if n := len(of) - 1; n > 0 {
		words = append(words, strings.Join(of[:n], ", ")+" and "+of[n])
	} else {
		words = append(words, of...)
	}
	return strings.Join(slices.DeleteFunc(append(words, kind), func(s string) bool { return s == "" }), " ")
}

// spell returns the pinyin as one word: Xi'an.
func spell(name string) string {
	var word strings.Builder
	for syllable := range strings.FieldsSeq(pronounce(name)) {
		if word.Len() > 0 && strings.ContainsRune("aeo", rune(syllable[0])) {
			word.WriteByte('\'')
		}
		word.WriteString(syllable)
	}
	text := word.String()
	return strings.ToUpper(text[:1]) + text[1:]
}

// pronounce returns the syllables of the name.
func pronounce(name string) string {
	var syllables []string
	for part := range strings.FieldsSeq(spaced(readings.Replace(name))) {
		if part[0] < 0x80 {
			syllables = append(syllables, part)
			continue
		}
		syllables = append(syllables, pinyin.LazyPinyin(part, pinyin.NewArgs())...)
	}
	return strings.Join(syllables, " ")
}

// spaced separates an already spelt part from the characters before it.
func spaced(text string) string {
	var out strings.Builder
	latin := true
	for _, r := range text {
		if is := r < 0x80; is != latin {
			out.WriteByte(' ')
			latin = is
		}
		out.WriteRune(r)
	}
	return out.String()
}
