package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// consumption is what one granted application consumes with the pages around it (docs/deploy.md has the
// sources of the numbers; TestUnitsInTheDocs measures the units).
type consumption struct {
	requests, invocations float64
	gbSeconds             float64
	writeUnits, readUnits float64
	storedKB, logKB       float64
	sentKB                float64
	signatures            float64 // by KMS: the certificate's credential and its code
}

var oneApplication = consumption{
	requests: 7, invocations: 14, gbSeconds: 0.0580, writeUnits: 82, readUnits: 47, storedKB: 25, logKB: 13, sentKB: 27, signatures: 2,
}

// The list prices of us-east-1 in USD; docs/deploy.md has their sources and dates.
const (
	perHTTPRequest, perHTTPRequestBeyond = 1.00 / 1e6, 0.90 / 1e6
	httpRequestsAtFirstPrice             = 300e6
	perInvocation                        = 0.20 / 1e6
	perGBSecond                          = 0.0000133334
	perWriteUnit, perReadUnit            = 0.625 / 1e6, 0.125 / 1e6
	perStoredGB                          = 0.25 + 0.20 // and its point-in-time recovery
	perLogGB                             = 0.50
	perSentGB                            = 0.09
	perTrace                             = 5.00 / 1e6
	perSignature                         = 0.15 / 1e4
	fixed                                = 3*1.00 + 11*0.10 + 33*0.30 // keys, metrics of alarms, metrics
)

// X-Ray records, for each function that takes part, the first request of a second in 22 days of 8 hours,
// and a twentieth of the rest.
const tracedFunctions, tracedSeconds = 8, 22 * 8 * 3600

// costLine is one line of the table of costs.
type costLine struct {
	what, formula string
	cost          func(n float64) float64
}

// costLines are the lines for n applications a month.
func costLines(c consumption) []costLine {
	return []costLine{
		{"HTTP API", "n·r × 1.00 a million up to 300 million, 0.90 beyond", func(n float64) float64 {
			all := n * c.requests
			first := math.Min(all, httpRequestsAtFirstPrice)
			return first*perHTTPRequest + (all-first)*perHTTPRequestBeyond
		}},
		{"Lambda, requests", "n·i × 0.20 a million", func(n float64) float64 { return n * c.invocations * perInvocation }},
		{"Lambda, time (arm64)", "n·g × 0.0000133334", func(n float64) float64 { return n * c.gbSeconds * perGBSecond }},
		{"DynamoDB, writes on demand", "n·w × 0.625 a million", func(n float64) float64 { return n * c.writeUnits * perWriteUnit }},
		{"DynamoDB, reads on demand", "n·d × 0.125 a million", func(n float64) float64 { return n * c.readUnits * perReadUnit }},
		{"DynamoDB, storage and point-in-time recovery, first month", "n·k × (0.25 + 0.20) a GB", func(n float64) float64 {
			return n * c.storedKB / 1e6 * perStoredGB
		}},
		{"KMS, signatures of certificates", "n·s × 0.15 for 10,000", func(n float64) float64 { return n * c.signatures * perSignature }},
		{"CloudWatch, log ingestion", "n·l × 0.50 a GB", func(n float64) float64 { return n * c.logKB / 1e6 * perLogGB }},
		{"data sent to the internet", "n·o × 0.09 a GB", func(n float64) float64 { return n * c.sentKB / 1e6 * perSentGB }},
		{"X-Ray", "min(n·i, 8 × 633,600 + n·i / 20) × 5.00 a million", func(n float64) float64 {
			calls := n * c.invocations
			return math.Min(calls, tracedFunctions*tracedSeconds+calls/20) * perTrace
		}},
		{"3 keys, 11 alarm metrics, 33 metrics", "3 × 1.00 + 11 × 0.10 + 33 × 0.30", func(float64) float64 { return fixed }},
	}
}

// printCosts prints the table of docs/deploy.md.
func printCosts(out io.Writer) error {
	months := []float64{1e4, 1e6, 1e8}
	var text strings.Builder
	text.WriteString("| what | formula | n = 10⁴ | n = 10⁶ | n = 10⁸ |\n| --- | --- | --- | --- | --- |\n")
	first, twelfth := make([]string, len(months)), make([]string, len(months))
	lines := costLines(oneApplication)
	for _, line := range lines {
		fmt.Fprintf(&text, "| %s | %s |", line.what, line.formula)
		for _, n := range months {
			fmt.Fprintf(&text, " %s |", dollars(n, line.cost(n)))
		}
		text.WriteString("\n")
	}
	for i, n := range months {
		sum := 0.0
		for _, line := range lines {
			sum += line.cost(n)
		}
		first[i] = "**" + dollars(n, sum) + "**"
		twelfth[i] = dollars(n, sum+11*n*oneApplication.storedKB/1e6*perStoredGB)
	}
	fmt.Fprintf(&text, "| **the first month** | | %s |\n", strings.Join(first, " | "))
	fmt.Fprintf(&text, "| the twelfth, with a year's records | + 11 × n·k × 0.45 a GB | %s |\n", strings.Join(twelfth, " | "))
	_, err := io.WriteString(out, text.String())
	return err
}

// dollars is the amount as people write it: with cents, but for the largest number of applications.
func dollars(n, amount float64) string {
	if n < 1e8 {
		return fmt.Sprintf("%.2f", amount)
	}
	whole := fmt.Sprintf("%.0f", amount)
	if len(whole) > 3 {
		whole = whole[:len(whole)-3] + "," + whole[len(whole)-3:]
	}
	return whole
}
