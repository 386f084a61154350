package form

import (
	"regexp"
	"strings"

	"miaoban/shared/lang"
)

// What is written in and around phone numbers.
var (
	extension = regexp.MustCompile(`(?:转接?|轉接?|分机号?|分機[号號]?|[内內][线線]?|ext(?:ensio)?n?|[x#*])+[-:=]*`)
	brackets  = strings.NewReplacer("(", "", ")", "-", "[", "", "]", "-", ".", "-", "/", "-", "_", "-", "\u3001", "-", ",", "-", ";", "-")
	mainland  = regexp.MustCompile(`^(?:\+|00)?86(?:0?(1[3-9]\d{9})|([48]00\d{7})|0?(10\d{8}|2\d{9}|[3-9]\d{9,10}))$`)
	neighbour = regexp.MustCompile(`^(?:\+|00)?(852|853|886)0?(\d{8,9})$`) // Hong Kong, Macao, Taiwan
	abroad    = regexp.MustCompile(`^(?:\+|00)([1-9]\d{6,14})$`)
	mobile    = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landLine  = regexp.MustCompile(`^(010|02\d|0[3-9]\d\d)(\d{7,8})$`)
	// domestic is what can be called from anywhere in the mainland: mobiles, land lines, 400 and 800, 95 and
	// 96, and five digits like 12345; beyond is every other number, by E.164.
	domestic = regexp.MustCompile(`^(?:1[3-9]\d{9}|(?:010|02\d|0[3-9]\d\d)-?\d{7,8}|[48]00\d{7}|9[56]\d{3,6}|1[012]\d{3})$`)
	// shortNumber is a hotline of the government, such as 12345, and serviceNumber one of a firm: nobody answers there
	// for a person.
	shortNumber   = regexp.MustCompile(`^1[012]\d{3}$`)
	serviceNumber = regexp.MustCompile(`^(?:[48]00\d{7}|9[56]\d{3,6})$`)
	localNumber   = regexp.MustCompile(`^[2-9]\d{6,7}$`) // a land line without its area code
	beyond        = regexp.MustCompile(`^\+(?:85[23]\d{8}|886\d{8,9}|[1-79]\d{6,14}|8(?:[0-479]\d{5,13}|8[0-57-9]\d{4,12}))$`)
)

// cleanPhone returns the number as it is dialled in the mainland: 13800138000, 0757-86281234,
// 4008108888, 95588, or +85291234567; an extension follows after a hyphen, abroad after an x.
func cleanPhone(text string) string {
	_, text = bare(text)
	if several := severalPhones(text); several != "" {
		return several
	}
	text = strings.ToLower(compact(text, "-"))
	if number := strings.ToUpper(strings.ReplaceAll(text, "-", "")); residentID.form.MatchString(number) {
		return number
	}
	text = brackets.Replace(text)
	number, inner := text, ""
	if at := extension.FindStringIndex(text); at != nil && at[0] > 0 {
		number, inner = text[:at[0]], text[at[1]:]
	} else if i := strings.LastIndexByte(text, '-'); i > 0 && domestic.MatchString(dialled(text[:i])) {
		number, inner = text[:i], text[i+1:]
	}
	number = dialled(number)
	if inner = strings.ReplaceAll(inner, "-", ""); inner != "" && domestic.MatchString(number) {
		inner = "-" + inner
	} else if inner != "" {
		inner = "x" + inner
	}
	return landLine.ReplaceAllString(number, "$1-$2") + inner
}

// severalPhones is the text with a stroke between its numbers, if it has more than one that can be called; else it
// is empty.
func severalPhones(text string) string {
	if all := callable(betweenPhones.Split(text, -1)); all != "" {
		return all
	}
	return callable(strings.Fields(text))
}

// callable is the numbers with a stroke between them; empty if there are not several, or one of them is no number.
func callable(parts []string) string {
	for i, part := range parts {
		parts[i] = dialled(brackets.Replace(strings.ToLower(compact(part, "-"))))
		local := i > 0 && len(parts[i]) >= 7 && len(parts[i]) <= 8 && notADigit(parts[i]) == nil
		if !domestic.MatchString(parts[i]) && !beyond.MatchString(parts[i]) && !local {
			return ""
		}
	}
	if len(parts) < 2 {
		return ""
	}
	return strings.Join(parts, "/")
}

// betweenPhones matches the separators of two numbers, without spaces and hyphens, which also occur within one.
var betweenPhones = regexp.MustCompile(`[/\\,;|\x{3001}\x{3002}]+|和|或者?|及|and|or`)

// dialled is the number without hyphens, and without the mainland's own code.
func dialled(number string) string {
	number = strings.ReplaceAll(number, "-", "")
	if parts := mainland.FindStringSubmatch(number); parts != nil {
		if parts[3] != "" {
			return "0" + parts[3]
		}
		return parts[1] + parts[2]
	}
	if parts := neighbour.FindStringSubmatch(number); parts != nil {
		return "+" + parts[1] + parts[2]
	}
	if rest, zeros := strings.CutPrefix(number, "00"); zeros && mobile.MatchString(rest) {
		return rest
	} else if zeros && landLine.MatchString(number[1:]) {
		return number[1:]
	}
	if parts := abroad.FindStringSubmatch(number); parts != nil {
		if own, is := strings.CutPrefix(parts[1], "86"); is { // a number of the mainland, too short or too long
			return own
		}
		return "+" + parts[1]
	}
	if len(number) == 12 && strings.HasPrefix(number, "01") && number[2] >= '3' {
		return number[1:] // a mobile number with the 0 of calls to another city
	}
	return number
}

// phoneFault is what is wrong with a cleaned phone number of the kind.
func phoneFault(kind Kind, text string) *fault {
	if wrong := first(several(text, 7), another(Phone, text)); wrong != nil {
		return wrong
	}
	number, inner, abroad := strings.Cut(text, "x")
	if parts := strings.Split(number, "-"); !abroad && len(parts) > 1 {
		if strings.HasPrefix(number, "0") { // the first hyphen is behind the area code
			parts = append([]string{parts[0] + parts[1]}, parts[2:]...)
		}
		number, inner = parts[0], strings.Join(parts[1:], "")
	}
	digits := strings.TrimPrefix(number, "+")
	if wrong := notADigit(digits + inner); wrong != nil {
		return wrong
	}
	format := phoneFormat(kind)
	switch n := len(digits); {
	case len(inner) > 6:
		return tooLong(len(inner), 1, 6)
	case shortNumber.MatchString(number), kind != Phone && serviceNumber.MatchString(number):
		return &fault{"service-number", lang.T("“%[1]s”填的是服务热线，请填写本人的手机号码或带区号的固定电话。",
			"“%[1]s” is the number of a service. Please enter your own mobile number, or a land line with its area code.")}
	case kind == Mobile && (landLine.MatchString(number) || localNumber.MatchString(number)):
		return &fault{"land-line", lang.T("“%[1]s”应为手机号码（11 位），您填的是固定电话。",
			"“%[1]s” must be a mobile number with 11 digits; this is a land line.")}
	case domestic.MatchString(number), beyond.MatchString(number):
		return nil
	case strings.HasPrefix(number, "+852"), strings.HasPrefix(number, "+853"):
		return first(outside(n, 11, 11), format)
	case strings.HasPrefix(number, "+886"):
		return first(outside(n, 11, 12), format)
	case strings.HasPrefix(number, "+"):
		return first(outside(n, 7, 15), format)
	case n > 1 && digits[0] == '1' && digits[1] > '2':
		return first(outside(n, 11, 11), format)
	case strings.HasPrefix(digits, "010"), strings.HasPrefix(digits, "02"):
		return first(outside(n, 10, 11), format)
	case n == 10 && strings.HasPrefix(digits, "09"): // of Taiwan, as it is dialled there
		abroad := "+886" + digits[1:]
		return &fault{"country-code", lang.F("“%%[1]s”像是台湾的手机号码，请加地区代码：%s；是内地固定电话的，区号后应有 7 或 8 位。",
			"“%%[1]s” looks like a mobile number of Taiwan. Please enter it with its code: %s. A land line of the mainland has 7 or "+
				"8 digits behind its area code.", lang.T(abroad, abroad))}
	case n > 1 && digits[0] == '0' && digits[1] > '2':
		return first(outside(n, 11, 12), format)
	case localNumber.MatchString(number):
		return &fault{"area-code", lang.T("“%[1]s”缺少区号：固定电话请加区号，例如 0757-86281234；香港、澳门的号码请加 +852、+853。",
			"“%[1]s” lacks the area code. Please enter a land line with it, such as 0757-86281234, and a number of Hong Kong or Macao "+
				"with +852 or +853.")}
	default:
		return format
	}
}

// phoneFormat is the fault of a text that is no number of the kind.
func phoneFormat(kind Kind) *fault {
	zh, en := "11 位手机号码", "a mobile number with 11 digits"
	if kind != Mobile {
		zh, en = zh+"、带区号的固定电话", en+", a land line with its area code"
	}
	if kind == Phone {
		zh, en = zh+"、400 或 95 开头的号码", en+", a 400 or 95 number"
	}
	return &fault{"format", lang.T("“%[1]s”应为 "+zh+"，或以 + 和国家（地区）代码开头的号码。",
		"“%[1]s” must be "+en+", or a number that begins with + and the code of its country or region.")}
}
