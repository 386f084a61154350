package form

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"miaoban/shared/calendar"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
)

// look is another number for which a wrong one is taken, by its form, and what to enter instead.
type look struct {
	form *regexp.Regexp
	is   func(text string) bool // further conditions; nil: none
	what lang.Text
}

func idCard(text string) bool {
	_, err := identity.ParseIDNumber(text, calendar.Date{})
	return err == nil
}

// The numbers that are entered for one another.
var (
	hongKongID = look{regexp.MustCompile(`^[A-Z]{1,2}\d{6}\([0-9A]\)$`), nil,
		lang.T("香港身份证号码", "the number of a Hong Kong identity card")}
	macaoID      = look{regexp.MustCompile(`^[157](?:\d{6}\(\d\)|/\d{6}/\d)$`), nil, lang.T("澳门身份证号码", "the number of a Macao identity card")}
	taiwanID     = look{regexp.MustCompile(`^[A-Z][1289]\d{8}$`), nil, lang.T("台湾身份证号码", "the number of a Taiwan identity card")}
	birthPaper   = look{regexp.MustCompile(`^[A-Z]\d{9}$`), nil, lang.T("出生医学证明编号", "the number of a birth certificate")}
	phoneNumber  = look{regexp.MustCompile(`^(?:\+?86)?1[3-9]\d{9}$`), nil, lang.T("手机号码", "a mobile number")}
	cardOfBank   = look{regexp.MustCompile(`^\d{16,19}$`), identity.ValidBankCard, lang.T("银行卡号", "the number of a bank card")}
	businessCode = look{regexp.MustCompile(`^[0-9A-Z]{18}$`),
		func(text string) bool { return identity.CheckCreditCode(text) == nil }, lang.T("统一社会信用代码", "a unified social credit code")}
	unitOfProperty = look{regexp.MustCompile(`^\d{12}[GJW][A-Z]\d{5}[FLQW]\d{8}$`), nil,
		lang.T("不动产单元号", "the number of a property unit")}
	propertyPaper = look{regexp.MustCompile(`不动产权第|不動產權第|房地证|房地产权证|房产证`), nil,
		lang.T("不动产权证书的证号", "the number of a property certificate")}
	soldierPaper = look{regexp.MustCompile(`\p{Han}字第?\d{5,10}号?$`), nil, lang.T("军官证、士兵证一类的证件号", "the number of a military card")}
	residentID   = look{regexp.MustCompile(`^\d{17}[0-9X]$`), idCard, lang.T("公民身份号码", "an ID number")}
)

// taken are the numbers for which one of the kind is taken, with what to enter.
var taken = map[Kind]struct {
	looks  []look
	zh, en string
}{
	IDNumber: {[]look{hongKongID, macaoID, taiwanID, birthPaper, phoneNumber, businessCode, cardOfBank, unitOfProperty, soldierPaper},
		"请填写证件上的号码：居民身份证、港澳台居民居住证、外国人永久居留身份证为 18 位；港澳居民来往内地通行证为 H 或 M 加 8 位数字，" +
			"台湾居民来往大陆通行证为 8 位数字；护照前加签发国的三个字母代码。",
		"Please enter the number of a document: ID cards, residence permits for residents of Hong Kong, Macao and Taiwan and permanent " +
			"residence cards have 18 characters, passes of Hong Kong and Macao H or M and eight digits, those of Taiwan eight digits; " +
			"a passport number follows the three letters of the issuing state."},
	BankAccount: {[]look{phoneNumber}, "请填写银行卡或账户的号码。", "Please enter the number of a bank card or an account."},
	Phone:       {[]look{residentID, cardOfBank}, "请填写电话号码。", "Please enter a phone number."},
	CreditCode:  {[]look{phoneNumber}, "请填写营业执照上的 18 位代码。", "Please enter the code of 18 characters on the business licence."},
	BirthCertificate: {[]look{residentID}, "请填写出生医学证明的编号：1 个字母加 9 位数字，例如 S440000123。",
		"Please enter the number of the birth certificate: a letter and nine digits, such as S440000123."},
	PropertyUnit: {[]look{propertyPaper, residentID}, "请填写证书里“不动产单元号”一栏的号码，共 28 位。",
		"Please enter the number in the certificate's field “property unit”, with 28 characters."},
}

// another is the fault of a number that is one of another kind; nil if it does not look like one.
func another(kind Kind, text string) *fault {
	for _, l := range taken[kind].looks {
		if l.form.MatchString(text) && (l.is == nil || l.is(text)) {
			return &fault{"another-number", lang.T("“%[1]s”填的像是"+l.what.ZH+"。"+taken[kind].zh,
				"“%[1]s” looks like "+l.what.EN+". "+taken[kind].en)}
		}
	}
	return nil
}

// several is the fault of a text with more than one number; nil if it has one.
func several(text string, each int) *fault {
	long := 0
	for _, part := range strings.FieldsFunc(text, separates) {
		if strings.Trim(part, "0123456789X+-") == "" && len(part) >= each {
			long++
		}
	}
	if long < 2 {
		return nil
	}
	return &fault{"several", lang.T("“%[1]s”里有不止一个号码，请只填一个。", "“%[1]s” has more than one number. Please enter one.")}
}

// masked is the fault of a number of which some characters are hidden.
func masked(text string) *fault {
	if strings.Count(text, "*") < 2 {
		return nil
	}
	return &fault{"masked", lang.T("“%[1]s”有几位是星号，请填写完整的号码。",
		"Some characters of “%[1]s” are hidden by asterisks. Please enter the whole number.")}
}

func idNumberFault(text string) *fault {
	_, err := identity.ParsePerson(text, calendar.Date{})
	if err == nil {
		return nil
	}
	for _, said := range []string{saidPassport, saidTaiwanPass, saidPass, saidIDCard} {
		if number, ok := strings.CutPrefix(text, said); ok {
			return notOf(said, number)
		}
	}
	if wrong := first(masked(text), several(text, 8), another(IDNumber, text), documentFault(text, err)); wrong != nil {
		return wrong
	}
	n := utf8.RuneCountInString(text)
	if wrong := wrongCharacter(text, func(at int, c rune) bool { return digit(c) || at == n && c == 'X' },
		"不是数字（只有最后一位可以是 X），请核对。", "is not a digit (only the last one can be an X). Please check it."); wrong != nil {
		return wrong
	}
	switch {
	case errors.Is(err, identity.ErrIDNumberBirth):
		return &fault{"birth-date", lang.T("“%[1]s”中的出生日期不存在，请核对第 7 至 14 位。",
			"The date of birth in “%[1]s” does not exist. Please check digits 7 to 14.")}
	case errors.Is(err, identity.ErrIDNumberFuture):
		return &fault{"birth-date", lang.T("“%[1]s”中的出生日期晚于今天，请核对第 7 至 14 位。",
			"The date of birth in “%[1]s” is after today. Please check digits 7 to 14.")}
	case errors.Is(err, identity.ErrIDNumberCheck):
		return checkDigit(text)
	default:
		return outside(n, 18, 18)
	}
}

// notOf is the fault of a number that was said to be of the document.
func notOf(said, number string) *fault {
	switch said {
	case saidPassport:
		if _, err := identity.ParsePerson(number, calendar.Date{}); errors.Is(err, identity.ErrChinesePassport) ||
			errors.Is(err, identity.ErrPassportState) {
			return documentFault(number, err)
		}
		return documentFault(number, identity.ErrPassportCountry)
	case saidPass:
		return documentFault(number, identity.ErrPassNumber)
	case saidTaiwanPass:
		return &fault{"pass", lang.T("“%[1]s”应为 8 位数字（台湾居民来往大陆通行证），请逐位核对。",
			"“%[1]s” must be eight digits, as on the pass of a resident of Taiwan. Please check the number.")}
	default:
		return first(idNumberFault(number), outside(utf8.RuneCountInString(number), 18, 18))
	}
}

// documentFault is the fault of a number that is of another form than ID numbers; nil if it is not.
func documentFault(text string, err error) *fault {
	switch {
	case errors.Is(err, identity.ErrOldIDNumber):
		return &fault{"old-number", lang.T("“%[1]s”是 15 位旧号码（第一代身份证），已停止使用，请填写 18 位公民身份号码。",
			"“%[1]s” is an old number with 15 digits, of the first generation of ID cards, which is no longer valid. Please enter "+
				"the number with 18 characters.")}
	case errors.Is(err, identity.ErrPassNumber):
		return &fault{"pass", lang.T("“%[1]s”应为 H 或 M 加 8 位数字（港澳居民来往内地通行证），请逐位核对。是护照的，请在号码前加签发国的三个字母代码。",
			"“%[1]s” must be H or M and eight digits, as on the pass of a resident of Hong Kong or Macao. Please check the number. If "+
				"it is of a passport, put the three letters of the issuing state before it.")}
	case errors.Is(err, identity.ErrCardNumber):
		return &fault{"card", lang.T("“%[1]s”应为 3 个字母加 12 位数字（旧版外国人永久居留身份证），请逐位核对。",
			"“%[1]s” must be three letters and twelve digits, as on an older permanent residence card. Please check the number.")}
	case errors.Is(err, identity.ErrPassportState):
		code := text[:min(3, len(text))]
		return &fault{"passport-state", lang.F("“%%[1]s”开头的“%s”不是签发国的代码。护照号码前应加签发国的三个字母代码，例如 GBR123456789。",
			"“%[1]s”, with which “%%[1]s” begins, is the code of no state. A passport number follows the three letters of the "+
				"issuing state, such as GBR123456789.", lang.T(code, code))}
	case errors.Is(err, identity.ErrChinesePassport):
		return &fault{"passport-china", lang.T("“%[1]s”是中国护照的号码：请填写公民身份号码；港澳台居民请填写居住证或者来往内地（大陆）通行证的号码。",
			"“%[1]s” is of a Chinese passport. Please enter the ID number; residents of Hong Kong, Macao and Taiwan enter the number "+
				"of the residence permit or of the pass.")}
	case errors.Is(err, identity.ErrPassportCountry):
		return passportFault(text)
	case errors.Is(err, identity.ErrPersonNumber):
		return &fault{"document", lang.T("“%[1]s”不是证件号码，请对照证件逐位核对：公民身份号码等为 18 位，护照号码前加签发国的三个字母代码。",
			"“%[1]s” is not the number of a personal document; please compare it. ID numbers and the like have 18 characters; a "+
				"passport number follows the three letters of the issuing state.")}
	default:
		return nil
	}
}

// passportFault asks for the state of a passport whose number may be of another document.
func passportFault(text string) *fault {
	also := lang.Text{}
	switch {
	case chinesePassport.MatchString(text):
		also = lang.T("是中国护照的，请填写公民身份号码。", " If it is a Chinese passport, please enter the ID number.")
	case hongKongCard.MatchString(text):
		also = lang.T("是香港身份证的，请填写居住证或者来往内地通行证的号码。",
			" If it is a Hong Kong identity card, please enter the number of the residence permit or of the pass.")
	}
	return &fault{"passport-state", lang.T("“%[1]s”是护照号码的，请在前面加签发国的三个字母代码，例如 GBR123456789；是公民身份号码的，应为 18 位。"+also.ZH,
		"If “%[1]s” is a passport number, please put the three letters of the issuing state before it, such as GBR123456789; "+
			"an ID number has 18 characters."+also.EN)}
}

var (
	chinesePassport = regexp.MustCompile(`^[EGDSP][A-Z]?\d{7,8}$`)
	hongKongCard    = regexp.MustCompile(`^[A-Z]{1,2}\d{7}$`)
)

// whichDocument asks about a number that is of a pass by its form, and can be that of a passport.
func whichDocument(text string) lang.Text {
	switch identity.Person(text).Kind() {
	case identity.HongKongMacaoPass:
		return lang.T("这个号码按港澳居民来往内地通行证查找；是护照的，请在前面加签发国的三个字母代码，例如 KORM12345678。",
			"The number is looked up as that of a pass of a resident of Hong Kong or Macao. If it is of a passport, please put the three "+
				"letters of the issuing state before it, such as KORM12345678.")
	case identity.TaiwanPass:
		return lang.T("这个号码按台湾居民来往大陆通行证查找；是护照的，请在前面加签发国的三个字母代码；是公民身份号码的，应为 18 位。",
			"The number is looked up as that of a pass of a resident of Taiwan. If it is of a passport, please put the three letters of the "+
				"issuing state before it; an ID number has 18 characters.")
	default:
		return lang.Text{}
	}
}
