package authorizer_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"miaoban/functions/authorizer"
)

const (
	issuer   = "https://issuer.example"
	audience = "miaoban"
	someone  = "440605194001010011"
)

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func key(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sign(t *testing.T, algorithm jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k1"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestWhoCalls(t *testing.T) {
	trusted, other := key(t), key(t)
	keys := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: trusted.Public(), KeyID: "k1", Algorithm: "ES256"}}}
		if err := json.NewEncoder(w).Encode(set); err != nil {
			t.Error(err)
		}
	}))
	defer keys.Close()
	environment := map[string]string{"ISSUER": issuer, "AUDIENCE": audience, "JWKS_URL": keys.URL}
	var log bytes.Buffer
	a, err := authorizer.New(func(name string) string { return environment[name] }, func() time.Time { return now }, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	claims := func(change map[string]any) map[string]any {
		c := map[string]any{"iss": issuer, "aud": audience, "sub": "s", "exp": now.Add(time.Hour).Unix(), "id_number": someone, "name": "𠮷兆麟", "roles": []string{"reviewer"}}
		for k, v := range change {
			c[k] = v
		}
		return c
	}
	good := sign(t, jose.ES256, trusted, claims(nil))
	parts := strings.Split(good, ".")
	tests := []struct{ name, token, id, reason string }{
		{"a good token", good, someone, ""},
		{"none", "", "", "anonymous"},
		{"expired this second", sign(t, jose.ES256, trusted, claims(map[string]any{"exp": now.Add(-time.Second).Unix()})), "", "expired"},
		{"valid from in four minutes: the clocks differ", sign(t, jose.ES256, trusted, claims(map[string]any{"nbf": now.Add(4 * time.Minute).Unix()})), someone, ""},
		{"valid from in six minutes", sign(t, jose.ES256, trusted, claims(map[string]any{"nbf": now.Add(6 * time.Minute).Unix()})), "", "invalid"},
		{"another issuer", sign(t, jose.ES256, trusted, claims(map[string]any{"iss": "https://evil.example"})), "", "invalid"},
		{"for another audience", sign(t, jose.ES256, trusted, claims(map[string]any{"aud": "bank"})), "", "invalid"},
		{"another key", sign(t, jose.ES256, other, claims(nil)), "", "invalid"},
		{"a symmetric algorithm", sign(t, jose.HS256, []byte(strings.Repeat("k", 32)), claims(nil)), "", "invalid"},
		{"not signed", "eyJhbGciOiJub25lIn0." + parts[1] + ".", "", "invalid"},
		{"other claims under the signature", parts[0] + "." + parts[1][:len(parts[1])-2] + "AA." + parts[2], "", "invalid"},
		{"without an ID number", sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": ""})), "", "invalid"},
		{"an ID number of the wrong check digit", sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "440605194001010012"})), "", "invalid"},
	}
	for _, tt := range tests {
		for _, way := range []string{"header", "cookie"} {
			t.Run(tt.name+" in a "+way, func(t *testing.T) {
				var event events.APIGatewayV2CustomAuthorizerV2Request
				switch {
				case tt.token == "":
				case way == "header":
					event.Headers = map[string]string{"authorization": "Bearer " + tt.token}
				default:
					event.Cookies = []string{"lang=en", "session=" + tt.token}
				}
				verdict, err := a.Authorize(t.Context(), event)
				if err != nil || !verdict.IsAuthorized || verdict.Context["id"] != tt.id || verdict.Context["reason"] != tt.reason {
					t.Errorf("got %+v, %v", verdict, err)
				}
			})
		}
	}
	if strings.Contains(log.String(), someone[:14]) {
		t.Errorf("the log names somebody: %s", log.String())
	}
}

// TestKeysRotate: a token under a key that the issuer has published since is taken
// at once, and one under a key that it has withdrawn is not.
func TestKeysRotate(t *testing.T) {
	first, second := key(t), key(t)
	published := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: first.Public(), KeyID: "k1", Algorithm: "ES256"}}}
	var mu sync.Mutex
	keys := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if err := json.NewEncoder(w).Encode(published); err != nil {
			t.Error(err)
		}
	}))
	defer keys.Close()
	environment := map[string]string{"ISSUER": issuer, "AUDIENCE": audience, "JWKS_URL": keys.URL}
	a, err := authorizer.New(func(name string) string { return environment[name] }, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	call := func(key *ecdsa.PrivateKey, kid string) any {
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", kid))
		if err != nil {
			t.Fatal(err)
		}
		token, err := jwt.Signed(signer).Claims(map[string]any{"iss": issuer, "aud": audience, "exp": now.Add(time.Hour).Unix(), "id_number": someone}).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		verdict, err := a.Authorize(t.Context(), events.APIGatewayV2CustomAuthorizerV2Request{Headers: map[string]string{"authorization": "Bearer " + token}})
		if err != nil {
			t.Fatal(err)
		}
		return verdict.Context["reason"]
	}
	if reason := call(first, "k1"); reason != "" {
		t.Errorf("the first key: %s", reason)
	}
	mu.Lock()
	published.Keys = []jose.JSONWebKey{{Key: second.Public(), KeyID: "k2", Algorithm: "ES256"}}
	mu.Unlock()
	if reason := call(second, "k2"); reason != "" {
		t.Errorf("the second key, after the change: %s", reason)
	}
	if reason := call(first, "k1"); reason != "invalid" {
		t.Errorf("the withdrawn key: %q", reason)
	}
}
