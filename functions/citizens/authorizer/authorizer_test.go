package authorizer_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"miaoban/functions/citizens/authorizer"
	"miaoban/shared/identity"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/token"
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
	var log bytes.Buffer
	a := open(t, keys.URL, records(t), func() time.Time { return now }, &log)
	claims := func(change map[string]any) map[string]any {
		c := map[string]any{"iss": issuer, "aud": audience, "sub": "s", "iat": now.Add(-time.Minute).Unix(),
			"exp": now.Add(12 * time.Hour).Unix(), "id_number": someone, "name": "𠮷兆麟", "roles": []string{"reviewer"}}
		for k, v := range change {
			if c[k] = v; v == nil {
				delete(c, k)
			}
		}
		return c
	}
	good := sign(t, jose.ES256, trusted, claims(nil))
	parts := strings.Split(good, ".")
	long, longer := "", "" // the longest token that is accepted, and one that is too long
	for n := (token.MaxLength-len(good))*3/4 - 30; len(longer) <= token.MaxLength; n++ {
		long, longer = longer, sign(t, jose.ES256, trusted, claims(map[string]any{"pad": strings.Repeat("x", n)}))
	}
	tests := []struct{ name, token, id, reason string }{
		{"a good token", good, someone, ""},
		{"a permit of a resident of Hong Kong",
			sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "810000199408230021"})), "810000199408230021", ""},
		{"a pass that was issued again",
			sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "h1234567801"})), "H12345678", ""},
		{"a permanent residence card",
			sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "932682198501010017"})), "932682198501010017", ""},
		{"a passport", sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "GBR123456789"})), "GBR123456789", ""},
		{"a passport of no state", sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "E12345678"})), "", "invalid"},
		{"the longest accepted", long, someone, ""},
		{"longer", longer, "", "invalid"},
		{"none", "", "", "anonymous"},
		{"expired this second", sign(t, jose.ES256, trusted, claims(map[string]any{"exp": now.Add(-time.Second).Unix()})), "", "expired"},
		{"valid in four minutes: the clocks differ",
			sign(t, jose.ES256, trusted, claims(map[string]any{"nbf": now.Add(4 * time.Minute).Unix()})), someone, ""},
		{
			"valid in six minutes",
			sign(t, jose.ES256, trusted, claims(map[string]any{"nbf": now.Add(6 * time.Minute).Unix()})),
			"",
			"invalid",
		},
		{"another issuer", sign(t, jose.ES256, trusted, claims(map[string]any{"iss": "https://evil.example"})), "", "invalid"},
		{"for another audience", sign(t, jose.ES256, trusted, claims(map[string]any{"aud": "bank"})), "", "invalid"},
		{"another key", sign(t, jose.ES256, other, claims(nil)), "", "invalid"},
		{"signed with a symmetric algorithm", sign(t, jose.HS256, []byte(strings.Repeat("k", 32)), claims(nil)), "", "invalid"},
		{"not signed", "eyJhbGciOiJub25lIn0." + parts[1] + ".", "", "invalid"},
		{"other claims under the signature", parts[0] + "." + parts[1][:len(parts[1])-2] + "AA." + parts[2], "", "invalid"},
		{"roles issued nearly an hour ago",
			sign(t, jose.ES256, trusted, claims(map[string]any{"iat": now.Add(time.Second - authorizer.RolesLast).Unix()})), someone, ""},
		{"roles issued an hour ago",
			sign(t, jose.ES256, trusted, claims(map[string]any{"iat": now.Add(-authorizer.RolesLast).Unix()})), "", "expired"},
		{"roles without a time of issue", sign(t, jose.ES256, trusted, claims(map[string]any{"iat": nil})), "", "expired"},
		{"a citizen's token issued an hour ago",
			sign(t, jose.ES256, trusted, claims(map[string]any{"roles": nil, "iat": now.Add(-authorizer.RolesLast).Unix()})), someone, ""},
		{"without an ID number", sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": ""})), "", "invalid"},
		{"an ID number of the wrong check digit",
			sign(t, jose.ES256, trusted, claims(map[string]any{"id_number": "440605194001010012"})), "", "invalid"},
	}
	for _, tt := range tests {
		for _, way := range []string{
			"header", "cookie", "cookie among others in one line", "cookie header",
			"plain cookie over HTTP", "plain cookie over HTTPS",
		} {
			t.Run(tt.name+" in a "+way, func(t *testing.T) {
				event := events.APIGatewayV2CustomAuthorizerV2Request{Version: "2.0"}
				switch {
				case tt.token == "":
				case way == "header":
					event.Headers = map[string]string{"authorization": "Bearer " + tt.token}
				case way == "cookie":
					event.Cookies = []string{"lang=en", "__Host-session=" + tt.token, "session=x"}
				case way == "cookie among others in one line":
					event.Cookies = []string{"a=1,__Host-session=x; lang=en; __Host-session=" + tt.token + "; session=x"}
				case way == "cookie header":
					event.Headers = map[string]string{"cookie": "lang=en; __Host-session=" + tt.token + ";session=x"}
				default:
					event.Headers = map[string]string{"x-forwarded-proto": "http"}
					event.Cookies = []string{"session=" + tt.token, "\u2000__Host-session=x"}
				}
				id, reason, by := tt.id, tt.reason, "cookie"
				switch {
				case way == "plain cookie over HTTPS":
					event.Headers = map[string]string{"x-forwarded-proto": "https"}
					id, reason = "", "anonymous"
				case way == "header":
					by = "header"
				}
				verdict, err := a.Authorize(t.Context(), event)
				if err != nil || !verdict.IsAuthorized || verdict.Context["id"] != id || verdict.Context["reason"] != reason || id != "" &&
					verdict.Context["by"] != by {
					t.Errorf("got %+v, %v", verdict, err)
				}
			})
		}
	}
	if strings.Contains(log.String(), someone[:14]) {
		t.Errorf("the log names a person: %s", log.String())
	}
}

// TestAnEventOfAnotherKind is an error: an answer in this format would let nobody in, and not say why.
func TestAnEventOfAnotherKind(t *testing.T) {
	a := open(t, "https://issuer.example/keys", records(t), func() time.Time { return now }, io.Discard)
	for _, version := range []string{"", "1.0"} {
		_, err := a.Authorize(t.Context(), events.APIGatewayV2CustomAuthorizerV2Request{Version: version})
		if err == nil || !strings.Contains(err.Error(), "payload format 2.0") {
			t.Errorf("version %q: %v", version, err)
		}
	}
}

// records opens an empty embedded store.
func records(t *testing.T) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "store.db"), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func open(t *testing.T, keys string, sessions store.Store, now func() time.Time, log io.Writer) *authorizer.Authorizer {
	t.Helper()
	environment := map[string]string{"ISSUER": issuer, "AUDIENCE": audience, "JWKS_URL": keys}
	a, err := authorizer.New(func(name string) string { return environment[name] }, sessions, now, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// asked returns the caller that the authorizer finds for the token in the header.
func asked(t *testing.T, a *authorizer.Authorizer, token string) identity.Caller {
	t.Helper()
	verdict, err := a.Authorize(t.Context(),
		events.APIGatewayV2CustomAuthorizerV2Request{Version: "2.0", Headers: map[string]string{"authorization": "Bearer " + token}})
	if err != nil || !verdict.IsAuthorized {
		t.Fatalf("%+v, %v", verdict, err)
	}
	return identity.FromAuthorizer(verdict.Context)
}

// published serves an issuer's keys and counts how often they are fetched.
func published(t *testing.T, keys func() []jose.JSONWebKey) (url string, times *atomic.Int64) {
	t.Helper()
	times = &atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		times.Add(1)
		if err := json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: keys()}); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, times
}

// TestAWithdrawnTokenIsNoneInAnyForm checks that a withdrawn token signs nobody in, in whatever
// form it is written, with or without a token ID. Other tokens of the same person stay valid.
func TestAWithdrawnTokenIsNoneInAnyForm(t *testing.T) {
	trusted := key(t)
	url, _ := published(t, func() []jose.JSONWebKey {
		return []jose.JSONWebKey{{Key: trusted.Public(), KeyID: "k1", Algorithm: "ES256"}}
	})
	for _, jti := range []string{"one", ""} {
		sessions := records(t)
		a := open(t, url, sessions, func() time.Time { return now }, io.Discard)
		made := func(nonce, jti string) string {
			claims := map[string]any{"iss": issuer, "aud": audience, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
				"id_number": someone, "nonce": nonce}
			if jti != "" {
				claims["jti"] = jti
			}
			return sign(t, jose.ES256, trusted, claims)
		}
		other := ""
		if jti != "" {
			other = "two"
		}
		raw, another := made("a", jti), made("b", other)
		forms := forms(t, raw)
		if c := asked(t, a, inJSON(t, raw)); c.SignedIn() {
			t.Errorf("jti %q: a token in JSON form was accepted; only the compact form is a bearer token", jti)
		}
		for name, form := range forms {
			if c := asked(t, a, form); c.ID != someone {
				t.Fatalf("jti %q, %s: the token does not work before it is withdrawn: %+v", jti, name, c)
			}
		}
		c := asked(t, a, raw)
		if err := token.Withdraw(t.Context(), sessions, c.Session, c.Until); err != nil {
			t.Fatal(err)
		}
		for name, form := range forms {
			if c := asked(t, a, form); c.SignedIn() || c.Reason != "invalid" {
				t.Errorf("jti %q, %s: after withdrawal the caller is %+v", jti, name, c)
			}
		}
		if c := asked(t, a, another); c.ID != someone {
			t.Errorf("jti %q: another token gives %+v", jti, c)
		}
	}
}

// forms returns other spellings of the same token: with other unused bits in the signature's last
// character, and with the second signature that verifies for the same key.
func forms(t *testing.T, raw string) map[string]string {
	t.Helper()
	parts := strings.Split(raw, ".")
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		t.Fatal(err)
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, raw[len(raw)-1])
	n := elliptic.P256().Params().N
	mirrored := slices.Concat(signature[:32], new(big.Int).Sub(n, new(big.Int).SetBytes(signature[32:])).FillBytes(make([]byte, 32)))
	return map[string]string{
		"as it is":          raw,
		"other unused bits": raw[:len(raw)-1] + alphabet[last^1:last^1+1],
		"-s for s":          parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(mirrored),
	}
}

// inJSON returns the token in the JSON form of RFC 7515.
func inJSON(t *testing.T, raw string) string {
	t.Helper()
	parts := strings.Split(raw, ".")
	flat, err := json.Marshal(map[string]string{"protected": parts[0], "payload": parts[1], "signature": parts[2]})
	if err != nil {
		t.Fatal(err)
	}
	return string(flat)
}

// TestUnknownKeysAreNotFetchedEachTime checks that tokens with unknown keys cause only one request
// to the issuer in a period.
func TestUnknownKeysAreNotFetchedEachTime(t *testing.T) {
	trusted, at := key(t), now
	url, times := published(t, func() []jose.JSONWebKey {
		return []jose.JSONWebKey{{Key: trusted.Public(), KeyID: "k2", Algorithm: "ES256"}}
	})
	a := open(t, url, records(t), func() time.Time { return at }, io.Discard)
	unknown := sign(t, jose.ES256, key(t),
		map[string]any{"iss": issuer, "aud": audience, "exp": now.Add(time.Hour).Unix(), "id_number": someone})
	for range 50 {
		if c := asked(t, a, unknown); c.Reason != "invalid" {
			t.Fatalf("%+v", c)
		}
	}
	if times.Load() != 1 {
		t.Errorf("the keys were fetched %d times", times.Load())
	}
	at = at.Add(time.Minute)
	if asked(t, a, unknown); times.Load() != 2 {
		t.Errorf("after a minute the keys were fetched %d times in all", times.Load())
	}
}

// TestASlowIssuerHoldsNobodyUp checks that the first caller waits at most the timeout, that the
// next ones do not wait, and that both learn that the token cannot be verified now. A caller
// without a token never waits.
func TestASlowIssuerHoldsNobodyUp(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	defer close(release)
	a := open(t, slow.URL, records(t), time.Now, io.Discard)
	raw := sign(t, jose.ES256, key(t),
		map[string]any{"iss": issuer, "aud": audience, "exp": time.Now().Add(time.Hour).Unix(), "id_number": someone})
	for _, tt := range []struct {
		name, token, reason string
		within              time.Duration
	}{
		{"the first", raw, "unavailable", 10 * time.Second},
		{"the next", raw, "unavailable", time.Second},
		{"without a token", "", "anonymous", time.Second},
	} {
		began := time.Now()
		if c := asked(t, a, tt.token); c.Reason != tt.reason || time.Since(began) > tt.within {
			t.Errorf("%s: %+v after %s", tt.name, c, time.Since(began))
		}
	}
}

// TestTheListOfWithdrawnCannotBeRead checks that a token is then neither accepted nor refused: it
// cannot be verified.
func TestTheListOfWithdrawnCannotBeRead(t *testing.T) {
	trusted := key(t)
	url, _ := published(t, func() []jose.JSONWebKey {
		return []jose.JSONWebKey{{Key: trusted.Public(), KeyID: "k1", Algorithm: "ES256"}}
	})
	sessions := records(t)
	a := open(t, url, sessions, func() time.Time { return now }, io.Discard)
	if err := sessions.Close(); err != nil {
		t.Fatal(err)
	}
	raw := sign(
		t,
		jose.ES256,
		trusted,
		map[string]any{"iss": issuer, "aud": audience, "exp": now.Add(time.Hour).Unix(), "id_number": someone},
	)
	if c := asked(t, a, raw); c.SignedIn() || c.Reason != "unavailable" {
		t.Errorf("%+v", c)
	}
}

// TestKeysRotate checks that a token under a newly published key is accepted at the next permitted
// fetch, and that a token under a withdrawn key is not.
func TestKeysRotate(t *testing.T) {
	first, second := key(t), key(t)
	set, at := []jose.JSONWebKey{{Key: first.Public(), KeyID: "k1", Algorithm: "ES256"}}, now
	url, _ := published(t, func() []jose.JSONWebKey { return set })
	a := open(t, url, records(t), func() time.Time { return at }, io.Discard)
	call := func(key *ecdsa.PrivateKey, kid string) string {
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", kid))
		if err != nil {
			t.Fatal(err)
		}
		token, err := jwt.Signed(signer).Claims(map[string]any{"iss": issuer, "aud": audience, "exp": now.Add(time.Hour).Unix(),
			"id_number": someone}).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		return asked(t, a, token).Reason
	}
	if reason := call(first, "k1"); reason != "" {
		t.Errorf("a token under the first key: %s", reason)
	}
	set = []jose.JSONWebKey{{Key: second.Public(), KeyID: "k2", Algorithm: "ES256"}}
	at = at.Add(10 * time.Second)
	if reason := call(second, "k2"); reason != "" {
		t.Errorf("a token under the second key, after rotation: %s", reason)
	}
	if reason := call(first, "k1"); reason != "invalid" {
		t.Errorf("a token under the withdrawn key: %q", reason)
	}
}
