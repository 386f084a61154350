package instant

import (
	"cmp"
	"context"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/division"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/identity"
	"miaoban/shared/registry"
)

// province is the code of the province that the system serves.
const province = "440000"

// placeOf returns the district or city of the place that the service declares for the case; empty if it is not
// known or in another province. If the service names a city without a district, it is the applicant's
// district in that city. The last known value of a record that is too old is better than none.
func (s Service[F, P]) placeOf(c decision.Case[F, P]) string {
	if s.Place == nil {
		return ""
	}
	place := deskOf(s.Place(c))
	switch home := homeOf(c.Facts, c.Applicant.ID); {
	case place == province:
		return ""
	case place == division.City(place) && division.Within(home, place):
		return home
	default:
		return place
	}
}

// settlePlaces gives each application of which the service knows no place that of the first part of its bundle
// with one, or else where the applicant is at home, or else the province. If something is to be reviewed, or may
// be, it asks where the household is.
func (e *Engine) settlePlaces(ctx context.Context, drafts []draft) {
	known := ""
	for _, d := range drafts {
		known = cmp.Or(known, d.application.Place)
	}
	for _, d := range drafts {
		if known == "" {
			known = homeOf(d.application.Facts, d.application.Applicant.ID)
		}
	}
	for _, d := range drafts {
		a := d.application
		if known == "" && a.Parts == nil && a.Outcome != decision.Approved {
			household := fact.Ask(a.Applicant.ID, dataset.Population.Household)
			if a.Applicant.Document.Origin() == identity.Mainland && !a.Facts.Answered(household) {
				deadline, cancel := context.WithTimeout(ctx, cmp.Or(e.Patience, 2*time.Second))
				a.Facts = append(a.Facts, registry.Gather(deadline, e.Source, []fact.Query{household}, a.Received)...)
				cancel()
			}
			known = cmp.Or(homeOf(a.Facts, a.Applicant.ID), province)
		}
	}
	for _, d := range drafts {
		d.application.Place = cmp.Or(d.application.Place, known, province)
	}
}

// deskOf returns the region of the review desk for a place: its district, or the lowest division above it
// that is in force; empty outside the province.
func deskOf(place string) string {
	if !division.Within(place, province) {
		return ""
	}
	for _, region := range []string{division.District(place), division.City(place)} {
		if region != "" && division.Exists(region) {
			return region
		}
	}
	return province
}

// homeOf returns the region of the person's household, or else of the residence, in the province; empty if
// the facts name none.
func homeOf(facts fact.Facts, person string) string {
	return cmp.Or(
		deskOf(fact.Get(facts, person, dataset.Population.Household).V),
		deskOf(fact.Get(facts, person, dataset.Residence.Division).V),
		deskOf(fact.Get(facts, person, dataset.ResidencePermits.City).V))
}

// District is the responsible district or city, which is that of the place of the case; the province if no
// place is known. Records of before the place was stored belong to the district of the household, for people
// without a registered household to that of the residence.
func (a *Application) District() string {
	if a.Place != "" {
		return a.Place
	}
	at := dataset.Population.Household
	if a.Applicant.Document.Origin() != identity.Mainland {
		at = dataset.Residence.Division
	}
	region := province
	record, place := fact.NameOf(at)
	for _, f := range a.Facts {
		district := division.District(f.Values[place])
		if f.Dataset == record.Name && f.Key == a.Applicant.ID && division.Within(district, region) {
			region = district
		}
	}
	return region
}

// recordDistrict is the district whose departments maintain the applicant's own records: where the
// applicant is at home, or else the responsible one.
func (a *Application) recordDistrict() string {
	return cmp.Or(homeOf(a.Facts, a.Applicant.ID), a.District())
}
