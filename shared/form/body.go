package form

import (
	"bytes"
	"net/url"
	"slices"
	"unicode/utf8"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// MaxMembers is the maximum number of members of a body, far more than any form has.
const MaxMembers = 200

// PostType is the media type of a form post.
const PostType = "application/x-www-form-urlencoded"

// Post decodes a form post (PostType). It returns a problem if the
// encoding or the UTF-8 is wrong, or there are MaxMembers or more values.
func Post(body []byte) (url.Values, error) {
	if bytes.Count(body, []byte("&")) >= MaxMembers {
		return nil, TooManyMembers()
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, problem.New("malformed-body", lang.T("表单编码有误。", "The encoding of the form is invalid."))
	}
	for name, values := range form {
		if !utf8.ValidString(name) || slices.ContainsFunc(values, func(v string) bool { return !utf8.ValidString(v) }) {
			return nil, malformed()
		}
	}
	return form, nil
}

// Without returns the form post without the member of that name.
func Without(body []byte, name string) ([]byte, error) {
	values, err := Post(body)
	if err != nil || !values.Has(name) {
		return body, err
	}
	values.Del(name)
	return []byte(values.Encode()), nil
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

// MaxText is the maximum length of a text that a person writes about a case, in characters.
const MaxText = 1000

// RequiredText trims the text; it returns a problem of the field if fewer than 2 or more than
// MaxText characters remain.
func RequiredText(field, text string) (string, error) {
	text = Trim(text)
	if n := utf8.RuneCountInString(text); n >= 2 && n <= MaxText {
		return text, nil
	}
	return "", problem.OfField(field, "length", lang.F("请填写 2 至 %d 个字。", "Write 2 to %d characters.", MaxText))
}
