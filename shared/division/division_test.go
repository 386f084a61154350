package division_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"

	"miaoban/shared/division"
)

func TestWithin(t *testing.T) {
	tests := []struct {
		code, region string
		want         bool
	}{
		{"440605011", "440605", true},
		{"440605011", "440600", true},
		{"440605011", "440000", true},
		{"440605011", division.Nation, true},
		{"440605011", "440605011", true},
		{"440605011", "440606", false},
		{"440605", "440605011", false},
		{"440600", "440605", false},
		{"110101", "440000", false},
		{"440699", "440600", true}, // abolished codes are placed by their digits
		{"", division.Nation, false},
		{"440605", "", false},
		{"4406", "440000", false},
	}
	for _, tt := range tests {
		if got := division.Within(tt.code, tt.region); got != tt.want {
			t.Errorf("Within(%q, %q) = %t", tt.code, tt.region, got)
		}
	}
}

func TestNames(t *testing.T) {
	for code, want := range map[string][2]string{
		"440605011":     {"广东省佛山市南海区桂城街道", "Guicheng Subdistrict, Nanhai, Foshan, Guangdong"},
		"440605121":     {"广东省佛山市南海区九江镇", "Jiujiang Town, Nanhai, Foshan, Guangdong"},
		"440605999":     {"广东省佛山市南海区", "Nanhai, Foshan, Guangdong"}, // an unknown street
		"441900":        {"广东省东莞市", "Dongguan, Guangdong"},
		"110101":        {"北京市东城区", "Dongcheng, Beijing"}, // a municipality has no city
		"110100":        {"北京市", "Beijing"},
		"110101001":     {"北京市东城区", "Dongcheng, Beijing"},
		"610100":        {"陕西省西安市", "Xi'an, Shaanxi"},
		"341500":        {"安徽省六安市", "Lu'an, Anhui"},
		"422800":        {"湖北省恩施土家族苗族自治州", "Enshi Tujia and Miao Autonomous Prefecture, Hubei"},
		"469002":        {"海南省琼海市", "Qionghai, Hainan"}, // a county directly below its province
		"440682":        {"广东省佛山市南海市（原）", "Nanhai, Foshan, Guangdong (former)"},
		"440682999":     {"广东省佛山市南海市（原）", "Nanhai, Foshan, Guangdong (former)"},
		"512301":        {"四川省涪陵地区涪陵市（原）", "Fuling, Fuling Prefecture, Sichuan (former)"},
		"440699":        {"广东省佛山市", "Foshan, Guangdong"}, // no code of a county
		"830000":        {"台湾地区", "Taiwan"},
		division.Nation: {"全国", "the nation"},
		"999999":        {"未知地区（代码999999）", "an unknown place (code 999999)"},
		"":              {"未知地区", "an unknown place"},
		"x":             {"未知地区（代码x）", "an unknown place (code x)"},
	} {
		if name := division.FullName(code); name.ZH != want[0] || name.EN != want[1] {
			t.Errorf("%s is %+v, want %v", code, name, want)
		}
	}
	for _, code := range []string{"", "44060", "999999", "440605011001", "440682", "#", "code", "110100"} {
		if d, ok := division.Find(code); ok {
			t.Errorf("Find(%q) = %+v", code, d)
		}
	}
	if d, ok := division.Withdrawn("440605"); ok {
		t.Errorf("%+v is in force", d)
	}
}

// TestTheWholeCountry counts what the tables have, and that each line can be found and is named in
// both languages.
func TestTheWholeCountry(t *testing.T) {
	count := map[string]int{}
	for file, find := range map[string]func(string) (division.Division, bool){
		"places.tsv": division.Find, "withdrawn.tsv.gz": division.Withdrawn,
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, ".gz") {
			unzipped, err := gzip.NewReader(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if text, err = io.ReadAll(unzipped); err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(string(text)) {
			if line[0] == '#' {
				continue
			}
			code, _, _ := strings.Cut(line, "\t")
			d, ok := find(code)
			if !ok || line != d.Code+"\t"+d.Name.ZH+"\t"+d.Name.EN+"\n" || d.Name.EN == "" || d.Name.EN[0] >= 0x80 {
				t.Errorf("%q is found as %+v, %t", line, d, ok)
			}
			level := "county"
			switch {
			case file != "places.tsv":
				level = "withdrawn"
			case len(code) == 9:
				level = "street"
			case strings.HasSuffix(code, "0000"):
				level = "province"
			case strings.HasSuffix(code, "00"):
				level = "city"
			}
			count[level]++
		}
	}
	// The nation and the residents of Taiwan have codes of provinces too.
	for level, want := range map[string]int{"province": 34 + 2, "city": 333} {
		if count[level] != want {
			t.Errorf("%d of level %s, want %d", count[level], level, want)
		}
	}
	if count["county"] < 2840 || count["street"] < 1600 || count["withdrawn"] < 3500 {
		t.Errorf("%v", count)
	}
}

func TestEveryDivisionHasItsParentInTheTable(t *testing.T) {
	var walk func(code string) int
	walk = func(code string) int {
		n := 1
		for _, d := range division.Children(code) {
			if !division.Within(d.Code, code) || len(code) == 9 {
				t.Errorf("%s is missing among the children of %s", d.Code, code)
			}
			n += walk(d.Code)
		}
		return n
	}
	if n := walk(division.Nation); n < 4800 {
		t.Errorf("only %d divisions are connected", n)
	}
	for code, want := range map[string]string{
		"469002": "469002", "469002001": "469002", "469024": "469024", "429004": "429004", "429021": "429021", "659001": "659001",
		"469000": "", "419001": "419001", // directly below the province
		"110105": "110000", "310115": "310000", "500101": "500000", "500229": "500000", "310000": "310000", // municipalities
		"460105": "460100", "441900": "441900", "440000": "", "000000": "",
	} {
		if got := division.City(code); got != want {
			t.Errorf("the city of %s is %q, want %q", code, got, want)
		}
	}
	if city, district := division.City("440605011"), division.District("440605011"); city != "440600" || district != "440605" {
		t.Errorf("440605011 is in %s, %s", city, district)
	}
}

func BenchmarkWithin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		division.Within("440605011", "440600")
	}
}

func TestNearest(t *testing.T) {
	for name, tt := range map[string]struct {
		latitude, longitude float64
		want                string
	}{
		"at the seat of Guicheng":       {23.030, 113.147, "440605011"},
		"Qiandeng Lake, in Guicheng":    {23.049, 113.146, "440605011"},
		"Zumiao, across the river":      {23.031, 113.113, "440604012"},
		"Beijing, near none":            {39.904, 116.407, ""},
		"the north pole":                {90, 0, ""},
		"south of all seats, in Jun'an": {22.70, 113.17, "440606106"},
		"at sea, more than 30 km away":  {22.40, 113.17, ""},
	} {
		if got, away := division.Nearest(tt.latitude, tt.longitude); got != tt.want || got != "" && away > 20 {
			t.Errorf("%s: %q, %.1f km, want %q", name, got, away, tt.want)
		}
	}
	// Shishan's seat is three hundredths of a degree of latitude from there.
	if _, away := division.Nearest(23.060, 113.147); away < 3.2 || away > 3.5 {
		t.Errorf("%.2f km", away)
	}
}

func TestStreets(t *testing.T) {
	for text, want := range map[string]string{
		"桂城街道":    "桂城街道",
		"桂城":      "桂城街道",
		"桂":       "桂城街道,容桂街道",
		"南海区桂城街道": "桂城街道",
		"广东省佛山市南海区桂城街道": "桂城街道",
		"南海桂城千灯湖":       "桂城街道",
		"guicheng":      "桂城街道",
		"Gui Cheng":     "桂城街道",
		"guich":         "桂城街道",
		"shishan":       "狮山镇",
		"shi":           "石湾镇街道,狮山镇",
		"西南":            "西南街道", "": "", "  ": "", "没有的地方": "", "nowhere": "",
	} {
		var names []string
		for _, d := range division.Streets("440600", text) {
			names = append(names, d.Name.ZH)
		}
		if got := strings.Join(names, ","); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestExists(t *testing.T) {
	for code, want := range map[string]bool{
		"440000": true, "440600": true, "440605": true, "440605011": true,
		"440605999": false, // its district's streets are known
		"430102001": true,  // those of Changsha are not
		"430199001": false, "440682": false, "999999": false, "": false, "佛山": false,
	} {
		if got := division.Exists(code); got != want {
			t.Errorf("%q exists: %t, want %t", code, got, want)
		}
	}
}
