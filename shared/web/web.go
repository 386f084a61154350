// Package web renders the HTML pages. They work without script, and share one style sheet.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed assets/style.css
var style string

//go:embed assets/verify.js
var script string

//go:embed assets/worker.js
var worker string

//go:embed assets/awake.js
var awake string

//go:embed assets/position.js
var position string

// Pages renders pages. Templates are parsed for the first page, so that a function that serves
// only programs does not pay for them.
type Pages struct {
	demonstration bool
	parse         func() (*template.Template, error)
}

// New returns the pages; with demonstration, each has a banner that says so.
func New(demonstration bool) *Pages {
	return &Pages{demonstration, sync.OnceValues(parse)}
}

func parse() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"stylesheet": func() string { return "/assets/" + styleName() },
		"script":     func() string { return "/assets/" + scriptName() },
		"worker":     func() string { return "/assets/" + workerName() },

		"awakescript":    func() string { return "/assets/" + awakeName() },
		"positionscript": func() string { return "/assets/" + positionName() },
		"grades":         instant.Grades,
		"tags":           instant.Tags,
		"list":           func(values ...any) []any { return values },
		"field": func(pointer string) string {
			name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
			return name
		},
	}).ParseFS(templates, "templates/*.html")
}

// view is the data of a template: the page, and helpers for its language.
type view struct {
	httpapi.Page
	Demonstration bool
}

// In returns the text, day or month in the page's language.
func (v view) In(of lang.Speaker) string { return of.In(v.Language) }

// Claim returns the value of a claim of a certificate: the code of a residence is for programs, since the
// claim's label has the place's name.
func (v view) Claim(name string, value lang.Text) string {
	if name == certificate.ResidentClaim {
		return v.Say("是", "yes")
	}
	return v.In(value)
}

// Month returns a month (2026-12) as people write it.
func (v view) Month(month string) string { return v.In(calendar.MonthOf(month)) }

// Money returns an amount in fen as people write it.
func (v view) Money(fen int64) string { return v.In(lang.Money(fen)) }

// Moment returns the day and the time of day in China as people write them.
func (v view) Moment(at time.Time) string {
	return v.In(calendar.Of(at)) + v.Say(" ", ", ") + at.In(calendar.Zone).Format("15:04")
}

// Day returns the day in China as people write it.
func (v view) Day(at time.Time) string { return v.In(calendar.Of(at)) }

// Say returns zh or en, depending on the page's language.
func (v view) Say(zh, en string) string { return lang.T(zh, en).In(v.Language) }

// Seen formats the value of a fact for people.
func (v view) Seen(of fact.Reference) string { return v.Datum(of.Dataset, of.Field, of.Value) }

// Datum formats a value of the field for people: by its kind, so that no number is taken for a place.
func (v view) Datum(of, field, value string) string {
	column := dataset.Column(of, field)
	if column == nil || value == "" {
		return v.Value(value)
	}
	n, err := strconv.Atoi(value)
	switch kind := column.Input(); {
	case kind == fact.Choice:
		for _, c := range column.Choices() {
			if c.Value == value {
				return v.In(c.Label)
			}
		}
	case kind == fact.Money && err == nil:
		return v.Money(int64(n))
	case kind == fact.MonthNumber && err == nil:
		return v.In(calendar.Month{Year: n / 12, Month: time.Month(n%12 + 1)})
	case kind == fact.Day:
		if day, err := calendar.Parse(value); err == nil {
			return v.In(day)
		}
	case kind == fact.Place, kind == fact.City, kind == fact.YesNo:
		return v.Value(value)
	}
	return value
}

// Value formats a value of shared data for people: a division code becomes its name.
func (v view) Value(value string) string {
	_, place := division.Find(value)
	if !place && len(value) == 6 {
		_, place = division.Withdrawn(value)
	}
	if place {
		return v.In(division.FullName(value))
	}
	switch value {
	case "true":
		return v.Say("是", "yes")
	case "false":
		return v.Say("否", "no")
	default:
		return value
	}
}

// Ordered returns the findings as a page shows them: what failed first, then what has to be checked, then what
// is met, and the check of the identity last.
func (v view) Ordered(findings []decision.Finding) []decision.Finding {
	place := func(f decision.Finding) int {
		switch {
		case f.Status == decision.NotMet:
			return 0
		case f.Status != decision.Met:
			return 1
		case f.Rule == condition.AliveRule:
			return 3
		default:
			return 2
		}
	}
	ordered := slices.Clone(findings)
	slices.SortStableFunc(ordered, func(a, b decision.Finding) int { return place(a) - place(b) })
	return ordered
}

// Faults says how many values of a form have to be changed.
func (v view) Faults(p *problem.Problem) string { return v.In(problem.Faults(len(p.Errors))) }

// Purpose is the reason for which shared data was read, for people.
func (v view) Purpose(purpose string) string {
	switch purpose {
	case "application":
		return v.Say("办理申请", "An application")
	case "pre-check":
		return v.Say("预检", "A pre-check")
	case "prefill":
		return v.Say("填表", "Filling in a form")
	case "review":
		return v.Say("人工办理", "Review by an official")
	case "complaint":
		return v.Say("工作人员查看诉求", "An official handles a complaint")
	case "task":
		return v.Say("被呼叫的部门查看", "A department called for help views the case")
	case "correction":
		return v.Say("部门核实您要求更正的数据", "A department checks data that you asked to correct")
	case "deed":
		return v.Say("积分审核", "Review of a reported good deed")
	case "conflict-check":
		return v.Say("核实工作人员是否须回避", "Check for an official's conflict of interest")
	case "points":
		return v.Say("积分", "Points")
	case "agent":
		return v.Say("代办人查看办件", "Your agent viewed an application")
	case "mandate":
		return v.Say("有人委托您代办，核对姓名", "Somebody named you as their agent (name check)")
	case "verification":
		return v.Say("年审核验", "Verification of an approval")
	case "proactive", "proactive-dry-run":
		return v.Say("主动发现您可享受的待遇", "Search for benefits that you are entitled to")
	default:
		return purpose
	}
}

// Office reports whether the caller has the role, such as reviewer or receiver, for a region.
func (v view) Office(name string) bool {
	_, is := v.Caller.RegionOf(name)
	return is
}

// Member reports whether the caller works for a department that can be called.
func (v view) Member() bool {
	return slices.ContainsFunc(v.Caller.Roles, func(r string) bool { return strings.HasPrefix(r, "department.") })
}

// Bars is a small bar chart of the numbers, with the numbers as its text alternative.
func (v view) Bars(numbers []int) template.HTML {
	const width, height = 8, 24
	most := 1
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		most, texts[i] = max(most, n), strconv.Itoa(n)
	}
	var b strings.Builder
	fmt.Fprintf(
		&b,
		`<svg class="bars" role="img" aria-label="%s" width="%d" height="%d" viewBox="0 0 %[2]d %[3]d" preserveAspectRatio="none">`,
		strings.Join(texts, ", "),
		len(numbers)*width,
		height,
	)
	for i, n := range numbers {
		tall := max(1, n*height/most)
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d"/>`, i*width, height-tall, width-2, tall)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) // #nosec G203 -- numbers only
}

// With returns the view with other data, for a part of the page.
func (v view) With(data any) view {
	v.Data = data
	return v
}

// Here is the page's own address with one query parameter changed: the language or the size.
func (v view) Here(name, value string) string {
	query := url.Values{}
	maps.Copy(query, v.Query)
	query.Set(name, value)
	return v.Path + "?" + query.Encode()
}

// Other is the code of the other language.
func (v view) Other() string {
	if v.Language == "en" {
		return "zh"
	}
	return "en"
}

// Group is a part of a list under its name, which may be zero.
type Group struct {
	Name    lang.Text
	Options []form.Option
}

// Grouped divides the options into their groups, in order. Under its district a street has its name alone.
func (v view) Grouped(options []form.Option) []Group {
	var all []Group
	for _, o := range options {
		if len(all) == 0 || all[len(all)-1].Name != o.Group {
			all = append(all, Group{Name: o.Group})
		}
		if !o.Group.IsZero() {
			o.Label = lang.T(strings.TrimPrefix(o.Label.ZH, o.Group.ZH), strings.TrimSuffix(o.Label.EN, ", "+o.Group.EN))
		}
		last := &all[len(all)-1]
		last.Options = append(last.Options, o)
	}
	return all
}

// Render renders the page as HTML.
func (p *Pages) Render(page httpapi.Page) ([]byte, error) {
	t, err := p.parse()
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, page.Template+".html", view{page, p.demonstration}); err != nil {
		return nil, fmt.Errorf("template %s: %w", page.Template, err)
	}
	return b.Bytes(), nil
}

// Asset returns a file that pages link to, with its media type; ok is false for an unknown name.
func Asset(name string) (body, mediaType string, ok bool) {
	switch name {
	case styleName():
		return style, "text/css; charset=utf-8", true
	case workerName():
		return worker, "text/javascript; charset=utf-8", true
	case scriptName():
		return script, "text/javascript; charset=utf-8", true
	case awakeName():
		return awake, "text/javascript; charset=utf-8", true
	case positionName():
		return position, "text/javascript; charset=utf-8", true
	default:
		return "", "", false
	}
}

// The names contain a digest of the content, so that browsers may cache the files for ever.
var (
	styleName  = sync.OnceValue(func() string { return assetName("style", style, ".css") })
	workerName = sync.OnceValue(func() string { return assetName("worker", worker, ".js") })
	scriptName = sync.OnceValue(func() string { return assetName("verify", script, ".js") })

	awakeName    = sync.OnceValue(func() string { return assetName("awake", awake, ".js") })
	positionName = sync.OnceValue(func() string { return assetName("position", position, ".js") })
)

func assetName(stem, text, extension string) string {
	sum := sha256.Sum256([]byte(text))
	return stem + "-" + hex.EncodeToString(sum[:4]) + extension
}
