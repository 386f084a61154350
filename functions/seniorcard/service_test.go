package seniorcard_test

import (
	"testing"

	"miaoban/functions/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/registry"
	"miaoban/shared/registry/dataset"
)

const person = "440605195006150026"

// entitled is somebody to whom it is granted.
var entitled = instanttest.Setting[seniorcard.Form]{
	Service: seniorcard.Service(), Today: "2026-11-24", Person: person,
	Form: seniorcard.Form{Reason: "需要"},
	Facts: []registry.Record{
		instanttest.Fact(person, dataset.Population.Household.Is("440605011"), dataset.Population.Since.Is(calendar.MustParse("1950-07-01"))),
	},
}

func TestEveryClause(t *testing.T) {
	entitled.Run(t, []instanttest.Row[seniorcard.Form]{
		{Name: "granted", Want: instant.Approved},
		{Name: "a death is on record", Facts: []registry.Record{instanttest.Fact(person, dataset.Deaths.Date.Is(calendar.MustParse("2026-11-01")))},
			Want: instant.Rejected, Not: map[string]instant.Status{"alive": instant.NotMet}},
		{Name: "the register of deaths does not answer", Broken: dataset.Deaths.Dataset,
			Want: instant.Referred, Not: map[string]instant.Status{"alive": instant.Unknown}},
		{Name: "a household outside the province", Facts: []registry.Record{instanttest.Fact(person, dataset.Population.Household.Is("430102"))},
			Want: instant.Rejected, Not: map[string]instant.Status{"household": instant.NotMet}},
		{Name: "a stale population record", Stale: []*registry.Dataset{dataset.Population.Dataset},
			Want: instant.Referred, Not: map[string]instant.Status{"household": instant.Unknown}},
	})
}
