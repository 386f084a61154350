package httpapi

import (
	"maps"
	"net/http"
	"slices"

	"miaoban/shared/lang"
)

// Problem is an answer that is no success, as RFC 9457 has it. It is an error:
// whoever finds out returns it, and Serve writes it, once. Any other error is an
// internal one, of which the caller learns nothing but a number to quote.
type Problem struct {
	Code   string // stable: the last part of the type
	Title  lang.Text
	Detail lang.Text // what happened and how to mend it; never an inner error
	Errors []FieldError
	// Application is the number of the application that the problem is about.
	Application string
	// RetryAfter is the number of seconds after which the same request may succeed.
	RetryAfter int
}

// FieldError says what is wrong with one field of a form, and how to mend it.
type FieldError struct {
	Pointer string // JSON pointer into the body: /account
	Code    string // stable: required, unknown, type, id_number …
	Detail  lang.Text
}

func (p *Problem) Error() string { return "problem: " + p.Code }

// titles are the titles of the problems by their codes. Codes are stable: programs rely on them.
var titles = map[string]lang.Text{
	"malformed-body":         lang.T("请求内容无法读取", "The body cannot be read"),
	"malformed-request":      lang.T("请求有误", "The request is malformed"),
	"unauthenticated":        lang.T("请先登录", "Please sign in first"),
	"token-expired":          lang.T("登录已过期，请重新登录", "Your sign-in has expired; please sign in again"),
	"token-invalid":          lang.T("登录凭证无效，请重新登录", "Your sign-in is not valid; please sign in again"),
	"sign-in-failed":         lang.T("登录没有完成", "Signing in was not completed"),
	"sign-in-unavailable":    lang.T("暂时无法登录", "Signing in is not possible at the moment"),
	"sign-out-incomplete":    lang.T("只在本设备退出了登录", "Signed out on this device alone"),
	"cross-site":             lang.T("请求来自其他网站，已拒绝", "The request came from another site and was refused"),
	"forbidden":              lang.T("无权访问", "You may not see this"),
	"conflict-of-interest":   lang.T("须回避，由其他工作人员办理", "Another official has to take this"),
	"not-found":              lang.T("没有找到", "There is no such thing here"),
	"method-not-allowed":     lang.T("不支持该操作", "This cannot be done here"),
	"unsupported-media-type": lang.T("不支持的内容类型", "This content type is not supported"),
	"too-large":              lang.T("请求内容过大", "The body is too large"),
	"invalid-form":           lang.T("表单需要更正（一次性告知）", "The form needs correction: everything at once"),
	"confirmation-required":  lang.T("请先确认", "Please confirm it first"),
	"idempotency-key-reused": lang.T("幂等键已用于另一份申请", "The idempotency key was used for another application"),
	"already-requested":      lang.T("已经提出过", "This was asked for before"),
	"moved-on":               lang.T("办理状态已变化", "It has moved on"),
	"kept-by-law":            lang.T("依法须保存，暂不能删除", "It has to be kept, and cannot be erased yet"),
	"nothing-to-surrender":   lang.T("没有可终止的结果", "There is nothing to give up"),
	"too-many":               lang.T("今天提交的次数已达上限", "Too many today"),
	"busy":                   lang.T("系统繁忙，请稍后再试", "The service is busy; please try again shortly"),
	"in-doubt":               lang.T("暂时无法确认结果", "The result cannot be told yet"),
	"internal":               lang.T("系统出错", "Something went wrong here"),
}

// NewProblem is the problem of that code, with its title.
func NewProblem(code string, detail lang.Text) *Problem {
	return &Problem{Code: code, Title: titles[code], Detail: detail}
}

// statuses are the HTTP statuses of the problems by their codes.
var statuses = map[string]int{
	"malformed-body":         http.StatusBadRequest,
	"malformed-request":      http.StatusBadRequest,
	"unauthenticated":        http.StatusUnauthorized,
	"token-expired":          http.StatusUnauthorized,
	"token-invalid":          http.StatusUnauthorized,
	"sign-in-failed":         http.StatusBadRequest,
	"sign-in-unavailable":    http.StatusServiceUnavailable,
	"sign-out-incomplete":    http.StatusServiceUnavailable,
	"cross-site":             http.StatusForbidden,
	"forbidden":              http.StatusForbidden,
	"conflict-of-interest":   http.StatusForbidden,
	"not-found":              http.StatusNotFound,
	"method-not-allowed":     http.StatusMethodNotAllowed,
	"unsupported-media-type": http.StatusUnsupportedMediaType,
	"too-large":              http.StatusRequestEntityTooLarge,
	"invalid-form":           http.StatusUnprocessableEntity,
	"confirmation-required":  http.StatusUnprocessableEntity,
	"idempotency-key-reused": http.StatusUnprocessableEntity,
	"already-requested":      http.StatusConflict,
	"moved-on":               http.StatusConflict,
	"kept-by-law":            http.StatusConflict,
	"nothing-to-surrender":   http.StatusConflict,
	"too-many":               http.StatusTooManyRequests,
	"busy":                   http.StatusServiceUnavailable,
	"in-doubt":               http.StatusServiceUnavailable,
	"internal":               http.StatusInternalServerError,
}

// StatusOf is the HTTP status of the problems of that code; 0 for an unknown one.
func StatusOf(code string) int { return statuses[code] }

// Busy is the problem of what a moment's trouble kept from being done.
func Busy() *Problem {
	p := NewProblem("busy", lang.T(
		"本次没有受理成功，也没有重复办理；请稍后重试，使用同一幂等键重试是安全的。",
		"Nothing was done, and nothing was done twice. Please try again shortly; with the same idempotency key it is safe."))
	p.RetryAfter = RetryAfter
	return p
}

// RetryAfter is for how many seconds who was turned away by a moment's trouble should wait.
const RetryAfter = 2

// TitleOf is the title of the problems of that code; ok is false for an unknown one.
func TitleOf(code string) (title lang.Text, ok bool) {
	title, ok = titles[code]
	return title, ok
}

// Codes are the codes of all problems, in their order.
func Codes() []string { return slices.Sorted(maps.Keys(titles)) }

// Document is how a problem is written. The Chinese members are RFC 9457's
// own; the English ones stand beside them.
type Document struct {
	Type        string       `json:"type"`
	Status      int          `json:"status"`
	Title       string       `json:"title"`
	TitleEN     string       `json:"title_en"`
	Detail      string       `json:"detail,omitempty"`
	DetailEN    string       `json:"detail_en,omitempty"`
	Instance    string       `json:"instance,omitempty"` // the request's id, to quote in questions
	Application string       `json:"application,omitempty"`
	Errors      []FieldFault `json:"errors,omitempty"`
}

// FieldFault is how the fault of a field is written.
type FieldFault struct {
	Pointer  string `json:"pointer"`
	Code     string `json:"code"`
	Detail   string `json:"detail"`
	DetailEN string `json:"detail_en"`
}

func document(p *Problem, requestID string) Document {
	doc := Document{
		Type: "/problems/" + p.Code, Status: StatusOf(p.Code),
		Title: p.Title.ZH, TitleEN: p.Title.EN, Detail: p.Detail.ZH, DetailEN: p.Detail.EN,
		Instance: requestID, Application: p.Application,
	}
	for _, e := range p.Errors {
		doc.Errors = append(doc.Errors, FieldFault{e.Pointer, e.Code, e.Detail.ZH, e.Detail.EN})
	}
	return doc
}
