package delivery

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"miaoban/shared/form"
)

// objects reads a file with one JSON object per line. A rejected line comes back as it is, below a line that
// says why.
type objects struct {
	*layout
	lines  *lines
	number int
}

func newObjects(l *layout, text *lines) *objects { return &objects{layout: l, lines: text} }

type object struct {
	Key       string  `json:"key"`
	AsOf      string  `json:"as_of"`
	Withdrawn any     `json:"withdrawn"`
	Verified  any     `json:"verified"`
	Values    members `json:"values"` // text, numbers, true and false; null if unknown
	// A line of rejects has nothing else, and is ignored.
	Row    int    `json:"_reject_row"`
	Code   string `json:"_reject_code"`
	Reason string `json:"_reject_reason"`
}

func (o *objects) next() (raw, error) {
	for {
		line, err := o.lines.next()
		if err != nil {
			return raw{}, err
		}
		o.number++
		r := raw{text: body(line.text), number: o.number, end: line.end}
		if len(line.text) > maxLine {
			r.why = &reason{codeLong, "一行超过 16 KiB", "the line is longer than 16 KiB"}
			return r, nil
		}
		text, why := o.lines.encoding.decode(r.text)
		if why != nil {
			r.why = why
			return r, nil
		}
		if text = form.Trim(text); text == "" || strings.HasPrefix(text, `{"`+columnRow+`":`) && isOfRejects(text) {
			continue
		}
		r.fields, r.why = o.parse(text)
		return r, nil
	}
}

func isOfRejects(text string) bool {
	o, err := readObject(text)
	return err == nil && o.Row > 0 && o.Key == "" && o.Values == nil
}

func (o *objects) parse(text string) (fields, *reason) {
	in, err := readObject(text)
	if twice := (&twiceError{}); errors.As(err, &twice) {
		return fields{}, (&reason{codeMember, "这个字段写了两次", "the field is there twice"}).in(twice.member)
	}
	if err != nil {
		return fields{}, &reason{codeJSON, "不是一行一个 JSON 对象", "not exactly one JSON object with the expected members"}
	}
	f := fields{key: clean(in.Key), asOf: clean(in.AsOf), values: map[string]string{}}
	if why := o.oneNumber(ofKey, in.Key); why != nil {
		return f, why.in(columnKey)
	}
	if in.Withdrawn != nil {
		f.withdrawn = clean(fmt.Sprint(in.Withdrawn))
	}
	if in.Verified != nil {
		f.verified = clean(fmt.Sprint(in.Verified))
	}
	for _, m := range in.Values {
		member, value := m.name, m.value
		role := o.roleOf(member)
		if role == ofNobody {
			continue
		}
		if _, isField := o.fields[caption(member)]; !isField {
			return f, (&reason{codeMember, "没有这个字段", "there is no such field"}).in(member)
		}
		if _, before := f.values[string(role)]; before {
			return f, (&reason{codeMember, "这个字段写了两次", "the field is there twice"}).in(member)
		}
		text, why := "", (*reason)(nil)
		switch v := value.(type) {
		case nil:
		case string:
			text, why = clean(v), o.oneNumber(role, v)
		case json.Number:
			if text = v.String(); isText(o.columns[string(role)]) {
				why = noTextNumber(v)
				if decimal.MatchString(text) { // a table of numbers adds .0
					text, _, _ = strings.Cut(text, ".")
				}
			}
		case bool:
			if text = strconv.FormatBool(v); isText(o.columns[string(role)]) {
				why = &reason{codeValue, "应为文字，却是 true 或 false", "must be text, but is true or false"}
			}
		default:
			return f, (&reason{codeValue, "应为文字、数字或是非", "must be text, a number, or true/false"}).in(member)
		}
		if why = cmp.Or(why, unreadable(text)); why != nil {
			return f, why.in(member)
		}
		f.values[string(role)] = text
	}
	return f, nil
}

func readObject(line string) (object, error) {
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	decoder.DisallowUnknownFields()
	var o object
	if err := decoder.Decode(&o); err != nil {
		return o, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return o, errors.New("more than one object")
	}
	var all members
	if err := json.Unmarshal([]byte(line), &all); err != nil {
		return o, err
	}
	for i, m := range all {
		if slices.ContainsFunc(all[:i], func(before member) bool { return strings.EqualFold(before.name, m.name) }) {
			return o, &twiceError{m.name}
		}
	}
	return o, nil
}

// twiceError means that an object has a member twice.
type twiceError struct{ member string }

func (e *twiceError) Error() string { return "the object has a member twice: " + e.member }

// members are those of an object, in their order, also if one is there twice.
type members []member

type member struct {
	name  string
	value any // numbers are json.Number
}

// UnmarshalJSON reads an object, or null as none.
func (m *members) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	switch start, err := decoder.Token(); {
	case err != nil || start == nil:
		return err
	case start != json.Delim('{'):
		return errors.New("no object")
	}
	*m = members{}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		next := member{name: name.(string)} // as every name in JSON is
		if err := decoder.Decode(&next.value); err != nil {
			return err
		}
		*m = append(*m, next)
	}
	return nil
}

func (o *objects) reject(r raw, why *reason) []byte {
	var said bytes.Buffer
	encoder := json.NewEncoder(&said)
	encoder.SetEscapeHTML(false)
	encoder.Encode(struct { // writing to a buffer cannot fail
		Row    int    `json:"_reject_row"`
		Code   string `json:"_reject_code"`
		Reason string `json:"_reject_reason"`
	}{r.number, why.code, why.String()})
	line := o.lines.encoding.encode(said.String())
	return o.lines.encoding.outward(append(append(line, r.text...), '\n'))
}

func (o *objects) header() []byte { return o.lines.markBytes() }

func (o *objects) resume(at checkpoint, file io.Reader) {
	o.lines.resume(at, file)
	o.number = at.Line
}

func (o *objects) found() Found { return Found{Encoding: o.lines.encoding} }

func (o *objects) close() error { return nil }
