package policy_test

import (
	"strings"
	"testing"

	"miaoban/shared/policy"
)

// TestAnErrorSaysWhereAndWhatToDo: each change to a valid document causes an error with the file, the
// line and what to write.
func TestAnErrorSaysWhereAndWhatToDo(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"an unknown part":             {"title: {zh: 标准", "colour: red\n  title: {zh: 标准", "3: there is no key `colour` here"},
		"an unknown part of a figure": {"value: 4", "value: 4, colour: red", "8: there is no key `colour` here"},
		"an unknown parameter":        {"rate:", "rates: {}\nrate:", "2: there is no key `rates` here"},
		"a key twice": {
			`region: "440605", `,
			`region: "440605", region: "440604", `,
			`8: mapping key "region" already defined`,
		},
		"two figures in force at once": {
			"until: 2025-12-31",
			"until: 2026-01-01",
			"6: the figure of 440600 from 2020-01-01 is still in force when that of line 7 begins: add `until: 2025-12-31`",
		},
		"a figure without a last day, and a later one": {
			"until: 2025-12-31, ",
			"",
			"6: the figure of 440600 from 2020-01-01 is still in force when that of line 7 begins: add `until: 2025-12-31`",
		},
		"the later one comes first": {
			`"440605", from: 2026-02-01`,
			`"440600", from: 2019-01-01`,
			"8: the figure of 440600 from 2019-01-01 is still in force when that of line 6 begins: add `until: 2019-12-31`",
		},
		"two figures that begin on the same day": {
			`"440605", from: 2026-02-01`,
			`"440600", from: 2026-01-01`,
			"8: two figures of 440600 begin on 2026-01-01, the other on line 7",
		},
		"a figure that ends before it begins": {
			"until: 2025-12-31",
			"until: 2019-12-31",
			"6: the figure of 440600 ends on 2019-12-31, before it begins",
		},
		"no such day":                  {"from: 2026-02-01", "from: 2026-02-30", `8: "2026-02-30" is not a date`},
		"no first day":                 {"from: 2026-02-01, ", "", "8: `from` is missing: add `from: "},
		"no region":                    {`region: "440605", `, "", "8: `region` is missing: add `region: "},
		"a region that is a name":      {`region: "440605"`, `region: 南海`, "8: `region` is \"南海\": write a code"},
		"a region that does not exist": {`region: "440605"`, `region: "440699"`, "8: there is no region 440699"},
		"a street that does not exist": {`region: "440605"`, `region: "440605999"`, "8: there is no region 440605999"},
		"no basis":                     {", basis: {title: {zh: 丁, en: D}, illustrative: true}", "", "8: `basis` is missing: add the law"},
		"no source, and not marked":    {"{zh: 丁, en: D}, illustrative: true", "{zh: 丁, en: D}", "8: `illustrative` of `basis` is not true, and there is no `source`: add `source: {"},
		"a source that is no address":  {"https://example.org/c", "the gazette", "7: `url` of `basis.source` is \"the gazette\": write an address"},
		"a draft that counts as law":   {"zh: 丙", "zh: 丙（征求意见稿）", `7: "丙（征求意见稿）" is a draft`},
		"a grade that does not exist":  {"grade: A", "grade: D", "7: `grade` of `basis.source` is \"D\": write one of A, B, C"},
		"no day of the source":         {", as_of: 2026-11-24", "", "7: `as_of` of `basis.source` is missing"},
		"no English":                   {"{zh: 丁, en: D}", "{zh: 丁}", "8: `en` of `basis.title` is missing: add the English text"},
		"another type":                 {"value: 4", "value: four", "8: cannot construct !!str `four` into int"},
		"no figures":                   {good[strings.Index(good, "  figures:"):], "", "3: `figures` is missing: add at least one figure"},
		"an empty mapping":             {good, "{}", "1: `rate` is missing"},
		"an empty file":                {good, "", "1: yaml: no documents"},
		"not YAML":                     {"rate:", "rate: [", "4: did not find expected"},
	} {
		document := strings.Replace(good, tt.from, tt.to, 1)
		if document == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		p, _, err := policy.Load[rates]("functions/services/x/policy.yaml", []byte(document))
		if err == nil || !strings.HasPrefix(err.Error(), "functions/services/x/policy.yaml:"+tt.want) || len(p.Rate.Figures) != 0 {
			t.Errorf("%s: loaded %+v\n got %v\nwant ….yaml:%s", name, p, err, tt.want)
		}
	}
}

// TestAllErrorsAreReportedAtOnce, in the order of their lines.
func TestAllErrorsAreReportedAtOnce(t *testing.T) {
	document := strings.NewReplacer("until: 2025-12-31, ", "", "grade: A", "grade: D", "{zh: 丁, en: D}", "{zh: 丁}").Replace(good)
	_, _, err := policy.Load[rates]("x.yaml", []byte(document))
	if err == nil {
		t.Fatal("it was loaded")
	}
	var lines []string
	for line := range strings.Lines(err.Error()) {
		lines = append(lines, line[:len("x.yaml:6:")])
	}
	if got := strings.Join(lines, " "); got != "x.yaml:6: x.yaml:7: x.yaml:8:" {
		t.Errorf("the errors are of the lines %s:\n%v", got, err)
	}
}

// TestAStoredDocumentMayHaveAnAbolishedRegion: in a new document it is an error.
func TestAStoredDocumentMayHaveAnAbolishedRegion(t *testing.T) {
	document := []byte(strings.Replace(good, `"440605"`, `"440699"`, 1))
	if _, _, err := policy.Load[rates]("x.yaml", document); err == nil {
		t.Error("a new document has a region that does not exist")
	}
	p, version, err := policy.LoadStored[rates]("stored", document)
	if err != nil || len(p.Rate.Figures) != 4 || version != policy.Version(document) {
		t.Errorf("%d figures, %v", len(p.Rate.Figures), err)
	}
	if _, _, err := policy.LoadStored[rates]("stored", []byte("{}")); err == nil || !strings.HasPrefix(err.Error(), "stored:1: ") {
		t.Errorf("nothing was loaded: %v", err)
	}
}

// TestAnErrorInAnAnchoredPartIsReportedOnce, with the line of the part and not of its aliases.
func TestAnErrorInAnAnchoredPartIsReportedOnce(t *testing.T) {
	document := strings.NewReplacer("basis: {title: {zh: 甲, en: A}, illustrative: true}", "basis: &a {title: {zh: 甲}, illustrative: true}",
		"basis: {title: {zh: 丁, en: D}, illustrative: true}", "basis: *a").Replace(good)
	_, _, err := policy.Load[rates]("x.yaml", []byte(document))
	if want := "x.yaml:5: `en` of `basis.title` is missing: add the English text"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
