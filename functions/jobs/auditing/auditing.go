// Package auditing signs, each night, what the chains of the audit came to on the days that
// are over (shared/audit/heads), so that nothing of them can be taken away unseen.
package auditing

import (
	"context"

	"miaoban/shared/audit/heads"
	"miaoban/shared/instant"
	"miaoban/shared/platform/keys"
)

// Order is what the schedule asks for: there is nothing to choose.
type Order struct{}

// Report is the days that were signed, the oldest first.
type Report struct {
	Signed []Day `json:"signed"`
}

// Day is a day that was signed. Whoever keeps the digest elsewhere holds the house to it.
type Day struct {
	Day    string `json:"day"`
	Chains int    `json:"chains"`
	Digest string `json:"digest"`
}

// Job signs the days that are over and are not signed. A schedule that fires twice signs
// nothing twice, and one that did not fire is made up for.
func Job(getenv func(string) string) func(*instant.Engine) (func(context.Context, Order) (Report, error), error) {
	return func(e *instant.Engine) (func(context.Context, Order) (Report, error), error) {
		ring, err := keys.Open(context.Background(), getenv)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, _ Order) (Report, error) {
			report := Report{Signed: []Day{}}
			signed, err := heads.Sign(ctx, e.Store, ring.Signing(), e.Now())
			for _, s := range signed {
				day := Day{s.Day.String(), s.Chains, s.Digest()}
				report.Signed = append(report.Signed, day)
				// The log is kept apart from the table: a digest of every day is in it too.
				e.Log.InfoContext(ctx, "audit signed", "day", day.Day, "chains", day.Chains, "digest", day.Digest)
			}
			return report, err
		}, nil
	}
}
