package form

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// MaxMembers is the largest number of members of a body. No form has nearly as many.
const MaxMembers = 200

// Post is the values of a form post (application/x-www-form-urlencoded); a problem for one with
// MaxMembers or more, or that is not encoded as such.
func Post(body []byte) (url.Values, error) {
	if bytes.Count(body, []byte("&")) >= MaxMembers {
		return nil, TooManyMembers()
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, problem.New("malformed-body", lang.T("表单编码有误。", "The form is not encoded as it should be."))
	}
	return form, nil
}

// TooManyMembers is the problem of a body with more than MaxMembers members.
func TooManyMembers() *problem.Problem {
	return problem.New("malformed-body", lang.F("请求内容最多 %d 项。", "The body may have at most %d members.", MaxMembers))
}

// UnsupportedMediaType is the problem of a body that is neither JSON nor a form post.
func UnsupportedMediaType() *problem.Problem {
	return problem.New("unsupported-media-type", lang.T(
		"请使用 application/json 或 application/x-www-form-urlencoded（UTF-8）。",
		"Send application/json or application/x-www-form-urlencoded, in UTF-8."))
}

// MaxText is the longest text that a person writes about a case, in characters.
const MaxText = 1000

// RequiredText is the text without the spaces around it; a problem of the field if it has not 2 to
// MaxText characters.
func RequiredText(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n >= 2 && n <= MaxText {
		return text, nil
	}
	return "", problem.OfField(field, "length", lang.F("请填写 2 至 %d 个字。", "Write 2 to %d characters.", MaxText))
}
