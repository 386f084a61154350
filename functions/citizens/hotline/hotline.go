// Package hotline is 接诉即办: one intake for all complaints and requests, and the pages of the
// officials who handle them.
package hotline

import (
	"context"
	"net/http"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/ticket"
)

// Function needs the services that complaints can be about.
func Function(services []instant.Offering) func(*instant.Engine) (httpapi.Routes, error) {
	names := instant.Names(services)
	return func(e *instant.Engine) (httpapi.Routes, error) {
		book, err := ticket.Open(e)
		return hotline{book, names}.routes(), err
	}
}

func (h hotline) routes() httpapi.Routes {
	return httpapi.Routes{
		"GET /hotline":                     h.problems,
		"GET /tickets":                     h.own,
		"GET /tickets/new":                 h.form,
		"POST /tickets":                    h.take,
		"POST /tickets/find":               h.find,
		"GET /tickets/{number}":            h.one,
		"POST /tickets/{number}/visit":     h.visit,
		"POST /tickets/{number}/reopen":    h.reopen,
		"GET /receiver":                    h.queue,
		"GET /receiver/{number}":           h.received,
		"POST /receiver/{number}/{action}": h.act,
	}
}

type hotline struct {
	*ticket.Book
	names map[string]lang.Text // names of the services, by slug
}

// Problems lists what many people complain about now.
type Problems struct {
	Rule     ticket.Emergence  `json:"rule"`
	Problems []ticket.Problem  `json:"problems"`
	Kinds    []ticket.Category `json:"kinds"`

	names map[string]lang.Text
}

// Name returns the name of a service.
func (p Problems) Name(service string) lang.Text { return p.names[service] }

// Kind returns the name of a category.
func (p Problems) Kind(code string) lang.Text { return kindOf(p.Kinds, code) }

func kindOf(kinds []ticket.Category, code string) lang.Text {
	for _, k := range kinds {
		if k.Code == code {
			return k.Name
		}
	}
	return lang.T(code, code)
}

func (h hotline) problems(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	today := calendar.Of(h.Now())
	found, err := h.EmergingProblems(ctx, today)
	if err != nil {
		return httpapi.Response{}, err
	}
	rule, _ := h.Emerging.At(division.Nation, today)
	return httpapi.Either(r, h.Pages, http.StatusOK,
		r.Page("hotline", lang.T("接诉即办", "Complaints and requests"), Problems{rule.Value, found, h.Kinds(today), h.names}))
}

// List is one page of a person's tickets, newest first.
type List struct {
	Tickets []ticket.Line `json:"tickets"`
	Next    string        `json:"next,omitempty"` // value of ?after= for the next page

	Search *Search `json:"-"` // for officials
}

func (h hotline) own(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	caller, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return httpapi.Response{}, err
	}
	lines, next, err := ticket.Own(ctx, h.Store, caller.ID, r.Query("after"))
	if err != nil {
		return httpapi.Response{}, err
	}
	list := List{Tickets: lines, Next: next}
	if searches(r.Caller) {
		list.Search = &Search{}
	}
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("tickets", lang.T("我的诉求", "My complaints and requests"), list))
}

// clerk reports whether the user writes down the calls of others.
func clerk(c identity.Caller) bool {
	_, is := c.RegionOf("clerk")
	return is
}
