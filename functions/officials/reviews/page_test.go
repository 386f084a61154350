package reviews_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/decision"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

// page returns the page that the official sees.
func page(t *testing.T, h *platformtest.House, name, path string) string {
	t.Helper()
	response := h.Call(name, http.MethodGet, path, "", "accept", "text/html")
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", path, response.StatusCode, response.Body)
	}
	return response.Body
}

// send sends the page's form.
func send(h *platformtest.House, name, path string, values url.Values) (int, string) {
	response := h.Call(name, http.MethodPost, path, values.Encode(), "accept", "text/html",
		"content-type", "application/x-www-form-urlencoded", "origin", "https://portal.example")
	return response.StatusCode, response.Body
}

// stale is a case in which the population register is too old to rely on.
func stale(t *testing.T, h *platformtest.House) string {
	t.Helper()
	old := born(h, platformtest.Person(t, "黎花甲").ID, "1966-01-15")
	old.AsOf = h.Now().AddDate(-1, 0, 0)
	h.Know(old)
	return refer(t, h, "seniorcard", "黎花甲", `{"delivery":"electronic"}`)
}

// TestTheCaseShowsWhatAReviewerNeeds: the applicant, the form by its labels, what is known with source and day, what
// is unknown first, and for each value a control of its kind.
func TestTheCaseShowsWhatAReviewerNeeds(t *testing.T) {
	h := open(t)
	number := stale(t, h)
	shown := page(t, h, "梁审南", "/reviews/"+number)
	for what, text := range map[string]string{
		"the applicant":        "黎花甲 <span class=\"quiet\">440",
		"a field of the form":  "领取方式",
		"what was chosen":      "只要电子证（即时可用）",
		"a known value":        "死亡日期",
		"that there is none":   "没有记录",
		"whose data":           "公安",
		"why it is unknown":    "截至 2025年11月24日",
		"a picker for a day":   `type="date"`,
		"streets by district":  `<optgroup label="南海区">`,
		"a street":             `<option value="440605011">桂城街道</option>`,
		"places elsewhere":     `name="place.`,
		"the record as a name": "广东省佛山市南海区桂城街道",
	} {
		if !strings.Contains(shown, text) {
			t.Errorf("the page lacks %s: %s", what, text)
		}
	}
	for _, text := range []string{"true 或 false", "区划写代码", "您"} {
		if main, _, _ := strings.Cut(shown[strings.Index(shown, "<main"):], "<footer"); strings.Contains(main, text) {
			t.Errorf("the page says %q", text)
		}
	}
	if unknown, form := strings.Index(shown, "尚未核实的条件"), strings.Index(shown, "申请表"); unknown < 0 || unknown > form {
		t.Error("what is unknown is not first")
	}
	var c reviews.Case
	h.Get("梁审南", "/reviews/"+number, &c)
	if len(c.Form) != 1 || c.Form[0].Text.EN != "Electronic card only (valid at once)" || len(c.Known) == 0 ||
		c.Conditions[0].Status != "unknown" {
		t.Errorf("%+v", c)
	}
	for _, k := range c.Known {
		if k.Holder.IsZero() || k.AsOf.IsZero() && k.State == "known" {
			t.Errorf("%s has no source or day", k.Label.EN)
		}
	}
}

// TestAPlaceIsChosenOrNamed: the list, a name and a code say the same place; what is none comes back at its field.
func TestAPlaceIsChosenOrNamed(t *testing.T) {
	for name, tt := range map[string]struct {
		field, value string
		want         int
	}{
		"from the list":     {"", "440605011", http.StatusSeeOther},
		"by its full name":  {"place.", "广东省佛山市南海区桂城街道", http.StatusSeeOther},
		"by a shorter name": {"place.", "南海区桂城街道", http.StatusSeeOther},
		"by its code":       {"place.", "440605011", http.StatusSeeOther},
		"of no place":       {"place.", "桂城街", http.StatusUnprocessableEntity},
		"a code of nothing": {"place.", "999999", http.StatusUnprocessableEntity},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			number := stale(t, h)
			var c reviews.Case
			h.Get("梁审南", "/reviews/"+number, &c)
			values := url.Values{"reason": {"已核对户口簿原件"}}
			for _, o := range c.Open {
				if o.Field == "household_division" {
					values.Set(tt.field+o.Name, tt.value)
				} else {
					values.Set(o.Name, o.Last)
				}
			}
			status, text := send(h, "梁审南", "/reviews/"+number, values)
			if status != tt.want {
				t.Fatalf("%d %s", status, text)
			}
			if tt.want == http.StatusUnprocessableEntity &&
				(!strings.Contains(text, `aria-invalid="true"`) || !strings.Contains(text, `value="`+tt.value+`"`)) {
				t.Error("the fault is not at its field, or what was typed is lost")
			}
		})
	}
}

// TestACaseThatWaitsForAFigureIsMarked in the queue and on its page.
func TestACaseThatWaitsForAFigureIsMarked(t *testing.T) {
	h := open(t)
	id := platformtest.Person(t, "黎花甲").ID
	record := born(h, id, "1966-01-15")
	record.Values[dataset.Population.Household.Name] = "440902" // of a city whose ages the policy does not have
	h.Know(record)
	number := refer(t, h, "seniorcard", "黎花甲", `{"delivery":"electronic"}`)
	other := refer(t, h, "seniorcard", "龙待核", `{"delivery":"electronic"}`)
	var queue reviews.Queue
	h.Get("梁审省", "/reviews", &queue)
	for _, w := range queue.Waiting {
		if w.Awaits != (w.Number == number) {
			t.Errorf("%s: %+v", w.Number, w)
		}
	}
	const mark = `<span class="tag">等待标准</span>`
	if !strings.Contains(page(t, h, "梁审省", "/reviews"), mark) || !strings.Contains(page(t, h, "梁审省", "/reviews/"+number), mark) {
		t.Error("the case that waits is not marked")
	}
	if strings.Contains(page(t, h, "梁审南", "/reviews/"+other), mark) {
		t.Error("another case is marked")
	}
	h.Deploy(reviews.Function([]instant.Offering{withMaoming(t)}))
	var later reviews.Queue
	h.Get("梁审省", "/reviews", &later)
	for _, w := range later.Waiting {
		if w.Awaits {
			t.Errorf("the figure is there, and the case still waits for it: %+v", w)
		}
	}
	if strings.Contains(page(t, h, "梁审省", "/reviews"), mark) {
		t.Error("the queue still has the mark")
	}
	shown := page(t, h, "梁审省", "/reviews/"+number)
	if strings.Contains(shown, mark) || !strings.Contains(shown, `<span class="tag">标准已录入</span>`) {
		t.Error("the case does not say that its figure is there")
	}
	if status, receipt, text := determine(t, h, "梁审省", number, map[string]string{"reason": "标准已录入"}); status != http.StatusOK ||
		receipt.Outcome != decision.Approved {
		t.Errorf("by the new figure: %d %s", status, text)
	}
}

// withMaoming is the card with a policy that has the ages of Maoming too.
func withMaoming(t *testing.T) instant.Offering {
	t.Helper()
	service := seniorcard.Service()
	const foshan = "    - region: \"440600\"\n      from: 2021-01-01\n      value: *two\n"
	policy := string(service.Policy)
	if !strings.Contains(policy, foshan) {
		t.Fatal("the policy has another form")
	}
	service.Policy = []byte(strings.Replace(policy, foshan, strings.Replace(foshan, "440600", "440900", 1)+
		"      basis: {title: {zh: 示例, en: an example}, illustrative: true}\n"+foshan, 1))
	return service
}
