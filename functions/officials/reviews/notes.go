package reviews

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
)

// note stores a note on the case; with "tell", the applicant is notified of it.
func (d desk) note(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return d.done(ctx, r, a, a, http.StatusCreated, values, d.Note(ctx, a, by, values["text"], values["tell"] == "true"))
}

// handOver hands the case over to another official of the desk or to another desk.
func (d desk) handOver(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, by, values, err := d.posted(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	err = d.HandOver(ctx, a, by, values["to"], values["desk"], values["reason"])
	if err == nil && r.WantsHTML() {
		return httpapi.Redirect("/reviews"), nil
	}
	return d.done(ctx, r, a, a, http.StatusCreated, values, err)
}

// Desk is where a case can be handed over to.
type Desk struct {
	Region string    `json:"region"`
	Name   lang.Text `json:"name"`
}

func desks(region string) []Desk {
	all := []Desk{}
	for _, code := range instant.Desks(region) {
		all = append(all, Desk{code, division.FullName(code)})
	}
	return all
}

// lines returns the queue as the officer works on it: priority first, then what was handed over to them, then by
// deadline.
func lines(waiting []instant.Waiting, officer instant.Officer, today calendar.Date) []Line {
	all := make([]Line, len(waiting))
	for i, w := range waiting {
		all[i] = Line{Waiting: w, Deadline: deadline(w.Due, today), Mine: w.Assigned == officer.Name}
	}
	rank := func(l Line) int {
		switch {
		case l.First:
			return 0
		case l.Mine:
			return 1
		default:
			return 2
		}
	}
	slices.SortStableFunc(all, func(a, b Line) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

// next returns the number of the case after this one in the officer's queue, or else of the first other one;
// empty if there is none.
func next(queue []Line, number string) string {
	at := slices.IndexFunc(queue, func(l Line) bool { return l.Number == number })
	for i := range queue {
		if l := queue[(at+1+i)%len(queue)]; l.Number != number {
			return l.Number
		}
	}
	return ""
}
