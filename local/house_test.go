package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	samples "miaoban/events"
	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/problem"
	"miaoban/shared/registry"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/ticket"
	"miaoban/shared/vault"
)

// house is a stack with the seed and with a clock that the test sets.
type house struct {
	t        *testing.T
	now      time.Time
	file     *bolt.Store
	records  *vault.Store
	engine   *instant.Engine
	services map[string]instant.Offering
	numbers  []string // of the applications that were made
	done     map[string]int
}

func openHouse(t *testing.T, day string) *house {
	t.Helper()
	h := &house{
		t:        t,
		now:      calendar.MustParse(day).Start().Add(9 * time.Hour),
		services: map[string]instant.Offering{},
		done:     map[string]int{},
	}
	clock := func() time.Time { return h.now }
	var err error
	if h.file, err = bolt.Open(filepath.Join(t.TempDir(), "house.db"), clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.file.Close() })
	master, err := vault.OpenFile(filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	h.records = vault.Open(h.file, master, clock)
	if err := seed.Load(t.Context(), h.records, h.now); err != nil {
		t.Fatal(err)
	}
	if h.engine, err = platform.NewEngine(func(string) string { return "" }, h.records, io.Discard); err != nil {
		t.Fatal(err)
	}
	h.engine.Now = clock
	for _, s := range functions.Services() {
		h.services[s.About().Slug] = s
	}
	return h
}

// apply sends the sample applications of the services, or of all.
func (h *house) apply(services []string, names ...string) {
	h.t.Helper()
	all, err := samples.Load("../events")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, sample := range all {
		service := h.services[sample.Function]
		if service == nil || !slices.Contains(names, sample.Name) || services != nil && !slices.Contains(services, sample.Function) {
			continue
		}
		serve, err := platform.Bind(h.engine, service.Routes)
		if err != nil {
			h.t.Fatal(err)
		}
		var event events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal(sample.Payload, &event); err != nil {
			h.t.Fatal(err)
		}
		response, err := serve(h.t.Context(), event)
		if err != nil {
			h.t.Fatal(err)
		}
		var receipt instant.Receipt
		if json.Unmarshal([]byte(response.Body), &receipt) != nil || response.StatusCode != 201 {
			continue // what somebody before them has, for one
		}
		for _, r := range append(receipt.Parts, receipt) {
			h.numbers = append(h.numbers, r.Number)
		}
	}
}

// replay returns the output of the replay, and an error if it found a fault.
func (h *house) replay() (string, error) {
	var out bytes.Buffer
	err := replayed(h.t.Context(), h.records, h.file.Keys(h.t.Context()), &out, progress{io.Discard, false})
	return out.String(), err
}

// try performs the act on the application. An impossible act returns a problem.
func (h *house) try(name string, act func(context.Context, *instant.Application) error, number string) {
	h.t.Helper()
	a, err := instant.LoadApplication(h.t.Context(), h.engine.Store, number)
	if errors.Is(err, store.ErrNotFound) { // it was erased
		return
	}
	if err != nil {
		h.t.Fatal(err)
	}
	var problem *problem.Problem
	switch err := act(h.t.Context(), a); {
	case err == nil:
		h.done[name]++
	case !errors.As(err, &problem) && !errors.Is(err, store.ErrNotFound):
		h.t.Fatalf("%s: %v", name, err)
	}
}

// determination returns values that a person may find out for the application: the last known ones, or the given
// value if nothing was known.
func determination(a *instant.Application, value string, met bool) instant.Determination {
	d := instant.Determination{Reason: "已核对原件"}
	seen := map[string]bool{}
	for _, f := range a.Findings {
		if f.Judgeable() {
			d.Judged = append(d.Judged, instant.Judged{Rule: f.Rule, Met: met})
		}
		for _, ref := range f.Sources {
			for _, fact := range a.Facts {
				place := ref.Dataset + fact.Key + ref.Field
				if ref.State.Knowledge() || fact.Dataset != ref.Dataset || !slices.Contains(fact.Fields, ref.Field) || seen[place] {
					continue
				}
				seen[place] = true
				s := instant.Supplied{Dataset: ref.Dataset, Key: fact.Key, Field: ref.Field, Value: value}
				if last, known := fact.Values[ref.Field]; known {
					s.Value = last
				}
				d.Supplied = append(d.Supplied, s)
			}
		}
	}
	return d
}

// acts returns everything that can be done with an application after its decision.
func (h *house) acts() map[string]func(context.Context, *instant.Application) error {
	first, second := instant.Officer{
		Name:   "梁审省",
		ID:     person(h.t, "梁审省").ID,
		Region: "440000",
	}, instant.Officer{
		Name:   "梁复省",
		ID:     person(h.t, "梁复省").ID,
		Region: "440000",
	}
	reviewer := func(a *instant.Application) (instant.Reviewer, error) {
		r, err := h.services[a.Service].Reviewer(h.engine)
		if err == nil && r == nil { // a bundle's parts are decided, and not it
			return nil, problem.New("not-found", a.Title)
		}
		return r, err
	}
	admit := func(ctx context.Context, a *instant.Application, by instant.Officer) (instant.Clearance, error) {
		// The records of the officials stay fresh, however much time passes.
		known, err := registry.Put(fact.NewRecord(by.ID, h.now, dataset.Households.Book.Set("of "+by.Name)))
		if err == nil {
			err = h.engine.Store.Commit(ctx, known...)
		}
		if err != nil {
			return instant.Clearance{}, err
		}
		m, err := h.engine.Matter(ctx, a, "review")
		if err != nil {
			return instant.Clearance{}, err
		}
		return h.engine.Admit(ctx, by, m)
	}
	book, err := ticket.Open(h.engine)
	if err != nil {
		h.t.Fatal(err)
	}
	determine := func(met bool) func(context.Context, *instant.Application) error {
		return func(ctx context.Context, a *instant.Application) (err error) {
			r, err := reviewer(a)
			if err != nil {
				return err
			}
			by, err := admit(ctx, a, first)
			if err != nil {
				return err
			}
			for _, value := range []string{"true", "1950-01-01", "36", "440605011"} {
				if _, err = r.Determine(ctx, a, by, determination(a, value, met)); err == nil {
					return nil
				}
			}
			return err
		}
	}
	return map[string]func(context.Context, *instant.Application) error{
		"determined as met":     determine(true),
		"determined as not met": determine(false),
		"confirmed": func(ctx context.Context, a *instant.Application) error {
			r, err := reviewer(a)
			if err != nil {
				return err
			}
			by, err := admit(ctx, a, second)
			if err == nil {
				_, err = r.Confirm(ctx, a, by)
			}
			return err
		},
		"returned": func(ctx context.Context, a *instant.Application) error {
			by, err := admit(ctx, a, second)
			if err != nil {
				return err
			}
			return h.engine.Return(ctx, a, by, "请再核对原件")
		},
		"verified": func(ctx context.Context, a *instant.Application) error {
			c, err := h.services[a.Service].Verifier(h.engine)
			if err != nil || c == nil {
				return problem.New("not-found", a.Title)
			}
			_, err = c.Verify(ctx, a.Number, false)
			return err
		},
		"surrendered": func(ctx context.Context, a *instant.Application) error {
			how := h.services[a.Service].About().Surrender
			end, err := h.engine.Ending(ctx, a, how)
			if err != nil {
				return err
			}
			return h.engine.Surrender(ctx, a, how, end.Confirm)
		},
		"erased": func(ctx context.Context, a *instant.Application) error {
			shown, err := h.engine.Erasing(ctx, a)
			if err != nil {
				return err
			}
			return h.engine.Erase(ctx, a, shown.Confirm)
		},
		"a person asked for": func(ctx context.Context, a *instant.Application) error {
			if a.Outcome == decision.Referred {
				return problem.New("already-requested", a.Title)
			}
			shown, err := book.Asking(ctx, a)
			if err != nil {
				return err
			}
			return book.RequestReview(ctx, a, instant.Actor{}, shown.Confirm)
		},
		"asked": func(ctx context.Context, a *instant.Application) error {
			by, err := admit(ctx, a, first)
			if err != nil {
				return err
			}
			return h.engine.Ask(ctx, a, by, "请补充证明")
		},
		"answered": func(ctx context.Context, a *instant.Application) error {
			return h.engine.Answer(ctx, a, instant.Actor{}, "已补充")
		},
		"asked to correct": func(ctx context.Context, a *instant.Application) error {
			receipt, err := h.engine.Receipt(ctx, a)
			if err != nil {
				return err
			}
			for _, f := range receipt.Findings {
				for _, s := range f.Sources {
					if s.Correct != "" {
						_, err := h.engine.RequestCorrection(ctx, a, instant.Actor{}, s.Dataset, s.Field, "", "记录有误")
						return err
					}
				}
			}
			return problem.New("not-found", a.Title)
		},
		"corrected": h.correct,
		"rated": func(ctx context.Context, a *instant.Application) error {
			rating, err := instant.NewRating(1+len(a.Findings)%5, nil, "", h.now)
			if err != nil {
				return err
			}
			return book.Rate(ctx, a, rating)
		},
	}
}

// correct answers the open request for a correction in the application as the department, in a random way.
func (h *house) correct(ctx context.Context, a *instant.Application) error {
	receipt, err := h.engine.Receipt(ctx, a)
	if err != nil {
		return err
	}
	for i, v := range receipt.Corrections {
		if v.State != instant.OpenCorrection {
			continue
		}
		c, err := instant.LoadCorrection(ctx, h.engine.Store, v.Number)
		if err != nil {
			return err
		}
		p := platformtest.Person(h.t, "林公安")
		by, err := h.engine.Admit(ctx, instant.Officer{Name: p.Name, ID: p.ID, Region: c.Region}, h.engine.CorrectionMatter(c))
		if err != nil {
			return err
		}
		shown, err := h.engine.CorrectionCase(ctx, c, "")
		if err != nil {
			return err
		}
		all, err := instant.CorrectorsOf(h.engine, slices.Collect(maps.Values(h.services)))
		if err != nil {
			return err
		}
		results := []instant.CorrectionResult{instant.Corrected, instant.Removed, instant.Confirmed}
		reply := instant.CorrectionReply{Result: results[(i+len(h.done)+h.done["corrected"])%3], Reason: "已核对档案", Seen: shown.Seen,
			Value: v.Value.Value}
		if _, wrong := calendar.Parse(reply.Value); wrong == nil && v.Value.Field != "birth_date" {
			reply.Value = "2001-01-01"
		}
		_, err = h.engine.AnswerCorrection(ctx, c, by, reply, all)
		return err
	}
	return problem.New("not-found", a.Title)
}
