package hotline_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"miaoban/functions/citizens/hotline"
	"miaoban/shared/httpapi"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ticket"
)

// send sends the page's form.
func send(h *platformtest.House, name, path string, values url.Values) httpapi.Response {
	return h.Call(name, http.MethodPost, path, values.Encode(), "accept", "text/html",
		"content-type", "application/x-www-form-urlencoded", "origin", "https://portal.example")
}

// call is what a clerk types of a call.
func call(change map[string]string) url.Values {
	values := url.Values{"mobile": {"13800138000"}, "caller_name": {"李女士"}, "category": {"停水漏水"}, "place": {"南海区大沥镇"},
		"text": {"从早上起停水"}}
	for name, value := range change {
		values.Set(name, value)
	}
	return values
}

// taken follows the answer to the page of the ticket, and returns its address without the query.
func taken(t *testing.T, response httpapi.Response) (path string, joined bool) {
	t.Helper()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", response.StatusCode, response.Body)
	}
	path, query, _ := strings.Cut(response.Headers["Location"], "?")
	return path, query != ""
}

// TestAClerkTypesCategoryAndPlace: everyday words, parts of a name and pinyin are enough; where several fit, they are
// choices, and one press takes one.
func TestAClerkTypesCategoryAndPlace(t *testing.T) {
	h := open(t)
	n := 0
	for _, tt := range []struct {
		field, typed, want string
		choices            []string // beside one another, if the text fits several or none
	}{
		{"category", "water", "water", nil},
		{"category", "Noise", "noise", nil},
		{"category", "zaosheng", "noise", nil},
		{"category", "楼下施工太吵", "noise", nil},
		{"category", "拖欠工资", "wages", nil},
		{"category", "违章", "building", nil},
		{"place", "440605125", "440605125", nil},
		{"place", "大沥", "440605125", nil},
		{"place", "dali", "440605125", nil},
		{"place", "南海大沥黄岐", "440605125", nil},
		{"place", "南海区大沥镇", "440605125", nil},
		{"place", "桂", "", []string{"440605011", "440606006"}},
		{"place", "没有这个地方", "", nil},
		{"category", "", "", nil},
	} {
		n++
		body := map[string]string{"mobile": fmt.Sprintf("138001380%02d", n), "caller_name": "李女士", "category": "water", "place": "440605011",
			"text": "从早上起停水"}
		body[tt.field] = tt.typed
		sent, _ := json.Marshal(body)
		response := h.Call("吴话务", http.MethodPost, "/tickets", string(sent))
		var said struct {
			Category, Place string
			Errors          []struct {
				Pointer string
				Choices []struct{ Value string }
			}
		}
		if err := json.Unmarshal([]byte(response.Body), &said); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{"category": said.Category, "place": said.Place}[tt.field]
		if got != tt.want {
			t.Errorf("%s %q: %d %q, want %q", tt.field, tt.typed, response.StatusCode, got, tt.want)
		}
		if tt.want != "" {
			continue
		}
		if response.StatusCode != http.StatusUnprocessableEntity || len(said.Errors) != 1 || said.Errors[0].Pointer != "/"+tt.field {
			t.Errorf("%s %q: %d %+v", tt.field, tt.typed, response.StatusCode, said.Errors)
			continue
		}
		for i, want := range tt.choices {
			if c := said.Errors[0].Choices; len(c) != len(tt.choices) || c[i].Value != want {
				t.Errorf("%s %q offers %+v", tt.field, tt.typed, c)
			}
		}
	}
	page := send(h, "吴话务", "/tickets", call(map[string]string{"place": "桂"})).Body
	if !strings.Contains(page, `<button class="second" name="mend.place" value="440606006">顺德区容桂街道</button>`) {
		t.Errorf("the page offers no choice: %s", page)
	}
	path, _ := taken(t, send(h, "吴话务", "/tickets", call(map[string]string{"place": "桂", "mend.place": "440606006"})))
	var c hotline.Case
	if h.Get("吴话务", path, &c); c.Place != "440606006" {
		t.Errorf("the choice: %+v", c.Place)
	}
	path, _ = taken(t, send(h, "吴话务", "/tickets", call(map[string]string{"place": "", "street": "440604012", "mobile": "13900139000"})))
	if h.Get("吴话务", path, &c); c.Place != "440604012" {
		t.Errorf("from the list: %+v", c.Place)
	}
}

// TestAnErrorNamesItsField, at the field and in the summary, and what may be meant is a choice.
func TestAnErrorNamesItsField(t *testing.T) {
	h := open(t)
	page := send(h, "吴话务", "/tickets", url.Values{"caller_name": {"阿丽-买买提"}, "mobile": {"123"}}).Body
	for _, want := range []string{
		"<h2 id=\"errors\">有 5 处需要修改</h2>",
		`<a href="#caller_name">来电人称呼：第3个字“-”应为间隔号`,
		`<a href="#mobile">回访电话：`,
		`<a href="#category">哪方面的事：请选择诉求分类。`,
		`<a href="#place">事发地镇街：请选择事发地`,
		`<a href="#text">发生了什么，希望怎样解决：请写清楚诉求`,
		`<button class="second" name="mend.caller_name" value="阿丽·买买提">阿丽·买买提</button>`,
		`aria-describedby="caller_name-note" aria-invalid="true"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	last := 0
	for _, field := range []string{"mobile", "caller_name", "category", "place", "text"} { // in the order of the form
		at := strings.Index(page, `<a href="#`+field+`">`)
		if at < last {
			t.Errorf("%s is before the field above it", field)
		}
		last = at
	}
	path, _ := taken(t, send(h, "吴话务", "/tickets", call(map[string]string{"caller_name": "阿丽-买买提", "mend.caller_name": "阿丽·买买提"})))
	var c hotline.Case
	if h.Get("吴话务", path, &c); c.Caller != "阿丽·买买提" {
		t.Errorf("the choice: %q", c.Caller)
	}
	if citizen := send(h, "何婉清", "/tickets", url.Values{}).Body; !strings.Contains(citizen, `<a href="#category">哪方面的事：`) {
		t.Error("a citizen's error names no field")
	}
}

// TestTheSameCallerIsAsked whether it is the same matter: the words are added to the open ticket, with their place and
// caller, or become another ticket, also of the same category and street.
func TestTheSameCallerIsAsked(t *testing.T) {
	h := open(t)
	const ask = "是同一件事吗"
	if page := send(h, "吴话务", "/tickets", url.Values{"mobile": {"13800138000"}}).Body; !strings.Contains(page, "这个号码没有未办结的诉求") ||
		strings.Contains(page, `role="alert"`) {
		t.Errorf("a number that nobody gave: %s", page)
	}
	first, joined := taken(t, send(h, "吴话务", "/tickets", call(nil)))
	if joined {
		t.Error("the first call joins something")
	}
	number := strings.TrimPrefix(first, "/receiver/")
	looked := send(h, "吴话务", "/tickets", url.Values{"mobile": {"138 0013 8000"}}).Body
	if !strings.Contains(looked, ask) || !strings.Contains(looked, number) || strings.Contains(looked, "从早上起停水") {
		t.Errorf("looked up: %s", looked)
	}
	again := call(map[string]string{"caller_name": "张先生", "address": "黄岐市场", "text": "黄岐市场也停水"})
	if page := send(h, "吴话务", "/tickets", again); page.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page.Body, ask) ||
		!strings.Contains(page.Body, `<a href="#matter">是同一件事吗`) || !strings.Contains(page.Body, "黄岐市场也停水") {
		t.Errorf("not asked: %d %s", page.StatusCode, page.Body)
	}
	again.Set("matter", number)
	path, joined := taken(t, send(h, "吴话务", "/tickets", again))
	if path != first || !joined {
		t.Errorf("added to %s, %t", path, joined)
	}
	shown := h.Call("吴话务", http.MethodGet, first+"?joined=1", "", "accept", "text/html").Body
	for _, want := range []string{"已补充到编号 <strong>" + number, "黄岐市场也停水", "具体地点：黄岐市场", "来电人：张先生"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the ticket does not say %s", want)
		}
	}
	again.Set("matter", "new")
	other, joined := taken(t, send(h, "吴话务", "/tickets", again))
	if other == first || joined {
		t.Errorf("another matter: %s, %t", other, joined)
	}
	again.Set("matter", "T20261124-120000-NOTTHERE")
	if page := send(h, "吴话务", "/tickets", again); page.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a ticket that this number does not have: %d", page.StatusCode)
	}
	// What a citizen sent in is seen, and not added to: they would read the words of whoever calls.
	var v ticket.View
	h.Post("何婉清", "/tickets", `{"category":"noise","place":"440605011","text":"夜里还在施工","mobile":"13700137000"}`, &v)
	theirs := send(h, "吴话务", "/tickets", url.Values{"mobile": {"13700137000"}}).Body
	if !strings.Contains(theirs, v.Number) || strings.Contains(theirs, `value="`+v.Number) {
		t.Errorf("a citizen's: %s", theirs)
	}
}

// TestACitizenIsToldThatItJoins: the same category and street while the first is open.
func TestACitizenIsToldThatItJoins(t *testing.T) {
	h := open(t)
	first, _ := taken(t, send(h, "何婉清", "/tickets", url.Values{"category": {"noise"}, "place": {"440605011"}, "text": {"楼下工地夜里还在施工"}}))
	path, joined := taken(t, send(h, "何婉清", "/tickets", url.Values{"category": {"noise"}, "place": {"440605011"}, "address": {"海五路2号"},
		"text": {"这里也在施工"}, "mobile": {"13800138000"}}))
	if path != first || !joined {
		t.Fatalf("%s, %t", path, joined)
	}
	page := h.Call("何婉清", http.MethodGet, path+"?joined=1", "", "accept", "text/html").Body
	for _, want := range []string{"已补充到编号 <strong>" + strings.TrimPrefix(path, "/tickets/"), "具体地点：海五路2号", "13800138000"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	var taken hotline.Taken
	if status := h.Post("何婉清", "/tickets", noise, &taken); status != http.StatusOK || !taken.Joined || "/tickets/"+taken.Number != first {
		t.Errorf("by a program: %d %+v", status, taken)
	}
}

// TestAPositionProposesTheNearestStreet with its distance, and is not stored; without script the place is chosen on a
// map. What was typed stays.
func TestAPositionProposesTheNearestStreet(t *testing.T) {
	h := open(t)
	typed := url.Values{"category": {"noise"}, "text": {"楼下工地夜里还在施工"}}
	at := func(name string, more ...string) string {
		values := url.Values{}
		for field := range typed {
			values[field] = typed[field]
		}
		for i := 0; i < len(more); i += 2 {
			values.Set(more[i], more[i+1])
		}
		return send(h, name, "/tickets", values).Body
	}
	for _, name := range []string{"何婉清", "吴话务"} {
		near := at(name, "step", "locate", "latitude", "23.049", "longitude", "113.146")
		for _, want := range []string{"离您的位置最近的是广东省佛山市南海区桂城街道（约 2.1 公里）", "楼下工地夜里还在施工</textarea>"} {
			if !strings.Contains(near, want) {
				t.Errorf("%s: the page does not say %s: %s", name, want, near)
			}
		}
		if strings.Contains(near, "23.049") || strings.Contains(near, "113.146") {
			t.Errorf("%s: the position stays on the page", name)
		}
		if far := at(name, "step", "locate", "latitude", "39.9", "longitude", "116.4"); !strings.Contains(far, "附近没有本系统所知的镇街") {
			t.Errorf("%s: in Beijing: %s", name, far)
		}
		if city := at(name, "step", "map:440600"); !strings.Contains(city, `value="map:440605">南海区</button>`) {
			t.Errorf("%s: the map of the city: %s", name, city)
		}
		if district := at(name, "step", "map:440605"); !strings.Contains(district, `value="at:440605125">大沥镇</button>`) {
			t.Errorf("%s: the map of the district: %s", name, district)
		}
		if chosen := at(name, "step", "at:440605125"); !strings.Contains(chosen, `value="440605125" selected`) &&
			!strings.Contains(chosen, `value="南海区大沥镇"`) {
			t.Errorf("%s: chosen on the map: %s", name, chosen)
		}
	}
	path, _ := taken(t, send(h, "何婉清", "/tickets", url.Values{"category": {"noise"}, "text": {"楼下工地夜里还在施工"},
		"latitude": {"23.049"}, "longitude": {"113.146"}}))
	item, err := h.Engine.Store.Get(t.Context(), ticket.Key(strings.TrimPrefix(path, "/tickets/")))
	if err != nil || strings.Contains(string(item.Body), "23.0") || !strings.Contains(string(item.Body), "440605011") {
		t.Errorf("stored: %s, %v", item.Body, err)
	}
	form := h.Call("何婉清", http.MethodGet, "/tickets/new", "", "accept", "text/html")
	if !strings.Contains(form.Headers["Content-Security-Policy"], "script-src 'self';") || !strings.Contains(form.Body, "/assets/position-") {
		t.Error("the page may not run its script")
	}
}
