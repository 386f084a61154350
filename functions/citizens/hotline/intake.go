package hotline

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

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

// Blank is the form for a new ticket and, after a fault, the values that were typed.
type Blank struct {
	Kinds   []ticket.Category `json:"kinds"`
	Streets []form.Option     `json:"streets"`
	Clerk   bool              `json:"clerk"` // a clerk writes down what a caller says

	Typed   map[string]string `json:"-"`
	Problem *problem.Problem  `json:"-"`
	Same    []ticket.Same     `json:"-"` // what the phone number has open
	Looked  bool              `json:"-"` // the phone number alone was looked up
	Nearest *Nearby           `json:"-"` // to the position that was sent
	Map     *division.Chooser `json:"-"` // on which a place is being chosen
}

// labels are the names of the form's fields.
var labels = map[string]lang.Text{
	"caller_name": lang.T("来电人称呼", "The caller's name"),
	"category":    lang.T("哪方面的事", "Category"),
	"place":       lang.T("事发地镇街", "Street or town of the incident"),
	"address":     lang.T("具体地点", "Exact place"),
	"text":        lang.T("发生了什么，希望怎样解决", "What happened, and what should be done about it"),
	"mobile":      lang.T("回访电话", "Phone number for the call-back"),
	"application": lang.T("有关的办件受理号", "Number of the application concerned"),
	"matter":      lang.T("是同一件事吗", "Is it the same matter?"),
}

// fields are the form's fields in order: a call begins with the phone number.
func fields(clerk bool) []string {
	if clerk {
		return []string{"mobile", "matter", "caller_name", "category", "place", "address", "text"}
	}
	return []string{"category", "place", "address", "text", "mobile", "application"}
}

// Label is the name of the field to which the pointer of an error leads.
func (b Blank) Label(pointer string) lang.Text { return labels[strings.TrimPrefix(pointer, "/")] }

// Fault is what is wrong with the field; nil if nothing is.
func (b Blank) Fault(name string) *problem.FieldError {
	if b.Problem == nil {
		return nil
	}
	for i, e := range b.Problem.Errors {
		if e.Pointer == "/"+name {
			return &b.Problem.Errors[i]
		}
	}
	return nil
}

// Place is the typed place, by its name if it is a code.
func (b Blank) Place() lang.Text {
	if _, known := division.Find(b.Typed["place"]); known {
		return streetName(b.Typed["place"])
	}
	return lang.T(b.Typed["place"], b.Typed["place"])
}

// Category is the typed category, by its name if it is a code.
func (b Blank) Category() lang.Text { return kindOf(b.Kinds, b.Typed["category"]) }

func (h hotline) form(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	if _, err := instant.ApplicantOf(r.Caller); err != nil {
		return httpapi.Response{}, err
	}
	return h.blank(r, http.StatusOK, Blank{Typed: map[string]string{"application": r.Query("application"), "category": r.Query("category")}})
}

// blank answers with the form. Its page may run our script, which asks the browser for the position.
func (h hotline) blank(r *httpapi.Request, status int, b Blank) (httpapi.Response, error) {
	b.Kinds, b.Clerk = h.Kinds(calendar.Of(h.Now())), clerk(r.Caller)
	b.Streets = form.StreetOptions("440600", "440300")
	if region, is := r.Caller.RegionOf("clerk"); is && division.City(region) != "" {
		b.Streets = form.StreetOptions(division.City(region))
	}
	title := lang.T("我要反映", "Make a complaint or request")
	if b.Clerk {
		title = lang.T("登记来电", "Write down a call")
	}
	response, err := httpapi.Either(r, h.Pages, status, r.Page("ticketform", b.Problem.TitleOf(title), b))
	if err == nil && r.WantsHTML() {
		response.Headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
			"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	}
	return response, err
}

// step answers to a button of the form that does not send it in: the position of the browser, a part of the map, a
// place on it. It returns false if the form is sent in.
func step(values map[string]string) (b Blank, is bool) {
	what, code, _ := strings.Cut(values["step"], ":")
	b.Typed = values
	switch what {
	case "locate":
		if b.Nearest = nearby(values); b.Nearest == nil {
			b.Problem = problem.OfField("place", "division", lang.T("附近没有本系统所知的镇街，请从列表中选择。",
				"No street or town that the system knows is near you. Please choose one."))
			break
		}
		values["place"] = b.Nearest.Code
	case "map":
		chooser := division.Choose(code, "", false)
		b.Map = &chooser
	case "at":
		values["place"] = code
	default:
		return b, false
	}
	delete(values, "latitude") // a position is used once
	delete(values, "longitude")
	return b, true
}

// mend puts the suggestion that was chosen into its field.
func mend(values map[string]string) {
	for name, value := range values {
		if field, is := strings.CutPrefix(name, "mend."); is && labels[field] != (lang.Text{}) {
			values[field] = value
		}
	}
}

// Taken is a new complaint, or the open one that it joined.
type Taken struct {
	ticket.View
	Joined bool `json:"joined,omitempty"` // the same matter was open already: what was said is added to it
}

// take records a complaint and answers with its number and who handles it.
func (h hotline) take(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	values, err := r.Values()
	if err != nil {
		return httpapi.Response{}, err
	}
	if _, err := instant.ApplicantOf(r.Caller); err != nil {
		return httpapi.Response{}, err
	}
	mend(values)
	if r.WantsHTML() {
		if b, is := step(values); is {
			return h.blank(r, http.StatusOK, b)
		}
	}
	in, err := h.intake(ctx, r.Caller, values)
	same, failed := h.same(ctx, r, in, values)
	if failed != nil {
		return httpapi.Response{}, failed
	}
	if r.WantsHTML() && clerk(r.Caller) && onlyPhone(values) && !isWrong(err, "mobile") {
		return h.blank(r, http.StatusOK, Blank{Typed: values, Same: same, Looked: true})
	}
	var kept *ticket.Ticket
	var joined bool
	if err == nil {
		kept, joined, err = h.store(ctx, in, same, values["matter"])
	}
	var p *problem.Problem
	switch {
	case r.WantsHTML() && errors.As(err, &p) && p.Code == "invalid-form":
		return h.blank(r, httpapi.StatusOf(p.Code), Blank{Typed: values, Problem: p, Same: same})
	case err != nil:
		return httpapi.Response{}, err
	}
	place := "/tickets/" + kept.Number
	if in.Source == ticket.FromClerk {
		place = "/receiver/" + kept.Number
	}
	if r.WantsHTML() {
		if joined {
			place += "?joined=1"
		}
		return httpapi.Redirect(place), nil
	}
	status := http.StatusCreated
	if joined {
		status = http.StatusOK
	}
	response, err := httpapi.JSON(status, Taken{kept.View(), joined})
	if err == nil {
		response.Headers["Location"] = place
	}
	return response, err
}

// same returns the open tickets of the phone number that a clerk typed. Programs say themselves which one they mean.
func (h hotline) same(ctx context.Context, r *httpapi.Request, in ticket.Intake, values map[string]string) ([]ticket.Same, error) {
	if !clerk(r.Caller) || in.Caller.Mobile == "" || !r.WantsHTML() && values["matter"] == "" {
		return nil, nil
	}
	officer, err := instant.OfficerOf(r.Caller, "clerk")
	if err != nil {
		return nil, err
	}
	return h.SameCaller(ctx, officer, in.Caller.Mobile)
}

// onlyPhone reports whether nothing but the phone number was typed: the clerk looks it up.
func onlyPhone(values map[string]string) bool {
	for name := range labels {
		if name != "mobile" && form.Trim(values[name]) != "" {
			return false
		}
	}
	return true
}

// isWrong reports whether the field is among those that have to be corrected.
func isWrong(err error, field string) bool {
	var p *problem.Problem
	return errors.As(err, &p) &&
		slices.ContainsFunc(p.Errors, func(e problem.FieldError) bool { return e.Pointer == "/"+field })
}

// store keeps the complaint as a new ticket, or adds it to the open one that is the same matter.
func (h hotline) store(ctx context.Context, in ticket.Intake, same []ticket.Same, matter string) (*ticket.Ticket, bool, error) {
	joins := slices.ContainsFunc(same, func(s ticket.Same) bool { return s.Joins && s.Number == matter })
	if len(same) > 0 && !joins && matter != "new" {
		return nil, false, problem.OfField("matter", "choice", lang.T("这个号码有未办结的诉求，请选择是补充，还是另一件事。",
			"This number has open complaints: choose whether this is more about one of them, or another matter."))
	}
	in.Apart = len(same) > 0 && !joins
	t, err := h.New(in)
	if err != nil {
		return nil, false, err
	}
	if joins {
		kept, err := h.Join(ctx, matter, t)
		return kept, true, err
	}
	return h.Take(ctx, t)
}

// faults are what is wrong with a form.
type faults []problem.FieldError

func (f *faults) add(field, code string, detail lang.Text, choices ...problem.Choice) {
	*f = append(*f, problem.FieldError{Pointer: "/" + field, Code: code, Detail: detail, Choices: choices})
}

// intake checks what was sent and reports all faults at once.
func (h hotline) intake(ctx context.Context, c identity.Caller, values map[string]string) (ticket.Intake, error) {
	caller, err := instant.ApplicantOf(c)
	if err != nil {
		return ticket.Intake{}, err
	}
	in := ticket.Intake{
		Address: hanzi.Text(values["address"]), Text: form.Trim(values["text"]),
		Application: form.Clean(form.Reference, values["application"]),
		Caller: ticket.Caller{
			ID:     caller.ID,
			Name:   caller.Name,
			Mobile: form.Clean(form.Phone, values["mobile"]),
		}, Source: ticket.FromPortal,
	}
	var wrong faults
	region := province
	if clerk(c) {
		region, _ = c.RegionOf("clerk")
		in.Source, in.Clerk, in.Caller = ticket.FromClerk, caller.ID,
			ticket.Caller{Name: hanzi.Name(values["caller_name"]), Mobile: in.Caller.Mobile}
		if hanzi.Same(in.Caller.Name, caller.Name) {
			return in, instant.Recused()
		}
		if n := len([]rune(in.Caller.Name)); n < 1 || n > 50 {
			wrong.add("caller_name", "length", lang.T("请填写来电人称呼（50 字以内）。", "Enter the caller's name (at most 50 characters)."))
		} else if odd := hanzi.AnyPersonFault(in.Caller.Name); !odd.IsZero() {
			wrong.add("caller_name", "personname", odd, nameChoices(in.Caller.Name)...)
		}
	}
	if in.Caller.Mobile != "" {
		if reason, why := form.Wrong(form.Phone, labels["mobile"], in.Caller.Mobile); reason != "" {
			wrong.add("mobile", "mobile", why)
			wrong[len(wrong)-1].Reason = reason
		}
	} else if in.Source == ticket.FromClerk {
		wrong.add("mobile", "required", lang.T("请填写回访电话。", "Enter the number to call back."))
	}
	var choices []problem.Choice
	if in.Category, choices = categoryOf(form.Trim(values["category"]), h.Kinds(calendar.Of(h.Now()))); in.Category == "" {
		wrong.add("category", "choice", lang.T("请选择诉求分类。", "Choose a category."), choices...)
	}
	if n := len([]rune(in.Text)); n < 5 || n > 1000 {
		wrong.add("text", "length", lang.T("请写清楚诉求（5 至 1000 字）。", "Describe the problem in 5 to 1000 characters."))
	}
	if len([]rune(in.Address)) > 200 {
		wrong.add("address", "length", lang.T("地址不超过 200 字。", "The address can have at most 200 characters."))
	} else if odd := hanzi.TextFault(in.Address); !odd.IsZero() {
		wrong.add("address", "characters", odd)
	}
	place := form.Trim(values["place"])
	if place == "" {
		place = values["street"] // chosen from the list instead of typed
	}
	if near := nearby(values); place == "" && near != nil {
		place = near.Code
	}
	if in.Place, choices = placeOf(place, region); in.Place == "" {
		wrong.add("place", "division",
			lang.T("请选择事发地所在的镇（街道），或提供附近的经纬度。", "Choose the street or town where it happened, or give its latitude and longitude."),
			choices...)
	}
	if in.Application != "" {
		a, err := instant.LoadApplication(ctx, h.Store, in.Application)
		switch {
		case errors.Is(err, store.ErrNotFound), err == nil && a.Applicant.ID != in.Caller.ID:
			wrong.add("application", "unknown", lang.T("您没有这个编号的办件。", "You have no application with this number."))
		case err != nil:
			return in, err
		default:
			in.Service = a.Service
		}
	}
	if wrong != nil {
		p := problem.New("invalid-form", problem.Faults(len(wrong)))
		p.Errors = wrong
		order := fields(clerk(c))
		slices.SortStableFunc(p.Errors, func(a, b problem.FieldError) int {
			return slices.Index(order, a.Pointer[1:]) - slices.Index(order, b.Pointer[1:])
		})
		return in, p
	}
	return in, nil
}

// nameChoices are names that may be meant by one that cannot be stored.
func nameChoices(name string) []problem.Choice {
	if dotted := hanzi.Dotted(name); dotted != name && hanzi.AnyPersonFault(dotted).IsZero() {
		return []problem.Choice{{Value: dotted, Label: lang.T(dotted, dotted)}}
	}
	return nil
}
