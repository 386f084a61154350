package form

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	validator "github.com/go-playground/validator/v10"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Pointer is the JSON pointer (RFC 6901) to a top-level member.
func Pointer(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// NewValidator returns a go-playground/validator with additional tags: the kinds of numbers, and
// choices.
func NewValidator() (*validator.Validate, error) {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterCustomTypeFunc(calendar.Validatable, calendar.Date{})
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	for _, kind := range kinds {
		check := func(fl validator.FieldLevel) bool { return faultOf(kind, fl.Field().String()) == nil }
		if err := v.RegisterValidation(string(kind), check); err != nil {
			return nil, fmt.Errorf("validator: %w", err)
		}
	}
	if err := v.RegisterValidation("choice", isOption); err != nil {
		return nil, fmt.Errorf("validator: %w", err)
	}
	return v, nil
}

func isOption(fl validator.FieldLevel) bool {
	choice, ok := fl.Field().Interface().(Choice)
	if !ok {
		return false
	}
	options := choice.Options()
	offered := func(value string) bool {
		return slices.ContainsFunc(options, func(o Option) bool { return o.Value == value })
	}
	if fl.Field().Kind() == reflect.String {
		return offered(fl.Field().String())
	}
	for i := range fl.Field().Len() {
		if !offered(fl.Field().Index(i).String()) {
			return false
		}
	}
	return true
}

// Validate checks a form and returns all faults at once (一次性告知).
func Validate(v *validator.Validate, form any, fields []Field) ([]problem.FieldError, error) {
	err := v.Struct(form)
	var invalid validator.ValidationErrors
	if err == nil {
		return nil, nil
	}
	if !errors.As(err, &invalid) {
		return nil, fmt.Errorf("validating: %w", err)
	}
	faults := make([]problem.FieldError, len(invalid))
	for i, e := range invalid {
		_, path, _ := strings.Cut(e.Namespace(), ".")
		name, element, _ := strings.Cut(path, "[")
		label := lang.T(name, name)
		for _, f := range fields {
			if f.Name == name {
				label = f.Label
			}
		}
		at := Pointer(name)
		if element != "" {
			at += "/" + strings.TrimSuffix(element, "]")
		}
		faults[i] = problem.FieldError{Pointer: at, Code: codeOf(e.Tag()), Detail: explain(e, label)}
		if slices.Contains(kinds, Kind(e.Tag())) {
			faults[i].Reason, faults[i].Detail = Wrong(Kind(e.Tag()), label, fmt.Sprint(e.Value()))
		}
	}
	return faults, nil
}

// codeOf is the stable code of a validation tag: conditional requirements have the code of
// requirements.
func codeOf(tag string) string {
	if strings.HasPrefix(tag, "required") {
		return "required"
	}
	if strings.HasPrefix(tag, "excluded") {
		return "excluded"
	}
	if tag == string(PropertyUnit) {
		return "len" // as it was when only the length was judged
	}
	return tag
}

// explanations say how to correct what a tag found; Wrong does for the kinds of numbers. %[1]s is the
// field's label, %[2]s the tag's parameter. A test requires an entry for each tag in use.
var explanations = map[string]lang.Text{
	"required": lang.T("请填写“%[1]s”。", "Please fill in “%[1]s”."),
	"choice":   lang.T("“%[1]s”请从给出的选项中选择。", "Please choose one of the options for “%[1]s”."),
	"min":      lang.T("“%[1]s”太短，至少 %[2]s 个字。", "“%[1]s” is too short: at least %[2]s characters."),
	"max":      lang.T("“%[1]s”太长，最多 %[2]s 个字。", "“%[1]s” is too long: at most %[2]s characters."),
	"len":      lang.T("“%[1]s”应为 %[2]s 位，请逐位核对。", "“%[1]s” must have %[2]s characters. Please check them."),
	"unique":   lang.T("“%[1]s”有重复，请删去重复的。", "“%[1]s” contains duplicates. Please remove them."),
	"excluded": lang.T("按您填写的内容，“%[1]s”不用填写，请删去。", "“%[1]s” is not needed with your other answers. Please remove it."),
}

func explain(e validator.FieldError, label lang.Text) lang.Text {
	text := explanations[codeOf(e.Tag())]
	switch tag := e.Tag(); {
	case e.Kind() == reflect.Bool:
		text = lang.T("请阅读并勾选“%[1]s”。", "Please read and tick “%[1]s”.")
	case e.Kind() == reflect.Int && codeOf(tag) == "required": // not given, or zero
		text = lang.T("“%[1]s”请填 1 或更大的整数。", "Please enter a whole number for “%[1]s”: 1 or more.")
	case e.Kind() == reflect.Int && tag == "min":
		text = lang.T("“%[1]s”至少为 %[2]s。", "“%[1]s” must be at least %[2]s.")
	case e.Kind() == reflect.Int && tag == "max":
		text = lang.T("“%[1]s”最多为 %[2]s。", "“%[1]s” must be at most %[2]s.")
	case e.Kind() == reflect.Slice && tag == "min":
		text = lang.T("“%[1]s”至少选 %[2]s 项。", "Choose at least %[2]s of “%[1]s”.")
	case e.Kind() == reflect.Slice && tag == "max":
		text = lang.T("“%[1]s”最多选 %[2]s 项。", "Choose at most %[2]s of “%[1]s”.")
	}
	// A format that leaves the parameter out must not complain of it.
	set := func(format, label string) string {
		return strings.NewReplacer("%[1]s", label, "%[2]s", e.Param()).Replace(format)
	}
	return lang.T(set(text.ZH, label.ZH), set(text.EN, label.EN))
}
