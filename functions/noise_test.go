package functions_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/width"

	"miaoban/functions"
	"miaoban/shared/form"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/sweep"
)

// spoilt returns the value with everything that phones, printed cards, spreadsheets and input methods put
// into a value of the field.
func spoilt(f form.Field, text string) []string {
	around := []string{"\u3000\u200b" + text + "\u00a0\ufeff", "\u202d" + text + "\u202c", "\u2066\t" + text + " \u2069\r\n"}
	groups := func(separator string) string {
		var b strings.Builder
		for i, c := range []rune(text) {
			if i > 0 && i%4 == 0 {
				b.WriteString(separator)
			}
			b.WriteRune(c)
		}
		return b.String()
	}
	wide := width.Widen.String(text)
	switch {
	case f.Control == form.ChoiceControl, f.Control == form.ListControl:
		if text == strings.ToLower(text) && strings.Trim(text, "0123456789") != "" {
			return around // a word, and not a code
		}
		if len(text) == len("440605011") && strings.Trim(text, "0123456789") == "" { // the code of statistics, and of a village
			around = append(around, text+"000", text+"001", text+" 000")
		}
		return append(around, wide, "'"+text, text+"。", "编号："+text)
	case f.Kind == form.Day:
		return append(around, wide, strings.ReplaceAll(text, "-", "/"), strings.ReplaceAll(text, "-", ""),
			strings.Replace(strings.Replace(text, "-", "年", 1), "-", "月", 1)+"日")
	case f.Kind == form.Words, f.Kind == form.Whole:
		return around
	}
	all := append(around, wide, groups(" "), groups("\u00a0"), groups("\u202f"), groups("\u3000"), groups("\u200b"),
		groups("\ufeff"), groups("-"), groups("\u2013"), groups("\u2011"), groups("－"), groups("\u00ad"))
	if f.Kind.Key() || f.Kind == form.Phone {
		all = append(all, "'"+text, text+"。", text+".", text+"；", "号码："+text, "No. "+text, "“"+text+"”", "("+text+")",
			groups("_"), groups("、"), groups("—"), groups("."))
	}
	switch f.Kind {
	case form.Phone:
		all = append(all, "+86"+text, "+86 "+text, "0086-"+text, "86"+text, "tel:+86-"+text)
	case form.IDNumber, form.CreditCode, form.BirthCertificate, form.PropertyUnit:
		all = append(all, strings.ToLower(text), strings.ToLower(wide))
	}
	return all
}

// issued are the numbers that an approval would issue, which are others each time.
var issued = regexp.MustCompile(`9[0-9A-Z]{17}|[0-9]{17}[0-9X]`)

// decided returns the outcome of an assessment, with those of its parts.
func decided(a instant.Assessment) string {
	text := string(a.Outcome)
	for _, f := range a.Findings {
		text += fmt.Sprintf("\n%s %s %s", f.Rule, f.Status, f.Text.ZH)
	}
	for _, part := range a.Parts {
		text += "\n" + part.Service + " " + decided(part)
	}
	return text
}

// events are the events of the service in which somebody applies, by the name of the file.
func (a attempt) events(t *testing.T) []attempt {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "events", a.name, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []attempt
	for _, file := range files {
		person, body := asked(t, file)
		event := attempt{service: a.service, name: strings.TrimSuffix(filepath.Base(file), ".json"), person: person}
		if person != "" && json.Unmarshal([]byte(body), &event.form) == nil && event.name != "invalid" {
			all = append(all, event)
		}
	}
	return all
}

// numbers are fields that no event fills in, with a number.
var numbers = map[string]map[string]any{
	"elderlyallowance":   {"payee": "agent", "agent_id_number": "440605195103150124"},
	"graduatesettlement": {"address": "property", "property_unit": "440605011001GB00001F00010001"},
	"seniorcard":         {"delivery": "mail", "address": "桂城街道南海大道1号", "mobile": "13800138000"},
}

// TestNoiseInAValueChangesNothing takes each event in which somebody applies, and puts each kind of noise
// into each field: the answer is the same.
func TestNoiseInAValueChangesNothing(t *testing.T) {
	known := openDepartments(t)
	for _, a := range attempts(t, "approved") {
		t.Run(a.name, func(t *testing.T) {
			fields, err := form.FieldsOf(a.service.(interface{ Form() reflect.Type }).Form())
			if err != nil {
				t.Fatal(err)
			}
			var o *instanttest.Office
			calls := 0
			check := func(person, body, mediaType string) string {
				if calls++; calls%5 == 1 { // fewer than the limits of one person
					o = instanttest.Open(t, a.service, seedDay)
					o.Engine.Source = known
				}
				o.At(o.Now().Add(time.Minute))
				response := o.Call("POST", "eligibility", person, body, map[string]string{"Content-Type": mediaType})
				if response.StatusCode != 200 {
					return fmt.Sprint(response.StatusCode, " ", response.Body)
				}
				var answer instant.Assessment
				if err := json.Unmarshal([]byte(response.Body), &answer); err != nil {
					t.Fatal(err)
				}
				return "200 " + issued.ReplaceAllString(decided(answer), "…")
			}
			tried := map[string]bool{}
			one := func(event attempt, f form.Field) {
				value, isText := event.form[f.Name].(string)
				if !isText || value == "" {
					return
				}
				post := func(value string) string {
					changed := maps.Clone(event.form)
					changed[f.Name] = value
					body, err := json.Marshal(changed)
					if err != nil {
						t.Fatal(err)
					}
					return check(event.person, string(body), "application/json")
				}
				want := post(value)
				if !strings.HasPrefix(want, "200") {
					return
				}
				tried[f.Name] = true
				for _, noisy := range sweep.Cases(t, spoilt(f, value), 4) {
					if got := post(noisy); got != want {
						t.Errorf("%s, %s: %q is answered otherwise than %q:\n%.400s\n%.400s", event.name, f.Name, noisy, value, got, want)
					}
				}
			}
			more := attempt{service: a.service, name: "more", person: a.person, form: maps.Clone(a.form)}
			maps.Copy(more.form, numbers[a.name])
			all := append([]attempt{a}, append(a.events(t), more)...)
			for _, f := range fields {
				for _, event := range all {
					if !tried[f.Name] {
						one(event, f)
					}
				}
				if (f.Kind.Key() || f.Kind == form.Phone) && !tried[f.Name] {
					t.Errorf("no event fills in %s", f.Name)
				}
			}
			posted, noisy := a.posts(fields)
			if want, got := check(a.person, posted, urlencoded), check(a.person, noisy, urlencoded); got != want {
				t.Errorf("a page's form with noise in each field is answered otherwise:\n%.400s\n%.400s", got, want)
			}
		})
	}
	if n := len(functions.Services()); n < 20 {
		t.Errorf("only %d services", n)
	}
}

const urlencoded = "application/x-www-form-urlencoded"

// posts are the event's form as a page posts it, and the same with noise in each field.
func (a attempt) posts(fields []form.Field) (plain, noisy string) {
	posted, spoiled := url.Values{}, url.Values{}
	for _, f := range fields {
		values, isList := a.form[f.Name].([]any)
		if !isList && a.form[f.Name] != nil {
			values = []any{a.form[f.Name]}
		}
		for _, v := range values {
			text := fmt.Sprint(v)
			posted.Add(f.Name, text)
			if f.Kind == form.Whole {
				text = width.Widen.String(text)
			}
			if f.Control != form.CheckControl {
				text = spoilt(f, text)[0]
			}
			spoiled.Add(f.Name, text)
		}
	}
	return posted.Encode(), spoiled.Encode()
}
