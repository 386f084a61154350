// Command peers compares parts of the project with other software, in one run on one machine (make
// bench-peers): rule engines that decide the same cases, libraries for idempotent writes on the same DynamoDB
// Local, and local hosts for functions. docs/benchmarks.md has the last results.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	cases := flag.Int("cases", 2000, "how many cases are decided")
	seconds := flag.Float64("seconds", 1, "how long a round takes")
	tools := flag.String("tools", ".tools/peers", "where the others are installed")
	only := flag.String("only", "", "decisions, puts or hosts: that part alone")
	flag.Parse()
	b := bench{cases: *cases, seconds: *seconds, tools: *tools}
	for _, part := range []struct {
		name string
		run  func(context.Context) error
	}{{"decisions", b.decisions}, {"puts", b.puts}, {"hosts", b.hosts}} {
		if *only != "" && *only != part.name {
			continue
		}
		if err := part.run(context.Background()); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", part.name, err)
			os.Exit(1)
		}
	}
}

type bench struct {
	cases   int
	seconds float64
	tools   string
}

const rounds = 5

// tool returns the path of a tool that make bench-peers installed. A path with a folder in it is not searched
// elsewhere.
func (b bench) tool(name string) string { return filepath.Join(b.tools, name) }

// result is the output of an engine: a line of JSON.
type result struct {
	Engine  string    `json:"engine"`
	Subject string    `json:"subject"` // a service, or the written record
	Wrong   int       `json:"wrong"`   // cases with another decision than ours
	Rates   []float64 `json:"rates"`   // per second, one for each round
}

// decisions measures the same cases in our engine and in each of the others.
func (b bench) decisions(ctx context.Context) error {
	all, err := samples(b.cases)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "cases.json")
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return err
	}
	counts := map[string]int{}
	for _, s := range all {
		for service, outcome := range s.Outcomes {
			counts[service+" "+outcome]++
		}
	}
	fmt.Printf("%d cases, of which %v\n\n", len(all), counts)
	results := b.ours(all)
	for _, command := range [][]string{
		{b.tool("cel")},
		{"node", "local/peers/node/decide.mjs"},
		{b.tool("venv/bin/python"), "local/peers/python/decide.py"},
	} {
		more, err := run(ctx, append(command, path, fmt.Sprint(b.seconds), fmt.Sprint(rounds))...)
		if err != nil {
			return err
		}
		results = append(results, more...)
	}
	print("decisions a second, one core", results)
	for _, r := range results {
		if r.Wrong > 0 {
			return fmt.Errorf("%s decides %d cases of %s otherwise: the comparison says nothing", r.Engine, r.Wrong, r.Subject)
		}
	}
	return nil
}

// ours measures our engine, with all explanations, laws and remedies.
func (b bench) ours(all []sample) []result {
	var results []result
	for _, service := range services() {
		r := result{Engine: "秒办", Subject: service}
		for range rounds {
			n := 0
			began := time.Now()
			for time.Since(began).Seconds() < b.seconds {
				for _, s := range all {
					if string(s.decide[service]()) != s.Outcomes[service] {
						r.Wrong++
					}
				}
				n += len(all)
			}
			r.Rates = append(r.Rates, float64(n)/time.Since(began).Seconds())
		}
		results = append(results, r)
	}
	return results
}

// run runs another engine and reads its results.
func run(ctx context.Context, command ...string) ([]result, error) {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stderr = os.Stderr
	c.Env = append(os.Environ(), "AWS_DEFAULT_REGION="+os.Getenv("AWS_REGION"))
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w (make bench-peers installs it)", strings.Join(command, " "), err)
	}
	var results []result
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var r result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, errors.Join(fmt.Errorf("%s printed %s", command[0], lines.Text()), err)
		}
		results = append(results, r)
	}
	return results, nil
}

// print prints the medians, with the minimum and the maximum of the rounds.
func print(title string, results []result) {
	fmt.Printf("| %s | of | median | least – most |\n| --- | --- | ---: | --- |\n", title)
	for _, r := range results {
		slices.Sort(r.Rates)
		fmt.Printf(
			"| %s | %s | %s | %s – %s |\n",
			r.Engine,
			r.Subject,
			short(r.Rates[len(r.Rates)/2]),
			short(r.Rates[0]),
			short(r.Rates[len(r.Rates)-1]),
		)
	}
	fmt.Println()
}

func short(n float64) string {
	switch {
	case n >= 1_000_000:
		return fmt.Sprintf("%.2f million", n/1_000_000)
	case n >= 10_000:
		return fmt.Sprintf("%.0f,000", n/1000)
	}
	return fmt.Sprintf("%.0f", n)
}
