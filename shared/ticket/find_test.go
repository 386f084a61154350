package ticket_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// called stores what a caller said on the phone.
func (tw *town) called(place, name, phone, text string) *ticket.Ticket {
	tw.Helper()
	made, err := tw.New(ticket.Intake{Category: "water", Place: place, Address: "桂澜路８号", Text: text,
		Caller: ticket.Caller{Name: name, Mobile: phone}, Source: ticket.FromClerk, Clerk: clerk})
	if err != nil {
		tw.Fatal(err)
	}
	kept, _, err := tw.Take(tw.Context(), made)
	if err != nil {
		tw.Fatal(err)
	}
	return kept
}

const clerk = "440605199207070143"

// found are the numbers that the official of the region finds, and by what.
func (tw *town) found(region, name, text string) (numbers []string, found ticket.Found) {
	tw.Helper()
	found, err := tw.Find(tw.Context(), instant.Officer{ID: official, Name: name, Region: region}, text)
	if err != nil {
		tw.Fatal(err)
	}
	for _, l := range found.Tickets {
		numbers = append(numbers, l.Number)
	}
	return numbers, found
}

// TestTicketsAreFound by number, by the caller's phone and by words, in the official's region alone.
func TestTicketsAreFound(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		tw := openTown(t, open)
		one := tw.called(guicheng, "李女士", "13800138000", "从早上起停水")
		other := tw.called(zumiao, "李女士", "13800138000", "千灯湖边水管爆裂")
		third := tw.called(guicheng, "王先生", "0757-86281234", "自来水发黄")
		for _, tt := range []struct {
			what, region, official, text string
			by                           ticket.By
			want                         []string
		}{
			{"a number", foshan, "陈督佛", one.Number, ticket.ByNumber, []string{one.Number}},
			{"as it is typed", foshan, "陈督佛", " " + strings.ToLower(strings.ReplaceAll(one.Number, "-", "－")), ticket.ByNumber,
				[]string{one.Number}},
			{"of another region", chancheng, "陈督禅", one.Number, ticket.ByNumber, nil},
			{"a phone", foshan, "陈督佛", "13800138000", ticket.ByPhone, []string{one.Number, other.Number}},
			{"as it is typed", nanhai, "陈督南", "+86 138-0013-8000", ticket.ByPhone, []string{one.Number}},
			{"a land line", nanhai, "陈督南", "(0757) 8628 1234", ticket.ByPhone, []string{third.Number}},
			{"that nobody gave", foshan, "陈督佛", "13900139000", ticket.ByPhone, nil},
			{"a word", foshan, "陈督佛", "早上", ticket.ByWords, []string{one.Number}},
			{"of the category", foshan, "陈督佛", "漏水", ticket.ByWords, []string{one.Number, other.Number, third.Number}},
			{"in another spelling", foshan, "陈督佛", "自來水", ticket.ByWords, []string{third.Number}},
			{"of the address", foshan, "陈督佛", "桂澜路8号", ticket.ByWords, []string{one.Number, other.Number, third.Number}},
			{"of the place", foshan, "陈督佛", "祖庙", ticket.ByWords, []string{other.Number}},
			{"all words", foshan, "陈督佛", "桂澜路 发黄", ticket.ByWords, []string{third.Number}},
			{"not all words", foshan, "陈督佛", "千灯湖 发黄", ticket.ByWords, nil},
			{"of another region", chancheng, "陈督禅", "早上", ticket.ByWords, nil},
			{"by who may be the caller", foshan, "王先生", "桂澜路8号", ticket.ByWords, []string{one.Number, other.Number}},
		} {
			numbers, found := tw.found(tt.region, tt.official, tt.text)
			slices.Sort(numbers)
			slices.Sort(tt.want)
			if !slices.Equal(numbers, tt.want) || found.By != tt.by || found.Part {
				t.Errorf("%s, %s in %s: %+v by %s, want %v", tt.what, tt.text, tt.region, numbers, found.By, tt.want)
			}
		}
		for _, short := range []string{"", " ", "水"} {
			if _, err := tw.Find(tw.Context(), instant.Officer{ID: official, Region: foshan}, short); !isProblem(err, "invalid-form") {
				t.Errorf("%q: %v", short, err)
			}
		}
		// An answered ticket waits in no queue any more, and is found by its number and phone.
		tw.must(one.Number, func(t *ticket.Ticket) error {
			return t.Reply(guicheng, "已恢复供水", ticket.Visiting{AnswerDays: 7}, tw.now)
		})
		if numbers, _ := tw.found(guicheng, "陈桂城", "13800138000"); !slices.Equal(numbers, []string{one.Number}) {
			t.Errorf("answered: %v", numbers)
		}
		if numbers, _ := tw.found(guicheng, "陈桂城", "早上"); numbers != nil {
			t.Errorf("not open: %v", numbers)
		}
	})
}

// TestAnOldTicketIsFoundFromItsNextChangeOn: it was stored before phone numbers were indexed.
func TestAnOldTicketIsFoundFromItsNextChangeOn(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	const phone = "13800138000"
	old := tw.called(guicheng, "李女士", phone, "从早上起停水")
	item, err := tw.Store.Get(t.Context(), ticket.Key(old.Number))
	if err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.Unmarshal(item.Body, &body); err != nil {
		t.Fatal(err)
	}
	delete(body, "indexed")
	if item.Body, err = json.Marshal(body); err != nil {
		t.Fatal(err)
	}
	if err := tw.Store.Commit(t.Context(), store.Replace("ticket", item),
		store.Remove("caller", store.Key{Partition: "CALLER#" + phone, Sort: old.Number})); err != nil {
		t.Fatal(err)
	}
	if numbers, _ := tw.found(guicheng, "陈桂城", phone); numbers != nil {
		t.Fatalf("%v", numbers)
	}
	tw.must(old.Number, func(t *ticket.Ticket) error { return t.Contact(guicheng, "已联系", tw.now) })
	if numbers, _ := tw.found(guicheng, "陈桂城", phone); !slices.Equal(numbers, []string{old.Number}) {
		t.Errorf("after a change: %v", numbers)
	}
}

// TestASearchByWordsIsBounded, and says so.
func TestASearchByWordsIsBounded(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	for i := range 201 {
		tw.called(guicheng, "李女士", fmt.Sprintf("138%08d", i), fmt.Sprintf("第%03d户停水", i))
	}
	if numbers, found := tw.found(foshan, "陈督佛", "停水"); len(numbers) != 200 || found.Read != 200 || !found.Part {
		t.Errorf("%d found of %d read, part %t", len(numbers), found.Read, found.Part)
	}
	if _, found := tw.found("440000", "陈督省", "没有的词"); !found.Part {
		t.Error("the province has more streets than are read")
	}
}

// TestWhatIsAddedKeepsItsPlaceAndCaller: a later call on the same matter is not lost in the first one.
func TestWhatIsAddedKeepsItsPlaceAndCaller(t *testing.T) {
	tw := openTown(t, instanttest.OnBolt)
	const phone = "13800138000"
	first := tw.called(guicheng, "李女士", phone, "从早上起停水")
	later := func(name, place, address, phone, text string, apart bool) *ticket.Ticket {
		made, err := tw.New(ticket.Intake{Category: "water", Place: place, Address: address, Text: text, Apart: apart,
			Caller: ticket.Caller{Name: name, Mobile: phone}, Source: ticket.FromClerk, Clerk: clerk})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	for range 2 { // the second time says nothing new
		kept, joined, err := tw.Take(t.Context(), later("张先生", guicheng, "海五路2号", phone, "从早上起停水", false))
		if err != nil || !joined || kept.Number != first.Number {
			t.Fatalf("%+v %t %v", kept, joined, err)
		}
	}
	if _, err := tw.Join(t.Context(), first.Number, later("李女士", dali, "桂澜路8号", "13900139000", "大沥也停水", false)); err != nil {
		t.Fatal(err)
	}
	var added []ticket.Addition
	for _, e := range tw.load(first.Number).History {
		if e.What == ticket.WasAdded {
			added = append(added, *e.Added)
		}
	}
	if want := []ticket.Addition{{Name: "张先生", Address: "海五路2号"},
		{Place: dali, Address: "桂澜路8号", Mobile: "13900139000"}}; !slices.Equal(added, want) {
		t.Errorf("%+v", added)
	}
	for _, text := range []string{"13900139000", "大沥也停水", "海五路"} {
		if numbers, _ := tw.found(guicheng, "陈桂城", text); !slices.Equal(numbers, []string{first.Number}) {
			t.Errorf("%s: %v", text, numbers)
		}
	}
	if numbers, _ := tw.found(guicheng, "张先生", phone); numbers != nil {
		t.Errorf("who may be the second caller finds %v", numbers)
	}
	if numbers := tw.queueOf(guicheng, "张先生"); numbers != nil {
		t.Errorf("who may be the second caller has in the queue %v", numbers)
	}
	apart, joined, err := tw.Take(t.Context(), later("李女士", guicheng, "桂澜路8号", phone, "另一处也停水", true))
	if err != nil || joined || apart.Number == first.Number {
		t.Errorf("another matter of the same category and street: %+v %t %v", apart, joined, err)
	}
	tw.must(first.Number, func(t *ticket.Ticket) error {
		return t.Reply(guicheng, "已恢复", ticket.Visiting{AnswerDays: 7}, tw.now)
	})
	tw.must(first.Number, func(t *ticket.Ticket) error {
		return t.Visited(ticket.Visit{Contacted: true, Resolved: true, Content: true}, ticket.Visiting{Rounds: 1}, tw.now)
	})
	if _, err := tw.Join(t.Context(), first.Number, later("李女士", guicheng, "", phone, "又停水了", false)); !isProblem(err, "moved-on") {
		t.Errorf("a closed ticket accepted more: %v", err)
	}
}

// queueOf are the numbers in the region's queue of the official with that name.
func (tw *town) queueOf(region, name string) (numbers []string) {
	tw.Helper()
	waiting, err := tw.Queue(tw.Context(), instant.Officer{ID: official, Name: name, Region: region})
	if err != nil {
		tw.Fatal(err)
	}
	for _, l := range waiting {
		numbers = append(numbers, l.Number)
	}
	return numbers
}
