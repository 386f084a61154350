package issuer

import (
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"

	"miaoban/shared/registry/seed"
)

//go:embed signin.html
var page string

var choose = template.Must(template.New("sign-in").Parse(page))

// grant is the sign-in for which an authorization code can be exchanged.
type grant struct {
	person    seed.Person
	nonce     string
	challenge string // of PKCE, S256
	redirect  string
	until     time.Time
}

// codeLife is the time in which a code can be exchanged.
const codeLife = time.Minute

// Handler serves the provider: its description, its keys, the page on which a person is chosen, and tokens,
// which programs get for a person's ID number without a code.
func (i *Issuer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.describe)
	mux.HandleFunc("GET /issuer/jwks.json", i.keys)
	mux.HandleFunc("GET /issuer/authorize", i.choose)
	mux.HandleFunc("POST /issuer/authorize", i.authorize)
	mux.HandleFunc("POST /issuer/token", i.token)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (i *Issuer) describe(w http.ResponseWriter, _ *http.Request) {
	reply(w, map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/issuer/authorize", "token_endpoint": i.URL + "/issuer/token",
		"jwks_uri": i.URL + "/issuer/jwks.json", "response_types_supported": []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{"ES256"}, "code_challenge_methods_supported": []string{"S256"},
		"token_endpoint_auth_methods_supported": []string{"none"},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: keyID, Algorithm: "ES256", Use: "sig"}}})
}

// choose shows the people. The parameters of the client stay in the address, to which the choice is posted.
func (i *Issuer) choose(w http.ResponseWriter, r *http.Request) {
	if _, known := i.client(w, r); !known {
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	var withStory []seed.Person
	for _, p := range i.people {
		if !p.Story.IsZero() {
			withStory = append(withStory, p)
		}
	}
	data := struct {
		People []seed.Person
		All    int
		Action string
	}{withStory, len(i.people), r.URL.RequestURI()}
	if err := choose.Execute(w, data); err != nil {
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
	}
}

func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect, known := i.client(w, r)
	if !known {
		return
	}
	person, err := i.person(r.PostFormValue("person"))
	if err != nil {
		http.Error(w, "没有这个人 No such person", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = grant{
		person: person, nonce: query.Get("nonce"), challenge: query.Get("code_challenge"),
		redirect: redirect.String(), until: i.Now().Add(codeLife),
	}
	i.mu.Unlock()
	redirect.RawQuery = url.Values{"code": {code}, "state": {query.Get("state")}}.Encode()
	http.Redirect(w, r, redirect.String(), http.StatusSeeOther)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	token, err := i.Token(r.PostFormValue("person"))
	if code := r.PostFormValue("code"); code != "" {
		i.mu.Lock()
		g, good := i.codes[code]
		delete(i.codes, code)
		i.mu.Unlock()
		if !good || i.Now().After(g.until) || g.redirect != r.PostFormValue("redirect_uri") ||
			g.challenge != oauth2.S256ChallengeFromVerifier(r.PostFormValue("code_verifier")) {
			refuse(w)
			return
		}
		token, err = i.sign(g.person, g.nonce)
	}
	if err != nil {
		refuse(w)
		return
	}
	reply(w, map[string]any{"access_token": token, "id_token": token, "token_type": "Bearer", "expires_in": int(Lifetime.Seconds())})
}

func refuse(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
	}
}
