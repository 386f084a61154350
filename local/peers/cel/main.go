// Command cel decides the cases with cel-go: a compiled expression a condition.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"cel.dev/cel-go/cel"
)

type sample struct {
	Facts    map[string]any    `json:"facts"`
	Outcomes map[string]string `json:"outcomes"`
}

// Conditions are 1 where they are met, 0 where not, -1 where that is unknown.
const (
	alive   = `died == null ? -1 : died == "" ? 1 : 0`
	account = `holder == null || open == null ? -1 : !open ? 0 : holder == "self" ? 1 : 0`
	// From which age in months the place's allowance and card begin; 0: it has none.
	allowance = `(household.startsWith("440605") ? 840 : household.startsWith("4406") ? 960 : household.startsWith("4403") ? 838 : 0)`
	ownCard   = `(household.startsWith("4401") ? 718 : household.startsWith("4406") ? 720 : household.startsWith("4403") ? 780 : 0)`
	cityCard  = `(permit_city == null ? 0 : permit_city.startsWith("4401") ? 718 : permit_city.startsWith("4406") ? 720 : permit_city.startsWith("4403") ? 780 : 0)`
	cardAt    = `(` + ownCard + ` > 0 ? ` + ownCard + ` : ` + cityCard + `)`
	cardCity  = `(` + ownCard + ` > 0 ? household.city() : permit_city == null ? "" : permit_city)`
)

var services = map[string][]string{
	"elderlyallowance": {
		alive,
		`household == null ? -1 : !household.startsWith("44") ? 0 : ` + allowance + ` == 0 ? -1 : 1`,
		`household == null || months == null || ` + allowance + ` == 0 ? -1 : months >= ` + allowance + ` ? 1 : 0`,
		`paid_by == null ? -1 : paid_by == "" ? 1 : 0`,
		account,
	},
	"seniorcard": {
		alive,
		`household == null ? -1 : ` + ownCard + ` > 0 ? 1 : permit_city == null || permit_city == "" || permit_days < 0 ? -1 : ` + cityCard + ` > 0 ? 1 : -1`,
		`household == null || months == null ? -1 : ` + cardAt + ` == 0 ? (months >= 708 ? -1 : 0) : months >= ` + cardAt + ` ? 1 : 0`,
		`card == null ? -1 : card == "" || household == null || ` + cardAt + ` == 0 || months < ` + cardAt + ` ? 1 :
			card == ` + cardCity + ` + (months >= (` + cardCity + ` == "440100" ? 778 : 780) ? "/full" : "/half") ? 0 : 1`,
	},
	"unemploymentbenefit": {
		alive,
		`(household != null && household.startsWith("44")) || (insured != null && insured.startsWith("44")) || (permit_city != null && permit_city.startsWith("44")) ? 1 :
			household == null || insured == null || permit_city == null ? -1 : 0`,
		`months == null ? -1 : months < 192 ? 0 : months < retires_first ? 1 : months >= retires_last ? 0 : -1`,
		`employed == null ? -1 : employed ? 0 : 1`,
		`business == null ? -1 : business == "" ? 1 : 0`,
		`paid == null ? -1 : paid < 0 ? 0 : paid >= 12 ? 1 : left == null ? -1 : left > 0 ? 1 : 0`,
		`reason == null ? -1 : reason == "" || reason == "resigned" ? 0 : reason in ["dismissed", "expired", "closed"] ? 1 : -1`,
		`drawn_days == null ? -1 : drawn_days < 0 ? 1 : 0`,
		`insured == null ? -1 : insured == "" || insured.startsWith("44") ? 1 : -1`,
		`pension == null ? -1 : pension == "" ? 1 : 0`,
		account,
	},
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	seconds, err := strconv.ParseFloat(os.Args[2], 64)
	check(err)
	rounds, err := strconv.Atoi(os.Args[3])
	check(err)
	var all []sample
	check(json.Unmarshal(text, &all))
	for _, s := range all {
		for name, value := range s.Facts {
			if number, ok := value.(float64); ok {
				s.Facts[name] = int64(number)
			}
		}
	}
	env := environment(all[0].Facts)
	for _, service := range []string{"elderlyallowance", "seniorcard", "unemploymentbenefit"} {
		var programs []cel.Program
		for _, condition := range services[service] {
			ast, issues := env.Compile(condition)
			check(issues.Err())
			program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
			check(err)
			programs = append(programs, program)
		}
		wrong := 0
		for _, s := range all {
			if decide(programs, s.Facts) != s.Outcomes[service] {
				wrong++
			}
		}
		var rates []float64
		for range rounds {
			n, began := 0, time.Now()
			for time.Since(began).Seconds() < seconds {
				for _, s := range all {
					decide(programs, s.Facts)
				}
				n += len(all)
			}
			rates = append(rates, float64(n)/time.Since(began).Seconds())
		}
		check(json.NewEncoder(os.Stdout).Encode(map[string]any{"engine": "cel-go", "subject": service, "wrong": wrong, "rates": rates}))
	}
}

// decide holds all conditions, as ours does, so that an answer could say which are not met.
func decide(programs []cel.Program, facts map[string]any) string {
	outcome := "approved"
	for _, p := range programs {
		value, _, err := p.Eval(facts)
		check(err)
		switch value.Value().(int64) {
		case 0:
			outcome = "rejected"
		case -1:
			if outcome == "approved" {
				outcome = "referred"
			}
		}
	}
	return outcome
}

func check(err error) {
	if err != nil {
		log.Fatal(fmt.Errorf("cel: %w", err))
	}
}
