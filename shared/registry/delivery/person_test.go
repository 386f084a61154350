package delivery_test

import (
	"strings"
	"testing"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
)

// TestPeopleAreDeliveredByAnyDocument: the key is the number as records have it, and a passport
// without its state is told from a wrong ID number.
func TestPeopleAreDeliveredByAnyDocument(t *testing.T) {
	s := embedded(t)
	report, rejects := take(t, s, population(), "key,name,sex\n"+
		"810000199408230021,陈港生,\nh1234567801,李港生,female\n01234567,林台生,male\n"+
		"932682198501010017,安娜,female\ngbr 123456789,玛丽,female\nE12345678,无名,male\n")
	if report.Written != 5 || !strings.Contains(rejects, "护照号码前应有签发国三个字母代码") {
		t.Errorf("%+v: %s", report, rejects)
	}
	sexes := map[string]string{"H12345678": "female", "01234567": "male", "932682198501010017": "female", "GBR123456789": "female"}
	for key, sex := range sexes {
		r, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(key, dataset.Population.Sex))
		if err != nil || r.Values["sex"] != sex {
			t.Errorf("%s: %+v, %v", key, r, err)
		}
	}
}
