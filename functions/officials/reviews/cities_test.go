package reviews_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/officials/reviews"
	"miaoban/functions/services/housingfundrent"
	"miaoban/functions/services/ridehailing"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry/seed"
)

// TestACaseAtTheDeskOfACityReachesSomebody: each city that licenses drivers itself has a reviewer among the seed
// people, who finds the case of somebody from another province and opens it.
func TestACaseAtTheDeskOfACityReachesSomebody(t *testing.T) {
	people, err := seed.People()
	if err != nil {
		t.Fatal(err)
	}
	for _, city := range ridehailing.City("").Options() {
		t.Run(city.Label.EN, func(t *testing.T) {
			service := housingfundrent.Service()
			h := platformtest.Open(t, "2026-11-24", reviews.Function([]instant.Offering{service}), service.Routes)
			i := slices.IndexFunc(people, func(p seed.Person) bool { return slices.Contains(p.Roles, "reviewer:"+city.Value) })
			if i < 0 {
				t.Fatal("the seed has no reviewer for it")
			}
			tenant := platformtest.Person(t, "魏待核") // of Changsha
			h.Know(fact.NewRecord(tenant.ID, h.Now().AddDate(-9, 0, 0), dataset.HousingFund.City.Set(city.Value)))
			number := refer(t, h, "housingfundrent", tenant.Name, `{"account": "`+tenant.Card+`"}`)
			var queue reviews.Queue
			h.Get(people[i].Name, "/reviews", &queue)
			if !slices.ContainsFunc(queue.Waiting, func(l reviews.Line) bool { return l.Number == number && l.Region == city.Value }) {
				t.Errorf("%s does not see it: %+v", people[i].Name, queue.Waiting)
			}
			if status := h.Get(people[i].Name, "/reviews/"+number, nil); status != http.StatusOK {
				t.Errorf("%s opens it: %d", people[i].Name, status)
			}
			for _, p := range people { // the reviewers of other places do not see it
				if i := slices.IndexFunc(p.Roles, func(role string) bool { return strings.HasPrefix(role, "reviewer:") }); i >= 0 &&
					p.Roles[i] != "reviewer:"+city.Value && p.Roles[i] != "reviewer:440000" {
					if status := h.Get(p.Name, "/reviews/"+number, nil); status != http.StatusNotFound {
						t.Errorf("%s opens it: %d", p.Name, status)
					}
				}
			}
		})
	}
}
