package portal

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"miaoban/functions/citizens/portal/search"
	"miaoban/shared/hanzi"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Catalogue is the result of a search for services, grouped by life event.
type Catalogue struct {
	Wish        wish
	Groups      []group
	Ranked      []instant.Item   // instead of groups, where words were searched for: the best first
	Nearest     []instant.Item   // where nothing was found: what is the least unlike
	Absent      *Absent          // what is looked for, if it is not offered here
	Mine        []instant.Notice // what was found that the person may have, without a search: the newest
	Events      []lang.Text      // to choose from
	Departments []lang.Text
}

// wish is a search: words, audience, life event and department. Empty fields match all.
type wish struct {
	Words, Audience, Event, Department string
	For                                string // mandate of the person for whom an agent searches
}

type group struct {
	Event lang.Text
	Items []instant.Item
}

func (p *portal) catalogue(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	looked := wish{r.Query("q"), r.Query("audience"), r.Query("event"), r.Query("department"), r.Query("for")}
	found, nearest, err := p.find(looked)
	if err != nil {
		return httpapi.Response{}, err
	}
	elsewhere := absent(looked.Words, p.items)
	if elsewhere != nil {
		found, nearest = []instant.Item{}, nil
	}
	if words := missed(looked.Words); len(found) == 0 && words != "" {
		if err := instant.CountMiss(ctx, p.store, p.now(), words); err != nil { // the citizen's answer does not depend on it
			p.log.WarnContext(ctx, "a search was not counted", "error", err.Error())
		}
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, found)
	}
	page := Catalogue{Wish: looked, Nearest: nearest, Absent: elsewhere}
	if looked == (wish{}) && r.Caller.SignedIn() {
		page.Mine = p.invitations(ctx, r.Caller.ID)
	}
	if looked.Words != "" {
		page.Ranked, found = found, nil
	}
	for _, item := range found {
		at := slices.IndexFunc(page.Groups, func(g group) bool { return g.Event == item.LifeEvent })
		if at < 0 {
			at, page.Groups = len(page.Groups), append(page.Groups, group{Event: item.LifeEvent})
		}
		page.Groups[at].Items = append(page.Groups[at].Items, item)
	}
	for _, item := range p.items {
		if !slices.Contains(page.Events, item.LifeEvent) {
			page.Events = append(page.Events, item.LifeEvent)
		}
		if !slices.Contains(page.Departments, item.Department) {
			page.Departments = append(page.Departments, item.Department)
		}
	}
	return httpapi.HTML(http.StatusOK, p.pages, r.Page("catalogue", lang.T("办事服务", "Services"), page))
}

// Whole reports whether all services are shown, without a search or a choice.
func (c Catalogue) Whole() bool { return c.Wish == wish{For: c.Wish.For} }

// mostMine is how many invitations are shown beside the services.
const mostMine = 3

// invitations returns the newest things that were found for the person and that they have not applied
// for. The services are shown without them where they cannot be read.
func (p *portal) invitations(ctx context.Context, person string) []instant.Notice {
	notices, _, err := instant.Notices(ctx, p.store, person, "")
	if err != nil {
		p.log.WarnContext(ctx, "the invitations were not read", "error", err.Error())
		return nil
	}
	notices = slices.DeleteFunc(notices, func(n instant.Notice) bool {
		return n.Application != "" || n.Certificate != "" || n.Ticket != "" || n.Correction != ""
	})
	slices.SortFunc(notices, func(m, n instant.Notice) int { return n.At.Compare(m.At) })
	return notices[:min(mostMine, len(notices))]
}

// maxMissed is the number of characters up to which words are counted that found nothing.
const maxMissed = 20

// missed returns the words as they are counted; empty if they could say who searched (a number), or
// are no words.
func missed(words string) string {
	text := strings.ToLower(hanzi.Text(words))
	letters := false
	for _, r := range text {
		if unicode.IsDigit(r) || unicode.IsControl(r) {
			return ""
		}
		letters = letters || unicode.IsLetter(r)
	}
	if !letters || utf8.RuneCountInString(text) > maxMissed {
		return ""
	}
	return text
}

// find returns the items that match the wish, the best first, and if none matches the words, those
// that are the least unlike.
func (p *portal) find(w wish) (found, nearest []instant.Item, err error) {
	index, err := p.index()
	if err != nil {
		return nil, nil, err
	}
	fits := func(item instant.Item) bool {
		return (w.Audience == "" || string(item.Audience) == w.Audience) && (w.Event == "" || item.LifeEvent.ZH == w.Event) &&
			(w.Department == "" || item.Department.ZH == w.Department)
	}
	pick := func(hits []search.Hit) []instant.Item {
		items := []instant.Item{}
		for _, hit := range hits {
			if item := p.items[hit.Place]; fits(item) {
				items = append(items, item)
			}
		}
		return items
	}
	if strings.TrimSpace(w.Words) == "" {
		all := make([]search.Hit, len(p.items))
		for i := range all {
			all[i].Place = i
		}
		return pick(all), nil, nil
	}
	hits, near := index.Find(w.Words)
	return pick(hits), pick(near), nil
}

// spelled has the names of the services and their everyday words in pinyin, written by
// `make describe`.
//
//go:embed pinyin.json
var spelled []byte

// newIndex builds the index at the first search.
func newIndex(items []instant.Item) func() (*search.Index, error) {
	return sync.OnceValues(func() (*search.Index, error) {
		var pinyin map[string]string
		if err := json.Unmarshal(spelled, &pinyin); err != nil {
			return nil, fmt.Errorf("pinyin.json: %w", err)
		}
		all := make([]search.Entry, len(items))
		for i, item := range items {
			all[i] = search.Entry{
				Names: []string{item.Name.ZH, item.Name.EN},
				Terms: item.Keywords,
				Texts: []string{item.Summary.ZH, item.Summary.EN, item.LifeEvent.ZH, item.LifeEvent.EN, item.Department.ZH},
			}
		}
		return search.New(all, pinyin), nil
	})
}
