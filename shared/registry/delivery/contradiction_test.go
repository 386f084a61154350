package delivery_test

import (
	"strings"
	"testing"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
	"miaoban/shared/registry/delivery"
)

// TestARowThatContradictsTheIDNumberIsRejected, unless the holder says that it is verified: then it is counted. wan is a
// woman, born on 1951-03-15.
func TestARowThatContradictsTheIDNumberIsRejected(t *testing.T) {
	births := dataset.Births.Dataset
	for name, tt := range map[string]struct {
		of        *fact.Dataset
		json      bool
		file      string
		contradic string // the field
	}{
		"the birth date":          {file: "key,name,birth_date\n" + wan + ",何婉清,1951-03-16\n", contradic: "birth_date"},
		"the sex":                 {file: "key,name,sex\n" + wan + ",何婉清,男\n", contradic: "sex"},
		"by its code":             {file: "key,name,sex\n" + wan + ",何婉清,1\n", contradic: "sex"},
		"neither":                 {file: "key,birth_date,sex\n" + wan + ",1951/3/15,女\n"},
		"unknown":                 {file: "key,name,birth_date,sex\n" + wan + ",何婉清,NULL,\n"},
		"a foreigner":             {file: "key,name,birth_date,sex\nGBR123456789,MARY,1951-03-16,男\n"},
		"a foreigner's own digit": {file: "key,name,birth_date\n932682198501010017,ANNA,1985-01-02\n"},
		"a resident of Hong Kong": {file: "key,birth_date\n810000199408230021,1994-08-24\n", contradic: "birth_date"},
		"a child":                 {of: births, file: "key,child,on\nS440000123," + wan + ",1951-03-14\n", contradic: "on"},
		"a child's sex":           {of: births, file: "key,child,sex\nS440000123," + wan + ",male\n", contradic: "sex"},
		"a child without one":     {of: births, file: "key,on,sex\nS440000123,1951-03-14,male\n"},
		"in JSON":                 {json: true, file: `{"key":"` + wan + `","values":{"birth_date":"1951-03-16"}}` + "\n", contradic: "birth_date"},
	} {
		d := population()
		if tt.of != nil {
			d.Dataset = tt.of
		}
		if tt.json {
			d.Format = delivery.JSONLines
		}
		report, rejects := take(t, embedded(t), d, "\ufeff"+tt.file)
		if (report.Rejected == 1) != (tt.contradic != "") || !strings.Contains(rejects, tt.contradic) || report.Verified != 0 {
			t.Errorf("%s: %+v %s", name, report, rejects)
		}
		verified := strings.Replace(tt.file, "\n", ",verified\n", 1)
		verified = strings.TrimSuffix(verified, "\n") + ",是\n"
		if tt.json {
			verified = strings.Replace(tt.file, `,"values"`, `,"verified":true,"values"`, 1)
		}
		if report, rejects := take(t, embedded(t), d, "\ufeff"+verified); report.Written != 1 || (report.Verified == 1) != (tt.contradic != "") {
			t.Errorf("%s: %+v %s", name, report, rejects)
		}
		preview, err := d.Preview(t.Context(), embedded(t), strings.NewReader("\ufeff"+verified), now)
		if err != nil || (preview.Verified == 1) != (tt.contradic != "") {
			t.Errorf("%s: %+v %v", name, preview, err)
		}
	}
}

// TestTheRejectsOfAContradictionAreDeliveredVerified: the column is added to them.
func TestTheRejectsOfAContradictionAreDeliveredVerified(t *testing.T) {
	s := embedded(t)
	_, rejects := take(t, s, population(), "\ufeffkey,birth_date\n"+wan+",1951-03-16\n")
	lines := strings.Split(strings.TrimSpace(rejects), "\n")
	report, again := take(t, s, population(), lines[0]+",verified\n"+lines[1]+",true\n")
	r, err := registry.Table{Store: s}.Lookup(t.Context(), fact.Ask(wan, dataset.Population.BirthDate))
	if err != nil || r.Values["birth_date"] != "1951-03-16" || report.Verified != 1 {
		t.Errorf("%+v %s: %+v, %v", report, again, r, err)
	}
}
