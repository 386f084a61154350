package proactive_test

import (
	"encoding/json"
	"strings"
	"testing"

	"miaoban/functions/jobs/proactive"
	"miaoban/functions/services/childcaresubsidy"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
)

// household is a mother, a father and a child; what care adds is in the child's record.
func household(t *testing.T, o *instanttest.Office, n int, born string, account bool, care ...fact.Setting) (mother, father, child string) {
	t.Helper()
	id := func(day string, sequence int) string {
		id, err := identity.MakeIDNumber("440605", calendar.MustParse(day), sequence)
		if err != nil {
			t.Fatal(err)
		}
		return string(id)
	}
	mother, father, child = id("1996-05-01", 20+2*n), id("1994-05-01", 21+2*n), id(born, 20+2*n)
	for person, day := range map[string]string{mother: "1996-05-01", father: "1994-05-01", child: born} {
		o.Know(fact.NewRecord(person, o.Now(), dataset.Population.Name.Set("测试人"),
			dataset.Population.BirthDate.Set(calendar.MustParse(day)), dataset.Population.Household.Set("440605011")))
	}
	for person, spouse := range map[string]string{mother: father, father: mother} {
		o.Know(fact.NewRecord(person, o.Now(), dataset.Marriages.State.Set("married"), dataset.Marriages.Spouse.Set(spouse)))
		card := identity.MakeBankCard("6222022" + person[6:17])
		o.Know(fact.NewRecord(card, o.Now(), dataset.BankAccounts.Holder.Set(person), dataset.BankAccounts.Open.Set(true)))
		if account {
			o.Know(fact.NewRecord(person, o.Now(), dataset.SocialCards.Account.Set(card)))
		}
	}
	care = append([]fact.Setting{dataset.Parentage.Father.Set(father), dataset.Parentage.Rank.Set(1)}, care...)
	o.Know(fact.NewRecord(child, o.Now(), dataset.Parentage.Mother.Set(mother), care...))
	return mother, father, child
}

// TestAParentIsInvitedForTheChild: the child is found, one of those who can apply is invited once a
// year, and nothing is paid before they confirm.
func TestAParentIsInvitedForTheChild(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		o := instanttest.OpenOn(t, childcaresubsidy.Service(), "2026-11-24", open)
		run, err := proactive.Job(o.Engine, []instant.Offering{childcaresubsidy.Service()})
		if err != nil {
			t.Fatal(err)
		}
		want := func(name string, looked, invited, notified int) {
			t.Helper()
			if r, err := run(t.Context(), proactive.Order{}); err != nil || r.Looked != looked || r.Invited != invited || r.Notified != notified ||
				r.Granted != 0 || r.Failed != 0 {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
		notices := func(person string) []instant.Notice {
			t.Helper()
			notices, _, err := instant.Notices(t.Context(), o.Store, person, "")
			if err != nil {
				t.Fatal(err)
			}
			return notices
		}
		ready, other, child := household(t, o, 0, "2025-03-10", true)
		bare, _, _ := household(t, o, 1, "2025-04-10", false)
		dead, widower, _ := household(t, o, 2, "2025-05-10", true)
		o.Know(fact.NewRecord(dead, o.Now(), dataset.Deaths.Date.Set(calendar.MustParse("2025-12-01"))))
		_, fourth, _ := household(t, o, 3, "2025-06-10", true, dataset.Parentage.Rank.Set(4))
		_, _, alone := household(t, o, 4, "2025-07-10", true, dataset.Parentage.InInstitution.Set(true))
		entered, _, _ := household(t, o, 5, "2025-08-10", true, dataset.Parentage.Rank.Unset()) // as its household entry records it
		want("before the end of the year", 6, 4, 0)
		for person, n := range map[string]int{entered: 1, ready: 1, other: 0, bare: 1, dead: 0, widower: 1, fourth: 0} {
			if got := notices(person); len(got) != n {
				t.Errorf("%d notices, want %d: %+v", len(got), n, got)
			}
		}
		if n := notices(bare)[0]; n.Form != nil || len(n.Filled) != 1 || n.Filled[0].Name != "child" {
			t.Errorf("without an account the invitation is %s %+v", n.Form, n.Filled)
		}
		n := notices(ready)[0]
		if !strings.Contains(n.Text.ZH, "2026年12月31日") {
			t.Errorf("the invitation does not state the last day: %s", n.Text.ZH)
		}
		var form childcaresubsidy.Form
		if err := json.Unmarshal(n.Form, &form); err != nil || form.Child != child {
			t.Fatalf("the prepared form is %s: %v", n.Form, err)
		}
		if list, _, err := instant.Applications(t.Context(), o.Store, ready, ""); err != nil || len(list) != 0 {
			t.Errorf("%d applications before the confirmation, %v", len(list), err)
		}
		if receipt := o.Apply(ready, form); receipt.Outcome != decision.Approved || receipt.Payment.AmountFen != 360000 {
			t.Errorf("the confirmation is %s", receipt.Outcome)
		}
		o.At(o.Now().AddDate(0, 0, 1))
		if n := notices(entered)[0]; !strings.Contains(n.Text.ZH, "核实") || strings.Contains(n.Text.ZH, "当场办结") {
			t.Errorf("the notice about a child of unknown rank says: %s", n.Text.ZH)
		}
		want("on the next day", 6, 0, 3)
		if reads, _, err := instant.Reads(t.Context(), o.Store, alone, ""); err != nil || len(reads) != 2 {
			t.Errorf("%d reads of the child in an institution are logged, want one of each day: %v", len(reads), err)
		}
	})
}
