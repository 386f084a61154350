package instant_test

import (
	"encoding/json"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/registry"
)

// Two services, of which the second relies on the grant of the first: a business, and something
// only a business owner can request.

type wanted struct {
	First  bool `json:"first,omitempty" zh:"开业" en:"A business"`
	Second bool `json:"second,omitempty" zh:"刻章" en:"A seal"`
	Third  bool `json:"third,omitempty" zh:"愿望" en:"A wish"`
}

type empty struct{}

func small(
	slug string,
	needs fact.Column,
	decide func(decision.Case[empty, empty], decision.Finding) decision.Finding,
	grants ...fact.Setting,
) instant.Service[empty, empty] {
	return instant.Service[empty, empty]{
		Item: instant.Item{Slug: slug, Name: lang.T(slug, slug)}, Policy: []byte("{}"),
		Rules: []instant.Rules[empty, empty]{{
			Version: "first", From: calendar.MustParse("2020-01-01"),
			Needs: func(c decision.Case[empty, empty]) []fact.Query {
				return []fact.Query{fact.Ask(c.Applicant.ID, needs)}
			},
			Claims: func(c decision.Case[empty, empty]) []decision.Claim {
				return []decision.Claim{{Kind: slug, Key: c.Applicant.ID}}
			},
			Decide: func(c decision.Case[empty, empty]) []decision.Finding {
				return []decision.Finding{decide(c, decision.Rule(slug, lang.T(slug, slug), policy.Basis{Illustrative: true}))}
			},
			Issue: func(c decision.Case[empty, empty], serial decision.Serial) decision.Grants {
				var g decision.Grants
				g.Certificate.Type, g.Certificate.IssuerCode = "11440605MB000MC150999", "11440605MB000MC150"
				for _, s := range grants {
					g.Records = append(g.Records, fact.NewRecord(c.Applicant.ID, c.At, s))
				}
				return g
			},
		}},
	}
}

func threeInOne(bounds ...instant.Binding) instant.Bundle[wanted] {
	yes, no := lang.T("是", "Yes"), lang.T("否", "No")
	business := small("business", dataset.Population.BirthDate, func(c decision.Case[empty, empty], f decision.Finding) decision.Finding {
		born := fact.Get(c.Facts, c.Applicant.ID, dataset.Population.BirthDate)
		switch {
		case !born.Known():
			return f.Unknown(born.Ref)
		case born.V.Age(c.Today()) < 18:
			return f.NotMet(no, born.Ref).Advise(no)
		default:
			return f.Met(yes, born.Ref)
		}
	}, dataset.Operators.Name.Set("鸿运"))
	seal := small("seal", dataset.Operators.Name, func(c decision.Case[empty, empty], f decision.Finding) decision.Finding {
		name := fact.Get(c.Facts, c.Applicant.ID, dataset.Operators.Name)
		if !name.Known() {
			return f.NotMet(no, name.Ref).Advise(no)
		}
		return f.Met(yes, name.Ref)
	}, dataset.Operators.Code.Set("92440605MA5GHTRE8R"))
	clean := small("clean", dataset.TradingBans.Until, func(c decision.Case[empty, empty], f decision.Finding) decision.Finding {
		if until := fact.Get(c.Facts, c.Applicant.ID, dataset.TradingBans.Until); !until.None() {
			return f.NotMet(no, until.Ref).Advise(no)
		}
		return f.Met(yes)
	})
	return instant.Bundle[wanted]{
		Item: instant.Item{Slug: "threeinone", Name: lang.T("一件事", "Three in one")},
		Members: []instant.Member[wanted]{
			instant.Join(business, func(w wanted) (empty, bool) { return empty{}, w.First }),
			instant.Join(seal, func(w wanted) (empty, bool) { return empty{}, w.Second }),
			instant.Join(clean, func(w wanted) (empty, bool) { return empty{}, w.Third }),
		},
		Bounds: bounds,
	}
}

func TestABundle(t *testing.T) {
	const grown, young, banned, unknown = "grown", "young", "banned", "unknown"
	together := instant.Binding{Services: []string{"business", "clean"}, Basis: policy.Basis{Illustrative: true}}
	all := wanted{true, true, true}
	tests := []struct {
		name   string
		bounds []instant.Binding
		person string
		form   wanted
		want   decision.Outcome
		parts  map[string]decision.Outcome
	}{
		{"each part relies on those before it", nil, grown, all, decision.Approved,
			map[string]decision.Outcome{"business": "approved", "seal": "approved", "clean": "approved"}},
		{"a part that is not requested is left out", nil, grown, wanted{First: true, Third: true}, decision.Approved,
			map[string]decision.Outcome{"business": "approved", "clean": "approved"}},
		{"a part that relies on a rejected one is rejected, the rest is not", nil, young, all, decision.Partly,
			map[string]decision.Outcome{"business": "rejected", "seal": "rejected", "clean": "approved"}},
		{"bound parts are rejected together", []instant.Binding{together}, young, all, decision.Rejected,
			map[string]decision.Outcome{"business": "rejected", "seal": "rejected", "clean": "rejected"}},
		{"nothing relies on a part that is rejected with a later one", []instant.Binding{together}, banned, all, decision.Rejected,
			map[string]decision.Outcome{"business": "rejected", "seal": "rejected", "clean": "rejected"}},
		{"without a binding it is approved", nil, banned, all, decision.Partly,
			map[string]decision.Outcome{"business": "approved", "seal": "approved", "clean": "rejected"}},
		{
			"bound to an unknown part, a part is referred",
			[]instant.Binding{together},
			unknown,
			wanted{First: true, Third: true},
			decision.Referred,
			map[string]decision.Outcome{"business": "referred", "clean": "referred"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := instanttest.Open(t, threeInOne(tt.bounds...), "2026-11-24")
			o.Know(
				fact.NewRecord(grown, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))),
				fact.NewRecord(young, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("2010-01-01"))),
				fact.NewRecord(banned, o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))),
				fact.NewRecord(banned, o.Now(), dataset.TradingBans.Until.Set(calendar.MustParse("2027-01-01"))),
			)
			assessed := o.Precheck(tt.person, tt.form)
			receipt := o.Apply(tt.person, tt.form)
			if receipt.Outcome != tt.want || assessed.Outcome != tt.want {
				t.Errorf("outcome %s, pre-check %s, want %s", receipt.Outcome, assessed.Outcome, tt.want)
			}
			got := map[string]decision.Outcome{}
			for i, p := range receipt.Parts {
				got[p.Service] = p.Outcome
				if p.Bundle != receipt.Number || (p.Certificate != nil) != (p.Outcome == decision.Approved) {
					t.Errorf("%s of bundle %q has the certificate %v", p.Service, p.Bundle, p.Certificate)
				}
				if assessed.Parts[i].Outcome != p.Outcome {
					t.Errorf("%s: pre-check %s", p.Service, assessed.Parts[i].Outcome)
				}
			}
			want, _ := json.Marshal(tt.parts)
			if seen, _ := json.Marshal(got); string(seen) != string(want) {
				t.Errorf("parts %s, want %s", seen, want)
			}
			if again := o.Apply(tt.person, tt.form); tt.want != decision.Rejected && again.Number != receipt.Number {
				t.Errorf("submitted again: %s, want %s", again.Number, receipt.Number)
			}
		})
	}
}

// TestWhatPartsLearnIsOneRecord requires that two parts which write fields of the same shared
// record both succeed.
func TestWhatPartsLearnIsOneRecord(t *testing.T) {
	o := instanttest.Open(t, threeInOne(), "2026-11-24")
	o.Know(fact.NewRecord("p", o.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))))
	o.Apply("p", wanted{true, true, true})
	record, err := registry.Table{Store: o.Store}.Lookup(t.Context(), fact.Ask("p", dataset.Operators.Code))
	if err != nil || record.Values["name"] != "鸿运" || record.Values["credit_code"] != "92440605MA5GHTRE8R" || !record.Decided() {
		t.Errorf("the shared data has %+v, %v", record, err)
	}
}
