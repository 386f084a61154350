// Package problem defines errors for people: a stable code, a title, and how to resolve the
// problem. It is independent of HTTP: httpapi maps codes to statuses and writes RFC 9457
// documents.
package problem

import (
	"maps"
	"slices"

	"miaoban/shared/lang"
)

// Problem is an error that is shown to the caller. Any other error is internal: the caller gets
// only a request ID to quote.
type Problem struct {
	Code   string // stable: the last part of the problem's type URL
	Title  lang.Text
	Detail lang.Text // what happened and how to resolve it; never an internal error
	Errors []FieldError
	// Application is the number of the application that the problem is about.
	Application string
	// RetryAfter is the number of seconds after which the same request may succeed.
	RetryAfter int
	// Allow is what can be done at an address that does not take what was asked of it: GET, POST.
	Allow []string
}

// FieldError is what is wrong with one field of a form, and how to correct it.
type FieldError struct {
	Pointer string // JSON pointer into the body: /account
	Code    string // stable: required, unknown, type, idnumber …
	Reason  string // stable: what is wrong with a number: too-short, too-long, character, check-digit …; may be empty
	Detail  lang.Text
	Choices []Choice // values that may be meant, to choose from
}

// Choice is a value of a field that may be meant.
type Choice struct {
	Value string    `json:"value"`
	Label lang.Text `json:"label"`
}

func (p *Problem) Error() string { return "problem: " + p.Code }

// titles maps the codes of problems to their titles. Codes are stable: programs rely on them.
var titles = map[string]lang.Text{
	"malformed-body":         lang.T("请求内容无法读取", "The body cannot be read"),
	"malformed-request":      lang.T("请求有误", "The request is malformed"),
	"unauthenticated":        lang.T("请先登录", "Please sign in first"),
	"token-expired":          lang.T("登录已过期，请重新登录", "Your sign-in has expired; please sign in again"),
	"token-invalid":          lang.T("登录凭证无效，请重新登录", "Your sign-in is not valid; please sign in again"),
	"sign-in-failed":         lang.T("登录没有完成", "Signing in was not completed"),
	"sign-in-unavailable":    lang.T("暂时无法登录", "Signing in is not possible at the moment"),
	"sign-out-incomplete":    lang.T("只在本设备退出了登录", "Signed out on this device only"),
	"cross-site":             lang.T("请求来自其他网站，已拒绝", "The request came from another site and was refused"),
	"forbidden":              lang.T("无权访问", "You do not have permission"),
	"conflict-of-interest":   lang.T("须回避，由其他工作人员办理", "Another official must handle this"),
	"not-found":              lang.T("没有找到", "Not found"),
	"method-not-allowed":     lang.T("不支持该操作", "This operation is not supported"),
	"unsupported-media-type": lang.T("不支持的内容类型", "This content type is not supported"),
	"too-large":              lang.T("请求内容过大", "The body is too large"),
	"invalid-form":           lang.T("有内容需要修改", "There is a problem with your answers"),
	"confirmation-required":  lang.T("请先确认", "Please confirm first"),
	"idempotency-key-reused": lang.T("幂等键已用于另一份申请", "The idempotency key was used for another application"),
	"already-requested":      lang.T("已经提出过", "This was already requested"),
	"moved-on":               lang.T("办理状态已变化", "The status has changed"),
	"kept-by-law":            lang.T("依法须保存，暂不能删除", "The law requires keeping it; it cannot be deleted yet"),
	"nothing-to-surrender":   lang.T("没有可终止的结果", "There is nothing to end"),
	"too-many":               lang.T("次数已达上限，请稍后再试", "Limit reached; please try again later"),
	"busy":                   lang.T("系统繁忙，请稍后再试", "The service is busy. Please try again in a moment"),
	"in-doubt":               lang.T("暂时无法确认结果", "The result is not known yet"),
	"internal":               lang.T("系统出错", "Something went wrong"),
}

// New returns a problem with that code, its title, and the detail.
func New(code string, detail lang.Text) *Problem {
	return &Problem{Code: code, Title: titles[code], Detail: detail}
}

// Busy returns the problem of a transient failure: the request can be sent again.
func Busy() *Problem {
	p := New("busy", lang.T(
		"本次没有受理成功，也没有重复办理；请稍后重试，使用同一幂等键重试是安全的。",
		"Your request was not processed, and nothing was done twice. Please try again in a moment; repeating it "+
			"with the same idempotency key is safe.",
	))
	p.RetryAfter = RetryAfter
	return p
}

// RetryAfter is how long to wait after Busy, in seconds.
const RetryAfter = 2

// Title returns the title for that code; ok is false for an unknown code.
func Title(code string) (title lang.Text, ok bool) {
	title, ok = titles[code]
	return title, ok
}

// Codes returns all codes, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(titles)) }

// OfField returns an invalid-form problem with one wrong field.
func OfField(field, code string, detail lang.Text) *Problem {
	p := New("invalid-form", detail)
	p.Errors = []FieldError{{Pointer: "/" + field, Code: code, Detail: detail}}
	return p
}

// TitleOf is the title of a page with the form that the problem is about: it begins with the number of values that
// have to be changed. A page without a problem has its own title.
func (p *Problem) TitleOf(page lang.Text) lang.Text {
	if p == nil || len(p.Errors) == 0 {
		return page
	}
	return lang.F("%s：%s", "%s: %s", Faults(len(p.Errors)), page)
}

// Faults says how many values of a form have to be changed.
func Faults(n int) lang.Text {
	if n == 1 {
		return lang.T("有 1 处需要修改", "There is 1 problem")
	}
	return lang.F("有 %d 处需要修改", "There are %d problems", n)
}
