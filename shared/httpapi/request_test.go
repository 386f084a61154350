package httpapi_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
)

func request(contentType, body string, base64 bool) *httpapi.Request {
	return &httpapi.Request{Event: events.APIGatewayV2HTTPRequest{Headers: map[string]string{"content-type": contentType}, Body: body, IsBase64Encoded: base64}}
}

func TestValues(t *testing.T) {
	const form, json = "application/x-www-form-urlencoded", "application/json"
	for name, tt := range map[string]struct {
		kind, body string
		want       map[string]string
		code       string
	}{
		"a page's form":        {form, "text=%E5%90%B5&departments=police&departments=water", map[string]string{"text": "吵", "departments": "police,water"}, ""},
		"an object":            {json, `{"text":"吵","n":3,"is":true,"none":null,"departments":["police","water"]}`, map[string]string{"text": "吵", "n": "3", "is": "true", "none": "", "departments": "police,water"}, ""},
		"nothing in it":        {json, `{}`, map[string]string{}, ""},
		"an object in it":      {json, `{"text":{}}`, nil, "malformed-body"},
		"one in a list":        {json, `{"text":[{}]}`, nil, "malformed-body"},
		"a list":               {json, `[]`, nil, "malformed-body"},
		"no JSON":              {json, `{`, nil, "malformed-body"},
		"a form badly encoded": {form, "text=%E", nil, "malformed-body"},
		"another kind":         {"text/plain", "x", nil, "unsupported-media-type"},
		"too much":             {json, strings.Repeat("x", httpapi.MaxBody+1), nil, "too-large"},
	} {
		values, err := request(tt.kind, tt.body, false).Values()
		var p *httpapi.Problem
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

// FuzzRequest: whatever is sent, it is read or it is a problem.
func FuzzRequest(f *testing.F) {
	f.Add("application/json", `{"text":"吵","n":[1,null]}`, false)
	f.Add("application/x-www-form-urlencoded", "a=%20&a=b", false)
	f.Add("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF\r\n--x--", false)
	f.Add("application/json", "e30=", true)
	f.Fuzz(func(t *testing.T, contentType, body string, base64 bool) {
		r := request(contentType, body, base64)
		var p *httpapi.Problem
		if values, err := r.Values(); err != nil && !errors.As(err, &p) || err == nil && values == nil {
			t.Errorf("values: %v", err)
		}
		if _, err := r.File("file", "application/pdf", 1<<16); err != nil && !errors.As(err, &p) {
			t.Errorf("a file: %v", err)
		}
		if language := r.Language(); !utf8.ValidString(language) {
			t.Error("a language that is none")
		}
	})
}
