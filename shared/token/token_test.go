package token_test

import (
	"path/filepath"
	"testing"
	"time"

	"miaoban/shared/store/bolt"
	"miaoban/shared/token"
)

// TestTheListEndsWithTheToken requires that a token is listed until its end and one minute more,
// for clock differences, and is then removed.
func TestTheListEndsWithTheToken(t *testing.T) {
	start := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	until := start.Add(time.Hour)
	now := start
	s, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range 2 { // signing out twice is allowed
		if err := token.Withdraw(t.Context(), s, "one", until); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		id   string
		at   time.Time
		want bool
	}{
		{"one", start, true}, {"two", start, false}, {"one", until, true},
		{"one", until.Add(time.Minute - time.Second), true}, {"one", until.Add(time.Minute), false},
	} {
		now = tt.at
		if got, err := token.Withdrawn(t.Context(), s, tt.id); err != nil || got != tt.want {
			t.Errorf("%s at %s: %t, %v", tt.id, tt.at, got, err)
		}
	}
}
