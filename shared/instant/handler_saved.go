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
	at := h.Now()
	body, err := json.Marshal(Saved{values, at})
	if err != nil {
		return httpapi.Response{}, fmt.Errorf("saving a draft: %w", err)
	}
	item := store.Item{Key: savedKey(a, h.item.Slug), Body: body, Expires: at.Add(savedLife)}
	err = h.CommitLimited(ctx, LimitsOf(r.Caller.ID, saveLimit), append(mandateInForce(a.Agent), store.Put("saved", item))...)
	if lapsed(err) {
		return httpapi.Response{}, noMandate()
	}
	if err != nil {
		return httpapi.Response{}, CommitError("saving a draft", err, nil)
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

// members returns the values in the body that belong to the form's fields, as text.
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

// saved returns the draft of the applicant, or of their agent; nil if there is none.
func (h *handler[F]) saved(ctx context.Context, a decision.Applicant) (*Saved, error) {
	var s Saved
	err := load(ctx, h.Store, savedKey(a, h.item.Slug), &s)
	if errors.Is(err, store.ErrNotFound) || err == nil && len(s.Values) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a draft: %w", err)
	}
	return &s, nil
}

// forget deletes the draft after the application was submitted. An error is only logged, since
// drafts expire.
func (h *handler[F]) forget(ctx context.Context, a decision.Applicant) {
	s, err := h.saved(ctx, a)
	if err == nil && s != nil {
		err = h.Store.Commit(ctx, store.Put("saved", store.Item{Key: savedKey(a, h.item.Slug), Body: []byte("{}"), Expires: h.Now()}))
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
