package httpapi_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/problem"
)

func request(contentType, body string, base64 bool) *httpapi.Request {
	return &httpapi.Request{
		Event: events.APIGatewayV2HTTPRequest{Headers: map[string]string{"content-type": contentType}, Body: body, IsBase64Encoded: base64},
	}
}

func TestValues(t *testing.T) {
	const post, json = "application/x-www-form-urlencoded", "application/json"
	for name, tt := range map[string]struct {
		kind, body string
		want       map[string]string
		code       string
	}{
		"a page's form": {
			post,
			"text=%E5%90%B5&departments=police&departments=water",
			map[string]string{"text": "吵", "departments": "police,water"},
			"",
		},
		"an object": {
			json,
			`{"text":"吵","n":3,"is":true,"none":null,"departments":["police","water"]}`,
			map[string]string{"text": "吵", "n": "3", "is": "true", "none": "", "departments": "police,water"},
			"",
		},
		"an empty object":              {json, `{}`, map[string]string{}, ""},
		"a nested object":              {json, `{"text":{}}`, nil, "malformed-body"},
		"an object in a list":          {json, `{"text":[{}]}`, nil, "malformed-body"},
		"a list":                       {json, `[]`, nil, "malformed-body"},
		"not JSON":                     {json, `{`, nil, "malformed-body"},
		"a form with a wrong encoding": {post, "text=%E", nil, "malformed-body"},
		"another media type":           {"text/plain", "x", nil, "unsupported-media-type"},
		"the maximum":                  {post, "a=1" + strings.Repeat("&b=2", form.MaxMembers-1), map[string]string{"a": "1"}, ""},
		"one more":                     {post, "a=1" + strings.Repeat("&b=2", form.MaxMembers), nil, "malformed-body"},
		"many, as JSON":                {json, object(form.MaxMembers), map[string]string{"m1": "1"}, ""},
		"one more, as JSON":            {json, object(form.MaxMembers + 1), nil, "malformed-body"},
		"lists in lists": {
			json,
			`{"text":` + strings.Repeat("[", 5000) + "1" + strings.Repeat("]", 5000) + "}",
			map[string]string{"text": "1"},
			"",
		},
		"too deep": {
			json,
			`{"text":` + strings.Repeat("[", 12000) + strings.Repeat("]", 12000) + "}",
			nil,
			"malformed-body",
		},
		"too much": {json, strings.Repeat("x", httpapi.MaxBody+1), nil, "too-large"},
	} {
		values, err := request(tt.kind, tt.body, false).Values()
		var p *problem.Problem
		if errors.As(err, &p); (p == nil) != (tt.code == "") || p != nil && p.Code != tt.code {
			t.Errorf("%s: %v, want %q", name, err, tt.code)
		}
		for field, want := range tt.want {
			if values[field] != want {
				t.Errorf("%s: %s is %q, want %q", name, field, values[field], want)
			}
		}
	}
}

// TestQuery reads what was sent: values keep their commas, and each of several is one.
func TestQuery(t *testing.T) {
	for name, tt := range map[string]struct {
		raw    string
		joined map[string]string // as the gateway joins them
		want   []string
	}{
		"a value with a comma":         {"q=%E8%80%81,%E5%B9%B4", map[string]string{"q": "老,年"}, []string{"老,年"}},
		"several values":               {"q=a,b&x=1&q=c", map[string]string{"q": "a,b,c"}, []string{"a,b", "c"}},
		"an escaped comma":             {"q=a%2Cb", map[string]string{"q": "a,b"}, []string{"a,b"}},
		"an empty value":               {"q=", map[string]string{"q": ""}, []string{""}},
		"none":                         {"x=1", map[string]string{"x": "1"}, nil},
		"a broken one beside it":       {"x=%zz&q=1", map[string]string{"q": "1"}, []string{"1"}},
		"an event with the map alone":  {"", map[string]string{"q": "a,b"}, []string{"a,b"}},
		"an event without any of both": {"", nil, nil},
	} {
		r := httpapi.Request{Event: events.APIGatewayV2HTTPRequest{RawQueryString: tt.raw, QueryStringParameters: tt.joined}}
		first := ""
		if len(tt.want) > 0 {
			first = tt.want[0]
		}
		if got := r.Queries("q"); !slices.Equal(got, tt.want) || r.Query("q") != first {
			t.Errorf("%s: %q, first %q; want %q", name, got, r.Query("q"), tt.want)
		}
	}
}

// TestCookies are found in the list or in a header, each in a line of its own or several in one.
func TestCookies(t *testing.T) {
	for name, tt := range map[string]struct {
		list   []string
		header string
		want   string
	}{
		"in the list":                     {[]string{"lang=en", "kiosk=440605"}, "", "440605"},
		"several in one line":             {[]string{"lang=en; kiosk=440605; size=large"}, "", "440605"},
		"several without a space":         {[]string{"lang=en;kiosk=440605;size=large"}, "", "440605"},
		"in a header":                     {nil, "lang=en; kiosk=440605", "440605"},
		"in both: the list's":             {[]string{"kiosk=440605"}, "kiosk=440604", "440605"},
		"a value with an equals sign":     {[]string{"kiosk=a=b"}, "", "a=b"},
		"within another's value":          {[]string{"a=1,kiosk=440605"}, "", ""},
		"after another kind of space":     {[]string{"\u2000kiosk=440605", "\tkiosk=440605"}, "", ""},
		"a name that only ends like this": {[]string{"mykiosk=440605"}, "", ""},
	} {
		r := httpapi.Request{Event: events.APIGatewayV2HTTPRequest{Cookies: tt.list, Headers: map[string]string{"cookie": tt.header}}}
		if got := r.Cookie(httpapi.KioskCookie); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// object is a JSON object with n members.
func object(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf(`"m%d":1`, i+1)
	}
	return "{" + strings.Join(members, ",") + "}"
}

// TestAFileAmongManyParts finds a file among as many parts as a form has, and stops after that.
func TestAFileAmongManyParts(t *testing.T) {
	for before, want := range map[int]string{0: "%PDF", 19: "%PDF", 20: ""} {
		body := strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n", before) +
			"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF\r\n--x--\r\n"
		file, err := request("multipart/form-data; boundary=x", body, false).File("file", "application/pdf", 1<<16)
		if string(file) != want || (err == nil) != (want != "") {
			t.Errorf("after %d other parts: %q, %v", before, file, err)
		}
	}
}

// FuzzRequest requires that any event is decoded or results in a problem.
func FuzzRequest(f *testing.F) {
	f.Add("application/json", `{"text":"吵","n":[1,null]}`, false)
	f.Add("application/x-www-form-urlencoded", "a=%20&a=b", false)
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF\r\n--x--", false)
	f.Add("application/json", "e30=", true)
	f.Fuzz(func(t *testing.T, contentType, body string, base64 bool) {
		r := request(contentType, body, base64)
		var p *problem.Problem
		if values, err := r.Values(); err != nil && !errors.As(err, &p) || err == nil && values == nil {
			t.Errorf("values: %v", err)
		}
		if _, err := r.File("file", "application/pdf", 1<<16); err != nil && !errors.As(err, &p) {
			t.Errorf("a file: %v", err)
		}
		if language := r.Language(); !utf8.ValidString(language) {
			t.Error("an unknown language")
		}
	})
}

// TestTheSignInLeadsBackToThePage with its query, unless the browser could not store it.
func TestTheSignInLeadsBackToThePage(t *testing.T) {
	for query, want := range map[string]string{
		"":                               "/sign-in?return=%2Fapplications",
		"for=M1":                         "/sign-in?return=%2Fapplications%3Ffor%3DM1",
		"q=" + strings.Repeat("x", 1024): "/sign-in?return=%2Fapplications",
	} {
		r := request("", "", false)
		r.Event.RouteKey, r.Event.RequestContext.HTTP.Method = "GET /applications", "GET"
		r.Event.RawQueryString = query
		if got := r.SignIn(); got != want {
			t.Errorf("%.20s: %s, want %s", query, got, want)
		}
	}
}
