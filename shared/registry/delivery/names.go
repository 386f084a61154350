package delivery

import (
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
	"miaoban/shared/tradename"
)

// A key that is put together has each of its parts in the form in which the services put it together: another
// spelling would be stored where no query finds it.

// separators are written in full width, too.
var separators = strings.NewReplacer("／", "/", "＠", "@")

// nameKey returns the key of a dataset whose records have names, or the reason why it is none.
func nameKey(d *fact.Dataset, text string, services []fact.Option) (string, *reason) {
	text = separators.Replace(text)
	switch d {
	case dataset.TradeNames.Dataset:
		return tradeNameKey(text)
	case dataset.Delegations.Dataset:
		return delegationKey(text, services)
	case dataset.Points.Dataset:
		return accountOfPoints(text)
	}
	if text = hanzi.Name(text); text == "" {
		return "", noKey
	}
	return text, nil
}

func partReason(part, zh, en string) *reason {
	return &reason{codeKey, "“" + part + "”" + zh, "“" + part + "” " + en}
}

// tradeNameKey is that of a trade name, within its district and its industry.
func tradeNameKey(text string) (string, *reason) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return "", &reason{codeKey, "应写作“区划代码/字号/行业”", "must be division/trade name/industry"}
	}
	place, ok := placeCode(parts[0])
	district := division.District(place)
	if _, known := division.Find(district); !ok || !known || district == division.City(place) && hasDistricts(district) {
		return "", partReason(form.Trim(parts[0]), "不是登记机关（区、县）的行政区划代码", "is not the code of a district or county")
	}
	name := hanzi.Name(parts[1])
	why := hanzi.TextFault(name)
	switch {
	case name == "" || meaningOf(name) != aValue:
		return "", &reason{codeKey, "没有填写字号", "has no trade name"}
	case !why.IsZero():
		return "", &reason{codeKey, "字号：" + why.ZH, "trade name: " + why.EN}
	case strings.ContainsRune(width.Fold.String(name), '?'):
		return "", lostInConversion
	}
	industry, ok := industryOf(parts[2])
	if !ok {
		var all []string
		for _, o := range tradename.Industry("").Options() {
			all = append(all, o.Label.ZH)
		}
		return "", partReason(form.Trim(parts[2]), "不是本系统登记的行业：应为"+strings.Join(all, "、"), "is not an industry that is registered here")
	}
	return tradename.Unique(place, name, industry), nil
}

func hasDistricts(city string) bool {
	for _, below := range division.Children(city) {
		if len(below.Code) == len(city) {
			return true
		}
	}
	return false
}

// industryOf returns the value of an industry that is written by its value or its name.
func industryOf(text string) (string, bool) {
	text = hanzi.Name(text)
	for _, o := range tradename.Industry("").Options() {
		if strings.EqualFold(text, o.Value) || text == o.Label.ZH || strings.EqualFold(text, o.Label.EN) {
			return o.Value, true
		}
	}
	return text, false
}

// delegationKey is that of the delegation of a service to a street, a town or a community.
func delegationKey(text string, services []fact.Option) (string, *reason) {
	service, at, found := strings.Cut(text, "@")
	if !found || strings.Contains(at, "@") {
		return "", &reason{codeKey, "应写作“事项@区划代码”", "must be service@division"}
	}
	service = hanzi.Name(service)
	known := services == nil && service != "" && meaningOf(service) == aValue
	service = strings.ToLower(service)
	for _, o := range services {
		if service == o.Value || service == o.Label.ZH || strings.EqualFold(service, o.Label.EN) {
			service, known = o.Value, true
			break
		}
	}
	if !known {
		return "", partReason(service, "不是事项的代码或名称", "is neither the code nor the name of a service")
	}
	place, ok := placeCode(at)
	if len(place) == len("440605011") && !division.Exists(place) || !ok && !village(place) || len(place) == 6 {
		return "", partReason(form.Trim(at), "不是镇街（9 位）或者村居（12 位）的区划代码",
			"is not the code of a street or town (9 digits) or of a community (12 digits)")
	}
	return dataset.DelegationKey(service, place), nil
}

// village reports whether the code can be that of a village or a community: those of streets are in the table.
func village(code string) bool { return len(code) == 12 && digits(code) && division.Exists(code[:9]) }

// streetKey is the code of a street or a town.
func streetKey(text string) (string, *reason) {
	code, ok := placeCode(text)
	if !ok || len(code) != 9 || !division.Exists(code) {
		return "", &reason{codeKey, "应为镇街的行政区划代码（9 位）", "must be the code of a street or town, with 9 digits"}
	}
	return code, nil
}

// account is the name of an account of points, as the ledger has it.
var account = regexp.MustCompile(`^(person|household|business)-[0-9a-f]{24}$`)

func accountOfPoints(text string) (string, *reason) {
	text = strings.ToLower(form.Clean(form.Reference, text))
	if !account.MatchString(text) {
		return "", &reason{codeKey, "应为积分账户的名称（例如 person-…），不是证件号码", "must be the name of an account of points, such as person-…"}
	}
	return text, nil
}
