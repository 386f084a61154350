package instant

import "testing"

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
