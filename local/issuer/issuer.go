// Package issuer stands in for the national identity provider on one machine: it
// lists the seed people, and signs in whoever is chosen. It is a demonstration and
// is deployed nowhere.
package issuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	_ "embed"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"miaoban/shared/httpapi"
	"miaoban/shared/registry/seed"
)

// Lifetime is how long somebody stays signed in.
const Lifetime = 12 * time.Hour

// Issuer signs tokens for the seed people.
type Issuer struct {
	URL      string
	Audience string
	Now      func() time.Time
	people   []seed.Person
	key      *ecdsa.PrivateKey
	signer   jose.Signer
}

const keyID = "local-1"

//go:embed signin.html
var page string

var signIn = template.Must(template.New("sign-in").Parse(page))

// New is an issuer whose key is kept in the file, so that tokens outlive a
// restart.
func New(issuer, audience, keyFile string, now func() time.Time) (*Issuer, error) {
	people, err := seed.People()
	if err != nil {
		return nil, err
	}
	key, err := loadKey(keyFile)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", keyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, options)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return &Issuer{URL: issuer, Audience: audience, Now: now, people: people, key: key, signer: signer}, nil
}

func loadKey(path string) (*ecdsa.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		block, _ := pem.Decode(text)
		if block == nil {
			return nil, fmt.Errorf("%s holds no key", path)
		}
		return x509.ParseECPrivateKey(block.Bytes)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}

// Token is a token for the seed person of that ID number.
func (i *Issuer) Token(id string) (string, error) {
	for _, p := range i.people {
		if p.ID == id {
			return i.Sign(p)
		}
	}
	return "", errors.New("issuer: no such person")
}

// Sign is a token for the person.
func (i *Issuer) Sign(p seed.Person) (string, error) {
	now := i.Now()
	return jwt.Signed(i.signer).
		Claims(jwt.Claims{
			Issuer: i.URL, Subject: p.ID, Audience: jwt.Audience{i.Audience},
			IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(Lifetime)),
		}).
		Claims(map[string]any{"id_number": p.ID, "name": p.Name}).
		Serialize()
}

// Handler serves the sign-in pages, a token endpoint for programs, and the keys.
func (i *Issuer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /issuer/jwks.json", i.keys)
	mux.HandleFunc("GET /sign-in", i.choose)
	mux.HandleFunc("POST /sign-in", i.enter)
	mux.HandleFunc("POST /sign-out", i.leave)
	mux.HandleFunc("POST /issuer/token", i.token)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.key.Public(), KeyID: keyID, Algorithm: "ES256", Use: "sig"}}})
}

func (i *Issuer) choose(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	var told []seed.Person
	for _, p := range i.people {
		if !p.Story.IsZero() {
			told = append(told, p)
		}
	}
	data := struct {
		Return string
		People []seed.Person
		All    int
	}{local(r.URL.Query().Get("return")), told, len(i.people)}
	if err := signIn.Execute(w, data); err != nil {
		http.Error(w, "the page could not be written", http.StatusInternalServerError)
	}
}

func (i *Issuer) enter(w http.ResponseWriter, r *http.Request) {
	token, err := i.Token(r.PostFormValue("person"))
	if err != nil {
		http.Error(w, "没有这个人 No such person", http.StatusBadRequest)
		return
	}
	i.setCookie(w, token, int(Lifetime.Seconds()))
	http.Redirect(w, r, local(r.PostFormValue("return")), http.StatusSeeOther)
}

func (i *Issuer) leave(w http.ResponseWriter, r *http.Request) {
	i.setCookie(w, "", -1)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	token, err := i.Token(r.PostFormValue("person"))
	if err != nil {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	reply(w, map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": int(Lifetime.Seconds())})
}

// setCookie keeps the token in the browser. The cookie is not Secure, since this
// host speaks plain HTTP, to this machine only.
func (i *Issuer) setCookie(w http.ResponseWriter, token string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: httpapi.SessionCookie, Value: token, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// local is the address if it is one of this site, or else the front page.
func local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.Contains(address, `\`) {
		return "/"
	}
	return address
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
	}
}
