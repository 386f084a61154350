package instant_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// beside opens another office for a service on the first office's store: another function, or
// another version, with its own clock.
func beside(t *testing.T, first *instanttest.Office, s instant.Offering, day string) *instanttest.Office {
	t.Helper()
	return instanttest.OpenOn(t, s, day, func(testing.TB, func() time.Time) store.Store { return first.Store })
}

// submitMany submits the person's form through the offices many times concurrently, and returns
// how often each number was answered.
func submitMany(t *testing.T, person, body string, offices ...*instanttest.Office) map[string]int {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	numbers := map[string]int{}
	for i := range 20 {
		all.Go(func() {
			response := offices[i%len(offices)].Call("POST", "applications", person, body, nil)
			var receipt instant.Receipt
			if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil || response.StatusCode != 201 {
				t.Errorf("%d %s", response.StatusCode, response.Body)
			}
			mu.Lock()
			defer mu.Unlock()
			numbers[receipt.Number]++
		})
	}
	all.Wait()
	return numbers
}

// TestClocksThatDiffer requires that functions with different clocks, around midnight too, grant
// once, and that every decision replays.
func TestClocksThatDiffer(t *testing.T) {
	midnight := calendar.MustParse("2026-11-25").Start()
	for name, apart := range map[string][2]time.Time{
		"ten minutes":                {midnight.Add(12 * time.Hour), midnight.Add(11*time.Hour + 50*time.Minute)},
		"ten minutes, over midnight": {midnight.Add(4 * time.Minute), midnight.Add(-6 * time.Minute)},
		"twenty-three hours":         {midnight.Add(23 * time.Hour), midnight},
	} {
		t.Run(name, func(t *testing.T) {
			ahead := open(t, "p")
			behind := beside(t, ahead, service(), "2026-11-24")
			ahead.At(apart[0])
			behind.At(apart[1])
			ahead.Know(fact.NewRecord("p", apart[1], dataset.Population.BirthDate.Set(calendar.MustParse("1990-01-01"))))
			numbers := submitMany(t, "p", `{"wish":"x"}`, ahead, behind)
			if len(numbers) != 1 {
				t.Errorf("the answers have the numbers %v, want one", numbers)
			}
			for number := range numbers {
				ahead.Replay(number)
				behind.Replay(number)
			}
			granted := 0
			for _, day := range []string{"2026-11-24", "2026-11-25"} {
				for record, err := range audit.Records(t.Context(), ahead.Store, calendar.MustParse(day)) {
					if err != nil {
						t.Error(err)
					}
					if record.Event.Action == "decided" {
						granted++
					}
				}
			}
			if granted != 1 {
				t.Errorf("decided %d times", granted)
			}
		})
	}
}

// newer is the form of the service's next version, with one more field.
type newer struct {
	Wish   string `json:"wish" validate:"required,max=5" zh:"愿望" en:"Wish"`
	Colour string `json:"colour,omitempty" validate:"omitempty,max=5" zh:"颜色" en:"Colour"`
}

// next is the service's next version: another policy document, new rules, and one more field.
func next() instant.Service[newer, figures] {
	was := service()
	old := func(c decision.Case[newer, figures]) testCase {
		return testCase{
			Form:      form{Wish: c.Form.Wish},
			Applicant: c.Applicant,
			Facts:     c.Facts,
			Holdings:  c.Holdings,
			Policy:    c.Policy,
			At:        c.At,
		}
	}
	rules := func(version, from string) instant.Rules[newer, figures] {
		return instant.Rules[newer, figures]{
			Version: version, From: calendar.MustParse(from),
			Needs:  func(c decision.Case[newer, figures]) []fact.Query { return needs(old(c)) },
			Claims: func(c decision.Case[newer, figures]) []decision.Claim { return was.Rules[0].Claims(old(c)) },
			Decide: func(c decision.Case[newer, figures]) []decision.Finding { return decide(old(c)) },
			Issue: func(c decision.Case[newer, figures], serial decision.Serial) decision.Grants {
				return issue(old(c), serial)
			},
		}
	}
	return instant.Service[newer, figures]{
		Item:   instant.Item{Slug: "wish", Name: lang.T("愿望", "Wish")},
		Policy: bytes.ReplaceAll([]byte(document), []byte("value: 18"), []byte("value: 16")),
		Rules:  []instant.Rules[newer, figures]{rules("first", "2020-01-01"), rules("newer", "2026-11-01")},
	}
}

// TestTwoVersionsOnOneTable sends requests to the old and the new version during a deployment.
// Together they grant once, read each other's records, and the new version replays all.
func TestTwoVersionsOnOneTable(t *testing.T) {
	was := open(t, "p", "q", "r")
	is := beside(t, was, next(), "2026-11-24")

	numbers := submitMany(t, "p", `{"wish":"x"}`, was, is)
	if len(numbers) != 1 {
		t.Errorf("the answers have the numbers %v, want one", numbers)
	}
	byNew := is.Apply("q", map[string]string{"wish": "y", "colour": "red"})
	byOld := was.Apply("r", form{Wish: "z"})
	if byNew.Rules != "newer" || byOld.Rules != "first" {
		t.Errorf("decided by the rules %s and %s", byNew.Rules, byOld.Rules)
	}
	is.Replay(byOld.Number)
	for number := range numbers {
		is.Replay(number)
	}
	for reader, number := range map[*instanttest.Office]string{was: byNew.Number, is: byOld.Number} {
		a, err := instant.LoadApplication(t.Context(), reader.Store, number)
		if err != nil {
			t.Fatal(err)
		}
		if receipt, err := reader.Engine.Receipt(t.Context(), a); err != nil || receipt.Outcome != decision.Approved {
			t.Errorf("%s: %v %s", number, err, receipt.Outcome)
		}
	}
	a, err := instant.LoadApplication(t.Context(), was.Store, byNew.Number)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service().Replay(t.Context(), was.Store, a); err == nil {
		t.Error("the old version replayed rules that it does not have")
	}
	for _, o := range []*instanttest.Office{was, is} { // all three places are taken, for both versions
		if full := o.Call("POST", "applications", "s", `{"wish":"x"}`, nil); full.StatusCode != 201 ||
			!bytes.Contains([]byte(full.Body), []byte(`"outcome":"rejected"`)) {
			t.Errorf("a fourth place: %d %s", full.StatusCode, full.Body)
		}
	}
}

// TestARecordFromTheFuture requires that members added by a later version do not prevent reading a
// record.
func TestARecordFromTheFuture(t *testing.T) {
	o := open(t, "p")
	receipt := o.Apply("p", form{Wish: "x"})
	at := store.Key{Partition: "APPLICATION#" + receipt.Number, Sort: "APPLICATION"}
	item, err := o.Store.Get(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	item.Body = fmt.Appendf(nil, `{"since_2030":{"deep":[1,2]},%s`, item.Body[1:])
	if err := o.Store.Commit(t.Context(), store.Replace("application", item)); err != nil {
		t.Fatal(err)
	}
	o.Replay(receipt.Number)
}

// readOnly is a store that refuses writes.
type readOnly struct{ store.Store }

func (readOnly) Commit(context.Context, ...store.Write) error {
	return fmt.Errorf("writing: %w", io.ErrClosedPipe)
}

// TestAStoreThatTakesNoWrites requires that nothing is granted, that the fault is reported as
// ours, and that existing records can be read.
func TestAStoreThatTakesNoWrites(t *testing.T) {
	o := open(t, "p", "q")
	before := o.Apply("p", form{Wish: "x"})
	o.Engine.Store = readOnly{o.Store}
	if response := o.Call("POST", "applications", "q", `{"wish":"x"}`, nil); response.StatusCode != 500 ||
		!bytes.Contains([]byte(response.Body), []byte("/problems/internal")) {
		t.Errorf("%d %s", response.StatusCode, response.Body)
	}
	a, err := instant.LoadApplication(t.Context(), o.Engine.Store, before.Number)
	if err != nil {
		t.Fatal(err)
	}
	if receipt, err := o.Engine.Receipt(t.Context(), a); err != nil || receipt.Outcome != decision.Approved {
		t.Errorf("%v %s", err, receipt.Outcome)
	}
	if again := o.Call("POST", "applications", "p", `{"wish":"x"}`, nil); again.StatusCode != 201 ||
		!bytes.Contains([]byte(again.Body), []byte(before.Number)) {
		t.Errorf("a repetition, which needs no write: %d %s", again.StatusCode, again.Body)
	}
	o.Engine.Store = o.Store
	if list, _, err := instant.Applications(t.Context(), o.Store, "q", ""); err != nil || len(list) != 0 {
		t.Errorf("%d applications in the list, want 1: %v", len(list), err)
	}
}
