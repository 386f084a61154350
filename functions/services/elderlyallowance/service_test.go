package elderlyallowance_test

import (
	"reflect"
	"testing"
	"time"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant/instanttest"
)

const (
	person = "440300194610100030"
	agent  = "440605195006150026"
	card   = "6222022005123456789"
	other  = "6217001180012345677"
)

var own = elderlyallowance.Form{Payee: elderlyallowance.Own, Account: card}

// world has the shared data about the person; a test changes a part of it.
type world struct {
	today     string
	born      string
	household string
	form      elderlyallowance.Form
	extra     func(now time.Time) []fact.Record // in place of, or beside, the usual
	broken    *fact.Dataset
	staleDays int // how old the population record is
}

func (w world) open(t *testing.T) *instanttest.Office {
	t.Helper()
	if w.today == "" {
		w.today = "2026-11-24"
	}
	o := instanttest.Open(t, elderlyallowance.Service(), w.today)
	now := o.Now()
	o.Know(
		fact.NewRecord(person, now.AddDate(0, 0, -w.staleDays),
			dataset.Population.BirthDate.Set(calendar.MustParse(w.born)), dataset.Population.Household.Set(w.household)),
		fact.NewRecord(card, now, dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)),
		fact.NewRecord(other, now, dataset.BankAccounts.Holder.Set(agent), dataset.BankAccounts.Open.Set(true)),
	)
	if w.extra != nil {
		o.Know(w.extra(now)...)
	}
	if w.broken != nil {
		o.Break(w.broken)
	}
	return o
}

func one(r fact.Record) func(time.Time) []fact.Record {
	return func(now time.Time) []fact.Record {
		r.AsOf = now
		return []fact.Record{r}
	}
}

func TestEveryClause(t *testing.T) {
	const shenzhen, foshan, nanhai = "440304001", "440604012", "440605011"
	byAgent := elderlyallowance.Form{Payee: elderlyallowance.Agent, Account: other, AgentIDNumber: agent}
	mandate := func(to, until string) func(time.Time) []fact.Record {
		return one(
			fact.NewRecord(person, time.Time{}, dataset.Mandates.Agent.Set(to), dataset.Mandates.Until.Set(calendar.MustParse(until))),
		)
	}
	tests := []struct {
		name  string
		world world
		want  decision.Outcome
		not   map[string]decision.Status
		from  string // the day from which a rejection would no longer stand
	}{
		{"70 in Shenzhen", world{born: "1946-10-10", household: shenzhen, form: own}, decision.Approved, nil, ""},
		{"in Shenzhen two months ahead of the 70th birthday", world{born: "1957-01-24", household: shenzhen, form: own},
			decision.Approved, nil, ""},
		{"in Shenzhen a day before that", world{born: "1957-01-25", household: shenzhen, form: own}, decision.Rejected,
			map[string]decision.Status{"age": decision.NotMet}, "2026-11-25"},
		{"80 on the day in Foshan", world{born: "1946-11-24", household: foshan, form: own}, decision.Approved, nil, ""},
		{"80 on the next day in Foshan", world{born: "1946-11-25", household: foshan, form: own}, decision.Rejected,
			map[string]decision.Status{"age": decision.NotMet}, "2026-11-25"},
		{"born on 29 February: 70 on 28 February of a common year",
			world{today: "2026-02-28", born: "1956-02-29", household: nanhai, form: own}, decision.Approved, nil, ""},
		{"born on 29 February: not yet on the 27th", world{today: "2026-02-27", born: "1956-02-29", household: nanhai, form: own},
			decision.Rejected,
			map[string]decision.Status{"age": decision.NotMet}, "2026-02-28"},
		{"70 in Nanhai before Nanhai had a rate of its own",
			world{today: "2025-12-31", born: "1955-01-01", household: nanhai, form: own}, decision.Rejected,
			map[string]decision.Status{"age": decision.NotMet}, "2035-01-01"},
		{"a place of the province without a rate", world{born: "1940-01-01", household: "440402", form: own}, decision.Referred,
			map[string]decision.Status{"household": decision.Unknown, "age": decision.Unknown}, ""},
		{"a household outside the province", world{born: "1940-01-01", household: "430102", form: own}, decision.Rejected,
			map[string]decision.Status{"household": decision.NotMet, "age": decision.Unknown}, ""},
		{"a stale population record", world{born: "1940-01-01", household: nanhai, form: own, staleDays: 31}, decision.Referred,
			map[string]decision.Status{"household": decision.Unknown, "age": decision.Unknown}, ""},
		{"the population register does not answer",
			world{born: "1940-01-01", household: nanhai, form: own, broken: dataset.Population.Dataset}, decision.Referred,
			map[string]decision.Status{"household": decision.Unknown, "age": decision.Unknown}, ""},
		{"a death is on record", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(person, time.Time{}, dataset.Deaths.Date.Set(calendar.MustParse("2026-11-01"))))}, decision.Rejected,
			map[string]decision.Status{"alive": decision.NotMet}, ""},
		{"the register of deaths does not answer",
			world{born: "1940-01-01", household: nanhai, form: own, broken: dataset.Deaths.Dataset}, decision.Referred,
			map[string]decision.Status{"alive": decision.Unknown}, ""},
		{"drawn elsewhere", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(person, time.Time{}, dataset.Benefits.ElderlyAllowance.Set("440300")))}, decision.Rejected,
			map[string]decision.Status{"not-drawn": decision.NotMet}, ""},
		{"civil affairs does not answer", world{born: "1940-01-01", household: nanhai, form: own, broken: dataset.Benefits.Dataset},
			decision.Referred,
			map[string]decision.Status{"not-drawn": decision.Unknown, "one-living": decision.Unknown}, ""},
		{"a living allowance of the disabled is received", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(person, time.Time{}, dataset.Benefits.DisabilityLiving.Set("440605")))}, decision.Referred,
			map[string]decision.Status{"one-living": decision.Unknown}, ""},
		{"another living allowance is received", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(person, time.Time{}, dataset.Benefits.OtherLiving.Set(true)))}, decision.Referred,
			map[string]decision.Status{"one-living": decision.Unknown}, ""},
		{"a care allowance is no living allowance", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(person, time.Time{}, dataset.Benefits.DisabilityCare.Set("440605"),
				dataset.Benefits.OtherLiving.Set(false), dataset.Benefits.OtherCare.Set(true)))}, decision.Approved, nil, ""},
		{"another person's account",
			world{born: "1940-01-01", household: nanhai, form: elderlyallowance.Form{Payee: elderlyallowance.Own, Account: other}},
			decision.Referred,
			map[string]decision.Status{"account": decision.Unknown}, ""},
		{"a closed account", world{born: "1940-01-01", household: nanhai, form: own,
			extra: one(fact.NewRecord(card, time.Time{}, dataset.BankAccounts.Holder.Set(person),
				dataset.BankAccounts.Open.Set(false)))}, decision.Rejected,
			map[string]decision.Status{"account": decision.NotMet}, ""},
		{"an account that no bank knows",
			world{born: "1940-01-01", household: nanhai,
				form: elderlyallowance.Form{
					Payee:   elderlyallowance.Own,
					Account: identity.MakeBankCard("622200000000000000"),
				}}, decision.Referred,
			map[string]decision.Status{"account": decision.Unknown}, ""},
		{"an agent with a mandate to the last day",
			world{born: "1940-01-01", household: nanhai, form: byAgent, extra: mandate(agent, "2026-11-24")}, decision.Approved, nil, ""},
		{"an agent whose mandate ended yesterday",
			world{born: "1940-01-01", household: nanhai, form: byAgent, extra: mandate(agent, "2026-11-23")}, decision.Rejected,
			map[string]decision.Status{"account": decision.NotMet}, ""},
		{"an agent without a mandate", world{born: "1940-01-01", household: nanhai, form: byAgent}, decision.Rejected,
			map[string]decision.Status{"account": decision.NotMet}, ""},
		{"an agent other than the mandated one",
			world{
				born:      "1940-01-01",
				household: nanhai,
				form:      byAgent,
				extra:     mandate("440605194001010011", "2030-01-01"),
			}, decision.Rejected,
			map[string]decision.Status{"account": decision.NotMet}, ""},
		{"the register of mandates does not answer",
			world{born: "1940-01-01", household: nanhai, form: byAgent, broken: dataset.Mandates.Dataset}, decision.Referred,
			map[string]decision.Status{"account": decision.Unknown}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.world.open(t)
			assessed := o.Precheck(person, tt.world.form)
			instanttest.Want(t, assessed.Findings, assessed.Outcome, tt.want, tt.not)
			receipt := o.Apply(person, tt.world.form)
			instanttest.Want(t, receipt.Findings, receipt.Outcome, tt.want, tt.not)
			if from := receipt.EligibleFrom; !from.IsZero() && from.String() != tt.from || from.IsZero() && tt.from != "" {
				t.Errorf("eligible from %s, want %s", from, tt.from)
			}
			if granted := receipt.Certificate != nil && receipt.Payment != nil; granted != (tt.want == decision.Approved) {
				t.Errorf("granted: %t", granted)
			}
		})
	}
}

// TestTheAmountMovesWithTheLaw sweeps the ages: the amount changes on the birthdays that the law names, and
// on no other day.
func TestTheAmountMovesWithTheLaw(t *testing.T) {
	rates := map[string]map[int]int64{ // in fen, by the first age of the rate
		"440304001": {70: 20000, 80: 30000, 90: 50000, 100: 100000},
		"440604012": {80: 12000, 90: 24000, 100: 60000},
		"440605011": {70: 5000, 80: 15000, 90: 30000, 100: 80000},
	}
	for household, rate := range rates {
		var want int64
		for age := 60; age <= 110; age++ {
			if fen, changes := rate[age]; changes {
				want = fen
			}
			if testing.Short() && rate[age] == 0 && rate[age+1] == 0 && age%10 != 5 { // between two birthdays that count
				continue
			}
			born := calendar.MustParse("2026-11-24").AddYears(-age)
			receipt := world{born: born.String(), household: household, form: own}.open(t).Apply(person, own)
			var got int64
			if receipt.Payment != nil {
				got = receipt.Payment.AmountFen
			}
			if got != want {
				t.Errorf("%s at %d: %d fen, want %d", household, age, got, want)
			}
		}
	}
}

// TestTheAmountGrowsWithAge by the payment order, without another application.
func TestTheAmountGrowsWithAge(t *testing.T) {
	receipt := world{today: "2026-11-24", born: "1947-02-28", household: "440304001", form: own}.open(t).Apply(person, own)
	want := []decision.Step{{FromMonth: "2027-02", AmountFen: 30000}, {FromMonth: "2037-02", AmountFen: 50000},
		{FromMonth: "2047-02", AmountFen: 100000}}
	if receipt.Payment == nil || receipt.Payment.AmountFen != 20000 || !reflect.DeepEqual(receipt.Payment.Steps, want) {
		t.Fatalf("%+v, want the steps %+v", receipt.Payment, want)
	}
	for month, fen := range map[string]int64{"2026-12-01": 20000, "2027-01-01": 20000, "2027-02-01": 30000, "2037-01-01": 30000,
		"2037-02-01": 50000, "2060-01-01": 100000} {
		if got := receipt.Payment.AmountIn(calendar.MustParse(month)); got != fen {
			t.Errorf("in %s it is %d, want %d", month, got, fen)
		}
	}
}

// TestTheRateOfTheMonth: in Foshan 100 yuan a month until 2025, and 120 from 2026 on, whenever
// the person applied.
func TestTheRateOfTheMonth(t *testing.T) {
	for moment, first := range map[string]string{
		"2025-11-30T23:59:59+08:00": "2025-12", // a month by the old rate
		"2025-12-31T23:59:59+08:00": "2026-01", // the last second of the old rate
		"2026-01-01T00:00:00+08:00": "2026-02", // the first second of the new
	} {
		o := world{today: "2026-01-01", born: "1940-06-01", household: "440604012", form: own}.open(t)
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		o.At(at)
		receipt := o.Apply(person, own)
		if receipt.Payment == nil || receipt.Payment.FirstMonth != first {
			t.Fatalf("at %s: %+v, want %s first", moment, receipt.Payment, first)
		}
		for month, want := range map[string]int64{"2025-12-01": 10000, "2026-01-01": 12000, "2026-12-01": 12000} {
			if got := receipt.Payment.AmountIn(calendar.MustParse(month)); month[:7] >= first && got != want {
				t.Errorf("applied for at %s, %s is paid %d fen, want %d", moment, month, got, want)
			}
		}
	}
}

func TestThePaymentBegins(t *testing.T) {
	for name, tt := range map[string]struct{ today, born, want string }{
		"the month after the application":        {"2026-11-30", "1940-01-01", "2026-12"},
		"over the turn of the year":              {"2026-12-01", "1940-01-01", "2027-01"},
		"in the birthday's month, applied ahead": {"2026-11-24", "1957-01-24", "2027-01"},
	} {
		receipt := world{today: tt.today, born: tt.born, household: "440304001", form: own}.open(t).Apply(person, own)
		if receipt.Payment == nil || receipt.Payment.FirstMonth != tt.want {
			t.Errorf("%s: %+v, want %s", name, receipt.Payment, tt.want)
		}
	}
}

func TestNobodyReceivesTheAllowanceTwice(t *testing.T) {
	o := world{born: "1940-01-01", household: "440605011", form: own}.open(t)
	first := o.Apply(person, own)
	again := o.Apply(person, own)
	if again.Number != first.Number || again.Certificate.Number != first.Certificate.Number {
		t.Errorf("the same application made again is %s, want %s", again.Number, first.Number)
	}
	o.Know(fact.NewRecord(other, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
	second := o.Apply(person, elderlyallowance.Form{Payee: elderlyallowance.Own, Account: other})
	instanttest.Want(t, second.Findings, second.Outcome, decision.Rejected, map[string]decision.Status{"not-drawn": decision.NotMet})
}
