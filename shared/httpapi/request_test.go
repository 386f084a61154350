package httpapi_test

import (
	"errors"
	"fmt"
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
