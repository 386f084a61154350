package delivery_test

import (
	"strings"
	"testing"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/lang"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
)

// noises are what spreadsheets, input methods and people add to a key, or write in its place.
var noises = map[string]func(key string) string{
	"nothing":     func(key string) string { return key },
	"spaces":      func(key string) string { return "\u3000" + spaced(key, "/", " ") + "\u00a0" },
	"zero width":  func(key string) string { return "\ufeff" + key[:1] + "\u200b" + key[1:] + "\u200d" },
	"directions":  func(key string) string { return "\u202d" + key + "\u202c" },
	"full width":  fullWidth,
	"small":       strings.ToLower,
	"apostrophe":  func(key string) string { return "'" + key },
	"formula":     func(key string) string { return `="` + key + `"` },
	"traditional": strings.NewReplacer("鸿运", "鴻運").Replace,
	"names":       strings.NewReplacer("restaurant", "餐饮", "service", "第service", "@", "＠").Replace,
	"statistics":  strings.NewReplacer("440605011", "440605011000", "440605/", "440605000000/").Replace,
}

func spaced(key, separator, space string) string {
	return strings.ReplaceAll(key, separator, space+separator+space)
}

// fullWidth writes ASCII in full width.
func fullWidth(text string) string {
	return strings.Map(func(c rune) rune {
		if c > ' ' && c < 0x7f {
			return c + 0xfee0
		}
		return c
	}, text)
}

// TestADeliveredRecordIsFoundByItsQuery, whatever noise is in its key, in every dataset.
func TestADeliveredRecordIsFoundByItsQuery(t *testing.T) {
	s := embedded(t)
	for _, d := range dataset.All() {
		column, order := d.Columns()[0], delivery.Delivery{Dataset: d, Format: delivery.CSV, AsOf: today}
		text := accepted(column)
		_, name := fact.NameOf(column)
		file, keys := "\ufeffverified,key,"+name+"\n", map[string]string{}
		for noise, add := range noises {
			key := keyOf(t, d, len(keys))
			keys[noise] = key
			file += "true," + add(key) + "," + text + "\n"
			if service, _, of := strings.Cut(key, "@"); of {
				order.Services = append(order.Services, fact.Option{Value: service, Label: lang.T("第"+service, service)})
			}
		}
		_, rejects := take(t, s, order, file)
		for noise, key := range keys {
			if _, err := (registry.Table{Store: s}).Lookup(t.Context(), fact.Ask(key, column)); err != nil {
				t.Errorf("%s: %q with %s is not found: %v; %s", d.Name, key, noise, err, rejects)
			}
		}
	}
}

// accepted is a text of the column that has no comma.
func accepted(column fact.Column) string {
	for text, stored := range valuesOf(column) {
		if stored != "" && !strings.ContainsAny(text, ",\n\"") {
			return text
		}
	}
	return ""
}

// TestAKeyThatNoQueryFindsIsRejected: it would be stored where nobody reads it.
func TestAKeyThatNoQueryFindsIsRejected(t *testing.T) {
	s, services := embedded(t), []fact.Option{{Value: "foodstall"}}
	for _, tt := range []struct {
		of        *fact.Dataset
		key, want string
	}{
		{dataset.TradeNames.Dataset, "440605/鸿运", "区划代码/字号/行业"},
		{dataset.TradeNames.Dataset, "440600/鸿运/restaurant", "登记机关"}, // a city with districts registers nobody
		{dataset.TradeNames.Dataset, "南海区/鸿运/restaurant", "登记机关"},
		{dataset.TradeNames.Dataset, "440699/鸿运/restaurant", "登记机关"},
		{dataset.TradeNames.Dataset, "440605/ /restaurant", "没有填写字号"},
		{dataset.TradeNames.Dataset, "440605/无/restaurant", "没有填写字号"},
		{dataset.TradeNames.Dataset, "440605/鸿?/restaurant", "转换编码"},
		{dataset.TradeNames.Dataset, "440605/鸿\u2ff0/restaurant", "字号"},
		{dataset.TradeNames.Dataset, "440605/鸿运/采矿", "行业"},
		{dataset.Delegations.Dataset, "foodstall", "事项@区划代码"},
		{dataset.Delegations.Dataset, "foodstall@440605011@1", "事项@区划代码"},
		{dataset.Delegations.Dataset, "footstall@440605011", "不是事项"},
		{dataset.Delegations.Dataset, "NULL@440605011", "不是事项"},
		{dataset.Delegations.Dataset, "foodstall@440605", "区划代码"}, // the district decides anyway
		{dataset.Delegations.Dataset, "foodstall@桂城街道", "区划代码"},
		{dataset.Delegations.Dataset, "foodstall@440605999", "区划代码"},
		{dataset.StallAreas.Dataset, "440605", "镇街"},
		{dataset.StallAreas.Dataset, "440605011001", "镇街"},
		{dataset.StallAreas.Dataset, "440605999", "镇街"},
		{dataset.Points.Dataset, wan, "积分账户"},
		{dataset.Population.Dataset, "NULL", "没有填写"},
		{dataset.Population.Dataset, "４.４０６０５Ｅ+１７", "前 15 位"},
		{dataset.BankAccounts.Dataset, "不详", "没有填写"},
		{dataset.OperatorConsents.Dataset, wan + "/-", "身份证号码"},
	} {
		column := tt.of.Columns()[0]
		_, name := fact.NameOf(column)
		report, rejects := take(t, s, delivery.Delivery{Dataset: tt.of, Format: delivery.CSV, AsOf: today, Services: services},
			"\ufeffkey,"+name+"\n"+tt.key+","+accepted(column)+"\n")
		if report.Rejected != 1 || !strings.Contains(rejects, tt.want) {
			t.Errorf("%s: %q: %+v, %s", tt.of.Name, tt.key, report, rejects)
		}
	}
}
