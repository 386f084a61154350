package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"unicode/utf8"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// NotYetNamed returns the entries of invalid whose field has no entry in faults: a field that
// could not be decoded is reported once.
func NotYetNamed(faults, invalid []problem.FieldError) []problem.FieldError {
	var rest []problem.FieldError
	for _, i := range invalid {
		named := false
		for _, f := range faults {
			named = named || f.Pointer == i.Pointer
		}
		if !named {
			rest = append(rest, i)
		}
	}
	return rest
}

// Decode decodes a body (JSON or a form post, by its media type) into form, whose fields are
// FieldsOf. It returns all faults of the fields, or a problem if the body is not an object.
func Decode(body []byte, mediaType string, fields []Field, form reflect.Value) ([]problem.FieldError, error) {
	values, err := members(body, mediaType, fields)
	if err != nil {
		return nil, err
	}
	var faults []problem.FieldError
	for _, f := range fields {
		raw, given := values[f.Name]
		delete(values, f.Name)
		if !given || bytes.Equal(raw, []byte("null")) {
			continue
		}
		target := form.Field(f.index)
		if err := f.decode(raw, target); err != nil {
			faults = append(faults, problem.FieldError{Pointer: Pointer(f.Name), Code: "type", Detail: wrongType(f)})
			target.SetZero()
		}
	}
	for name := range values {
		faults = append(faults, problem.FieldError{
			Pointer: Pointer(name), Code: "unknown",
			Detail: lang.T("表单没有这一项，请删去。", "The form has no such field. Please remove it."),
		})
	}
	sort.Slice(faults, func(i, j int) bool { return faults[i].Pointer < faults[j].Pointer })
	return faults, nil
}

// decode decodes the JSON value into the field, and cleans its texts by their kind.
func (f Field) decode(raw json.RawMessage, target reflect.Value) error {
	switch f.Control {
	case DateControl:
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
		raw = quote(f.Clean(text))
	case NumberControl:
		return f.decodeWhole(raw, target)
	}
	if err := json.Unmarshal(raw, target.Addr().Interface()); err != nil {
		return err
	}
	switch f.Control {
	case TextControl, DigitsControl, ChoiceControl:
		target.SetString(f.Clean(target.String()))
	case ListControl:
		for i := range target.Len() {
			target.Index(i).SetString(f.Clean(target.Index(i).String()))
		}
	}
	return nil
}

// decodeWhole decodes a whole number, which may be a text, or have zeros behind the point.
func (f Field) decodeWhole(raw json.RawMessage, target reflect.Value) error {
	text := string(raw)
	if raw[0] == '"' {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	n, err := strconv.ParseInt(f.Clean(text), 10, 0)
	if err != nil {
		return err
	}
	target.SetInt(n)
	return nil
}

// Clean removes from the text what is noise in a value of the field.
func (f Field) Clean(text string) string {
	if len(f.Options) == 0 {
		return Clean(f.Kind, text)
	}
	text = Trim(text)
	for _, o := range f.Options { // such as the code of a street
		if o.Value == text {
			return text
		}
	}
	for _, plain := range []string{Clean(Reference, text), Street(text)} {
		if slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == plain }) {
			return plain
		}
	}
	return text
}

// members returns the body's top-level members as JSON. A form post is converted by the kinds of
// the form's fields, so that both formats are decoded in the same way.
func members(body []byte, mediaType string, fields []Field) (map[string]json.RawMessage, error) {
	switch mediaType {
	case "application/json":
		return jsonMembers(body)
	case PostType:
		values, err := Post(body)
		if err != nil {
			return nil, err
		}
		return postMembers(Applying(fields, values), fields), nil
	default:
		return nil, UnsupportedMediaType()
	}
}

func jsonMembers(body []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	var values map[string]json.RawMessage
	// The decoder would replace invalid UTF-8 silently, so check the body.
	if err := decoder.Decode(&values); err != nil || values == nil || !utf8.Valid(body) {
		return nil, malformed()
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed()
	}
	if len(values) > MaxMembers {
		return nil, TooManyMembers()
	}
	return values, nil
}

func postMembers(values url.Values, fields []Field) map[string]json.RawMessage {
	named := make(map[string]Field, len(fields))
	for _, f := range fields {
		named[f.Name] = f
	}
	out := make(map[string]json.RawMessage, len(values))
	for name, given := range values {
		field, known := named[name]
		if known {
			given = withoutEmpty(given)
		}
		if known && len(given) == 0 {
			continue // the field was left empty
		}
		switch field.Control {
		case ListControl:
			out[name] = quote(given)
		case CheckControl:
			out[name] = json.RawMessage(strconv.FormatBool(given[0] == "true" || given[0] == "on"))
		default:
			out[name] = quote(given[0])
		}
	}
	return out
}

func withoutEmpty(given []string) []string {
	var filled []string
	for _, v := range given {
		if Trim(v) != "" {
			filled = append(filled, v)
		}
	}
	return filled
}

func quote(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil { // strings always marshal
		return nil
	}
	return raw
}

func malformed() *problem.Problem {
	return problem.New("malformed-body", lang.T(
		"请求内容应是一个 JSON 对象，例如 {\"account\": \"…\"}。",
		`The body should be one JSON object, such as {"account": "…"}.`))
}

func wrongType(f Field) lang.Text {
	switch f.Control {
	case DateControl:
		return lang.F("“%s”请填真实存在的日期，例如 2026年3月5日。", "“%s” must be an existing date, such as 2026-03-05.", f.Label)
	case NumberControl:
		return lang.F("“%s”请填整数，例如 3。", "“%s” must be a whole number, such as 3.", f.Label)
	case CheckControl:
		return lang.F("“%s”应为 true 或 false。", "“%s” must be true or false.", f.Label)
	case ListControl:
		return lang.F("“%s”应为文字列表。", "“%s” must be a list of texts.", f.Label)
	default:
		return lang.F("“%s”应为文字。", "“%s” must be text.", f.Label)
	}
}
