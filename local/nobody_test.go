package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1" // #nosec G505 -- looked for, not used
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	samples "miaoban/events"
	"miaoban/functions"
	pointsfunction "miaoban/functions/citizens/points"
	"miaoban/functions/jobs/clocks"
	"miaoban/local/gateway"
	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/points"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/ticket"
)

// callerPhone is the phone number in a ticket.
const callerPhone = "13800138000"

// TestTheWholeFileNamesNobody: after the seed and every kind of write, the file of the store contains no number,
// name, card or phone of a person, no name of an account, and no digest of these without a key, which could be
// found by trying all of them.
func TestTheWholeFileNamesNobody(t *testing.T) {
	data := t.TempDir()
	c := court{openSite(t, data)}
	digests := everythingWrites(t, c, data)
	file, err := os.ReadFile(storePath(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, guesses := guessable(t)
	plain = append(plain, digests...)
	t.Logf("%d bytes, %d texts, %d digests", len(file), len(plain), guesses.n)
	for _, text := range plain {
		if bytes.Contains(file, []byte(text)) {
			t.Errorf("the file has %q in it", text)
		}
	}
	for at, of := range guesses.in(file) {
		t.Errorf("at %d the file has a digest of %s without a key: …%q", at, of, file[max(0, at-60):min(len(file), at+40)])
	}
	tiesNobody(t, c)
}

// TestADigestWithoutAKeyIsFound: the search above finds each encoding of one.
func TestADigestWithoutAKeyIsFound(t *testing.T) {
	_, guesses := guessable(t)
	one, other := person(t, "何婉清").ID, person(t, "黄晓雯").ID
	sum := sha256.Sum256([]byte(one + "\x00" + other))
	account := sha256.Sum256([]byte("points\x00person\x00" + one))
	old := sha1.Sum([]byte(one)) // #nosec G401 -- looked for, not used
	keyed := hmac.New(sha256.New, []byte("a key"))
	keyed.Write([]byte(one))
	for name, tt := range map[string]struct {
		text  string
		found bool
	}{
		"in hexadecimal digits": {hex.EncodeToString(sum[:]), true},
		"cut":                   {"MANDATE#" + hex.EncodeToString(sum[:12]), true},
		"in capitals":           {strings.ToUpper(hex.EncodeToString(sum[:12])), true},
		"of an account":         {"person-" + hex.EncodeToString(account[:12]), true},
		"as it is":              {"#" + string(sum[:16]), true},
		"in base64":             {base64.StdEncoding.EncodeToString(sum[:]), true},
		"in base64 for URLs":    {"#" + base64.RawURLEncoding.EncodeToString(old[:]), true},
		"with a key":            {hex.EncodeToString(keyed.Sum(nil)), false},
		"of a random number":    {"#7K3M9Q2X0123456789abcdef0123456789abcdef", false},
	} {
		if got := len(guesses.in([]byte("x#"+tt.text+"#y"))) > 0; got != tt.found {
			t.Errorf("%s: found %t, want %t", name, got, tt.found)
		}
	}
}

// everythingWrites performs every kind of write: applications, also by agents, mandates, links, saved forms,
// notices, points, deeds, tickets, teams and deadlines, and erases applications. It returns the digests of two
// applications.
func everythingWrites(t *testing.T, c court, data string) (digests []string) {
	t.Helper()
	all, err := samples.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	engine, err := platform.NewEngine(func(string) string { return "" }, c.records, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	made := catalogue(func(string) func(string) string { return embedded(data).getenv(nil) })
	for _, sample := range all {
		if made[sample.Function] == nil {
			continue
		}
		serve, err := platform.Bind(engine, made[sample.Function])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := gateway.Of(serve).Invoke(t.Context(), sample.Payload); err != nil {
			t.Fatal(err)
		}
	}
	want := func(status int, of string) {
		t.Helper()
		if status < 200 || status > 299 {
			t.Fatalf("%s: %d", of, status)
		}
	}
	const father, agent = "𠮷兆麟", "黄晓雯"
	var mandate struct{ ID string }
	want(c.post(father, "/mandates", fmt.Sprintf(`{"agent_id_number":%q,"agent_name":%q,"until":%q}`,
		person(t, agent).ID, agent, calendar.Of(time.Now()).AddDays(30)), &mandate), "a mandate")
	by := "/services/elderlyallowance/%s?for=" + mandate.ID
	want(c.post(agent, fmt.Sprintf(by, "draft"), own(t, father), nil), "a form that was begun")
	_, of, _ := c.apply("elderlyallowance", "李建业", own(t, "李建业")) // is rejected
	var given instant.Receipt
	want(c.post(agent, fmt.Sprintf(by, "applications"), own(t, father), &given), "an application by an agent")
	for _, number := range []string{of.Number, given.Number} {
		a, err := instant.LoadApplication(t.Context(), c.records, number)
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, a.Digest)
	}
	c.things()
	for path, body := range map[string]string{
		"/points/deeds":   `{"deed":"volunteering"}`,
		"/points/ranking": `{"kind":"person","name":"阿孟"}`,
	} {
		want(c.post("孟此前", path, body, nil), path)
	}
	var page pointsfunction.Page
	want(c.post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周四帮王奶奶买菜"}`, &page), "a deed")
	want(c.post("陈积分", "/stewards/"+page.Reported[0].Number, `{"verdict":"credit","reason":"已核实"}`, nil), "a steward")
	var v ticket.View
	want(
		c.post(father, "/tickets", `{"category":"noise","place":"440605011","text":"楼下的路灯不亮了","mobile":"`+callerPhone+`"}`, &v),
		"a ticket",
	)
	want(c.post("陈桂城", "/receiver/"+v.Number+"/answer", `{"text":"已修好"}`, nil), "an answer")
	later := *engine
	later.Now = func() time.Time { return time.Now().AddDate(2, 0, 0) }
	rejected, err := instant.LoadApplication(t.Context(), c.records, of.Number)
	var shown instant.Erasing
	if err == nil {
		shown, err = later.Erasing(t.Context(), rejected)
	}
	if err == nil {
		err = later.Erase(t.Context(), rejected, shown.Confirm)
	}
	if err != nil {
		t.Fatal(err)
	}
	run, err := clocks.Job(&later)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t.Context(), clocks.Order{}); err != nil {
		t.Fatal(err)
	}
	return digests
}

// tiesNobody checks that the encrypted keys of one person's records share nothing with those of another person or
// of any other record, except the kind and the day.
func tiesNobody(t *testing.T, c court) {
	t.Helper()
	seen := map[string]string{}
	records := c.store.Store.(*bolt.Store)
	err := records.Snapshot(t.Context(), bolt.Part{Path: filepath.Join(t.TempDir(), "keys.db"), Keep: func(k store.Key) bool {
		kind, name, _ := strings.Cut(k.Partition, "#")
		for _, part := range strings.Split(name+"#"+k.Sort, "#") {
			_, part, _ = strings.Cut(part, "-") // after a number's day
			if before, there := seen[part]; there && before != k.Partition && len(part) > 8 &&
				(kind == "PERSON" || strings.HasPrefix(before, "PERSON#")) {
				t.Errorf("%s and %s have %s in common", before, k.Partition, part)
			}
			seen[part] = k.Partition
		}
		return false
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// guesses are the first 64 bits of digests that an attacker could compute.
type guesses struct {
	of   map[uint64]string
	some []uint64 // a bit for each 26 bits that one begins with
	n    int
}

func (g *guesses) add(text, of string) {
	one, sum := sha1.Sum([]byte(text)), sha256.Sum256([]byte(text)) // #nosec G401 -- looked for, not used
	for _, start := range [][]byte{sum[:8], one[:8]} {
		v := binary.BigEndian.Uint64(start)
		g.of[v] = of
		g.some[v>>44] |= 1 << (v >> 38 & 63)
		g.n++
	}
}

func (g *guesses) find(start []byte) (string, bool) {
	v := binary.BigEndian.Uint64(start)
	if g.some[v>>44]>>(v>>38&63)&1 == 0 {
		return "", false
	}
	of, found := g.of[v]
	return of, found
}

// in returns the positions in the text at which one of them is written: in binary, hexadecimal or base64, whole or
// truncated.
func (g *guesses) in(text []byte) map[int]string {
	found := map[int]string{}
	url := strings.NewReplacer("-", "+", "_", "/")
	standard := []byte(url.Replace(string(text)))
	var start [9]byte
	for at := range text {
		if at+8 <= len(text) {
			if of, is := g.find(text[at : at+8]); is {
				found[at] = of
			}
		}
		if at+16 <= len(text) {
			if _, err := hex.Decode(start[:8], text[at:at+16]); err == nil {
				if of, is := g.find(start[:8]); is {
					found[at] = of
				}
			}
		}
		if at+12 <= len(text) {
			if _, err := base64.StdEncoding.Decode(start[:], standard[at:at+12]); err == nil {
				if of, is := g.find(start[:8]); is {
					found[at] = of
				}
			}
		}
	}
	return found
}

// guessable returns the personal data that must not be in the file, and the digests that an attacker could compute
// from all numbers, names, cards, phones and accounts: alone, in pairs, and with each word that the code adds.
func guessable(t *testing.T) (plain []string, g *guesses) {
	t.Helper()
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	g = &guesses{of: map[uint64]string{}, some: make([]uint64, 1<<20)}
	words := []string{
		"points",
		"PERSON",
		"RECORD",
		"CLAIM",
		"POINTS",
		"COHORT",
		"MANDATE",
		"ACTS",
		"ticket",
		"allowance",
		"person",
		"household",
		"business",
	}
	for _, service := range functions.Services() {
		words = append(words, service.About().Slug)
	}
	for _, d := range dataset.All() {
		words = append(words, d.Name)
	}
	records, err := seed.Records(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]points.Kind{}
	for _, r := range records {
		if book := r.Values[dataset.Households.Book.Name]; r.Dataset == dataset.Households.Dataset.Name && book != "" {
			named[book] = points.Household
		}
		if code := r.Values[dataset.Operators.Code.Name]; r.Dataset == dataset.Operators.Dataset.Name && code != "" {
			named[code] = points.Business
		}
	}
	tell := func(of, text string) {
		for _, form := range []string{text, strings.ToLower(text), text[:min(len(text), 17)], "PERSON#" + text} {
			g.add(form, of)
		}
		for _, word := range words {
			for _, between := range []string{"\x00", "#"} {
				g.add(word+between+text, of+" after "+word)
				g.add(text+between+word, of+" before "+word)
			}
			g.add(word+"\x00"+text+"\x00", of+" between NULs, after "+word)
			g.add(fmt.Sprintf("%d:%s%d:%s", len(word), word, len(text), text), of+" with lengths")
		}
	}
	for i, p := range people {
		plain = append(plain, p.ID, p.Name, p.Card)
		named[p.ID] = points.Person
		tell("the number of "+p.Name, p.ID)
		tell("the card of "+p.Name, p.Card)
		tell("the name "+p.Name, p.Name)
		g.add(p.ID+p.Name, "number and name of "+p.Name)
		for j, other := range people {
			if i != j {
				g.add(p.ID+"\x00"+other.ID, "the pair "+p.Name+" and "+other.Name)
			}
		}
	}
	plain = append(plain, callerPhone)
	tell("a phone", callerPhone)
	for of, kind := range named {
		account := points.AccountOf(kind, of)
		plain = append(plain, account)
		g.add("points\x00"+string(kind)+"\x00"+of, "an account of "+of)
		tell("an account of "+of, account)
	}
	return plain, g
}
