package delivery_test

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/points"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
	"miaoban/shared/tradename"
)

// keyOf is the nth key of the dataset.
func keyOf(t *testing.T, d *fact.Dataset, n int) string {
	id, err := identity.MakeIDNumber("440605", calendar.MustParse("1950-01-01").AddDays(n/500), n%500+1)
	if err != nil {
		t.Fatal(err)
	}
	switch d.Key {
	case fact.ByPerson, fact.ByChild:
		return string(id)
	case fact.ByPair:
		return wan + "/" + string(id)
	case fact.ByBusiness:
		return fmt.Sprintf("92440605MA5GH%05d", n)
	case fact.ByAccount:
		return fmt.Sprintf("62220212345%07d1", n)
	case fact.ByProperty:
		return fmt.Sprintf("440605001001GB00001F0001%04d", n)
	case fact.ByCertificate:
		return fmt.Sprintf("S%09d", n)
	case fact.ByDivision:
		return streets()[n].Code
	}
	switch d {
	case dataset.Delegations.Dataset:
		return dataset.DelegationKey(fmt.Sprint("service", n), "440605011")
	case dataset.Points.Dataset:
		return points.AccountOf(points.Person, string(id))
	case dataset.TradeNames.Dataset:
		return tradename.Unique("440605011", "鸿运"+string(rune('一'+n)), "restaurant")
	default:
		t.Fatalf("%s: what is its key?", d.Name)
		return ""
	}
}

// streets are some streets and towns.
func streets() (all []division.Division) {
	for _, city := range division.Children("440000")[:6] {
		for _, district := range division.Children(city.Code) {
			all = append(all, division.Children(district.Code)...)
		}
	}
	return all
}

// written are values by the kind of their field, as spreadsheets write them, with what is stored; "" for none.
var written = map[fact.Kind]map[string]string{
	fact.Day: {
		"2025-11-26": "2025-11-26", "2025/11/26": "2025-11-26", "1951/3/15": "1951-03-15", "1951.3.15": "1951-03-15", "19510315": "1951-03-15",
		"1951年3月15日": "1951-03-15", "2025/11/26 0:00:00": "2025-11-26", "2025-11-26T00:00": "2025-11-26", "2025-11-26 13:45:06.000": "2025-11-26",
		"2025-11-25T16:00:00Z": "2025-11-26", "2025-11-26T00:00:00+08:00": "2025-11-26", "２０２５／１１／２６": "2025-11-26", "'2025/11/26": "2025-11-26",
		"1988-05-31T15:00:00.000Z": "1988-06-01", "1988-05-31T16:00:00Z": "1988-06-01", "1988-06-01T00:00:00+08:00": "1988-06-01",
		"1944-06-14T15:00:00Z": "1944-06-15", "1900-11-30T15:54:17Z": "1900-12-01", "1951-03-15T00:00:00Z": "1951-03-15",
		"1951-03-15T23:30:00+08:00": "1951-03-15", "1951-03-15T23:30:00-08:00": "", "1951-03-15T16:30:00Z": "",
		"1951-03-15T00:00:00+09:00": "", "1951-03-14T15:00:00Z": "", "1926-03-14T15:54:08Z": "",
		"2025年11月26日 8时05分": "2025-11-26", `"=""2025/11/26"""`: "2025-11-26",
		"2025年11月26号": "2025-11-26", "2025-11-26日": "2025-11-26", "2025、11、26": "2025-11-26", "2025. 11. 26": "2025-11-26",
		"2025-12-31 24:00": "2025-12-31", "2025年11月26日 上午8:05": "2025-11-26", "2025/11/26 下午 3:05:00": "2025-11-26",
		"2025/11/26 12:00:00 AM": "2025-11-26", "二〇二五年十一月二十六日": "2025-11-26", "二零二五年十一月十号": "2025-11-10",
		"贰零贰伍年壹拾壹月零陆日": "2025-11-06", "二〇二五年一月二十日": "2025-01-20", "20251126080500": "2025-11-26",
		"2025年11月26日下午3时": "2025-11-26", "2025-11/26": "", "2025年11-26": "", "二〇二五年十三月一日": "", "2025-11-26 上午15:00": "",
		"2025-12-31 24:01": "", "2025/11/2612:00": "", "长期": "", "2025-11-26 8:05 AM PM": "", "廿五": "", "２０25-1１-26": "2025-11-26",
		"2025/2/30": "", "25/11/26": "", "11/26/2025": "", "46352": "", "2025-11": "", "2025/11/26 25:00": "", "1951315": "", "00000000": "",
	},
	fact.YesNo: {
		"true": "true", "TRUE": "true", "是": "true", "Y": "true", "yes": "true", "1": "true", "√": "true", "Ｙ": "true",
		"false": "false", "FALSE": "false", "否": "false", "N": "false", "no": "false", "0": "false", "×": "false", "2": "", "maybe": "", "是否": "",
	},
	fact.Number: {
		"12": "12", "１２": "12", "'12": "12", `="12"`: "12", `"1,234"`: "1234", "-3": "", "1.5": "", "1.2E+05": "", "十二": "", `"1,23"`: "",
	},
	fact.Code: {
		"92440605MA5GHTRE8R": "92440605MA5GHTRE8R", "92440605 ma5ghtre8r": "92440605MA5GHTRE8R", "440605600123456": "440605600123456",
		"9244060": "", "无": "", "9.2440605E+17": "",
	},
	fact.Text: {
		" 何婉清\u3000": "何婉清", "'440605": "440605", `="440605"`: "440605", `"=""440605"""`: "440605", "\u202d南海\u202c": "南海", "\"南\n海\"": "南海",
		"\"a\r\nb\"": "a b", `"一,二"`: "一,二", `"""一"""`: `"一"`, "#N/A": "", "#REF!": "", "6.22202E+18": "", "何\ufffd": "", "何\ue000": "",
	},
}

// narrower are values of fields of the narrower kinds.
var narrower = map[fact.Kind]map[string]string{
	fact.Place: {
		"440605": "440605", "440605011": "440605011", "4406 05": "440605", "440605.0": "440605", "440605000000": "440605",
		"440605011000": "440605011", "'440605": "440605", "佛山市南海区": "", "NULL": "", "4406": "", "\\N": "", "440605011001": "",
	},
	fact.Choice: {"NULL": "", "10": "", "不详": ""},
}

// named are values of fields that name a person.
var named = map[string]string{
	wan: wan, "440605 19510315 0124": wan, "'440605195103150124": wan, "h12345678": "H12345678", "110105491231002": "110105491231002",
	"无": "", "张三": "", "440605195603150000": "", `"440605195103150124、44060519560315018X"`: "", "6.22202E+18": "",
}

// same reports whether two columns are the same.
func same(a, b fact.Column) bool {
	d, name := fact.NameOf(a)
	other, is := fact.NameOf(b)
	return d == other && name == is
}

// moments are values of fields that have a time.
var moments = map[string]string{
	"2026-12-31": "2026-12-31T00:00:00+08:00", "2026-12-31 24:00": "2027-01-01T00:00:00+08:00",
	"2026年12月31日24时":     "2027-01-01T00:00:00+08:00",
	"2026/12/31 下午 3:05": "2026-12-31T15:05:00+08:00", "2026-12-31T00:00:05+08:00": "2026-12-31T00:00:05+08:00",
	"2026-12-31T16:00:00Z": "2027-01-01T00:00:00+08:00",
	"二〇二六年十二月三十一日":         "2026-12-31T00:00:00+08:00", "20261231235959": "2026-12-31T23:59:59+08:00",
	"46023": "", "2026-12-31 24:01": "", "2026-02-30": "", "年底": "", "至今": "", "12/31/2026": "",
}

// valuesOf are the values to try in the column.
func valuesOf(column fact.Column) map[string]string {
	switch column.Input() {
	case fact.City:
		return narrower[fact.Place]
	case fact.Place, fact.Choice:
		values := maps.Clone(narrower[column.Input()])
		if _, name := fact.NameOf(column); name == "sex" {
			maps.Copy(values, map[string]string{"1": "male", "2": "female", "M": "male", "女性": "female", "9": ""})
		}
		for _, o := range column.Choices() {
			values[o.Value], values[o.Label.ZH], values[strings.ToUpper(o.Value)] = o.Value, o.Value, o.Value
		}
		return values
	}
	if column.Names() {
		return named
	}
	switch l := dataset.Delegations; {
	case same(column, l.From), same(column, l.Until):
		return moments
	case same(column, dataset.Operators.Industry):
		return map[string]string{"restaurant": "restaurant", "餐饮": "restaurant", " 餐 饮": "restaurant", "采矿": "采矿"}
	case same(column, l.Categories):
		return map[string]string{"stall，small": "stall,small", "stall 、small": "stall,small", `"stall,small"`: "stall,small"}
	}
	if column.Most() > 0 { // 1,234 is too many months of twelve
		values := maps.Clone(written[column.Kind()])
		for text, want := range values {
			if n, err := strconv.Atoi(want); err == nil && n > column.Most() {
				values[text] = ""
			}
		}
		return values
	}
	return written[column.Kind()]
}

// TestEveryFieldIsReadAsSpreadsheetsWriteIt sweeps over all fields of all datasets.
func TestEveryFieldIsReadAsSpreadsheetsWriteIt(t *testing.T) {
	s := embedded(t)
	for _, d := range dataset.All() {
		type one struct {
			name, key, text, want string
			column                fact.Column
		}
		var all []one
		names := ""
		for _, column := range d.Columns() {
			_, name := fact.NameOf(column)
			names += "," + name
			if column.Kind() == fact.Text && column.Check("何") != nil {
				continue // it has a form of its own
			}
			for text, want := range valuesOf(column) {
				all = append(all, one{name, keyOf(t, d, len(all)), text, want, column})
			}
		}
		file := "\ufeffverified,key" + names + "\n"
		row := func(o one) string {
			o.key = "true," + o.key
			for _, column := range d.Columns() {
				o.key += ","
				if _, name := fact.NameOf(column); name == o.name {
					o.key += o.text
				}
			}
			return o.key + "\n"
		}
		for _, o := range all {
			file += row(o)
		}
		_, rejects := take(t, s, delivery.Delivery{Dataset: d, Format: delivery.CSV, AsOf: today}, file)
		for _, o := range all {
			record, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(o.key, o.column))
			rejected, got := strings.Contains(rejects, ","+row(o)), record.Values[o.name]
			if o.want == "a b" && strings.EqualFold(got, "ab") { // a number, which has no spaces
				got = o.want
			}
			if rejected != (o.want == "") || o.want != "" && (err != nil || got != o.want) {
				t.Errorf("%s.%s: %q is %q, %v, rejected: %v; want %q", d.Name, o.name, o.text, got, err, rejected, o.want)
			}
		}
	}
}

// TestNumbersAndNamesAreCleanedByTheirKind, as forms clean them: in keys and in fields.
func TestNumbersAndNamesAreCleanedByTheirKind(t *testing.T) {
	for _, tt := range []struct {
		column          fact.Column
		key, text       string
		wantKey, wanted string
	}{
		{dataset.Population.Name, "\u202d440605 19510315 0124\u202c", "康\u2f24\u2f2d", wan, "康大山"},
		{dataset.Population.Name, "４４０６０５１９５６０３１５０１８ｘ", "阿丽\u2022买买提", he, "阿丽·买买提"},
		{dataset.Population.Name, "'440605195103150124", "何　婉清", wan, "何婉清"},
		{dataset.Marriages.Spouse, wan, "440605-19560315-018x", wan, he},
		{dataset.Operators.Code, wan, "92440605 MA5GHTRE8R", wan, "92440605MA5GHTRE8R"},
		{dataset.Operators.Address, wan, "海三路３号\u200b", wan, "海三路3号"},
		{dataset.BankAccounts.Holder, "6222 0212 3456 7890 123", he, "6222021234567890123", he},
		{dataset.SocialCards.Account, wan, "6222-0212-3456-7890-123", wan, "6222021234567890123"},
		{dataset.Births.Mother, "s440000123", wan, "S440000123", wan},
		{dataset.OperatorConsents.Successor, wan + "／" + strings.ToLower(he), he, wan + "/" + he, he},
		{dataset.Delegations.From, "foodstall@440605011", "2026/1/1 0:00:00", "foodstall@440605011", "2026-01-01T00:00:00+08:00"},
		{dataset.Delegations.Until, "foodstall@440605011", "2026-01-01T00:00:05+08:00", "foodstall@440605011", "2026-01-01T00:00:05+08:00"},
	} {
		d, name := fact.NameOf(tt.column)
		s := embedded(t)
		_, rejects := take(t, s, delivery.Delivery{Dataset: d, Format: delivery.CSV, AsOf: today}, "\ufeffkey,"+name+"\n"+tt.key+","+tt.text+"\n")
		record, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(tt.wantKey, tt.column))
		if err != nil || record.Values[name] != tt.wanted {
			t.Errorf("%s.%s: %q under %q is %q, %v; %s", d.Name, name, tt.text, tt.key, record.Values[name], err, rejects)
		}
	}
}
