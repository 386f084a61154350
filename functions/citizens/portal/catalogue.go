package portal

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// Catalogue is the result of a search for services, grouped by life event.
type Catalogue struct {
	Wish        wish
	Groups      []group
	Events      []lang.Text // to choose from
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

func (p *portal) catalogue(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	looked := wish{r.Query("q"), r.Query("audience"), r.Query("event"), r.Query("department"), r.Query("for")}
	found, err := p.find(looked)
	if err != nil {
		return httpapi.Response{}, err
	}
	if !r.WantsHTML() {
		return httpapi.JSON(http.StatusOK, found)
	}
	page := Catalogue{Wish: looked}
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

// find returns the items that match the wish; matches in the name come first.
func (p *portal) find(w wish) ([]instant.Item, error) {
	index, err := p.index()
	if err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(w.Words))
	found := []instant.Item{}
	ranks := map[string]int{}
	for i, item := range p.items {
		rank, matches := index[i].match(words)
		if !matches || w.Audience != "" && string(item.Audience) != w.Audience ||
			w.Event != "" && item.LifeEvent.ZH != w.Event || w.Department != "" && item.Department.ZH != w.Department {
			continue
		}
		ranks[item.Slug] = rank
		found = append(found, item)
	}
	slices.SortStableFunc(found, func(a, b instant.Item) int { return cmp.Compare(ranks[a.Slug], ranks[b.Slug]) })
	return found, nil
}

// entry is the searchable text of an item.
type entry struct{ name, rest string }

// match reports whether the entry contains all words, and the rank: 0 if they are all in its name.
func (e entry) match(words []string) (rank int, matches bool) {
	for _, word := range words {
		switch {
		case strings.Contains(e.name, word):
		case strings.Contains(e.rest, word):
			rank = 1
		default:
			return 0, false
		}
	}
	return rank, true
}

// spelled has the names of the services in pinyin, written by `make describe`.
//
//go:embed pinyin.json
var spelled []byte

// newIndex builds the entries at the first search.
func newIndex(items []instant.Item) func() ([]entry, error) {
	return sync.OnceValues(func() ([]entry, error) {
		var pinyin map[string]string
		if err := json.Unmarshal(spelled, &pinyin); err != nil {
			return nil, fmt.Errorf("pinyin.json: %w", err)
		}
		all := make([]entry, len(items))
		for i, item := range items {
			name := []string{item.Name.ZH, item.Name.EN, pinyin[item.Slug]}
			rest := append(
				[]string{item.Summary.ZH, item.Summary.EN, item.LifeEvent.ZH, item.LifeEvent.EN, item.Department.ZH},
				item.Keywords...)
			all[i] = entry{strings.ToLower(strings.Join(name, "\n")), strings.ToLower(strings.Join(rest, "\n"))}
		}
		return all, nil
	})
}
