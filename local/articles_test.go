package main

import (
	"slices"
	"testing"
)

// TestCitedArticlesWereRead: each cited article of an act with digests has one.
func TestCitedArticlesWereRead(t *testing.T) {
	all, err := sourcesOf("..")
	if err != nil {
		t.Fatal(err)
	}
	faults, err := unread("..", all)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v %v", faults, err)
	}
	read, err := digestsRead("..")
	if err != nil || len(read) < 15 {
		t.Errorf("%d articles were read, %v", len(read), err)
	}
	invented := source{title: "中华人民共和国民法典（2020年5月28日）", article: "第一千九百条", by: []string{"a test"}}
	if faults, _ := unread("..", []source{invented}); len(faults) != 1 {
		t.Errorf("an article that does not exist is accepted: %v", faults)
	}
}

func TestArticlesOfACitation(t *testing.T) {
	for citation, want := range map[string][]int{
		"第二条、第九条": {2, 9}, "第六条至第八条": {6, 7, 8}, "第二十四条第一款第（六）项、第二十五条": {24, 25}, "第一千零一十五条": {1015},
		"第二百七十九条": {279}, "第十条": {10}, "第五问": nil, "第三十三条，实施细则第四十八条": {33}, "": nil,
	} {
		if got := articlesIn(citation); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", citation, got, want)
		}
	}
}

func TestDigestsOfAnAct(t *testing.T) {
	one := digestsOf("# 章\n\n第一条 甲乙。\n\n丙。\n\n## 第二章\n\n第二条 丁。\n")
	other := digestsOf("第一条　甲 乙。 丙。\n第二条 丁，戊。\n")
	if len(one) != 2 || one[1] != other[1] || one[2] == other[2] {
		t.Errorf("%v, %v", one, other)
	}
}
