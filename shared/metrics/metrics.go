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

// Recorder writes metrics to Out, in the namespace.
type Recorder struct {
	Out       io.Writer
	Namespace string
}

// Decided records one decision of a service: the outcome, the time from the form to the commit,
// and the number of unknown facts. CloudWatch charges per metric, so each service has a single
// one, whose sample count is the number of decisions.
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
