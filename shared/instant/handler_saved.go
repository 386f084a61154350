package instant

import (
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

// savedLife is how long a form that was begun is kept.
const savedLife = 30 * 24 * time.Hour

// Saved is a form that was begun, to be gone on with: what was typed, whether it is
// right or not.
type Saved struct {
	Values url.Values `json:"values"`
	At     time.Time  `json:"at"`
}

// savedKey is where a form lies that was begun: with who typed it. What an agent began for
// their principal is not the principal's, nor the other way about.
func savedKey(a decision.Applicant, service string) store.Key {
	if a.Agent.ID != "" {
		return store.Key{Partition: PersonPartition(a.Agent.ID), Sort: "SAVED#" + service + "#" + a.Agent.Mandate}
	}
	return store.Key{Partition: PersonPartition(a.ID), Sort: "SAVED#" + service}
}

// save keeps what was typed, in place of what was kept before.
func (h *handler[F]) save(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	a, err := h.applicant(ctx, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	values, err := h.members(r)
	if err != nil {
		return httpapi.Response{}, err
	}
	at := h.Now()
	body, err := json.Marshal(Saved{values, at})
	if err != nil {
		return httpapi.Response{}, fmt.Errorf("saving a form: %w", err)
	}
	item := store.Item{Key: savedKey(a, h.item.Slug), Body: body, Expires: at.Add(savedLife)}
	err = h.CommitLimited(ctx, LimitsOf(r.Caller.ID, saveLimit), append(mandateInForce(a.Agent), store.Put("saved", item))...)
	if lapsed(err) {
		return httpapi.Response{}, noMandate()
	}
	if err != nil {
		return httpapi.Response{}, CommitError("saving a form", err, nil)
	}
	if r.WantsHTML() {
		again := "/services/" + h.item.Slug + "/application"
		if a.Agent.Mandate != "" {
			again += "?for=" + a.Agent.Mandate
		}
		return httpapi.Redirect(again), nil
	}
	return httpapi.Response{StatusCode: http.StatusNoContent}, nil
}

// members are the form's own fields of a body, as text.
func (h *handler[F]) members(r *httpapi.Request) (url.Values, error) {
	body, mediaType, err := r.Body()
	if err != nil {
		return nil, err
	}
	given := url.Values{}
	broken := problem.New("malformed-body", lang.T("请求内容无法读取。", "The body cannot be read."))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		if given, err = form.Post(body); err != nil {
			return nil, err
		}
	case "application/json":
		var object map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(body)))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			return nil, broken
		}
		if len(object) > form.MaxMembers {
			return nil, form.TooManyMembers()
		}
		for name, value := range object {
			list, several := value.([]any)
			if !several {
				list = []any{value}
			}
			for _, v := range list {
				given.Add(name, fmt.Sprint(v))
			}
		}
	default:
		return nil, form.UnsupportedMediaType()
	}
	kept := url.Values{}
	for _, f := range h.fields {
		if values, there := given[f.Name]; there {
			kept[f.Name] = values
		}
	}
	return kept, nil
}

// saved is the form that the applicant, or their agent, began: nil for none.
func (h *handler[F]) saved(ctx context.Context, a decision.Applicant) (*Saved, error) {
	var s Saved
	err := load(ctx, h.Store, savedKey(a, h.item.Slug), &s)
	if errors.Is(err, store.ErrNotFound) || err == nil && len(s.Values) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("a form that was begun: %w", err)
	}
	return &s, nil
}

// forget lets go of a form that was begun, once it has been applied for. Failing at
// that is no failure of the application: what is kept ends by itself.
func (h *handler[F]) forget(ctx context.Context, a decision.Applicant) {
	s, err := h.saved(ctx, a)
	if err == nil && s != nil {
		err = h.Store.Commit(ctx, store.Put("saved", store.Item{Key: savedKey(a, h.item.Slug), Body: []byte("{}"), Expires: h.Now()}))
	}
	if err != nil {
		h.Log.WarnContext(ctx, "a form that was begun stays", "service", h.item.Slug, "error", err.Error())
	}
}

// Answer is one line of what was answered, as people read it.
type Answer struct {
	Name   string
	Label  lang.Text
	Values []lang.Text
}

// answers are what was typed, in the order of the form, without what was left empty.
func answers(fields []form.Field, typed url.Values) []Answer {
	var all []Answer
	for _, f := range fields {
		answer := Answer{Name: f.Name, Label: f.Label}
		for _, v := range typed[f.Name] {
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
