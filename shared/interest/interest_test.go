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

// TestNobodyDecidesForThemselves covers each relation, then and now, and unknown ones.
func TestNobodyDecidesForThemselves(t *testing.T) {
	known := func(id string, change func(*interest.Known)) interest.Known {
		k := interest.Known{
			ID:         id,
			Households: []string{"book of " + id},
			Household:  interest.Answered,
			Marriage:   interest.Answered,
			Agency:     interest.Answered,
		}
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
		"strangers":      {want: interest.Free},
		"their own case": {citizen: func(k *interest.Known) { k.ID = official }, want: interest.Barred},
		"one household": {
			citizen: func(k *interest.Known) { k.Households = []string{"book of " + official} },
			want:    interest.Barred,
		},
		"a former household": {
			official: func(o *interest.Official) { o.Households = append(o.Households, "book of "+citizen) },
			want:     interest.Barred,
		},
		"a spouse": {official: func(o *interest.Official) { o.Spouses = []string{citizen} }, want: interest.Barred},
		"a spouse, by the other's record": {
			citizen: func(k *interest.Known) { k.Spouses = []string{third, official} },
			want:    interest.Barred,
		},
		"a child or parent": {official: func(o *interest.Official) { o.Kin = []string{citizen} }, want: interest.Barred},
		"an agent or principal": {
			official: func(o *interest.Official) { o.Tied = []string{third, citizen} },
			want:     interest.Barred,
		},
		"an agent, by a register":    {official: func(o *interest.Official) { o.Agents = []string{citizen} }, want: interest.Barred},
		"a principal, by a register": {citizen: func(k *interest.Known) { k.Agents = []string{official} }, want: interest.Barred},
		"only of a third person": {official: func(o *interest.Official) {
			o.Kin, o.Tied, o.Spouses = []string{third}, []string{third}, []string{third}
		}, want: interest.Free},
		"the official is unknown": {official: func(o *interest.Official) { o.ID = "" }, want: interest.Barred},
		"the official's household is unknown": {
			official: func(o *interest.Official) { o.Household = interest.NoData }, want: interest.Barred},
		"the marriage register does not answer on the official": {
			official: func(o *interest.Official) { o.Marriage = interest.Unreachable }, want: interest.Barred},
		"the citizen's household is unknown": {
			citizen: func(k *interest.Known) { k.Households, k.Household = nil, interest.NoData }, want: interest.Unlisted},
		"the household register does not answer on the citizen": {
			citizen: func(k *interest.Known) { k.Households, k.Household = nil, interest.Unreachable }, want: interest.Barred},
		"the citizen's marriage is unknown, the official never married": {
			citizen: func(k *interest.Known) { k.Marriage = interest.NoData }, want: interest.Free},
		"the citizen's marriage is unknown, the official married": {
			official: func(o *interest.Official) { o.Spouses = []string{third} },
			citizen:  func(k *interest.Known) { k.Marriage = interest.NoData }, want: interest.Unlisted},
		"an outdated record of a common household": {
			citizen: func(k *interest.Known) {
				k.Households, k.Household = []string{"book of " + official}, interest.NoData
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

// TestThenAndNow requires that what was known when the case began stays known.
func TestThenAndNow(t *testing.T) {
	now := interest.Known{ID: citizen, Households: []string{"new"}, Household: interest.Answered, Marriage: interest.NoData}
	then := interest.Known{
		ID:         citizen,
		Households: []string{"old"},
		Spouses:    []string{official},
		Household:  interest.Answered,
		Marriage:   interest.Answered,
	}
	all := now.With(then)
	if len(all.Households) != 2 || len(all.Spouses) != 1 || all.Marriage != interest.Answered {
		t.Errorf("%+v", all)
	}
	now.Household = interest.Unreachable
	if all := now.With(then); all.Household != interest.Unreachable {
		t.Errorf("an unanswered question counts as answered: %+v", all)
	}
}
