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
