// Package httpapi handles the HTTP of a function: it decodes API Gateway HTTP API events (payload
// version 2.0), and returns JSON, pages or RFC 9457 problems.
package httpapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// MaxBody is the largest request body, in bytes; uploads have limits of their own.
const MaxBody = 64 << 10

// maxParts is the maximum number of files and fields in a multipart form.
const maxParts = 20

// Request is an API Gateway event with the accessors that handlers need.
type Request struct {
	Event  events.APIGatewayV2HTTPRequest
	Caller identity.Caller // the signed-in person, as the authorizer found them

	query  url.Values // decoded, once it is asked for
	public *url.URL   // of the server; nil: the address that the request names
}

// Header returns the request header; the name is case-insensitive. API Gateway sends lower-case
// names.
func (r *Request) Header(name string) string {
	if v, ok := r.Event.Headers[strings.ToLower(name)]; ok {
		return v
	}
	for k, v := range r.Event.Headers {
		if strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

// Path returns the path parameter of that name.
func (r *Request) Path(name string) string { return r.Event.PathParameters[name] }

// Query returns the first query parameter of that name.
func (r *Request) Query(name string) string {
	if all := r.Queries(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Queries returns all query parameters of that name. They are read from the query as it was sent:
// the gateway's own map joins several values with commas, which values contain too. An event
// written by hand may have the map alone.
func (r *Request) Queries(name string) []string {
	if r.Event.RawQueryString == "" {
		if value, given := r.Event.QueryStringParameters[name]; given {
			return []string{value}
		}
		return nil
	}
	if r.query == nil {
		r.query, _ = url.ParseQuery(r.Event.RawQueryString) // without what is malformed
	}
	return r.query[name]
}

// Cookie returns the first cookie of that name; empty if there is none.
func (r *Request) Cookie(name string) string {
	if all := r.cookies(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// cookies returns the values of all cookies of that name. API Gateway sends them in the event's
// list; some events have them in a header, and both can hold several in one line.
func (r *Request) cookies(name string) []string {
	var all []string
	for _, line := range append(slices.Clone(r.Event.Cookies), r.Header("Cookie")) {
		for c := range strings.SplitSeq(line, ";") {
			// Trim spaces only: browsers let another site's page set a cookie whose name begins with
			// some other white space, followed by our name. Commas do not separate cookies, because
			// the value of another site's cookie can contain them.
			if k, v, ok := strings.Cut(strings.Trim(c, " "), "="); ok && k == name && !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// Body returns the request's body and its media type; a problem if the body is not valid base64 or
// exceeds MaxBody.
func (r *Request) Body() (body []byte, mediaType string, err error) {
	if body, err = r.bytes(MaxBody); err != nil {
		return nil, "", err
	}
	mediaType, params, err := mime.ParseMediaType(r.Header("Content-Type"))
	if charset := params["charset"]; err != nil || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, "", form.UnsupportedMediaType()
	}
	return body, mediaType, nil
}

// bytes returns the body if it has at most that many bytes.
func (r *Request) bytes(most int) ([]byte, error) {
	if len(r.Event.Body) > base64.StdEncoding.EncodedLen(most) {
		return nil, tooLarge(most)
	}
	body := []byte(r.Event.Body)
	if r.Event.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(r.Event.Body); err != nil {
			return nil, problem.New("malformed-body", lang.T("请求内容不是有效的 Base64。", "The body is not valid base64."))
		}
	}
	if len(body) > most {
		return nil, tooLarge(most)
	}
	return body, nil
}

// File returns the uploaded file: the body itself if it has that media type, or the field of that
// name in a multipart form. It is nil if none was sent; more than most bytes are a problem.
func (r *Request) File(field, mediaType string, most int) ([]byte, error) {
	sent, params, err := mime.ParseMediaType(r.Header("Content-Type"))
	switch {
	case err != nil:
		return nil, nil
	case sent == mediaType:
		return r.bytes(most)
	case sent != "multipart/form-data":
		return nil, nil
	}
	body, err := r.bytes(most + 4<<10) // plus the multipart headers
	if err != nil {
		return nil, err
	}
	broken := problem.New("malformed-body", lang.T("上传内容无法读取，请重新选择文件。", "The uploaded file cannot be read. Please choose it again."))
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for range maxParts {
		part, err := parts.NextPart()
		if err != nil { // including io.EOF
			return nil, broken
		}
		if part.FormName() == field {
			file, err := io.ReadAll(part) // limited by the size of the body
			if err != nil || len(file) == 0 {
				return nil, broken
			}
			return file, nil
		}
	}
	return nil, broken
}

// Values decodes a small body: a form post, or a JSON object whose members are strings, numbers,
// booleans or lists of them. Several values of one name are joined with commas.
func (r *Request) Values() (map[string]string, error) {
	body, mediaType, err := r.Body()
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		form, err := form.Post(body)
		if err != nil {
			return nil, err
		}
		for name := range form {
			values[name] = strings.Join(form[name], ",")
		}
	case "application/json":
		var object map[string]any
		if err := json.Unmarshal(body, &object); err != nil {
			return nil, problem.New("malformed-body", lang.T("请求内容不是 JSON 对象。", "The body is not a JSON object."))
		}
		if len(object) > form.MaxMembers {
			return nil, form.TooManyMembers()
		}
		for name, value := range object {
			text, ok := textOf(value)
			if !ok {
				return nil, problem.New("malformed-body", lang.F("“%s”应为文字、数字或是非。", "“%s” must be text, a number, or true/false.", name))
			}
			values[name] = text
		}
	default:
		return nil, form.UnsupportedMediaType()
	}
	return values, nil
}

// textOf converts a JSON value to the text that a form would send; ok is false for an object.
func textOf(value any) (text string, ok bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case map[string]any:
		return "", false
	case []any:
		texts := make([]string, len(v))
		for i, one := range v {
			if texts[i], ok = textOf(one); !ok {
				return "", false
			}
		}
		return strings.Join(texts, ","), true
	default:
		return fmt.Sprint(v), true
	}
}

// PublicAddress is the site's address for browsers, such as https://banshi.example.gov.cn; nil if the
// text is empty.
func PublicAddress(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	address, err := url.Parse(text)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, fmt.Errorf("httpapi: the public address is %q, want one such as https://banshi.example.gov.cn", text)
	}
	return address, nil
}

// Origin is the site's address as browsers see it, such as https://example.org.
func (r *Request) Origin() string {
	if r.public != nil {
		return r.public.Scheme + "://" + r.public.Host
	}
	scheme := "http"
	if r.Secure() {
		scheme = "https"
	}
	return scheme + "://" + r.Event.RequestContext.DomainName
}

// host is the name of the site in the browser's address. Behind a proxy the request names another.
func (r *Request) host() string {
	if r.public != nil {
		return r.public.Host
	}
	return r.Header("Host")
}

// Secure reports whether the browser used HTTPS, according to the public address or the gateway's
// header; without either, everything but a loopback address counts as HTTPS.
func (r *Request) Secure() bool {
	if r.public != nil {
		return r.public.Scheme == "https"
	}
	if scheme := r.Header("X-Forwarded-Proto"); scheme != "" {
		return scheme != "http"
	}
	host := r.Event.RequestContext.DomainName
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host != "localhost" && (ip == nil || !ip.IsLoopback())
}

func tooLarge(most int) *problem.Problem {
	return problem.New("too-large", lang.F("请求内容不得超过 %d KiB。", "The body may have at most %d KiB.", most>>10))
}

// WantsHTML reports whether the caller is a browser, which gets a page; a program gets JSON.
func (r *Request) WantsHTML() bool {
	accept := r.Header("Accept")
	page := strings.Index(accept, "text/html")
	json := strings.Index(accept, "application/json")
	return page >= 0 && (json < 0 || page < json)
}

// Language is "en" if the query parameter, the cookie or the browser asks for it, else "zh".
func (r *Request) Language() string {
	for _, wish := range []string{r.Query("lang"), r.Cookie("lang")} {
		if wish == "zh" || wish == "en" {
			return wish
		}
	}
	accepted := strings.ToLower(r.Header("Accept-Language"))
	if strings.HasPrefix(accepted, "en") && !strings.Contains(accepted, "zh") {
		return "en"
	}
	return "zh"
}

// Large reports whether the caller chose large text with fewer choices.
func (r *Request) Large() bool {
	if wish := r.Query("size"); wish == "large" || wish == "normal" {
		return wish == "large"
	}
	return r.Cookie("size") == "large"
}

// At is the division (GB/T 2260) where the request is made: that of a counter, kiosk or city, from
// the query parameter of this request or the machine's cookie; "" if unknown.
func (r *Request) At() string {
	if at := r.Query("at"); at != "" {
		return at
	}
	return r.Cookie(KioskCookie)
}
