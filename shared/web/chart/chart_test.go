package chart

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"testing"
)

// TestTheAxis ends at a round number that no column exceeds, and has few marks.
func TestTheAxis(t *testing.T) {
	for _, tt := range []struct{ most, fixed, top, step int }{
		{0, 0, 1, 1}, {1, 0, 1, 1}, {3, 0, 3, 1}, {4, 0, 4, 1}, {5, 0, 6, 2}, {8, 0, 8, 2}, {9, 0, 10, 5}, {20, 0, 20, 5}, {21, 0, 30, 10},
		{99, 0, 100, 50}, {40, 100, 100, 50}, {1234, 0, 1500, 500}, {1 << 30, 0, 1_500_000_000, 500_000_000},
	} {
		top, step := Columns{Labels: []string{""}, Parts: []Part{{Numbers: []*int{&tt.most}}}, Top: tt.fixed}.axis()
		if top != tt.top || step != tt.step {
			t.Errorf("%d: up to %d in steps of %d, want %d, %d", tt.most, top, step, tt.top, tt.step)
		}
	}
	for most := range 5000 {
		top, step := Columns{Labels: []string{""}, Parts: []Part{{Numbers: []*int{&most}}}}.axis()
		if top < most || top > max(1, most*2) || top%step != 0 || top/step >= mostTicks {
			t.Fatalf("%d: up to %d in steps of %d", most, top, step)
		}
	}
}

// TestTheColumns are stacked, inside the picture, and as high as their numbers; what is unknown is none.
func TestTheColumns(t *testing.T) {
	figure := string(Columns{
		Title: `"A" & <B>`, Unit: "件", Of: "月份", Words: "数字", Labels: []string{"10", "11", "12"},
		Parts: []Part{{"at once", "approved", Known([]int{3, 0, 4})}, {"referred", "referred", []*int{nil, new(int)}}},
	}.Figure())
	if strings.Contains(figure, "<B>") || strings.Contains(figure, "style=") {
		t.Error(figure)
	}
	var rects []map[string]string
	decoder := xml.NewDecoder(strings.NewReader(figure))
	texts := 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err, figure)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attributes := map[string]string{}
		for _, a := range start.Attr {
			attributes[a.Name.Local] = a.Value
		}
		switch start.Name.Local {
		case "rect":
			rects = append(rects, attributes)
		case "text":
			texts++
		}
	}
	value := func(text string) float64 {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if len(rects) != 2 || texts != 1+5+3 {
		t.Fatalf("%d columns, %d texts\n%s", len(rects), texts, figure)
	}
	if high, higher := value(rects[0]["height"]), value(rects[1]["height"]); high*4 < higher*3-1 || high*4 > higher*3+1 {
		t.Errorf("3 is %v high, and 4 is %v", high, higher)
	}
	if last := rects[1]; value(last["x"])+value(last["width"]) > width || value(last["y"]) != above {
		t.Error(last)
	}
	if cells := strings.Count(figure, "<td>"); cells != 6 || strings.Count(figure, "<td>—</td>") != 2 {
		t.Errorf("%d cells\n%s", cells, figure)
	}
}

// TestManyLabels: an hour of minutes has at most eight labels.
func TestManyLabels(t *testing.T) {
	labels := make([]string, 60)
	for i := range labels {
		labels[i] = "m" + strconv.Itoa(i)
	}
	var b strings.Builder
	Columns{Labels: labels, Parts: []Part{{"", "approved", Known(make([]int, 60))}}}.picture(&b)
	if n := strings.Count(b.String(), ">m"); n != 8 {
		t.Errorf("%d labels", n)
	}
}

func TestATrendNeedsTwoScores(t *testing.T) {
	low, high := 0.0, 100.0
	for name, tt := range map[string]struct {
		scores []*float64
		points string
	}{
		"none":            {nil, ""},
		"one":             {[]*float64{nil, &low}, ""},
		"two":             {[]*float64{&low, &high}, `points="3,19 61,3"`},
		"one is unknown":  {[]*float64{&high, nil, &low}, `points="3,3 61,19"`},
		"the last is not": {[]*float64{&high, &low, nil}, `points="3,3 32,19"`},
	} {
		got := string(Trend(tt.scores, "a<b"))
		if (got == "") != (tt.points == "") || !strings.Contains(got, tt.points) || strings.Contains(got, "a<b") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
