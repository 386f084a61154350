package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"

	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/functions/services/unemploymentbenefit"
	"miaoban/shared/calendar"
	"miaoban/shared/condition"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/policy"
)

// facts are the facts of a case as the other engines read them: null if unknown, "" or -1 if there is none.
// Ages are in months and days relative to today, because not all engines compute with dates; ours computes
// with the dates themselves.
type facts struct {
	Died       *string `json:"died"`
	Household  *string `json:"household"`
	Months     *int    `json:"months"`
	Female     bool    `json:"female"`
	PaidBy     *string `json:"paid_by"`
	Holder     *string `json:"holder"` // "self" or "other"
	Open       *bool   `json:"open"`
	PermitCity *string `json:"permit_city"`
	PermitDays *int    `json:"permit_days"`
	Card       *string `json:"card"`
	Insured    *string `json:"insured"`
	Paid       *int    `json:"paid"`
	Reason     *string `json:"reason"`
	DrawnDays  *int    `json:"drawn_days"`
	Employed   *bool   `json:"employed"`
	Business   *string `json:"business"`
	Left       *int    `json:"left"`    // months of benefit left of an earlier period
	Pension    *string `json:"pension"` // first day of the pension
	// The statutory retirement age in months, by both tracks if the track is not known.
	RetiresFirst *int `json:"retires_first"`
	RetiresLast  *int `json:"retires_last"`
}

// sample is a case with our decision.
type sample struct {
	Facts    facts             `json:"facts"`
	Outcomes map[string]string `json:"outcomes"` // by service

	id     string
	known  fact.Facts
	decide map[string]func() decision.Outcome
}

var today = calendar.MustParse("2026-11-24")

const account = "6222022005123456789"

// samples returns n cases, the same for the same seed: each fact is unknown in some, absent in some, and met or
// not met in the others.
func samples(n int) ([]sample, error) {
	r := rand.New(rand.NewPCG(2026, 11))
	deciders, err := deciders()
	if err != nil {
		return nil, err
	}
	all := make([]sample, n)
	for i := range all {
		s := draw(r)
		s.Outcomes, s.decide = map[string]string{}, map[string]func() decision.Outcome{}
		for service, decider := range deciders {
			s.decide[service] = decider(s.id, s.known)
			s.Outcomes[service] = string(s.decide[service]())
		}
		all[i] = s
	}
	return all, nil
}

func one[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func draw(r *rand.Rand) sample {
	female := r.IntN(2) == 0
	id := "4406051951031501" + map[bool]string{true: "2", false: "1"}[female] + "X" // the last digit but one is the sex
	s := sample{id: id, Facts: facts{Female: female}}
	f := &s.Facts
	add := func(d *fact.Dataset, key string, is fact.State, values map[string]string) { // "" for a missing value
		f := fact.Fact{Dataset: d.Name, Key: key, State: is, Fields: []string{}}
		for name := range values {
			f.Fields = append(f.Fields, name)
		}
		if is == fact.Known {
			maps.DeleteFunc(values, func(_, value string) bool { return value == "" })
			f.Values, f.AsOf = values, today.Start()
		}
		s.known = append(s.known, f)
	}
	state := func() fact.State { // unknown one time in twenty
		if r.IntN(20) == 0 {
			return fact.Unreachable
		}
		return fact.Known
	}
	orNone := func() fact.State {
		return one(r, fact.None, fact.None, fact.None, fact.None, fact.None, fact.None, fact.Known, fact.Unreachable)
	}
	born := calendar.Date{Year: 1926 + r.IntN(90), Month: 1, Day: 1 + r.IntN(28)}.AddMonths(r.IntN(12))
	household := one(r, "440605011", "440604012", "440304001", "440106015", "440605011", "441900001", "350203001")
	population := state()
	add(dataset.Population.Dataset, id, population, map[string]string{"birth_date": born.String(), "household_division": household})
	if population == fact.Known {
		months := (today.Year-born.Year)*12 + int(today.Month-born.Month)
		if born.AddMonths(months).After(today) {
			months--
		}
		f.Household, f.Months = &household, &months
	}
	text := func(is fact.State, known string) *string {
		switch is {
		case fact.Known:
			return &known
		case fact.None:
			return new(string)
		default:
			return nil
		}
	}
	died := one(r, fact.None, fact.None, fact.None, fact.None, fact.None, fact.None, fact.None, fact.Known, fact.Unreachable)
	add(dataset.Deaths.Dataset, id, died, map[string]string{"date": "2024-05-01"})
	f.Died = text(died, "2024-05-01")
	benefits := orNone()
	card := one(r, "440600/full", "440600/half", "440300/full", "440100/full")
	add(dataset.Benefits.Dataset, id, benefits, map[string]string{"elderly_allowance": "440300", "senior_card": card})
	f.PaidBy, f.Card = text(benefits, "440300"), text(benefits, card)
	bank, holder, open := state(), one(r, "self", "self", "self", "self", "other"), r.IntN(10) > 0
	owner := map[string]string{"self": id, "other": "440605199001010011"}[holder]
	add(dataset.BankAccounts.Dataset, account, bank, map[string]string{"holder": owner, "open": fmt.Sprint(open)})
	if bank == fact.Known {
		f.Holder, f.Open = &holder, &open
	}
	permit := one(r, fact.Known, fact.Known, fact.None, fact.Unreachable)
	city, days := one(r, "440600", "440300", "440100", "441900"), r.IntN(400)-100
	add(dataset.ResidencePermits.Dataset, id, permit, map[string]string{"city": city, "endorsed_to": today.AddDays(days).String()})
	if f.PermitCity = text(permit, city); permit == fact.Known {
		f.PermitDays = &days
	}
	insurance := one(r, fact.Known, fact.Known, fact.Known, fact.Known, fact.None, fact.Unreachable)
	insured, paid, drawn := one(r, "440600", "440300", "310000"), r.IntN(150), r.IntN(300)-250
	reason := one(r, "dismissed", "expired", "closed", "resigned", "other")
	left := one(r, "", "0", "3")
	add(
		dataset.Unemployment.Dataset,
		id,
		insurance,
		map[string]string{
			"city": insured, "months": fmt.Sprint(paid), "reason": reason, "drawn_until": today.AddDays(drawn).String(), "left_months": left,
			"flexible_months": "", "drawn_months": "", "registered_on": "", "refusals": "", "stop": "",
		},
	)
	if n, err := strconv.Atoi(left); err == nil && insurance == fact.Known {
		f.Left = &n
	}
	pension := orNone()
	add(dataset.Pensions.Dataset, id, pension, map[string]string{"since": "2024-05-01", "draws_other": ""})
	f.Pension = text(pension, "2024-05-01")
	f.Insured, f.Reason = text(insurance, insured), text(insurance, reason)
	switch none := -1; insurance {
	case fact.Known:
		f.Paid, f.DrawnDays = &paid, &drawn
	case fact.None:
		f.Paid, f.DrawnDays = &none, &none
	}
	social, employed := state(), r.IntN(5) == 0
	add(
		dataset.SocialInsurance.Dataset,
		id,
		social,
		map[string]string{"city": "440600", "employed": fmt.Sprint(employed), "retirement_track": one(r, "cadre", "worker")},
	)
	if retires, ok := condition.StatutoryRetirement(s.known, id, today); ok {
		f.RetiresFirst, f.RetiresLast = &retires.First.Months, &retires.Last.Months
	}
	if social == fact.Known {
		f.Employed = &employed
	}
	business := orNone()
	add(dataset.Operators.Dataset, id, business, map[string]string{"name": "佛山市南海区好事面馆"})
	f.Business = text(business, "佛山市南海区好事面馆")
	return s
}

// deciders returns our deciders, by service.
func deciders() (map[string]func(id string, known fact.Facts) func() decision.Outcome, error) {
	at := today.Start()
	allowance, allowancePolicy, err := rulesOf(elderlyallowance.Service())
	if err != nil {
		return nil, err
	}
	card, cardPolicy, err := rulesOf(seniorcard.Service())
	if err != nil {
		return nil, err
	}
	benefit, benefitPolicy, err := rulesOf(unemploymentbenefit.Service())
	if err != nil {
		return nil, err
	}
	return map[string]func(string, fact.Facts) func() decision.Outcome{
		"elderlyallowance": func(id string, known fact.Facts) func() decision.Outcome {
			c := elderlyallowance.Case{
				Form:      elderlyallowance.Form{Payee: elderlyallowance.Own, Account: account},
				Applicant: decision.Applicant{ID: id},
				Facts:     known,
				Policy:    allowancePolicy,
				At:        at,
			}
			return func() decision.Outcome { return decision.Conclude(allowance(c)) }
		},
		"seniorcard": func(id string, known fact.Facts) func() decision.Outcome {
			c := seniorcard.Case{Applicant: decision.Applicant{ID: id}, Facts: known, Policy: cardPolicy, At: at}
			return func() decision.Outcome { return decision.Conclude(card(c)) }
		},
		"unemploymentbenefit": func(id string, known fact.Facts) func() decision.Outcome {
			c := unemploymentbenefit.Case{
				Form:      unemploymentbenefit.Form{Benefit: true, Account: account},
				Applicant: decision.Applicant{ID: id},
				Facts:     known,
				Policy:    benefitPolicy,
				At:        at,
			}
			return func() decision.Outcome { return decision.Conclude(benefit(c)) }
		},
	}, nil
}

// rulesOf returns the rules of a service that are in force today, and its policy.
func rulesOf[F, P any](s instant.Service[F, P]) (decide func(decision.Case[F, P]) []decision.Finding, p P, err error) {
	for _, r := range s.Rules {
		if !today.Before(r.From) {
			decide = r.Decide
		}
	}
	p, _, err = policy.Load[P](s.Item.Slug, s.Policy)
	return decide, p, err
}

// services returns the compared services.
func services() []string {
	return strings.Fields("elderlyallowance seniorcard unemploymentbenefit")
}
