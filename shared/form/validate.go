package form

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	validator "github.com/go-playground/validator/v10"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
)

// Pointer is the JSON pointer (RFC 6901) to a top-level member.
func Pointer(name string) string {
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// NewValidator returns a go-playground/validator with additional tags: ID numbers, unified social
// credit codes, mobile numbers, divisions, bank cards and choices. ID numbers are checked against
// today.
func NewValidator() (*validator.Validate, error) {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterCustomTypeFunc(calendar.Validatable, calendar.Date{})
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	checks := map[string]func(string) bool{
		"idnumber":         func(s string) bool { return idNumberFault(s) == nil },
		"uscc":             func(s string) bool { return identity.CheckCreditCode(s) == nil },
		"mobile":           identity.ValidMobile,
		"bankcard":         identity.ValidBankCard,
		"birthcertificate": identity.ValidBirthCertificate,
		"division":         func(s string) bool { _, ok := division.Find(s); return ok },
	}
	for tag, valid := range checks {
		check := func(fl validator.FieldLevel) bool { return valid(fl.Field().String()) }
		if err := v.RegisterValidation(tag, check); err != nil {
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
	return tag
}

// explanations say how to correct what a tag found. %[1]s is the field's label, %[2]s the tag's
// parameter. A test requires an entry for each tag in use.
var explanations = map[string]lang.Text{
	"required": lang.T("请填写“%[1]s”。", "Please fill in “%[1]s”."),
	"choice":   lang.T("“%[1]s”请从给出的选项中选择。", "Please choose one of the options for “%[1]s”."),
	"uscc": lang.T("“%[1]s”不是有效的统一社会信用代码：应为 18 位且校验位正确，请对照营业执照核对。",
		"“%[1]s” is not a valid unified social credit code: it must have 18 characters with a correct check "+
			"character. Please compare it with the business licence."),
	"mobile": lang.T("“%[1]s”应为 11 位大陆手机号码，例如 13800138000。",
		"“%[1]s” must be a mainland mobile number with 11 digits, such as 13800138000."),
	"bankcard": lang.T("“%[1]s”不正确：应为 16 至 19 位银行卡号，请对照卡面逐位核对。",
		"“%[1]s” is not a valid card number (16 to 19 digits). Please compare it with the card."),
	"birthcertificate": lang.T("“%[1]s”应为 1 个大写字母加 9 位数字，例如 S440000123。",
		"“%[1]s” must be a capital letter and nine digits, such as S440000123."),
	"division": lang.T("“%[1]s”不是现行行政区划代码，请从列表中选择。", "“%[1]s” is not a current division code; please choose from the list."),
	"min":      lang.T("“%[1]s”太短或太少：至少 %[2]s。", "“%[1]s” is too short or too few: at least %[2]s."),
	"max":      lang.T("“%[1]s”太长或太多：最多 %[2]s。", "“%[1]s” is too long or too many: at most %[2]s."),
	"len":      lang.T("“%[1]s”应为 %[2]s 位，请逐位核对。", "“%[1]s” must have %[2]s characters. Please check them."),
	"unique":   lang.T("“%[1]s”有重复，请删去重复的。", "“%[1]s” contains duplicates. Please remove them."),
	"excluded": lang.T("按您填写的内容，“%[1]s”不用填写，请删去。", "“%[1]s” is not needed with your other answers. Please remove it."),
}

var idNumberExplanations = []struct {
	fault error
	text  lang.Text
}{
	{identity.ErrOldIDNumber, lang.T("“%[1]s”是 15 位旧号码，已停止使用，请填写 18 位公民身份号码。",
		"“%[1]s” is an old number with 15 digits, which is no longer valid. Please enter the number with 18 characters.")},
	{identity.ErrIDNumberLength, lang.T("“%[1]s”应为 18 位公民身份号码。", "“%[1]s” must be an ID number with 18 characters.")},
	{identity.ErrIDNumberCheck, lang.T("“%[1]s”的最后一位校验不符，请逐位核对。",
		"The check character at the end of “%[1]s” is wrong. Please check the number.")},
	{identity.ErrIDNumberBirth, lang.T("“%[1]s”中的出生日期不存在，请核对第 7 至 14 位。",
		"The date of birth in “%[1]s” does not exist. Please check digits 7 to 14.")},
	{identity.ErrIDNumberFuture, lang.T("“%[1]s”中的出生日期晚于今天，请核对第 7 至 14 位。",
		"The date of birth in “%[1]s” is after today. Please check digits 7 to 14.")},
	{identity.ErrIDNumberCharacter, lang.T("“%[1]s”只能由数字组成，最后一位可以是 X。", "“%[1]s” may contain only digits, and an X at the end.")},
}

func idNumberFault(s string) error {
	_, err := identity.ParseIDNumber(s, calendar.Date{})
	return err
}

func explain(e validator.FieldError, label lang.Text) lang.Text {
	text := explanations[codeOf(e.Tag())]
	if e.Kind() == reflect.Bool {
		text = lang.T("请阅读并勾选“%[1]s”。", "Please read and tick “%[1]s”.")
	}
	if e.Tag() == "idnumber" {
		fault := idNumberFault(fmt.Sprint(e.Value()))
		for _, x := range idNumberExplanations {
			if errors.Is(fault, x.fault) {
				text = x.text
				break
			}
		}
	}
	// A format that leaves the parameter out must not complain of it.
	set := func(format, label string) string {
		return strings.NewReplacer("%[1]s", label, "%[2]s", e.Param()).Replace(format)
	}
	return lang.T(set(text.ZH, label.ZH), set(text.EN, label.EN))
}
