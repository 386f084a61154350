package form

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"miaoban/shared/calendar"
	"miaoban/shared/identity"
)

// What people write before a number: words about it, up to a colon whatever they are; and behind it, in brackets.
var (
	upToColon = regexp.MustCompile(`^[^0-9:=]{1,30}[:=]`)
	words     = regexp.MustCompile(`^(?i:(?:№|我的|本人|公民|居民|身份|身分|有效|证件|證件|证明|证|證|件|号码|號碼|号|號|码|编号|編號|代码|代碼|为|是|` +
		`银行|銀行|储蓄|卡|账号|账户|帐号|帐户|賬號|賬戶|存折|收款|手机|手機|电话|電話|联系|聯繫|移动|固定|座机|` +
		`统一社会信用|统一|社会|信用|税号|不动产|单元|出生|医学|办件|受理|查询|护照|護照|港澳台|港澳|台湾|臺灣|香港|澳门|` +
		`来往|內地|内地|大陆|通行|居住|永久|居留|外国人|回乡|回鄉|台胞|` +
		`(?:id|identity|card|number|no|nr|num|account|acct|a/c|passport|phone|telephone|tel|mobile|cell|permit|pass|code|unit|` +
		`certificate|birth|bank|my|is|the)\b)[\s.#]*)+`)
	shortWord = regexp.MustCompile(`^(?i:id|no\.?|n°|№|#)\s*`) // only before a digit
	remark    = regexp.MustCompile(`\s*\([^()0-9]*\p{Han}[^()0-9]*\)$|[\s,;:\x{3001}\x{3002}]+[\p{Han}\x{b7}\s:]{1,20}$`)
	name      = regexp.MustCompile(`^[\p{Han}\x{b7}]{1,12}[\s,;\x{3001}\x{3002}]+`)
)

// Signs that stand around a number, in half width.
const before, behind = `='"#` + "`\u2018\u2019\u201c\u201d\u00b4\u300c\u300e\u300a\u3008", `'".,;:!?` +
	"`\u3002\u3001\uff61\uff64\u2018\u2019\u201c\u201d\u00b4\u300d\u300f\u300b\u3009\u2026"

// bare is the text in half width without what stands around the number in it, and what stands before it.
func bare(text string) (label, number string) {
	if alone(text) {
		return "", text
	}
	number = Trim(width.Fold.String(text))
	if !strings.ContainsAny(number, "0123456789") {
		return "", number
	}
	for range 3 { // a label in quotes, in quotes
		last := number
		number = strings.TrimLeftFunc(number, func(c rune) bool { return strings.ContainsRune(before, c) || Blank(c) })
		number = strings.TrimRightFunc(number, func(c rune) bool { return strings.ContainsRune(behind, c) || Blank(c) })
		number = remark.ReplaceAllString(number, "")
		for _, pair := range []string{"()", "[]", "<>", "{}", "\u3010\u3011"} {
			open, size := utf8.DecodeRuneInString(pair)
			if inner, ok := strings.CutPrefix(number, string(open)); ok && strings.HasSuffix(inner, pair[size:]) {
				number = strings.TrimSuffix(inner, pair[size:])
			}
		}
		if found := labelOf(number); found != "" {
			label += found
			number = number[len(found):]
		}
		if number == last {
			break
		}
	}
	return label, number
}

// alone reports whether the text is a number with one letter before it at most.
func alone(text string) bool {
	for i := range len(text) {
		if c := rune(text[i]); !digit(c) && (i == 1 || !letter(c)) {
			return false
		}
	}
	return text != ""
}

// labelOf is what stands before the number; empty if nothing does. The letters of a state before a colon are a part
// of the number.
func labelOf(text string) string {
	found := upToColon.FindString(text)
	if state := strings.ToUpper(strings.TrimRight(found, ":= ")); identity.State(state) {
		return ""
	}
	if found == "" {
		found = words.FindString(text)
	}
	if found == "" {
		found = name.FindString(text)
	}
	if found == "" {
		found = shortWord.FindString(text)
		rest := text[len(found):]
		joined := found != "" && letter(unicode.ToUpper(rune(found[len(found)-1]))) // ID12345678 may be of a passport
		if rest == "" || !digit(rune(rest[0])) || joined && len(rest) < 15 {
			return ""
		}
	}
	if len(found) == len(text) {
		return ""
	}
	return found
}

// groups are how many characters a group of a number may have at most, so that separators other than spaces and
// hyphens are taken for its own: a list of several numbers has longer ones.
var groups = map[Kind]int{
	IDNumber: 9, BankAccount: 7, CreditCode: 9, BirthCertificate: 9, PropertyUnit: 9,
}

// ungrouped is the number without the separators of its groups.
func ungrouped(kind Kind, number string) string {
	if alone(number) {
		return number
	}
	number = compact(number, "")
	parts := strings.FieldsFunc(number, separates)
	if len(parts) < 2 || kind == IDNumber && macaoID.form.MatchString(number) {
		return number
	}
	for _, part := range parts {
		if len(part) > groups[kind] || strings.IndexFunc(part, func(c rune) bool { return !digit(c) && !letter(unicode.ToUpper(c)) }) >= 0 {
			return number
		}
	}
	return strings.Join(parts, "")
}

func separates(c rune) bool { return strings.ContainsRune(":._/\\,;|\u00b7\u3001\u3002", c) }

// cleanAccount is the number of an account, in whose letters (see accountForm) there are no small ones.
func cleanAccount(text string) string {
	_, text = bare(text)
	text = ungrouped(BankAccount, ofBank.ReplaceAllString(text, "$1"))
	if capitals := strings.ToUpper(text); accountForm.MatchString(capitals) {
		return capitals
	}
	return text
}

// ofBank is what is written directly before an account: the bank, its branch or the holder. No account has ideographs.
var ofBank = regexp.MustCompile(`^\p{Han}{1,30}(\d)`)

// accountForm matches accounts with letters before their digits: those of free trade accounts by holder (FTE, FTF,
// FTI, FTN, FTU), of non-residents (NRA) and offshore (OSA).
var accountForm = regexp.MustCompile(`^(?:FT[EFINU]|NRA|OSA)[0-9]+$`)

// A number that somebody said to be of a document keeps its name, unless it is one of that document: the form then
// asks for the right one.
const saidIDCard, saidPassport, saidPass, saidTaiwanPass = "身份证", "护照", "通行证", "台胞证" // #nosec G101 -- names of documents

// saidIn is the document that the label names; empty if it names none.
func saidIn(label string) string {
	label = strings.ToLower(strings.ReplaceAll(compact(label, ""), "身份证件", ""))
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(label, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("护照", "護照", "passport"):
		return saidPassport
	case has("台胞", "台湾居民来往", "来往大陆", "台湾通行证"):
		return saidTaiwanPass
	case has("回乡", "回鄉", "来往内地", "港澳通行", saidPass):
		return saidPass
	case has("身份证", "身分证", "身份證", "公民身份", "idcard", "identitycard"):
		return saidIDCard
	default:
		return ""
	}
}

// cleanIDNumber is the number as records have it, if it is one of the document that is named before it, or of any
// if none is.
func cleanIDNumber(text string) string {
	if alone(text) {
		return ofDocument("", text)
	}
	label, number := bare(text)
	number = strings.ToUpper(ungrouped(IDNumber, number))
	if last, size := utf8.DecodeLastRuneInString(number); strings.ContainsRune(crosses, last) && utf8.RuneCountInString(number) == 18 {
		number = number[:len(number)-size] + "X"
	}
	said := saidIn(label)
	if said == saidTaiwanPass && len(number) == 10 && strings.Trim(number, "0123456789") == "" {
		number = number[:8] // without the count of issues
	}
	return ofDocument(said, number)
}

// ofDocument is the number as records have it, with the name of the document if it is none of that document.
func ofDocument(said, number string) string {
	person, err := identity.ParsePerson(number, calendar.Date{})
	if err == nil && fits(said, person.Kind()) {
		return string(person)
	}
	if err == nil || said != saidIDCard {
		return said + number
	}
	return number
}

// fits reports whether a number of the kind can be of the document.
func fits(said string, kind identity.Kind) bool {
	switch said {
	case saidPassport:
		return kind == identity.Passport
	case saidPass:
		return kind == identity.HongKongMacaoPass
	case saidTaiwanPass:
		return kind == identity.TaiwanPass
	case saidIDCard:
		return kind == identity.ResidentCard || kind.Origin() != identity.Foreign && kind.Principal() ||
			kind == identity.PermanentResident2017
	default:
		return true
	}
}
