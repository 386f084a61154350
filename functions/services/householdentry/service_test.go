package householdentry_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"miaoban/functions/services/householdentry"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant/instanttest"
)

type form = householdentry.Form

const (
	mother = "440605199506150022"
	father = "430102199306150019"
	paper  = "S440000123"
)

func birth(day, sex string) fact.Record {
	return instanttest.Fact(paper, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
		dataset.Births.On.Set(calendar.MustParse(day)), dataset.Births.Sex.Set(sex))
}

func marriage(state string) fact.Record {
	return instanttest.Fact(mother, dataset.Marriages.Spouse.Set(father), dataset.Marriages.State.Set(state))
}

// entitled is the mother of a daughter, in Nanhai, married to a man from Changsha.
var entitled = instanttest.Setting[form]{
	Service: householdentry.Service(), Today: "2026-11-24", Person: mother,
	Form: form{Certificate: paper, Name: "何𠮷", Joins: householdentry.Mothers},
	Facts: []fact.Record{
		birth("2026-11-01", "female"),
		instanttest.Fact(mother, dataset.Population.Name.Set("何婉"), dataset.Population.Household.Set("440605011")),
		instanttest.Fact(father, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("430102")),
		marriage("married"),
	},
}

func TestEveryClause(t *testing.T) {
	named := func(name string) func(*form) { return func(f *form) { f.Name = name } }
	joins := func(f *form) { f.Joins = householdentry.Fathers }
	inNanhai := instanttest.Fact(father, dataset.Population.Name.Set("彭大"), dataset.Population.Household.Set("440605011"))
	not := func(rule string, status decision.Status) map[string]decision.Status {
		return map[string]decision.Status{rule: status}
	}
	unknown := map[string]decision.Status{}
	for _, rule := range []string{"parent", "household", "name", "in-time", "not-entered"} {
		unknown[rule] = decision.Unknown
	}
	entitled.Run(t, []instanttest.Row[form]{
		{Name: "into the mother's household, with her surname", Want: decision.Approved},
		{Name: "with the father's surname", Form: named("彭安"), Want: decision.Approved},
		{Name: "a name of six characters", Form: named("彭安安安安安"), Want: decision.Approved},
		{Name: "a name of 41 characters", Form: named("彭" + strings.Repeat("安", 40)),
			Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a long name in parts", Form: named("彭·" + strings.Repeat("安", 20)), Want: decision.Approved},
		{Name: "with another surname", Form: named("欧阳安"), Want: decision.Referred, Not: not("name", decision.Unknown)},
		{Name: "a name with a middle dot", Form: named("何·买买提"), Want: decision.Approved},
		{
			Name: "into the father's household, outside the province",
			Form: joins,
			Want: decision.Rejected,
			Not:  not("household", decision.NotMet),
		},
		{Name: "into the father's household", Form: joins, Facts: []fact.Record{inNanhai}, Want: decision.Approved},
		{Name: "into the father's household, unmarried", Form: joins, Facts: []fact.Record{inNanhai},
			Without: []*fact.Dataset{dataset.Marriages.Dataset}, Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "国办发〔2015〕96号 II (1): into the father's household, divorced", Form: joins,
			Facts: []fact.Record{inNanhai, marriage("divorced")}, Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "into the father's household, the mother is married to another man", Form: joins,
			Facts: []fact.Record{inNanhai, instanttest.Fact(mother, dataset.Marriages.State.Set("married"),
				dataset.Marriages.Spouse.Set("440605199006150013"))},
			Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "into the father's household, the state of the marriage is not on record", Form: joins,
			Facts: []fact.Record{inNanhai, instanttest.Fact(mother, dataset.Marriages.Spouse.Set(father))},
			Want:  decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "into the mother's household, divorced", Facts: []fact.Record{marriage("divorced")}, Want: decision.Approved},
		{Name: "into the father's household, the register of marriages does not answer", Form: joins, Facts: []fact.Record{inNanhai},
			Broken: dataset.Marriages.Dataset, Want: decision.Referred, Not: not("together", decision.Unknown)},
		{Name: "no father is named: into his household", Form: joins,
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("male"))},
			Want: decision.Rejected, Not: map[string]decision.Status{"household": decision.NotMet, "together": decision.Unknown}},
		{Name: "no father is named: into the mother's",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("male"))}, Want: decision.Approved},
		{Name: "no sex on the birth certificate (GB 11643)", Want: decision.Referred, Not: not("sex", decision.Unknown),
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother), dataset.Births.Father.Set(father),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")))}},
		{
			Name:  "an unclear sex",
			Facts: []fact.Record{birth("2026-11-01", "undetermined")},
			Want:  decision.Referred,
			Not:   not("sex", decision.Unknown),
		},
		{Name: "the day before the first birthday", Facts: []fact.Record{birth("2025-11-25", "female")}, Want: decision.Approved},
		{Name: "on the first birthday", Facts: []fact.Record{birth("2025-11-24", "female")}, Want: decision.Referred,
			Not: not("in-time", decision.Unknown)},
		{Name: "already entered",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set(mother),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Child.Set("440605202611010021"),
				dataset.Births.Sex.Set("female"))},
			Want: decision.Rejected, Not: not("not-entered", decision.NotMet)},
		{Name: "another couple's child",
			Facts: []fact.Record{instanttest.Fact(paper, dataset.Births.Mother.Set("440605198806150020"),
				dataset.Births.On.Set(calendar.MustParse("2026-11-01")), dataset.Births.Sex.Set("male")),
				instanttest.Fact("440605198806150020", dataset.Population.Name.Set("何其"), dataset.Population.Household.Set("440605011"))},
			Want: decision.Referred, Not: unknown},
		{Name: "an unknown birth certificate", Without: []*fact.Dataset{dataset.Births.Dataset}, Want: decision.Referred, Not: unknown},
		{Name: "the health department does not answer", Broken: dataset.Births.Dataset, Want: decision.Referred, Not: unknown},
	})
}

// TestTheNumberHasDistrictDateAndSex also checks that a child is entered only once.
func TestTheNumberHasDistrictDateAndSex(t *testing.T) {
	for _, sex := range []string{"female", "male"} {
		receipt, o := entitled.Apply(t, instanttest.Row[form]{Facts: []fact.Record{birth("2026-02-28", sex)}})
		id, err := identity.ParseIDNumber(receipt.Certificate.Entries[1].Value.ZH, calendar.Of(o.Now()))
		if err != nil || id.Division() != "440605" || id.Birth().String() != "2026-02-28" || id.Female() != (sex == "female") {
			t.Errorf("a %s has %s: %v", sex, id, err)
		}
		other := entitled.Form
		other.Name = "何安"
		if again := o.Apply(mother, other); again.Outcome != decision.Rejected {
			t.Errorf("a second entry is %s", again.Outcome)
		}
	}
}

// TestSurnames compares names by 民法典 art. 1015 with the mother's and the father's.
func TestSurnames(t *testing.T) {
	for _, tt := range []struct {
		child, mother, father string
		want                  decision.Outcome
	}{
		{"何安", "何婉", "彭大", decision.Approved},
		{"彭安", "何婉", "彭大", decision.Approved},
		{"欧阳安", "何婉", "欧阳大", decision.Approved},
		{"欧阳安然", "欧阳婉", "彭大", decision.Approved},
		{"欧安", "何婉", "欧阳大", decision.Referred}, // half a surname is none
		{"欧阳安", "何婉", "欧大", decision.Referred},
		{"司马安", "何婉", "司空大", decision.Referred},
		{"诸葛安", "诸葛婉", "彭大", decision.Approved},
		{"诸安", "诸葛婉", "彭大", decision.Referred},
		{"上官安", "何婉", "上大", decision.Referred},
		{"欧阳", "何婉", "欧大", decision.Approved}, // two characters: the surname is the first
		{"彭何安", "何婉", "彭大", decision.Approved},
		{"李安", "何婉", "彭大", decision.Referred},
		{"何·买买提", "何婉", "彭大", decision.Approved},
		{"古丽·买买提", "阿依", "买买提·阿不都", decision.Referred}, // art. 1015: the tradition of a people
		{"阿丽·买买提", "阿依", "买买提·阿不都", decision.Referred},
		{"葉安", "何婉", "叶大", decision.Approved}, // the same surname in other characters
		{"叶安", "何婉", "葉大", decision.Approved},
		{"欧阳安", "何婉", "歐陽大", decision.Approved},
		{"于安", "何婉", "於大", decision.Referred}, // two surnames (通用规范汉字表)
		{"独孤安", "独孤婉", "彭大", decision.Approved},
		{"独安", "独孤婉", "彭大", decision.Referred},
		{"完颜安", "何婉", "完颜大", decision.Approved},
		{"完安", "何婉", "完颜大", decision.Referred},
		{"纳兰安", "何婉", "納蘭大", decision.Approved},
		{"纳安", "何婉", "纳兰大", decision.Referred},
		{"耶律安", "何婉", "耶律大", decision.Approved},
		{"耶安", "何婉", "耶律大", decision.Referred},
		{"爱新觉罗安", "何婉", "爱新觉罗大海", decision.Approved},
		{"爱新安", "何婉", "爱新觉罗大海", decision.Referred},
		{"爱安", "何婉", "爱新觉罗·大海", decision.Referred},
		{"叶赫那拉安", "叶赫那拉婉", "彭大", decision.Approved},
		{"叶安", "叶赫那拉婉", "彭大", decision.Referred},
		{"叶赫安", "叶赫那拉婉", "彭大", decision.Referred},
		{"马佳丽", "何婉", "马大", decision.Approved}, // 佳丽 is a given name
		{"马佳安", "何婉", "马佳大海", decision.Approved},
		{"马安", "何婉", "马佳海", decision.Referred},  // 马 or 马佳
		{"王安", "何婉", "王赵大海", decision.Referred}, // where the surname ends cannot be told
		{"王赵安", "何婉", "王赵大海", decision.Approved},
		{"何安", "何婉", "JOHN SMITH", decision.Approved},
		{"史安", "何婉", "JOHN SMITH", decision.Referred},
		{"何安", "何•婉", "彭大", decision.Approved}, // as a register has it
	} {
		named := func(person, name string) fact.Record {
			return instanttest.Fact(person, dataset.Population.Name.Set(name), dataset.Population.Household.Set("440605011"))
		}
		receipt, _ := entitled.Apply(t, instanttest.Row[form]{Form: func(f *form) { f.Name = tt.child },
			Facts: []fact.Record{named(mother, tt.mother), named(father, tt.father)}})
		if receipt.Outcome != tt.want {
			t.Errorf("%s, of %s and %s: %s, want %s: %+v", tt.child, tt.mother, tt.father, receipt.Outcome, tt.want, receipt.Findings)
		}
	}
}

// TestSpelling: the form rejects a wrong spelling, and nothing is decided. If one reaches the rules without the
// form, it is referred.
func TestSpelling(t *testing.T) {
	judge := instanttest.Judge(t, householdentry.Service(), entitled)
	for _, name := range []string{"·", "何·", "·何安", "何··安", "何", "何々", "何Anna", "He An", "何⿰", "何？"} {
		if j := judge(instanttest.Row[form]{Form: func(f *form) { f.Name = name }}); j.Outcome != decision.Referred {
			t.Errorf("%s is %s", name, j.Outcome)
		}
		o := instanttest.Open(t, householdentry.Service(), entitled.Today)
		filled := entitled.Form
		filled.Name = name
		body, err := json.Marshal(filled)
		if err != nil {
			t.Fatal(err)
		}
		response := o.Call("POST", "applications", mother, string(body), nil)
		if response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(response.Body, `"pointer":"/name"`) {
			t.Errorf("%s: %d %s", name, response.StatusCode, response.Body)
		}
	}
}

// TestTheFirstVersionDecidesAsItDid: by it, a number has the code of a withdrawn district, and an
// unclear sex does not matter. Today both are referred.
func TestTheFirstVersionDecidesAsItDid(t *testing.T) {
	withdrawn := instanttest.Fact(mother, dataset.Population.Name.Set("何婉"), dataset.Population.Household.Set("440682"))
	first := householdentry.Service()
	first.Rules = first.Rules[:1]
	for name, row := range map[string]instanttest.Row[form]{
		"a withdrawn district": {Facts: []fact.Record{withdrawn}},
		"an unclear sex":       {Facts: []fact.Record{birth("2026-11-01", "undetermined")}},
		"a mark of repetition": {Form: func(f *form) { f.Name = "何々" }},
	} {
		if j := instanttest.Judge(t, first, entitled)(row); j.Outcome != decision.Approved {
			t.Errorf("%s, by the first version: %s", name, j.Outcome)
		}
		if j := instanttest.Judge(t, householdentry.Service(), entitled)(row); j.Outcome != decision.Referred {
			t.Errorf("%s, today: %s", name, j.Outcome)
		}
	}
}
