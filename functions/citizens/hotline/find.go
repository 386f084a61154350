package hotline

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/team"
	"miaoban/shared/ticket"
)

// Search is what an official found.
type Search struct {
	By      ticket.By `json:"by"`
	Tickets []Hit     `json:"tickets"`
	Read    int       `json:"read,omitempty"` // open tickets that were read for the words
	Part    bool      `json:"part,omitempty"` // the region has more open tickets than were read

	Typed   string           `json:"-"`
	Problem *problem.Problem `json:"-"`
}

// Hit is a ticket with the page on which the official sees it; looking at that page is logged.
type Hit struct {
	ticket.Line
	Path string `json:"path"`
}

// searches reports whether the user can search for tickets: a clerk, a receiver, or a department that can be called.
func searches(c identity.Caller) bool {
	_, receives := c.RegionOf("receiver")
	_, err := team.MemberOf(c)
	return clerk(c) || receives || err == nil
}

// find answers with the tickets of the official's region, or of the department's open tasks, that have the number,
// the phone number or the words of the request. They are in its body, so that they are in no address and no log.
func (h hotline) find(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if _, err := instant.ApplicantOf(r.Caller); err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	s, err := h.found(ctx, r.Caller, values["text"])
	s.Typed = values["text"]
	status := http.StatusOK
	if errors.As(err, &s.Problem) && s.Problem.Code == "invalid-form" && r.WantsHTML() {
		status, err = httpapi.StatusOf(s.Problem.Code), nil
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	if !r.WantsHTML() {
		return httpapi.JSON(status, s)
	}
	return httpapi.HTML(status, h.Pages, r.Page("tickets", lang.T("查找诉求", "Find a complaint"), List{Search: &s}))
}

func (h hotline) found(ctx context.Context, c identity.Caller, text string) (Search, error) {
	for _, office := range []string{"clerk", "receiver"} {
		if _, is := c.RegionOf(office); is {
			officer, err := instant.OfficerOf(c, office)
			if err != nil {
				return Search{}, err
			}
			found, err := h.Find(ctx, officer, text)
			return searchOf(found, func(number string) string { return "/receiver/" + number }), err
		}
	}
	member, err := team.MemberOf(c)
	if err != nil {
		return Search{}, err
	}
	tasks, err := team.Tasks(ctx, h.Store, member)
	if err != nil {
		return Search{}, err
	}
	var numbers []string
	paths := map[string]string{}
	for _, task := range tasks {
		if task.Case.Kind == team.Ticket {
			numbers = append(numbers, task.Case.Number)
			paths[task.Case.Number] = fmt.Sprintf("/tasks/%s/%s/%d", task.Case.Kind, task.Case.Number, task.Task)
		}
	}
	found, err := h.FindAmong(ctx, instant.Officer{ID: c.ID, Name: c.Name, Region: member.Region}, numbers, text)
	return searchOf(found, func(number string) string { return paths[number] }), err
}

func searchOf(found ticket.Found, path func(number string) string) Search {
	s := Search{By: found.By, Tickets: []Hit{}, Read: found.Read, Part: found.Part}
	for _, l := range found.Tickets {
		s.Tickets = append(s.Tickets, Hit{l, path(l.Number)})
	}
	return s
}
