package delivery

import (
	"errors"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// kindsOfKeys are the kinds of the numbers by which records are found.
var kindsOfKeys = map[fact.KeyKind]form.Kind{
	fact.ByPerson: form.IDNumber, fact.ByChild: form.IDNumber, fact.ByBusiness: form.CreditCode, fact.ByAccount: form.BankAccount,
	fact.ByProperty: form.PropertyUnit, fact.ByCertificate: form.BirthCertificate, fact.ByDivision: form.Division,
}

var noKey = &reason{codeKey, "没有填写", "is missing"}

// parseKey returns the key under which the dataset's queries find the record, or the reason why none does. services
// are those that a delegation can be about; all of them if there are none.
func parseKey(d *fact.Dataset, text string, services []fact.Option) (string, *reason) {
	if isShortened(text) {
		return "", lostDigits
	}
	if text != "" && text[0] == '#' && lookLikeErrors.MatchString(text) {
		return "", spreadsheetError
	}
	if meaningOf(text) != aValue {
		return "", noKey
	}
	if d.OfPerson() { // most need no cleaning
		if id, err := identity.ParsePerson(text, calendar.Date{}); err == nil {
			return string(id), nil
		}
	}
	kind := kindsOfKeys[d.Key]
	text = form.Clean(kind, text)
	switch d.Key {
	case fact.ByPerson, fact.ByChild:
		id, err := identity.ParsePerson(text, calendar.Date{})
		if err != nil && onlyKept(text) {
			return "", lostDigits
		}
		return string(id), idReason(err)
	case fact.ByBusiness, fact.ByAccount, fact.ByProperty, fact.ByCertificate:
		if code, why := form.Wrong(kind, lang.T(columnKey, columnKey), text); code != "" {
			return "", &reason{codeKey, why.ZH, why.EN}
		}
		if d.Key == fact.ByAccount && looksLost(text) {
			return "", lostDigits
		}
	case fact.ByDivision:
		return streetKey(text)
	case fact.ByPair:
		first, second, _ := strings.Cut(strings.ReplaceAll(text, "／", "/"), "/")
		parts := []string{first, second}
		for i := range parts {
			id, err := identity.ParsePerson(form.Clean(form.IDNumber, parts[i]), calendar.Date{})
			if err != nil {
				return "", idReason(err)
			}
			parts[i] = string(id)
		}
		text = strings.Join(parts, "/")
	case fact.ByName:
		return nameKey(d, text, services)
	}
	return text, nil
}

func idReason(err error) *reason {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, identity.ErrOldIDNumber):
		return &reason{codeKey, "15 位旧身份证号码，请换成 18 位", "an old ID number with 15 digits: deliver the one with 18 characters"}
	case errors.Is(err, identity.ErrIDNumberBirth):
		return &reason{codeKey, "身份证号码中的出生日期不存在", "the ID number's birth date does not exist"}
	case errors.Is(err, identity.ErrIDNumberCheck):
		return &reason{codeKey, "身份证号码校验码不符", "the ID number's check character is wrong"}
	case errors.Is(err, identity.ErrPassNumber):
		return &reason{codeKey, "港澳居民来往内地通行证号码应为 H 或 M 加 8 位数字", "a pass of Hong Kong or Macao must have H or M and 8 digits"}
	case errors.Is(err, identity.ErrCardNumber):
		return &reason{codeKey, "旧版外国人永久居留身份证号码应为 3 个字母加 12 位数字", "an older permanent residence card must have 3 letters and 12 digits"}
	case errors.Is(err, identity.ErrPassportCountry):
		return &reason{codeKey, "护照号码前应有签发国三个字母代码", "a passport number must begin with the three letters of the issuing state"}
	case errors.Is(err, identity.ErrPersonNumber):
		return &reason{codeKey, "不是证件号码", "not the number of a personal document"}
	default:
		return &reason{codeKey, "身份证号码应为 18 位", "an ID number must have 18 characters"}
	}
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
