// Package metrics writes metrics as log lines in CloudWatch's embedded metric format: it makes no
// calls, so no request waits for it.
package metrics

import (
	"context"
	"io"
	"time"

	"github.com/prozz/aws-embedded-metrics-golang/emf"

	"miaoban/shared/tracing"
)

// Meter writes into Out, for the namespace.
type Recorder struct {
	Out       io.Writer
	Namespace string
}

// Decided is one decision of a service: what it came to, how long it took from the form to
// the commit, and of how many facts could not be told what they are. CloudWatch is paid for
// by the metric, so by service there is one, whose count says how many were decided.
func (m Recorder) Decided(ctx context.Context, service, outcome string, took time.Duration, unknown int) {
	milliseconds := float64(took.Microseconds()) / 1000
	line := emf.New(emf.WithWriter(m.Out), emf.WithoutDimensions()).Namespace(m.Namespace).
		DimensionSet(emf.NewDimension("of", "all")).
		MetricAs("Decided", 1, emf.Count).
		MetricFloatAs("Took", milliseconds, emf.Milliseconds).
		MetricAs("Unknown", unknown, emf.Count)
	if outcome == "referred" {
		line.MetricAs("Referred", 1, emf.Count)
	}
	line.NewContext().Namespace(m.Namespace).
		DimensionSet(emf.NewDimension("service", service)).
		MetricFloatAs("Took", milliseconds, emf.Milliseconds)
	line.Property("msg", "decided").Property("outcome", outcome).Property("request_id", tracing.Number(ctx)).Log()
}
