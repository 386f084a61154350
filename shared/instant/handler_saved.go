package instant

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// savedLife is how long a draft is stored.
const savedLife = 30 * 24 * time.Hour

// Saved is a draft of a form: the values as entered, valid or not.
type Saved struct {
	Values url.Values `json:"values"`
	At     time.Time  `json:"at"`
}

// savedKey is the key of a draft in the partition of the person who entered it: agent and
// principal do not see each other's drafts.
func savedKey(a decision.Applicant, service string) store.Key {
	if a.Agent.ID != "" {
		return store.Key{Partition: PersonPartition(a.Agent.ID), Sort: "SAVED#" + service + "#" + a.Agent.Mandate}
	}
	return store.Key{Partition: PersonPartition(a.ID), Sort: "SAVED#" + service}
}

// draftForm is a draft as it is stored. After the application was submitted the number takes the place of
// the values.
type draftForm struct {
	Saved
	Application string `json:"application,omitempty"`
}

// save stores the entered values in place of an earlier draft.
func (h *handler[F]) save(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := h.members(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	if err := h.keep(ctx, a, values); err != nil {
		return httpapi.Response{}, err
	}
	if r.WantsHTML() {
		return h.toForm(a, ""), nil
	}
	return httpapi.Response{StatusCode: http.StatusNoContent}, nil
}

// keep stores the values as the draft of the applicant, or of their agent.
func (h *handler[F]) keep(ctx context.Context, a decision.Applicant, values url.Values) error {
	write, err := h.draftWrite(a, draftForm{Saved: Saved{values, h.Now()}}, savedLife)
	if err != nil {
		return err
	}
	limits := LimitsOf(cmp.Or(a.Agent.ID, a.ID), saveLimit)
	if err = h.CommitLimited(ctx, limits, append(mandateInForce(a.Agent), write)...); lapsed(err) {
		return noMandate()
	}
	return CommitError("saving a draft", err, nil)
}

func (h *handler[F]) draftWrite(a decision.Applicant, d draftForm, life time.Duration) (store.Write, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return store.Write{}, fmt.Errorf("saving a draft: %w", err)
	}
	return store.Put("saved", store.Item{Key: savedKey(a, h.item.Slug), Body: body, Expires: h.Now().Add(life)}), nil
}

// members returns the values in the body that belong to the form's fields, as text.
func (h *handler[F]) members(r *httpapi.Request) (url.Values, error) {
	given, err := h.posted(r)
	if err != nil {
		return nil, err
	}
	return h.own(given), nil
}

// own returns the values that belong to the form's fields.
func (h *handler[F]) own(given url.Values) url.Values {
	kept := url.Values{}
	for _, f := range h.fields {
		if values, there := given[f.Name]; there {
			kept[f.Name] = values
		}
	}
	return kept
}

// posted returns the values in the body, as text.
func (h *handler[F]) posted(r *httpapi.Request) (url.Values, error) {
	body, mediaType, err := r.Body()
	if err != nil {
		return nil, err
	}
	switch mediaType {
	case form.PostType:
		return form.Post(body)
	case "application/json":
		var object map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			return nil, problem.New("malformed-body", lang.T("请求内容无法读取。", "The body cannot be read."))
		}
		if len(object) > form.MaxMembers {
			return nil, form.TooManyMembers()
		}
		given := url.Values{}
		for name, value := range object {
			list, several := value.([]any)
			if !several {
				list = []any{value}
			}
			for _, v := range list {
				given.Add(name, fmt.Sprint(v))
			}
		}
		return given, nil
	default:
		return nil, form.UnsupportedMediaType()
	}
}

// saved returns the draft of the applicant, or of their agent; the zero value if there is none.
func (h *handler[F]) saved(ctx context.Context, a decision.Applicant) (draftForm, error) {
	var d draftForm
	err := load(ctx, h.Store, savedKey(a, h.item.Slug), &d)
	if errors.Is(err, store.ErrNotFound) {
		return draftForm{}, nil
	}
	if err != nil {
		return draftForm{}, fmt.Errorf("reading a draft: %w", err)
	}
	return d, nil
}

// submittedLife is how long the page of the answers leads to the application that was made of them.
const submittedLife = 24 * time.Hour

// submitted replaces the draft by the number of the application. An error is only logged, since drafts
// expire.
func (h *handler[F]) submitted(ctx context.Context, a decision.Applicant, number string) {
	write, err := h.draftWrite(a, draftForm{Application: number}, submittedLife)
	if err == nil {
		err = h.Store.Commit(ctx, write)
	}
	if err != nil {
		h.Log.WarnContext(ctx, "a draft was not deleted", "service", h.item.Slug, "error", err.Error())
	}
}

// Answer is one answer in the form, as people read it.
type Answer struct {
	Name   string
	Label  lang.Text
	Values []lang.Text
}

// answers returns the entered values in the order of the form, without empty ones.
func answers(fields []form.Field, typed url.Values) []Answer {
	var all []Answer
	for _, f := range fields {
		answer := Answer{Name: f.Name, Label: f.Label}
		for _, v := range typed[f.Name] {
			v = f.Clean(v) // as it is judged
			text := lang.T(v, v)
			for _, o := range f.Options {
				if o.Value == v {
					text = o.Label
				}
			}
			if f.Control == form.CheckControl && v == "true" {
				text = lang.T("是", "Yes")
			}
			if v != "" {
				answer.Values = append(answer.Values, text)
			}
		}
		if answer.Values != nil {
			all = append(all, answer)
		}
	}
	return all
}
