package tasks_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/officials/tasks"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/instant/instanttest"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// TestAnEndByACorrection begins with the correction, recovers nothing by rule, and is said on every page.
func TestAnEndByACorrection(t *testing.T) {
	r := openRegister(t)
	r.knows(r.born(), "440605011")
	number := r.applies(decision.Approved).Number
	r.At(calendar.MustParse("2026-12-20").Start().Add(9 * time.Hour))
	r.knows(r.born(), "440605011")
	r.Post(citizen, "/applications/"+number+"/correction",
		`{"dataset":"population","field":"household_division","value":"430105001"}`, nil)
	r.answers(r.receipt(number).Corrections[0], "corrected", "430105001", http.StatusOK)
	receipt := r.receipt(number)
	if s := receipt.Standing; s == nil || s.State != instant.Ended || s.Since.String() != "2026-12-20" || s.RecoverFen != 0 {
		t.Fatalf("it is %+v", receipt.Standing)
	}
	if text := receipt.Corrections[0].EffectText.ZH; !strings.Contains(text, "自2026年12月20日起已终止") || strings.Contains(text, "不自动改动") {
		t.Errorf("the request says %q", text)
	}
	var ask instant.Asking
	if r.Get(citizen, "/applications/"+number+"/review", &ask); strings.Contains(ask.Meanwhile.ZH, "照常有效") || ask.Confirm == "" {
		t.Errorf("who asks for a review is told %q", ask.Meanwhile.ZH)
	}
	var page applications.NoticePage
	r.Get(citizen, "/notices", &page)
	told := false
	for _, n := range page.Notices {
		told = told || n.Application == number && strings.Contains(n.Text.ZH, "自2026年12月20日起终止")
	}
	if !told {
		t.Errorf("the notices are %+v", page.Notices)
	}
}

// TestAsAskedBefore from another application: the problem names that one.
func TestAsAskedBefore(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	first := r.applies(decision.Rejected).Number
	second := r.Apply("seniorcard", citizen, `{"delivery":"electronic"}`).Number
	r.asks(first, http.StatusCreated)
	response := r.Call(citizen, "POST", "/applications/"+second+"/correction",
		`{"dataset":"population","field":"birth_date","value":"`+r.born()+`"}`)
	if response.StatusCode != http.StatusConflict || !strings.Contains(response.Body, first) || strings.Contains(response.Body, second) {
		t.Errorf("%d, %s, want %s", response.StatusCode, response.Body, first)
	}
}

// interleaved is a store in which something else happens before the next commit.
type interleaved struct {
	store.Store
	before func()
}

func (s *interleaved) Commit(ctx context.Context, writes ...store.Write) error {
	if before := s.before; before != nil {
		s.before = nil
		before()
	}
	return s.Store.Commit(ctx, writes...)
}

// TestADeliveryBetweenLookAndConfirmation: what is confirmed is the record that was shown, until the commit.
func TestADeliveryBetweenLookAndConfirmation(t *testing.T) {
	instanttest.OnEachStore(t, func(t *testing.T, open instanttest.OpenStore) {
		var kept *interleaved
		r := openRegisterOn(t, func(t testing.TB, clock func() time.Time) store.Store {
			kept = &interleaved{Store: open(t, clock)}
			return kept
		})
		r.knows("1990-01-01", "440605011")
		number := r.applies(decision.Rejected).Number
		made := r.asks(number, http.StatusCreated)
		var task tasks.Task
		r.Get(official, taskOf(made), &task)
		kept.before = func() {
			delivered := fact.NewRecord(platformtest.Person(t, citizen).ID, r.Now().Add(time.Second),
				dataset.Population.BirthDate.Set(calendar.MustParse("1991-01-01")), dataset.Population.Household.Set("440605011"))
			writes, effect, err := registry.Deliver(t.Context(), kept.Store, delivered, false)
			if err == nil {
				err = kept.Store.Commit(t.Context(), writes...)
			}
			if err != nil || len(writes) == 0 {
				t.Fatalf("the delivery is %s: %v", effect, err)
			}
		}
		r.sends(made, "confirmed", "", task.Correction.Seen, http.StatusConflict)
		if c := r.receipt(number).Corrections[0]; c.State != instant.OpenCorrection {
			t.Errorf("a record that nobody saw is confirmed: %+v", c)
		}
	})
}

// TestThePageHasTheControlOfTheKind: a place is chosen from lists, step by step.
func TestThePageHasTheControlOfTheKind(t *testing.T) {
	r := openRegister(t)
	r.knows("1990-01-01", "440605011")
	number := r.applies(decision.Rejected).Number
	path := "/applications/" + number + "/correction?dataset=population&field=household_division"
	for within, words := range map[string][]string{
		"":               {`<option value="440605121"`, `within=440600`, "佛山市"},
		"&within=000000": {`<option value="430000"`, `within=430000"`},
		"&within=430100": {`<option value="430105"`, "长沙市"},
	} {
		page := r.Call(citizen, "GET", path+within, "", "Accept", "text/html").Body
		for _, word := range words {
			if !strings.Contains(page, word) {
				t.Errorf("%q lacks %s", within, word)
			}
		}
	}
	var made instant.CorrectionView
	r.Post(citizen, "/applications/"+number+"/correction", `{"dataset":"population","field":"household_division","text":"应在长沙"}`, &made)
	page := r.Call(official, "GET", taskOf(made)+"?within=430100", "", "Accept", "text/html").Body
	if !strings.Contains(page, `<option value="430105"`) || strings.Contains(page, "<dd>440605011</dd>") {
		t.Errorf("the official's page has no list of places, or a code: %s", page)
	}
}
