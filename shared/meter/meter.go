// Package meter writes metrics as lines of the log, from which CloudWatch takes them
// (embedded metric format): no calls, and nobody waits.
package meter

import (
	"context"
	"io"
	"time"

	"github.com/prozz/aws-embedded-metrics-golang/emf"

	"miaoban/shared/trail"
)

// Meter writes into Out, for the namespace.
type Meter struct {
	Out       io.Writer
	Namespace string
}

// Decided is one decision of a service: what it came to, how long it took from the form to
// the commit, and of how many facts could not be told what they are.
func (m Meter) Decided(ctx context.Context, service, outcome string, took time.Duration, unknown int) {
	line := emf.New(emf.WithWriter(m.Out), emf.WithoutDimensions()).Namespace(m.Namespace).
		DimensionSet(emf.NewDimension("of", "all")).
		DimensionSet(emf.NewDimension("service", service)).
		MetricAs("Decided", 1, emf.Count).
		MetricFloatAs("Took", float64(took.Microseconds())/1000, emf.Milliseconds).
		MetricAs("Unknown", unknown, emf.Count)
	for name, is := range map[string]bool{"Approved": outcome == "approved", "Rejected": outcome == "rejected", "Referred": outcome == "referred"} {
		if is {
			line.MetricAs(name, 1, emf.Count)
		}
	}
	line.Property("msg", "decided").Property("outcome", outcome).Property("request_id", trail.Number(ctx)).Log()
}
