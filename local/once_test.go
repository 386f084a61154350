package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/registry"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/dynamo/dynamotest"
)

// onEachStore runs a test on the embedded store and on DynamoDB Local.
func onEachStore(t *testing.T, test func(t *testing.T, on settings)) {
	t.Run("embedded", func(t *testing.T) { test(t, embedded(t.TempDir())) })
	t.Run("dynamodb", func(t *testing.T) {
		on := embedded(t.TempDir())
		on.store, on.table = "dynamodb", dynamotest.Table(t, dynamotest.Config(t))
		test(t, on)
	})
}

// fill commits the records of shared data in large batches.
func fill(t testing.TB, s store.Store, records []fact.Record) {
	t.Helper()
	var writes []store.Write
	for i, r := range records {
		w, err := registry.Put(r)
		if err != nil {
			t.Fatal(err)
		}
		if writes = append(writes, w...); len(writes) >= store.MaxWrites-1 || i == len(records)-1 {
			if err := s.Commit(t.Context(), writes...); err != nil {
				t.Fatal(err)
			}
			writes = writes[:0]
		}
	}
}

// crowd stores that number of people, each of whom can be granted the elderly allowance once, and returns them.
func crowd(t testing.TB, s store.Store, size int) []seed.Person {
	t.Helper()
	people := make([]seed.Person, size)
	records := make([]fact.Record, 0, 2*size)
	now := time.Now()
	for i := range people {
		var born calendar.Date
		people[i], born = stranger(t, i)
		records = append(records,
			fact.NewRecord(people[i].ID, now, dataset.Population.BirthDate.Set(born), dataset.Population.Household.Set("440605011")),
			fact.NewRecord(people[i].Card, now, dataset.BankAccounts.Holder.Set(people[i].ID), dataset.BankAccounts.Open.Set(true)))
	}
	fill(t, s, records)
	return people
}

// stranger returns a person outside the seed, a different one for each number up to three and a half million in
// each of four districts.
func stranger(t testing.TB, i int) (seed.Person, calendar.Date) {
	t.Helper()
	born := calendar.MustParse("1930-01-01").AddDays(i % 4000)
	id, err := identity.MakeIDNumber([]string{"440605", "440604", "440606", "440607"}[i/3_600_000], born, 100+i/4000)
	if err != nil {
		t.Fatal(err)
	}
	return seed.Person{ID: string(id), Name: "何某", Card: identity.MakeBankCard(fmt.Sprintf("622202%012d", i))}, born
}

// TestAThousandAtOnce: a thousand identical submissions (in a short run two hundred), with a key and without, result
// in one application and one certificate, and all get the same answer.
func TestAThousandAtOnce(t *testing.T) {
	each := 20
	if testing.Short() {
		each = 4
	}
	onEachStore(t, func(t *testing.T, on settings) {
		s := openSiteOn(t, on)
		for name, headers := range map[string][]string{"何婉清": {"Idempotency-Key", "the-one"}, "𠮷兆麟": nil} {
			body := own(t, name)
			answers := make(chan string, 50*each)
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() {
					for range each {
						status, _, text := s.apply("elderlyallowance", name, body, headers...)
						for status == http.StatusServiceUnavailable {
							status, _, text = s.apply("elderlyallowance", name, body, headers...)
						}
						answers <- text
					}
				})
			}
			all.Wait()
			close(answers)
			different := map[string]int{}
			for a := range answers {
				different[a]++
			}
			if len(different) != 1 {
				t.Errorf("%s: %d different answers", name, len(different))
			}
			_, text := s.call("GET", "/applications", "", "Authorization", "Bearer "+s.token(name))
			if strings.Count(text, `"number"`) != 1 || strings.Count(text, `"certificate"`) != 1 {
				t.Errorf("%s has %s", name, text)
			}
		}
	})
}

// TestTwoForOneName: of two people who apply for one trade name at the same moment, one gets it, and the other is
// answered that it is taken.
func TestTwoForOneName(t *testing.T) {
	onEachStore(t, func(t *testing.T, on settings) {
		marks := []rune("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬")
		s := openSiteOn(t, on)
		traders := make([]seed.Person, 2*len(marks))
		var records []fact.Record
		for i := range traders {
			born := calendar.MustParse("1990-05-01").AddDays(i)
			id, err := identity.MakeIDNumber("440605", born, 101)
			if err != nil {
				t.Fatal(err)
			}
			traders[i] = seed.Person{ID: string(id), Name: "黄某"}
			records = append(records, fact.NewRecord(string(id), time.Now(), dataset.Population.BirthDate.Set(born)))
		}
		fill(t, s.records, records)
		for pair, mark := range marks {
			body := fmt.Sprintf(
				`{"division":"440605011","address":"南海大道北1号","trade_name":"福瑞%c","industry":"food","name_form":"店","scope":["fruit"],"premises":"promise","property_unit":"440605011001GB00004F00010001","promise":true}`,
				mark,
			)
			outcomes := make(chan decision.Outcome, 2)
			var both sync.WaitGroup
			for _, p := range traders[2*pair : 2*pair+2] {
				both.Go(func() {
					status, receipt, text := s.applyAs(p, "soletrader", body)
					for status == http.StatusServiceUnavailable {
						status, receipt, text = s.applyAs(p, "soletrader", body)
					}
					if status != http.StatusCreated {
						t.Errorf("%d %s", status, text)
					}
					outcomes <- receipt.Outcome
				})
			}
			both.Wait()
			if a, b := <-outcomes, <-outcomes; a == b || a != decision.Approved && b != decision.Approved {
				t.Errorf("pair %d: %s and %s", pair, a, b)
			}
		}
	})
}

// TestCallersAreNotMixedUp: many people send requests at the same moment, and each gets their own answer.
func TestCallersAreNotMixedUp(t *testing.T) {
	s := openSite(t, t.TempDir())
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	each := 50
	if testing.Short() {
		each = 10
	}
	var all sync.WaitGroup
	for _, p := range people[:50] {
		token, err := s.issuer.Sign(p)
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			for range each {
				_, text := s.call("GET", "/services/soletrader/application", "", "Authorization", "Bearer "+token)
				if !strings.Contains(text, fmt.Sprintf(`"applicant":%q`, p.Name)) {
					t.Errorf("%s is answered %s", p.Name, text)
					return
				}
			}
		})
	}
	all.Wait()
}
