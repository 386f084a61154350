package hotline

import (
	"context"
	"errors"
	"net/http"

	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/ticket"
)

// ownTicket returns the ticket in the path if it is the caller's.
func (h hotline) ownTicket(ctx context.Context, r *httpapi.Request) (*ticket.Ticket, error) {
	caller, err := instant.ApplicantOf(r.Caller)
	if err != nil {
		return nil, err
	}
	t, err := ticket.Load(ctx, h.Store, r.Path("number"))
	if errors.Is(err, store.ErrNotFound) || err == nil && t.Caller.ID != caller.ID {
		return nil, problem.New("not-found", lang.T("您没有这个编号的诉求。", "You have no ticket with this number."))
	}
	return t, err
}

func (h hotline) one(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	t, err := h.ownTicket(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return h.view(r, http.StatusOK, t)
}

func (h hotline) view(r *httpapi.Request, status int, t *ticket.Ticket) (httpapi.Response, error) {
	return httpapi.Either(r, h.Pages, status, r.Page("ticket", t.Title, t.View()))
}

// visit records the caller's answers about how the ticket was handled.
func (h hotline) visit(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	t, err := h.ownTicket(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return h.visited(ctx, r, t, "/tickets/")
}

// visited records the answers of the ticket's caller, given directly or to a clerk.
func (h hotline) visited(ctx context.Context, r *httpapi.Request, t *ticket.Ticket, back string,
	more ...store.Write) (httpapi.Response, error) {
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	v, err := visitOf(values)
	if err != nil {
		return httpapi.Response{}, err
	}
	rule, _ := h.Visits.At(t.Place, calendar.Of(h.Now()))
	taker := ""
	if clerk(r.Caller) {
		taker = r.Caller.ID
	}
	is, err := h.ChangeByCaller(ctx, t, taker, "visited",
		func(t *ticket.Ticket) ([]store.Write, error) { return more, t.Visited(v, rule.Value, h.Now()) })
	return h.changed(r, is, err, back)
}

func visitOf(values map[string]string) (v ticket.Visit, err error) {
	v.Comment = values["comment"]
	for name, into := range map[string]*bool{"contacted": &v.Contacted, "resolved": &v.Resolved, "content": &v.Content} {
		switch values[name] {
		case "true":
			*into = true
		case "false":
		default:
			p := problem.New(
				"invalid-form",
				lang.T(
					"三个问题都请回答：是否联系过、是否解决、是否满意。",
					"Please answer all three questions: were you contacted, was it resolved, are you satisfied?",
				),
			)
			p.Errors = []problem.FieldError{{Pointer: "/" + name, Code: "required", Detail: p.Detail}}
			return v, p
		}
	}
	return v, nil
}

func (h hotline) reopen(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	t, err := h.ownTicket(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	rule, _ := h.Visits.At(t.Place, calendar.Of(h.Now()))
	is, err := h.ChangeByCaller(ctx, t, "", "reopened", func(t *ticket.Ticket) ([]store.Write, error) {
		return nil, t.Reopen(values["reason"], rule.Value, h.Now())
	})
	return h.changed(r, is, err, "/tickets/")
}

// changed answers with the ticket after the change.
func (h hotline) changed(r *httpapi.Request, is *ticket.Ticket, err error, back string) (httpapi.Response, error) {
	if err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return httpapi.Redirect(back + is.Number), nil
	}
	return httpapi.JSON(http.StatusOK, is.View())
}
