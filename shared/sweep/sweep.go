// Package sweep selects the cases that a test tries in a short run (go test -short). The full run
// tries all cases.
package sweep

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// seedName is the environment variable that makes a short run select the same cases again.
const seedName = "SWEEP_SEED"

// Cases returns all cases or, in a short run, at most that many in their order: the first and the
// last (if at least three are allowed) and random others. A failing test logs the seed;
// SWEEP_SEED=n selects the same cases again.
func Cases[T any](t testing.TB, all []T, most int) []T {
	t.Helper()
	if !testing.Short() || len(all) <= most {
		return all
	}
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv(seedName); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatalf("%s: %v", seedName, err)
		}
	}
	t.Logf("a short run: %d of %d cases, by %s=%d", most, len(all), seedName, seed)
	return choose(all, most, rand.New(rand.NewPCG(seed, 0))) // #nosec G404 -- it chooses test cases
}

func choose[T any](all []T, most int, chance *rand.Rand) []T {
	places := chance.Perm(len(all))
	if most >= 3 {
		ends := []int{0, len(all) - 1}
		places = append(ends, slices.DeleteFunc(places, func(place int) bool { return slices.Contains(ends, place) })...)
	}
	places = places[:most]
	slices.Sort(places)
	chosen := make([]T, most)
	for i, place := range places {
		chosen[i] = all[place]
	}
	return chosen
}
