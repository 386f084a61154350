package instant_test

import (
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// TestAChangeOfWordingIsNotAFault: a replay reports a changed text as wording, and any other change as a
// difference of the decision.
func TestAChangeOfWordingIsNotAFault(t *testing.T) {
	decided := open(t, "p")
	decided.Know(fact.NewRecord("p", decided.Now(), dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))))
	number := decided.Apply("p", form{Wish: "x"}).Number
	application, err := instant.LoadApplication(t.Context(), decided.Store, number)
	if err != nil {
		t.Fatal(err)
	}
	everyFinding := func(change func(*decision.Finding)) func(*instant.Service[form, figures]) {
		return func(s *instant.Service[form, figures]) {
			was := s.Rules[0].Decide
			s.Rules[0].Decide = func(c testCase) []decision.Finding {
				findings := was(c)
				for i := range findings {
					change(&findings[i])
				}
				return findings
			}
		}
	}
	granted := func(change func(*decision.Grants)) func(*instant.Service[form, figures]) {
		return func(s *instant.Service[form, figures]) {
			was := s.Rules[0].Issue
			s.Rules[0].Issue = func(c testCase, serial decision.Serial) decision.Grants {
				g := was(c, serial)
				change(&g)
				return g
			}
		}
	}
	other := lang.T("别的说法", "Other words")
	for name, tt := range map[string]struct {
		change  func(*instant.Service[form, figures])
		wording bool
		part    string
	}{
		"a text":              {everyFinding(func(f *decision.Finding) { f.Text = other }), true, "finding "},
		"a title":             {everyFinding(func(f *decision.Finding) { f.Title = other }), true, "finding "},
		"a remedy":            {everyFinding(func(f *decision.Finding) { f.Remedy = other }), true, "finding "},
		"a citation of a law": {everyFinding(func(f *decision.Finding) { f.Basis = nil }), true, "finding "},
		"a status":            {everyFinding(func(f *decision.Finding) { f.Status = decision.Unknown }), false, "outcome"},
		"a rule":              {everyFinding(func(f *decision.Finding) { f.Rule += "-too" }), false, "finding"},
		"a day": {
			everyFinding(func(f *decision.Finding) { f.MetFrom = calendar.MustParse("2030-01-01") }),
			false,
			"finding ",
		},
		"the data used": {
			everyFinding(func(f *decision.Finding) { f.Sources = append(f.Sources, fact.Reference{Dataset: "deaths"}) }),
			false,
			"finding ",
		},
		"the certificate's title": {granted(func(g *decision.Grants) { g.Certificate.Title = other }), true, "grants"},
		"the last day of validity": {
			granted(func(g *decision.Grants) { g.Certificate.ValidUntil = calendar.MustParse("2030-01-01") }),
			false,
			"grants",
		},
		"the issuer": {granted(func(g *decision.Grants) { g.Certificate.IssuerCode = "11440605MB000QJ006" }), false, "grants"},
		"an amount":  {granted(func(g *decision.Grants) { g.Payment = &decision.Payment{AmountFen: 1} }), false, "grants"},
		"a record for the shared data": {
			granted(func(g *decision.Grants) { g.Records = append(g.Records, fact.Record{Dataset: "deaths"}) }),
			false,
			"grants",
		},
		"a price in points": {granted(func(g *decision.Grants) { g.Debit = &decision.Debit{Points: 1} }), false, "grants"},
	} {
		t.Run(name, func(t *testing.T) {
			s := service()
			tt.change(&s)
			differences, err := s.Replay(t.Context(), decided.Store, application)
			if err != nil || len(differences) == 0 {
				t.Fatalf("%v, %v", differences, err)
			}
			if d := differences[0]; d.Wording != tt.wording || !strings.HasPrefix(d.Part, tt.part) {
				t.Errorf("%+v", d)
			}
		})
	}
}
