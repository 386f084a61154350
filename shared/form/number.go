package form

import (
	"strings"

	"miaoban/shared/division"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// fault is what is wrong with a number: a stable reason, and how to correct it. %[1]s in the text is the
// field's label.
type fault struct {
	reason string
	text   lang.Text
}

// Wrong returns what is wrong with a cleaned number or name of that kind: a stable reason (too-short, too-long,
// character, check-digit, …) and a text for people, in which the field has that label. The reason is empty
// if nothing is wrong. A check digit that does not fit is wrong only where no register can say otherwise.
func Wrong(kind Kind, label lang.Text, text string) (reason string, why lang.Text) {
	found := faultOf(kind, text)
	if found == nil {
		return "", lang.Text{}
	}
	return found.reason, lang.T(strings.ReplaceAll(found.text.ZH, "%[1]s", label.ZH), strings.ReplaceAll(found.text.EN, "%[1]s", label.EN))
}

func faultOf(kind Kind, text string) *fault {
	switch kind {
	case IDNumber:
		return idNumberFault(text)
	case BankAccount:
		return accountFault(text)
	case Phone, PersonPhone, Mobile:
		return phoneFault(kind, text)
	case CreditCode:
		return creditCodeFault(text)
	case BirthCertificate:
		return birthCertificateFault(text)
	case PropertyUnit:
		return first(masked(text), several(text, identity.MinPropertyUnit), another(PropertyUnit, text), notLettersOrDigits(text),
			outside(len(text), identity.MinPropertyUnit, identity.MaxPropertyUnit))
	case ChineseName, PersonName, TradeName, Address:
		return nameFault(kind, text)
	case Division:
		if _, known := division.Find(text); !known {
			return &fault{"unknown", lang.T("“%[1]s”不是现行行政区划代码，请从列表中选择。",
				"“%[1]s” is not a current division code; please choose from the list.")}
		}
	}
	return nil
}

func first(faults ...*fault) *fault {
	for _, f := range faults {
		if f != nil {
			return f
		}
	}
	return nil
}

// outside is the fault of a number whose length is not in the range; nil if it is.
func outside(n, least, most int) *fault {
	switch {
	case n < least:
		return &fault{"too-short", lang.F("“%%[1]s”少了：应为 %s，您填了 %d 位，请逐位核对。",
			"“%%[1]s” is too short: it must have %s, and you entered %d. Please compare it digit by digit.", span(least, most), n)}
	case n > most:
		return tooLong(n, least, most)
	default:
		return nil
	}
}

func tooLong(n, least, most int) *fault {
	return &fault{"too-long", lang.F("“%%[1]s”多了：应为 %s，您填了 %d 位，请逐位核对。",
		"“%%[1]s” is too long: it must have %s, and you entered %d. Please compare it digit by digit.", span(least, most), n)}
}

func span(least, most int) lang.Text {
	if least == most {
		return lang.F("%d 位", "%d characters", least)
	}
	return lang.F("%d 至 %d 位", "%d to %d characters", least, most)
}

// wrongCharacter is the fault of the first character that is not allowed; nil if all are.
func wrongCharacter(text string, allowed func(at int, c rune) bool, zh, en string) *fault {
	at := 0
	for _, c := range text {
		if at++; !allowed(at, c) {
			shown := string(c)
			return &fault{"character", lang.F("“%%[1]s”的第 %d 位“%s”"+zh, "Character %d of “%%[1]s”, “%s”, "+en, at, lang.T(shown, shown))}
		}
	}
	return nil
}

func digit(c rune) bool { return '0' <= c && c <= '9' }

func letter(c rune) bool { return 'A' <= c && c <= 'Z' }

func notADigit(text string) *fault {
	return wrongCharacter(text, func(_ int, c rune) bool { return digit(c) }, "不是数字，请核对。", "is not a digit. Please check it.")
}

func notLettersOrDigits(text string) *fault {
	return wrongCharacter(text, func(_ int, c rune) bool { return digit(c) || letter(c) },
		"不是数字或字母，请核对。", "is neither a digit nor a letter. Please check it.")
}

// accountFault judges what a bank could have as the number of an account: digits, with letters before them for
// a few kinds of accounts.
func accountFault(text string) *fault {
	if accountForm.MatchString(text) {
		return outside(len(text), identity.MinAccount, identity.MaxAccount)
	}
	return first(masked(text), several(text, identity.MinAccount), another(BankAccount, text), notADigit(text),
		outside(len(text), identity.MinAccount, identity.MaxAccount))
}

// checkDigit is the fault of a number whose last character does not fit the others.
func checkDigit(text string) *fault {
	last := text[len(text)-1:]
	return &fault{"check-digit", lang.F("“%%[1]s”的最后一位（第 %d 位“%s”）与前面各位不符，可能有一位填错，请逐位核对。",
		"The last character of “%%[1]s” (character %d, “%s”) does not fit those before it: one of them may be wrong. "+
			"Please compare it digit by digit.", len(text), lang.T(last, last))}
}

// creditCodeFault judges what a register could have as a key: 18 characters, or 15 of an older number. Its
// check character is for the register to judge.
func creditCodeFault(text string) *fault {
	if wrong := first(masked(text), several(text, 15), another(CreditCode, text), notLettersOrDigits(text)); wrong != nil {
		return wrong
	}
	if len(text) == 15 {
		return nil
	}
	if wrong := outside(len(text), 18, 18); wrong != nil {
		return wrong
	}
	return wrongCharacter(text, func(_ int, c rune) bool { return strings.ContainsRune(identity.CreditAlphabet, c) },
		"不会出现在统一社会信用代码中（不用字母 I、O、S、V、Z），请核对是否为形近的数字。",
		"is never used in a unified social credit code (nor are I, O, S, V and Z). It may be a digit that looks like it.")
}

func birthCertificateFault(text string) *fault {
	if identity.ValidBirthCertificate(text) {
		return nil
	}
	if wrong := first(masked(text), several(text, 9), another(BirthCertificate, text)); wrong != nil {
		return wrong
	}
	if wrong := wrongCharacter(text, func(at int, c rune) bool { return at == 1 && letter(c) || at > 1 && digit(c) },
		"不对：应为 1 个字母加 9 位数字，例如 S440000123。", "is wrong: it must be a letter and nine digits, such as S440000123."); wrong != nil {
		return wrong
	}
	return outside(len(text), 10, 10)
}

// Doubt returns a sentence for an account, a property unit or a person whose number does not look like most of its
// kind, though it may be one: the sentence asks to compare it. It is empty for a number that does.
func Doubt(kind Kind, text string) lang.Text {
	switch n := len(text); {
	case kind == IDNumber:
		return whichDocument(text)
	case kind == BankAccount && idCard(text):
		return lang.T("这像是公民身份号码：请对照银行卡或存折核对；确是账号的，可以照常提交。",
			"This looks like an ID number. Please compare it with the card or the passbook; if it is the account, you can apply with it.")
	case kind == PropertyUnit && n != identity.PropertyUnit:
		return lang.F("单元号现为 %d 位，您填的是 %d 位：请对照不动产权证核对；证上确是这个号码的，可以照常提交。",
			"Unit numbers have %d characters now, and you entered %d. Please compare it with the property certificate; if it "+
				"is the number there, you can apply with it.", identity.PropertyUnit, n)
	case kind != BankAccount || identity.ValidBankCard(text) || accountForm.MatchString(text):
		return lang.Text{}
	case identity.CardLength(n):
		return lang.T("卡号最后一位与前面各位不符，可能有一位填错：请对照卡面逐位核对；确认无误的，可以照常提交。",
			"The last digit of the card number does not fit those before it: one of them may be wrong. Please compare it with "+
				"the card; if it is correct, you can apply with it.")
	default:
		return lang.F("银行卡号为 16 至 19 位，您填的是 %d 位：请对照银行卡或存折核对；确认无误的，可以照常提交。",
			"Card numbers have 16 to 19 digits, and you entered %d. Please compare it with the card or the passbook; if it is "+
				"correct, you can apply with it.", n)
	}
}
