package delivery_test

import (
	"testing"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
)

// TestATradeNameIsFound in whatever characters a department delivers it.
func TestATradeNameIsFound(t *testing.T) {
	for _, delivered := range []string{"440605/鸿运/restaurant", "440605/鴻運/restaurant", "440605/鸿\u200b運/restaurant"} {
		s := embedded(t)
		d := population()
		d.Dataset = dataset.TradeNames.Dataset
		if report, rejects := take(t, s, d, "key,name\n"+delivered+",佛山市南海区鸿运餐饮店\n"); report.Written != 1 {
			t.Errorf("%s: %+v %s", delivered, report, rejects)
		}
		r, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask("440605/鸿运/restaurant", dataset.TradeNames.Name))
		if err != nil || r.Values["name"] != "佛山市南海区鸿运餐饮店" {
			t.Errorf("%s: %+v, %v", delivered, r, err)
		}
	}
}
