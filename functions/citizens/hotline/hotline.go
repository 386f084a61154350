// Package hotline is 接诉即办: one intake for all complaints and requests, and the pages of the
// officials who handle them.
package hotline

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/form"
	"miaoban/shared/hanzi"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
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
	return httpapi.Either(r, h.Pages, http.StatusOK, r.Page("tickets", lang.T("我的诉求", "My complaints and requests"), List{lines, next}))
}

// Blank is the form for a new ticket and, after a fault, the values that were typed.
type Blank struct {
	Kinds   []ticket.Category `json:"kinds"`
	Streets []form.Option     `json:"streets"`
	Clerk   bool              `json:"clerk"` // a clerk writes down what a caller says
	Typed   map[string]string `json:"-"`
	Problem *problem.Problem  `json:"-"`
}

func (h hotline) form(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if _, err := instant.ApplicantOf(r.Caller); err != nil {
		return httpapi.Response{}, err
	}
	return h.blank(r, http.StatusOK, map[string]string{"application": r.Query("application"), "category": r.Query("category")}, nil)
}

func (h hotline) blank(r *httpapi.Request, status int, typed map[string]string, problem *problem.Problem) (httpapi.Response, error) {
	b := Blank{h.Kinds(calendar.Of(h.Now())), form.StreetOptions("440600", "440300"), clerk(r.Caller), typed, problem}
	return httpapi.Either(r, h.Pages, status, r.Page("ticketform", lang.T("我要反映", "Make a complaint or request"), b))
}

// clerk reports whether the user writes down the calls of others.
func clerk(c identity.Caller) bool {
	_, is := c.RegionOf("clerk")
	return is
}

// take records a complaint and answers with its number and who handles it.
func (h hotline) take(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	in, err := h.intake(ctx, r.Caller, values)
	var kept *ticket.Ticket
	var joined bool
	if err == nil {
		kept, err = h.New(in)
	}
	if err == nil {
		kept, joined, err = h.Take(ctx, kept)
	}
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && p.Code == "invalid-form":
		return h.blank(r, httpapi.StatusOf(p.Code), values, p)
	case err != nil:
		return httpapi.Response{}, err
	}
	place := "/tickets/" + kept.Number
	if in.Source == ticket.FromClerk {
		place = "/receiver/" + kept.Number
	}
	if r.WantsHTML() {
		return httpapi.Redirect(place), nil
	}
	status := http.StatusCreated
	if joined {
		status = http.StatusOK
	}
	response, err := httpapi.JSON(status, kept.View())
	if err == nil {
		response.Headers["Location"] = place
	}
	return response, err
}

// intake checks what was sent and reports all faults at once.
func (h hotline) intake(ctx context.Context, c identity.Caller, values map[string]string) (ticket.Intake, error) {
	caller, err := instant.ApplicantOf(c)
	if err != nil {
		return ticket.Intake{}, err
	}
	in := ticket.Intake{
		Category: values["category"], Place: form.Street(values["place"]), Address: hanzi.Text(values["address"]),
		Text:        form.Trim(values["text"]),
		Application: form.Clean(form.Reference, values["application"]),
		Caller: ticket.Caller{
			ID:     caller.ID,
			Name:   caller.Name,
			Mobile: form.Clean(form.Phone, values["mobile"]),
		}, Source: ticket.FromPortal,
	}
	var faults []problem.FieldError
	fault := func(pointer, code string, detail lang.Text) {
		faults = append(faults, problem.FieldError{Pointer: "/" + pointer, Code: code, Detail: detail})
	}
	if clerk(c) {
		in.Source, in.Clerk, in.Caller = ticket.FromClerk, caller.ID,
			ticket.Caller{Name: hanzi.Name(values["caller_name"]), Mobile: in.Caller.Mobile}
		if hanzi.Same(in.Caller.Name, caller.Name) {
			return in, instant.Recused()
		}
		if n := len([]rune(in.Caller.Name)); n < 1 || n > 50 {
			fault("caller_name", "length", lang.T("请填写来电人称呼（50 字以内）。", "Enter the caller's name (at most 50 characters)."))
		} else if odd := hanzi.AnyPersonFault(in.Caller.Name); !odd.IsZero() {
			fault("caller_name", "personname", odd)
		}
	}
	if in.Caller.Mobile != "" {
		if reason, why := form.Wrong(form.Phone, lang.T("回访电话", "Phone number"), in.Caller.Mobile); reason != "" {
			fault("mobile", "mobile", why)
			faults[len(faults)-1].Reason = reason
		}
	}
	if in.Caller.Mobile == "" && in.Source == ticket.FromClerk {
		fault("mobile", "required", lang.T("请填写回访电话。", "Enter the number to call back."))
	}
	if kindOf(h.Kinds(calendar.Of(h.Now())), in.Category) == lang.T(in.Category, in.Category) {
		fault("category", "choice", lang.T("请选择诉求分类。", "Choose a category."))
	}
	if n := len([]rune(in.Text)); n < 5 || n > 1000 {
		fault("text", "length", lang.T("请写清楚诉求（5 至 1000 字）。", "Describe the problem in 5 to 1000 characters."))
	}
	if len([]rune(in.Address)) > 200 {
		fault("address", "length", lang.T("地址不超过 200 字。", "The address can have at most 200 characters."))
	} else if odd := hanzi.TextFault(in.Address); !odd.IsZero() {
		fault("address", "characters", odd)
	}
	if in.Place == "" {
		in.Place = nearest(values)
	}
	if _, known := division.Find(in.Place); !known || len(in.Place) != 9 {
		fault("place", "division",
			lang.T("请选择事发地所在的镇（街道），或提供附近的经纬度。", "Choose the street or town where it happened, or give its latitude and longitude."))
	}
	if in.Application != "" {
		a, err := instant.LoadApplication(ctx, h.Store, in.Application)
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && a.Applicant.ID != in.Caller.ID:
			fault("application", "unknown", lang.T("您没有这个编号的办件。", "You have no application with this number."))
		case err != nil:
			return in, err
		default:
			in.Service = a.Service
		}
	}
	if faults != nil {
		p := problem.New("invalid-form", lang.F("有 %d 处需要修改", "Problems to correct: %d", len(faults)))
		p.Errors = faults
		return in, p
	}
	return in, nil
}

// nearest returns the street nearest to the position that the caller sent, or "" if none was sent.
func nearest(values map[string]string) string {
	latitude, err1 := strconv.ParseFloat(values["latitude"], 64)
	longitude, err2 := strconv.ParseFloat(values["longitude"], 64)
	if err1 != nil || err2 != nil {
		return ""
	}
	return division.Nearest(latitude, longitude)
}
