// Package auditing signs, each night, the ends of the audit chains for the past days
// (shared/audit/heads), so that no record can be removed unnoticed.
package auditing

import (
	"context"

	"miaoban/shared/audit/heads"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/platform/keys"
)

// Order is the job's input; it has no options.
type Order struct{}

// Report lists the days that were signed, oldest first.
type Report struct {
	Signed []Day `json:"signed"`
}

// Day is one signed day. Whoever stores the digest elsewhere can later check the audit against it.
type Day struct {
	Day    string `json:"day"`
	Chains int    `json:"chains"`
	Digest string `json:"digest"`
}

// Job signs all past days that are not signed. It is idempotent, and it makes up for missed runs.
func Job(getenv func(string) string) func(*instant.Engine) (platform.Job[Order, Report], error) {
	return func(e *instant.Engine) (platform.Job[Order, Report], error) {
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
				// The digest also goes to the log, which is stored apart from the table.
				e.Log.InfoContext(ctx, "audit signed", "day", day.Day, "chains", day.Chains, "digest", day.Digest)
			}
			return report, err
		}, nil
	}
}
