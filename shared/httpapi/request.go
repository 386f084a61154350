// Package httpapi is the outside of a function: API Gateway's HTTP API events
// (payload version 2.0) come in, and typed answers or problem details go out.
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
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// MaxBody is the largest body that is read, in bytes.
const MaxBody = 64 << 10

// maxParts is the largest number of files and fields that a page's form sends with a file.
const maxParts = 20

// Request is an API Gateway event, as handlers read it.
type Request struct {
	Event  events.APIGatewayV2HTTPRequest
	Caller identity.Caller // whom the authorizer found the caller to be
}

// Header is the request's header of that name, in any case; API Gateway sends
// the names in lower case.
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

// Path is the route's parameter of that name.
func (r *Request) Path(name string) string { return r.Event.PathParameters[name] }

// Query is the query string's first value of that name.
func (r *Request) Query(name string) string {
	first, _, _ := strings.Cut(r.Event.QueryStringParameters[name], ",")
	return first
}

// Cookie is the cookie of that name.
func (r *Request) Cookie(name string) string {
	if all := r.cookies(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (r *Request) cookies(name string) []string {
	var all []string
	for _, c := range r.Event.Cookies {
		// No more than blanks are cut off: a browser lets any site's page set a cookie whose
		// name is another kind of space and then ours.
		if k, v, ok := strings.Cut(strings.TrimLeft(c, " "), "="); ok && k == name {
			all = append(all, v)
		}
	}
	return all
}

// Body is the request's body and its media type.
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

// bytes is the body, if it has no more than so many.
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

// File is the file that was sent: as the body itself, of that media type, or by the
// field of that name of a page's form. It is nil where none was sent.
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
	body, err := r.bytes(most + 4<<10) // and what is around it
	if err != nil {
		return nil, err
	}
	broken := problem.New("malformed-body", lang.T("上传内容无法读取，请重新选择文件。", "What was uploaded cannot be read; please choose the file again."))
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for range maxParts {
		part, err := parts.NextPart()
		if err != nil { // also at the end
			return nil, broken
		}
		if part.FormName() == field {
			file, err := io.ReadAll(part) // which is a part of the body
			if err != nil || len(file) == 0 {
				return nil, broken
			}
			return file, nil
		}
	}
	return nil, broken
}

// Values are the members of a small body: those of a form post, or of a JSON object
// whose members are texts, numbers or truths. Where there are several of one name, they
// stand with commas between.
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
			return nil, problem.New("malformed-body", lang.T("请求内容不是 JSON 对象。", "The body is no JSON object."))
		}
		if len(object) > form.MaxMembers {
			return nil, form.TooManyMembers()
		}
		for name, value := range object {
			text, ok := textOf(value)
			if !ok {
				return nil, problem.New("malformed-body", lang.F("“%s”应为文字、数字或是非。", "“%s” is a text, a number or a truth.", name))
			}
			values[name] = text
		}
	default:
		return nil, form.UnsupportedMediaType()
	}
	return values, nil
}

// textOf is a member as a page's form would send it; ok is false for what no field has.
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

// Origin is the site as browsers see it.
func (r *Request) Origin() string {
	scheme := "http"
	if r.Secure() {
		scheme = "https"
	}
	return scheme + "://" + r.Event.RequestContext.DomainName
}

// Secure reports whether the browser reached the site by HTTPS, as the gateway says; where
// it does not say, all do but one on this machine.
func (r *Request) Secure() bool {
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
	return problem.New("too-large", lang.F("请求内容不得超过 %d KiB。", "The body may have %d KiB at most.", most>>10))
}

// WantsHTML reports whether the caller is a browser, which gets a page, or a
// program, which gets JSON.
func (r *Request) WantsHTML() bool {
	accept := r.Header("Accept")
	page := strings.Index(accept, "text/html")
	json := strings.Index(accept, "application/json")
	return page >= 0 && (json < 0 || page < json)
}

// Language is the language that the caller reads: "zh", or "en" where the query,
// the cookie or the browser says so.
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

// Large reports whether the caller wishes for large type and fewer choices.
func (r *Request) Large() bool {
	if wish := r.Query("size"); wish == "large" || wish == "normal" {
		return wish == "large"
	}
	return r.Cookie("size") == "large"
}

// At is where the request comes from: the division (GB/T 2260) of the counter, kiosk or
// city whose people bring it, as the query says of this one request, or the machine's cookie
// of all; "" for anywhere.
func (r *Request) At() string {
	if at := r.Query("at"); at != "" {
		return at
	}
	return r.Cookie(KioskCookie)
}
