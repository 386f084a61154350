package instant

import (
	"testing"

	"miaoban/shared/decision"
)

// TestAReferralTakesWhatIsFree, and leaves what an application holds, whosever it is: it would conflict
// with it for ever.
func TestAReferralTakesWhatIsFree(t *testing.T) {
	claim := func(kind string, limit int64) decision.Claim {
		return decision.Claim{Kind: kind, Key: "k", Limit: limit}
	}
	held := decision.Holdings{
		{Kind: "own", Key: "k", Application: "A1", Own: true},
		{Kind: "another's", Key: "k", Application: "A2"},
		{Kind: "waits", Key: "k", Application: "A3", Pending: true},
		{Kind: "free", Key: "k"},
		{Kind: "quota", Key: "k", Limit: 5, Taken: 5},
	}
	left := unheld([]decision.Claim{claim("own", 0), claim("another's", 0), claim("waits", 0), claim("free", 0), claim("quota", 5)}, held)
	if len(left) != 2 || left[0].Kind != "free" || left[1].Kind != "quota" {
		t.Errorf("it takes %v", left)
	}
}

func TestTheSharesOfAQuotaAddUpToIt(t *testing.T) {
	for _, limit := range []int64{1, 3, 7, 8, 9, 50, 200, 4_999, 5_000} {
		var sum, least, most int64
		for share := range shares {
			part := shareLimit(limit, share)
			sum += part
			if share == 0 {
				least, most = part, part
			}
			least, most = min(least, part), max(most, part)
		}
		if sum != limit || most-least > 1 {
			t.Errorf("a limit of %d is divided into shares of %d…%d, total %d", limit, least, most, sum)
		}
	}
}
