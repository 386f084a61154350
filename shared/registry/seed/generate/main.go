// Command generate writes the seed. Each run writes the same files.
package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/registry/seed"
)

// crowd is the number of people without a story.
const crowd = 170

func main() {
	log.SetFlags(0)
	dir := filepath.Join("shared", "registry", "seed")
	t := &town{random: rand.New(rand.NewPCG(2026, 11)), sequence: map[string]int{}, columns: columns()}
	t.cast()
	for range crowd {
		t.extra()
	}
	t.guests()
	t.cityReviewers()
	var records strings.Builder
	for _, line := range t.lines {
		body, err := json.Marshal(line)
		if err != nil {
			log.Fatal(err)
		}
		records.Write(append(body, '\n'))
	}
	people, err := json.MarshalIndent(t.people, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range map[string]string{"records.jsonl": records.String(), "people.json": string(people) + "\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
	if err := numberEvents("events", t.people); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d people, %d records\n", len(t.people), len(t.lines))
}

// town is the people and records generated so far.
type town struct {
	random   *rand.Rand
	sequence map[string]int
	columns  map[string]fact.Column
	people   []seed.Person
	lines    []seed.Line
}

// columns returns the fields of all datasets, by dataset and name; they check the values that are
// written.
func columns() map[string]fact.Column {
	all := map[string]fact.Column{}
	for _, d := range dataset.All() {
		for _, c := range d.Columns() {
			_, name := fact.NameOf(c)
			all[d.Name+"."+name] = c
		}
	}
	return all
}

// person describes a person to be generated.
type person struct {
	name, born, household string
	female                bool
	try                   string
	zh, en                string
	unknown               bool // has no population record
	staleDays             int  // age of the population record
}

// add generates a person with an ID number, a bank card and a household.
func (t *town) add(w person) seed.Person {
	place := division.District(w.household)
	if place == "" {
		log.Fatalf("%s: no district in %q", w.name, w.household)
	}
	t.sequence[place+w.born]++
	sequence := 2*t.sequence[place+w.born] + 10
	if !w.female {
		sequence++
	}
	id, err := identity.MakeIDNumber(place, calendar.MustParse(w.born), sequence)
	if err != nil {
		log.Fatalf("%s: %v", w.name, err)
	}
	p := seed.Person{ID: string(id), Name: w.name, Card: card(string(id)), Try: w.try}
	if w.zh != "" {
		p.Story = lang.T(w.zh, w.en)
	}
	t.people = append(t.people, p)
	if !w.unknown {
		t.record(dataset.Population.Dataset, p.ID, w.staleDays, map[string]string{
			"name": w.name, "birth_date": w.born, "household_division": w.household,
			"household_since": calendar.MustParse(w.born).AddDays(20).String(),
		})
		t.record(dataset.Households.Dataset, p.ID, 0, map[string]string{"book": fmt.Sprintf("%s%04d", w.household, 1000+len(t.people))})
	}
	t.record(dataset.BankAccounts.Dataset, p.Card, 0, map[string]string{"holder": p.ID, "open": "true"})
	if w.born < "1967" && !w.unknown {
		t.record(
			dataset.SocialCards.Dataset,
			p.ID,
			0,
			map[string]string{"number": "F" + p.Card[8:16], "city": division.City(place), "account": p.Card},
		)
	}
	return p
}

// record adds a record, in place of an earlier one with the same key. Each value must be valid for its field.
func (t *town) record(d *fact.Dataset, key string, ageDays int, values map[string]string) {
	for name, value := range values {
		column, ok := t.columns[d.Name+"."+name]
		if !ok {
			log.Fatalf("%s has no field %s", d.Name, name)
		}
		if strings.HasPrefix(value, "today") {
			value = "2026-11-24"
		}
		if err := column.Check(value); err != nil {
			log.Fatal(err)
		}
	}
	t.lines = slices.DeleteFunc(t.lines, func(l seed.Line) bool { return l.Dataset == d.Name && l.Key == key })
	t.lines = append(t.lines, seed.Line{Dataset: d.Name, Key: key, AgeDays: ageDays, Values: values})
}

// card returns a card number that depends only on the person's ID number.
func card(id string) string {
	h := fnv.New64a()
	h.Write([]byte(id))
	return identity.MakeBankCard(fmt.Sprintf("62220220%010d", h.Sum64()%10_000_000_000))
}
