package interest_test

import (
	"testing"

	"miaoban/shared/interest"
)

const (
	official = "440605198505050139"
	citizen  = "440605195103150124"
	third    = "440605196208080139"
)

// TestNobodyDecidesForThemselves: each relation, then or now, and what cannot be told.
func TestNobodyDecidesForThemselves(t *testing.T) {
	known := func(id string, change func(*interest.Known)) interest.Known {
		k := interest.Known{ID: id, Households: []string{"book of " + id}, Household: interest.Yes, Marriage: interest.Yes, Agency: interest.Yes}
		if change != nil {
			change(&k)
		}
		return k
	}
	for name, tt := range map[string]struct {
		official func(*interest.Official)
		citizen  func(*interest.Known)
		want     interest.Verdict
	}{
		"strangers":                         {want: interest.Free},
		"their own":                         {citizen: func(k *interest.Known) { k.ID = official }, want: interest.Barred},
		"one household":                     {citizen: func(k *interest.Known) { k.Households = []string{"book of " + official} }, want: interest.Barred},
		"a household of before":             {official: func(o *interest.Official) { o.Households = append(o.Households, "book of "+citizen) }, want: interest.Barred},
		"a spouse":                          {official: func(o *interest.Official) { o.Spouses = []string{citizen} }, want: interest.Barred},
		"a spouse, as the other has":        {citizen: func(k *interest.Known) { k.Spouses = []string{third, official} }, want: interest.Barred},
		"a child or parent":                 {official: func(o *interest.Official) { o.Kin = []string{citizen} }, want: interest.Barred},
		"an agent or principal":             {official: func(o *interest.Official) { o.Tied = []string{third, citizen} }, want: interest.Barred},
		"an agent, as a register has it":    {official: func(o *interest.Official) { o.Agents = []string{citizen} }, want: interest.Barred},
		"a principal, as a register has it": {citizen: func(k *interest.Known) { k.Agents = []string{official} }, want: interest.Barred},
		"of the third only": {official: func(o *interest.Official) {
			o.Kin, o.Tied, o.Spouses = []string{third}, []string{third}, []string{third}
		}, want: interest.Free},
		"nobody is known": {official: func(o *interest.Official) { o.ID = "" }, want: interest.Barred},
		"the official's household is not known": {
			official: func(o *interest.Official) { o.Household = interest.Never }, want: interest.Barred},
		"the official's marriage cannot be asked": {
			official: func(o *interest.Official) { o.Marriage = interest.Unreachable }, want: interest.Barred},
		"the citizen's household is not known": {
			citizen: func(k *interest.Known) { k.Households, k.Household = nil, interest.Never }, want: interest.Untold},
		"the citizen's household cannot be asked": {
			citizen: func(k *interest.Known) { k.Households, k.Household = nil, interest.Unreachable }, want: interest.Barred},
		"the citizen's marriage is not known to one who never married": {
			citizen: func(k *interest.Known) { k.Marriage = interest.Never }, want: interest.Free},
		"the citizen's marriage is not known to one who did": {
			official: func(o *interest.Official) { o.Spouses = []string{third} }, citizen: func(k *interest.Known) { k.Marriage = interest.Never }, want: interest.Untold},
		"an old value that speaks for it": {
			citizen: func(k *interest.Known) {
				k.Households, k.Household = []string{"book of " + official}, interest.Never
			}, want: interest.Barred},
	} {
		t.Run(name, func(t *testing.T) {
			o := interest.Official{Known: known(official, nil)}
			if tt.official != nil {
				tt.official(&o)
			}
			people := []interest.Known{known("440304194002290120", nil), known(citizen, tt.citizen)} // one of them is enough
			if got := interest.Of(o, people); got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

// TestThenAndNow: what was known when a case came in stays known of it.
func TestThenAndNow(t *testing.T) {
	now := interest.Known{ID: citizen, Households: []string{"new"}, Household: interest.Yes, Marriage: interest.Never}
	then := interest.Known{ID: citizen, Households: []string{"old"}, Spouses: []string{official}, Household: interest.Yes, Marriage: interest.Yes}
	all := now.With(then)
	if len(all.Households) != 2 || len(all.Spouses) != 1 || all.Marriage != interest.Yes {
		t.Errorf("%+v", all)
	}
	now.Household = interest.Unreachable
	if all := now.With(then); all.Household != interest.Unreachable {
		t.Errorf("what cannot be asked now counts as told: %+v", all)
	}
}
