package delivery

import (
	"errors"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/identity"
)

// parseKey returns the key in the form under which records are stored, or the reason why it is
// invalid.
func parseKey(kind fact.KeyKind, text string) (string, *reason) {
	switch kind {
	case fact.ByPerson:
		id, err := identity.ParseIDNumber(text, calendar.Date{})
		return string(id), idReason(err)
	case fact.ByBusiness:
		// A few codes in real use have a wrong check character: accept what the register has.
		if err := identity.CheckCreditCode(text); err != nil && !errors.Is(err, identity.ErrCreditCodeCheck) {
			return "", &reason{"统一社会信用代码应为 18 位", "a unified social credit code must have 18 characters"}
		}
	case fact.ByAccount:
		if len(text) < 9 || len(text) > 32 || !digits(text) {
			return "", &reason{"银行账号应为 9 至 32 位数字", "a bank account number must have 9 to 32 digits"}
		}
	case fact.ByProperty:
		if len(text) != 28 {
			return "", &reason{"不动产单元号应为 28 位", "a real-estate unit number must have 28 characters"}
		}
	case fact.ByCertificate:
		if !identity.ValidBirthCertificate(text) {
			return "", &reason{"出生医学证明编号应为一个大写字母加 9 位数字", "a birth certificate number must be a capital letter and nine digits"}
		}
	case fact.ByDivision:
		if !digits(text) || len(text) != 6 && len(text) != 9 && len(text) != 12 {
			return "", &reason{"行政区划代码应为 6、9 或 12 位数字", "a division code must have 6, 9 or 12 digits"}
		}
	case fact.ByName:
		if strings.Count(text, "/") != 2 {
			return "", &reason{"应写作“区划代码/字号/行业”", "must be division/trade name/trade"}
		}
	}
	return text, nil
}

func idReason(err error) *reason {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, identity.ErrOldIDNumber):
		return &reason{"15 位旧身份证号码，请换成 18 位", "an old ID number with 15 digits: deliver the one with 18 characters"}
	case errors.Is(err, identity.ErrIDNumberBirth):
		return &reason{"身份证号码中的出生日期不存在", "the ID number's birth date does not exist"}
	case errors.Is(err, identity.ErrIDNumberCheck):
		return &reason{"身份证号码校验码不符", "the ID number's check character is wrong"}
	default:
		return &reason{"身份证号码应为 18 位", "an ID number must have 18 characters"}
	}
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
