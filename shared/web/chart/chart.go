// Package chart draws small charts as SVG on the server, with axes, units and a table of the same
// numbers. They need no script, and their colours are classes of the style sheet: pages forbid styles
// in the markup, and have a dark scheme.
package chart

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// Columns is a chart with a column for each label, stacked from the parts.
type Columns struct {
	Title  string
	Unit   string // of the numbers, above the axis
	Of     string // what the labels are: Month
	Words  string // the summary of the table
	Labels []string
	Parts  []Part
	Top    int // the end of the axis, such as 100 for percent; 0: by the numbers
}

// Part is one number of each column; nil numbers are unknown.
type Part struct {
	Name    string
	Class   string // of the style sheet: approved, rejected, referred
	Numbers []*int
}

// Known returns the numbers as numbers that are all known.
func Known(numbers []int) []*int {
	all := make([]*int, len(numbers))
	for i := range numbers {
		all[i] = &numbers[i]
	}
	return all
}

// The sizes are in units of the picture, which is as wide as the page lets it be.
const (
	width, height       = 400, 170
	left, right         = 34, 4
	above, below        = 20, 20
	plotWidth           = width - left - right
	plotHeight          = height - above - below
	mostLabels          = 8
	mostTicks           = 5
	gapBetween          = 0.25 // of a column's room
	narrowest           = 1.5
	textSize, textBelow = 11, 5 // the style sheet has the size
)

// Figure is the chart with its title, its key and its table.
func (c Columns) Figure() template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<figure class="chart"><figcaption>%s</figcaption>`, html.EscapeString(c.Title))
	c.picture(&b)
	if len(c.Parts) > 1 {
		b.WriteString(`<ul class="legend">`)
		for _, p := range c.Parts {
			fmt.Fprintf(&b, `<li class="part %s">%s</li>`, html.EscapeString(p.Class), html.EscapeString(p.Name))
		}
		b.WriteString(`</ul>`)
	}
	c.table(&b)
	b.WriteString(`</figure>`)
	return template.HTML(b.String()) // #nosec G203 -- every text is escaped
}

func (c Columns) picture(b *strings.Builder) {
	top, step := c.axis()
	y := func(n int) float64 { return above + plotHeight - float64(n)/float64(top)*plotHeight }
	fmt.Fprintf(b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, height, html.EscapeString(c.Title+" ("+c.Unit+")"))
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, left-textBelow, textSize-1, html.EscapeString(c.Unit))
	for tick := 0; tick <= top; tick += step {
		fmt.Fprintf(b, `<path class="tick" d="M%d %sH%d"/><text x="%d" y="%s" text-anchor="end">%d</text>`,
			left, number(y(tick)), width-right, left-textBelow, number(y(tick)+textBelow-1), tick)
	}
	if len(c.Labels) > 0 {
		room := float64(plotWidth) / float64(len(c.Labels))
		every := max((len(c.Labels)+mostLabels-1)/mostLabels, int(math.Ceil(c.widest()/room)))
		for i, label := range c.Labels {
			x := left + room*float64(i)
			c.column(b, i, x+room*gapBetween/2, max(room*(1-gapBetween), narrowest), y)
			if i%every == 0 {
				fmt.Fprintf(b, `<text x="%s" y="%d" text-anchor="middle">%s</text>`,
					number(x+room/2), height-textBelow, html.EscapeString(label))
			}
		}
	}
	b.WriteString(`</svg>`)
}

// widest is about how wide the widest label is.
func (c Columns) widest() float64 {
	widest := 0.0
	for _, label := range c.Labels {
		wide := float64(textSize)
		for _, letter := range label {
			if letter < 0x2E80 { // narrower than a Chinese character
				wide += textSize * 0.6
			} else {
				wide += textSize
			}
		}
		widest = max(widest, wide)
	}
	return widest
}

// column stacks the parts of column i on each other.
func (c Columns) column(b *strings.Builder, i int, x, wide float64, y func(int) float64) {
	below := 0
	for _, p := range c.Parts {
		if i >= len(p.Numbers) || p.Numbers[i] == nil || *p.Numbers[i] == 0 {
			continue
		}
		n := *p.Numbers[i]
		fmt.Fprintf(b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, html.EscapeString(p.Class),
			number(x), number(y(below+n)), number(wide), number(y(below)-y(below+n)))
		below += n
	}
}

// axis returns the end of the axis, and the step between its marks: a round number.
func (c Columns) axis() (top, step int) {
	top = c.Top
	for i := range c.Labels {
		sum := 0
		for _, p := range c.Parts {
			if i < len(p.Numbers) && p.Numbers[i] != nil {
				sum += *p.Numbers[i]
			}
		}
		top = max(top, sum)
	}
	for step = 1; ; step *= 10 {
		for _, factor := range []int{1, 2, 5} {
			if round := step * factor; top <= round*(mostTicks-1) {
				return max(round, (top+round-1)/round*round), round
			}
		}
	}
}

// table has the numbers for those who do not see the picture, or want to copy them.
func (c Columns) table(b *strings.Builder) {
	fmt.Fprintf(b, `<details><summary>%s</summary><table><caption>%s</caption><thead><tr><th scope="col">%s</th>`,
		html.EscapeString(c.Words), html.EscapeString(c.Title+" ("+c.Unit+")"), html.EscapeString(c.Of))
	for _, p := range c.Parts {
		fmt.Fprintf(b, `<th scope="col">%s</th>`, html.EscapeString(p.Name))
	}
	b.WriteString(`</tr></thead><tbody>`)
	for i, label := range c.Labels {
		fmt.Fprintf(b, `<tr><th scope="row">%s</th>`, html.EscapeString(label))
		for _, p := range c.Parts {
			text := "—"
			if i < len(p.Numbers) && p.Numbers[i] != nil {
				text = strconv.Itoa(*p.Numbers[i])
			}
			fmt.Fprintf(b, `<td>%s</td>`, text)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table></details>`)
}

// number is a coordinate, to a tenth.
func number(x float64) string { return strconv.FormatFloat(float64(int(x*10+0.5))/10, 'f', -1, 64) }

// Trend draws a line of scores from 0 to 100 in order of time, small enough for a row of a table; nil
// scores are unknown. The text says what it shows. Fewer than two known scores are no trend.
func Trend(scores []*float64, text string) template.HTML {
	const width, height, margin = 64, 22, 3
	var points []string
	for i, score := range scores {
		if score != nil {
			x := margin + float64(i)*(width-2*margin)/float64(max(1, len(scores)-1))
			points = append(points, number(x)+","+number(margin+(100-*score)/100*(height-2*margin)))
		}
	}
	if len(points) < 2 {
		return ""
	}
	x, y, _ := strings.Cut(points[len(points)-1], ",")
	return template.HTML(fmt.Sprintf( // #nosec G203 -- every text is escaped
		`<svg class="trend" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+
			`<polyline points="%s"/><circle cx="%s" cy="%s" r="2.5"/></svg>`,
		width, height, width, height, html.EscapeString(text), strings.Join(points, " "), x, y))
}
