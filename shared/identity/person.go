package identity

import (
	"errors"
	"strings"

	"miaoban/shared/calendar"
)

// Kind is the kind of the document by whose number a person is known. The zero Kind is the resident
// identity card of citizens with a registered household.
type Kind string

// The kinds of documents, with the number of each as ParsePerson returns it.
const (
	ResidentCard          Kind = ""                        // 居民身份证: 18 characters (GB 11643)
	HongKongPermit        Kind = "hong-kong-permit"        // 港澳台居民居住证 of a resident of Hong Kong: 18 characters, 810000…
	MacaoPermit           Kind = "macao-permit"            // of a resident of Macao: 820000…
	TaiwanPermit          Kind = "taiwan-permit"           // of a resident of Taiwan: 830000…
	HongKongMacaoPass     Kind = "hong-kong-macao-pass"    // #nosec G101 -- 港澳居民来往内地通行证: H or M and 8 digits
	TaiwanPass            Kind = "taiwan-pass"             // 台湾居民来往大陆通行证: 8 digits
	PermanentResident     Kind = "permanent-resident"      // 外国人永久居留身份证 since 2023: 18 characters, 9…
	PermanentResident2017 Kind = "permanent-resident-2017" // the one before: 3 letters and 12 digits
	Passport              Kind = "passport"                // the issuing state (ISO 3166-1 alpha-3) and the number: GBR123456789
)

// Origin is where people come from, as far as the law distinguishes it.
type Origin string

// The origins. Citizens with a registered household have the zero Origin.
const (
	Mainland         Origin = ""
	HongKongMacao    Origin = "hong-kong-macao"
	Taiwan           Origin = "taiwan"
	PermanentForeign Origin = "permanent-foreign" // foreigners with the right of permanent residence
	Foreign          Origin = "foreign"           // holders of a passport alone
)

// Origin is where a holder of the document comes from.
func (k Kind) Origin() Origin {
	switch k {
	case HongKongPermit, MacaoPermit, HongKongMacaoPass:
		return HongKongMacao
	case TaiwanPermit, TaiwanPass:
		return Taiwan
	case PermanentResident, PermanentResident2017:
		return PermanentForeign
	case Passport:
		return Foreign
	default:
		return Mainland
	}
}

// Principal reports whether the number is the one by which the holder is known in the mainland. The
// holder of a pass or a passport may have another one besides: of a residence permit.
func (k Kind) Principal() bool {
	switch k {
	case HongKongMacaoPass, TaiwanPass, PermanentResident2017, Passport:
		return false
	default:
		return true
	}
}

// Person is the number of a person's document in the form in which records and keys have it:
// without spaces, in capitals, and the same whenever a pass is issued again.
type Person string

// Errors of ParsePerson, in addition to those of ParseIDNumber. They do not contain the number.
var (
	ErrPassNumber      = errors.New("identity: a pass of Hong Kong and Macao has H or M and 8 or 10 digits")
	ErrCardNumber      = errors.New("identity: an older permanent residence card has 3 letters and 12 digits")
	ErrPassportCountry = errors.New("identity: a passport number begins with the three letters of the issuing state")
	ErrPassportState   = errors.New("identity: no state issues passports under these three letters")
	ErrChinesePassport = errors.New("identity: citizens of China are not known by their passports")
	ErrPersonNumber    = errors.New("identity: not the number of a personal document")
)

// The least and the greatest length of a passport number (ICAO 9303 has nine places for it).
const leastPassport, greatestPassport = 5, 9

// ParsePerson parses the number of a person's document on the day. Letters may be small. On the
// zero day, birth dates in the future are accepted.
//
// The numbers of passes are lifelong: their last two digits of ten count the passes that were issued
// (公安部《港澳居民来往内地通行证号码规则》, 2010; for Taiwan 国家移民管理局, 2020), so that ParsePerson
// returns the same number without them; those of Taiwan only with the office in brackets, because ten
// bare digits are more often a part of another number. The form of the card for foreigners, and its check
// character, which is that of ID numbers, are those of GA 2102-2023.
func ParsePerson(s string, on calendar.Date) (Person, error) {
	if len(s) > 18 {
		return "", ErrIDNumberLength
	}
	s = strings.ToUpper(s)
	if len(s) == 13 && s[10] == '(' && s[12] == ')' && digits(s[:10]) { // an old pass of Taiwan, with the office that issued it
		s = s[:8]
	}
	letters := len(s) - len(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	number := s[letters:]
	switch {
	case letters == 0 && len(s) == 8 && digits(s):
		return Person(s), nil
	case letters == 0 && len(s) == 9 && digits(s):
		return "", ErrPassportCountry
	case letters == 0 && !(len(s) <= greatestPassport && passport(s) && !digits(strings.TrimRight(s, "X"))):
		id, err := ParseIDNumber(s, on)
		return Person(id), err
	case letters == 1 && (s[0] == 'H' || s[0] == 'M') && !korean(s):
		if len(number) != 8 && len(number) != 10 || !digits(number) {
			return "", ErrPassNumber
		}
		return Person(s[:9]), nil
	case letters <= 2 && len(s) >= 6 && passport(s):
		return "", ErrPassportCountry
	case letters == 3 && len(number) > greatestPassport:
		if len(number) != 12 || !digits(number) {
			return "", ErrCardNumber
		}
	case letters < 3 || !passport(s[3:]):
		return "", ErrPersonNumber
	}
	switch {
	case State(s[:3]):
		return Person(s), nil
	case strings.Contains(chinese, " "+s[:3]+" "):
		return "", ErrChinesePassport
	default:
		return "", ErrPassportState
	}
}

// korean reports whether s is a passport number of the Republic of Korea as issued since 2021, which has a
// letter between the digits: M123A4567.
func korean(s string) bool {
	return len(s) == 9 && digits(s[1:4]) && !digits(s[4:5]) && digits(s[5:])
}

// passport reports whether s can be a passport number without its state.
func passport(s string) bool {
	if len(s) < leastPassport || len(s) > greatestPassport {
		return false
	}
	count := 0
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			count++
		case s[i] < 'A' || s[i] > 'Z':
			return false
		}
	}
	return count >= 4
}

// Kind is the kind of the document, by the form of its number.
func (p Person) Kind() Kind {
	switch {
	case len(p) == 18 && p[0] == '9':
		return PermanentResident
	case len(p) == 18 && p[:6] == "810000":
		return HongKongPermit
	case len(p) == 18 && p[:6] == "820000":
		return MacaoPermit
	case len(p) == 18 && p[:6] == "830000":
		return TaiwanPermit
	case len(p) == 15 && !digits(string(p[:1])):
		return PermanentResident2017
	case len(p) == 9 && (p[0] == 'H' || p[0] == 'M') && digits(string(p[1:])):
		return HongKongMacaoPass
	case len(p) == 8 && digits(string(p)):
		return TaiwanPass
	case len(p) >= 3+leastPassport && len(p) <= 3+greatestPassport && !digits(string(p[:3])):
		return Passport
	default:
		return ResidentCard
	}
}

// Female reports whether the number belongs to a woman. Known is false where the number does not
// tell: then it is a matter of the register.
func (p Person) Female() (female, known bool) {
	if !p.telling() {
		return false, false
	}
	return IDNumber(p).Female(), true
}

// Birth is the birth date in the number; ok is false where the number does not tell it.
func (p Person) Birth() (birth calendar.Date, ok bool) {
	if !p.telling() {
		return calendar.Date{}, false
	}
	return IDNumber(p).Birth(), true
}

// telling reports whether the number is one of GB 11643, in which the birth date and the sex have
// their place.
func (p Person) telling() bool {
	return len(p) == 18 && p[0] != '9' && digits(string(p[:17]))
}

// Masked shows the first and the last characters: the holder recognises the number, and nobody else
// learns it.
func (p Person) Masked() string {
	if len(p) == 18 {
		return IDNumber(p).Masked()
	}
	if len(p) < 8 {
		return "***"
	}
	return string(p[:2]) + strings.Repeat("*", len(p)-4) + string(p[len(p)-2:])
}
