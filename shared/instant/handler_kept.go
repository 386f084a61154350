package instant

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// A form that is open while its session ends is not lost: the page carries a random keeper, and with it
// the browser may save that form, as a draft of the person for whom the page was made. It gives no right
// to read anything: the draft is shown after this person has signed in again, and to nobody else.

// keeperField names the keeper in a posted form; keeperLife is how long it saves.
const (
	keeperField = "keeper"
	keeperLife  = 24 * time.Hour
)

// keeper is what a form's page may still save.
type keeper struct {
	Person  string `json:"person"` // ID number of who fills in the form
	Mandate string `json:"mandate,omitempty"`
	Service string `json:"service"`
}

// keeperKey is the key of a keeper. The store has only its digest.
func keeperKey(secret string) store.Key {
	sum := sha256.Sum256([]byte(secret))
	return store.Key{Partition: "KEEPER#" + hex.EncodeToString(sum[:]), Sort: "KEEPER"}
}

// newKeeper returns a new keeper for the form of the applicant, and the write that makes it valid.
func newKeeper(a decision.Applicant, service string, at time.Time) (secret string, write store.Write, err error) {
	k := keeper{Person: a.ID, Service: service}
	if a.Agent.ID != "" {
		k.Person, k.Mandate = a.Agent.ID, a.Agent.Mandate
	}
	body, err := json.Marshal(k)
	if err != nil {
		return "", store.Write{}, fmt.Errorf("a form's keeper: %w", err)
	}
	secret = rand.Text()
	return secret, store.Put("keeper", store.Item{Key: keeperKey(secret), Body: body, Expires: at.Add(keeperLife)}), nil
}

// applicant is the person of the keeper, as far as a draft needs them.
func (k keeper) applicant() decision.Applicant {
	if k.Mandate == "" {
		return decision.Applicant{ID: k.Person}
	}
	return decision.Applicant{Agent: decision.Agent{ID: k.Person, Mandate: k.Mandate}}
}

// kept is the handler, but saves what a browser posts after its session has ended, and asks the person to
// sign in again. It answers the post itself: browsers do not follow a redirected post to the identity provider.
func (h *handler[F]) kept(signedIn httpapi.Handler) httpapi.Handler {
	return func(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
		if r.Caller.SignedIn() || !r.WantsHTML() {
			return signedIn(ctx, r)
		}
		saved, err := h.keepFor(ctx, r)
		if err != nil {
			return httpapi.Response{}, err
		}
		_, nobody := ApplicantOf(r.Caller)
		var p *problem.Problem
		if !errors.As(nobody, &p) || httpapi.StatusOf(p.Code) != http.StatusUnauthorized {
			return httpapi.Response{}, nobody // it cannot be verified who is signed in
		}
		if saved {
			p.Detail = lang.T("登录已结束。您填写的内容已经保存，由您本人重新登录后可以接着填。",
				"You are no longer signed in. What you entered was saved; sign in again as the same person to continue.")
		}
		page := r.Page("problem", p.Title, p)
		page.SignIn = httpapi.SignInTo(h.formAt("", r.Query("for")))
		response, err := httpapi.HTML(http.StatusUnauthorized, h.Pages, page)
		if err != nil {
			return httpapi.Response{}, err
		}
		response.Headers["WWW-Authenticate"] = httpapi.Challenge
		return response, nil
	}
}

// keepFor saves the posted form for the person of its keeper; saved is false if it has none that is valid here.
func (h *handler[F]) keepFor(ctx context.Context, r *httpapi.Request) (saved bool, err error) {
	values, err := h.posted(r)
	if err != nil {
		return false, err
	}
	secret := values.Get(keeperField)
	if secret == "" {
		return false, nil
	}
	var k keeper
	switch err := load(ctx, h.Store, keeperKey(secret), &k); {
	case errors.Is(err, store.ErrNotFound) || err == nil && k.Service != h.item.Slug:
		return false, nil
	case err != nil:
		return false, fmt.Errorf("a form's keeper: %w", err)
	}
	return true, h.keep(ctx, k.applicant(), h.own(values))
}
