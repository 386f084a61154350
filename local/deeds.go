package main

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/points/ledger"
	"miaoban/shared/registry/seed"
)

// deeds are what people of the seed earned points by, before they spend some.
func deeds(ctx context.Context, e *instant.Engine) error {
	people, err := seed.People()
	if err != nil {
		return err
	}
	records, err := seed.Records(e.Now())
	if err != nil {
		return err
	}
	person := map[string]string{}
	for _, p := range people {
		person[p.Name] = p.ID
	}
	book := ""
	for _, r := range records {
		if r.Dataset == dataset.Households.Dataset.Name && r.Key == person["孟好事"] {
			book = r.Values[dataset.Households.Book.Name]
		}
	}
	for _, d := range []struct {
		kind   points.Kind
		of     string
		points int
		text   lang.Text
	}{
		{points.Person, person["孟好事"], 300, lang.T("志愿服务", "Voluntary service")},
		{points.Household, book, 120, lang.T("庭院整洁", "A tidy yard")},
		{points.Person, person["孟不够"], 10, lang.T("邻里互助", "Helping a neighbour")},
		{points.Person, person["孟待核"], 100, lang.T("邻里互助", "Helping a neighbour")},
		{points.Person, person["孟此前"], 100, lang.T("邻里互助", "Helping a neighbour")},
	} {
		writes, err := ledger.Post(ctx, e.Store, ledger.Posting{
			Account: points.AccountOf(d.kind, d.of), Side: ledger.Issued, Points: d.points,
			Until: calendar.MustParse("2099-12-31"), // so that the seed is as good on any day
			Text:  d.text, At: e.Now(),
		})
		if err == nil {
			err = e.Store.Commit(ctx, writes...)
		}
		if err != nil {
			return fmt.Errorf("deeds: %w", err)
		}
	}
	return nil
}
