package httpapi

import (
	"slices"
	"strings"

	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Chosen returns the query parameter of that name, which is empty or one of the values; else the problem
// malformed-request, which names them.
func (r *Request) Chosen(name string, values ...string) (string, error) {
	value := r.Query(name)
	if value == "" || slices.Contains(values, value) {
		return value, nil
	}
	return "", problem.New("malformed-request", lang.F("参数 %s 只能是：%s。", "The parameter “%s” must be one of: %s.", name,
		lang.T(strings.Join(values, "、"), strings.Join(values, ", "))))
}

// Place returns the query parameter of that name, which is empty or the code of a current division; else the problem
// malformed-request.
func (r *Request) Place(name string) (string, error) {
	code := r.Query(name)
	if _, known := division.Find(code); code == "" || known {
		return code, nil
	}
	return "", problem.New("malformed-request", lang.F(
		"参数 %s 应为现行的行政区划代码，例如 440605（佛山市南海区）。", "The parameter “%s” must be the code of a current division, such as 440605 (Nanhai).", name))
}

// everywhere checks the parameters that every address takes: the language, the size of the text, and where the
// request is made.
func (r *Request) everywhere() error {
	_, err := r.Chosen("lang", "zh", "en")
	if err == nil {
		_, err = r.Chosen("size", "normal", "large")
	}
	if err == nil {
		_, err = r.Place("at")
	}
	return err
}
