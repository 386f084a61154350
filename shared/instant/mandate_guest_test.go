package instant_test

import (
	"errors"
	"strings"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/problem"
)

// TestAnAgentIsKnownByAnyDocument: every person in the register can be an agent, by the number of any
// document, however it is typed.
func TestAnAgentIsKnownByAnyDocument(t *testing.T) {
	for key, typed := range map[string]string{
		"810000199408230021": "810000 19940823 0021",
		"H12345678":          "h1234567801",
		"932682198501010017": "932682198501010017",
		"GBR123456789":       "gbr 123456789",
	} {
		o := open(t, principal)
		o.Know(fact.NewRecord(key, o.Now(), dataset.Population.Name.Set("安娜")))
		who := decision.NewApplicant(principal, "何婉清")
		m, err := o.Engine.Give(t.Context(), who, typed, "安娜", calendar.MustParse("2027-01-01"))
		if err != nil {
			t.Errorf("%s: %v", typed, err)
			continue
		}
		if held, err := o.Engine.Mandates(t.Context(), key); err != nil || len(held.Held) != 1 || m.Agent.Number == key {
			t.Errorf("%s: holds %+v, %v", key, held.Held, err)
		}
	}
}

// TestAKoreanPassportIsNoPassOfMacao: the number alone may be of both, so that the answer asks for the state; who
// names the document is understood.
func TestAKoreanPassportIsNoPassOfMacao(t *testing.T) {
	for typed, says := range map[string]string{
		"M12345678":              "KORM12345678", // as an example of what to enter
		"护照 M12345678":           "签发国的三个字母代码",
		"passport KOR M12345678": "",
		"KOR-M12345678。":         "",
	} {
		o := open(t, principal)
		o.Know(fact.NewRecord("KORM12345678", o.Now(), dataset.Population.Name.Set("金秀贤")))
		_, err := o.Engine.Give(t.Context(), decision.NewApplicant(principal, "何婉清"), typed, "金秀贤", calendar.MustParse("2027-01-01"))
		var p *problem.Problem
		if said := ""; errors.As(err, &p) {
			for _, f := range p.Errors {
				said += f.Detail.ZH
			}
			if says == "" || !strings.Contains(said, says) {
				t.Errorf("%s: %s", typed, said)
			}
		} else if says != "" || err != nil {
			t.Errorf("%s: taken, %v", typed, err)
		}
	}
}
