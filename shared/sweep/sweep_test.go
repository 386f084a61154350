package sweep

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCasesAreChosen requires the first, the last and others between them, each once and in order;
// over many runs every case is tried.
func TestCasesAreChosen(t *testing.T) {
	all := []int{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
	tried := map[int]bool{}
	for seed := range uint64(100) {
		chosen := choose(all, 4, rand.New(rand.NewPCG(seed, 0)))
		if len(chosen) != 4 || chosen[0] != 10 || chosen[3] != 19 || !slices.IsSorted(chosen) ||
			len(slices.Compact(slices.Clone(chosen))) != 4 {
			t.Fatalf("seed %d: %v", seed, chosen)
		}
		if again := choose(all, 4, rand.New(rand.NewPCG(seed, 0))); !slices.Equal(again, chosen) {
			t.Fatalf("seed %d: %v, and again %v", seed, chosen, again)
		}
		for _, one := range chosen {
			tried[one] = true
		}
	}
	if len(tried) != len(all) {
		t.Errorf("only %v are tried", tried)
	}
}

// TestTheWholeRunTriesAll requires all cases in a full run, and the given number in a short run.
func TestTheWholeRunTriesAll(t *testing.T) {
	all := []string{"a", "b", "c", "d", "e"}
	want := len(all)
	if testing.Short() {
		want = 3
	}
	if got := Cases(t, all, 3); len(got) != want {
		t.Errorf("%v", got)
	}
	if got := Cases(t, all, 5); !slices.Equal(got, all) {
		t.Errorf("five of five: %v", got)
	}
}
