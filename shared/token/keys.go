package token

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"

	"miaoban/shared/cache"
)

// patience is the timeout of a request to the issuer. Keys are read again when they are older than
// fresh, so that a withdrawn key soon stops working, and, if no key verifies a token, at most once
// per pause.
const (
	patience = 2 * time.Second
	keysLast = 10 * time.Minute
	keysWait = 10 * time.Second
	maxKeys  = 1 << 20 // bytes
)

// algorithms are the accepted signature algorithms.
var algorithms = []jose.SignatureAlgorithm{jose.ES256, jose.RS256}

// Client is an HTTP client for issuers, with a short timeout.
func Client() *http.Client { return &http.Client{Timeout: patience} }

// Keys is an oidc.KeySet of the keys that an issuer publishes (JWKS).
type Keys struct {
	copy *cache.Value[[]jose.JSONWebKey]
}

// NewKeys returns the key set at the address; it is fetched on first use.
func NewKeys(url string, now func() time.Time) *Keys {
	client := Client()
	return &Keys{
		cache.New(keysLast, keysWait, now, func(ctx context.Context) ([]jose.JSONWebKey, error) { return fetch(ctx, client, url) }),
	}
}

func fetch(ctx context.Context, client *http.Client, url string) ([]jose.JSONWebKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Cache-Control", "no-cache")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the issuer's keys: status %d", response.StatusCode)
	}
	var set struct{ Keys []json.RawMessage }
	if err := json.NewDecoder(io.LimitReader(response.Body, maxKeys)).Decode(&set); err != nil {
		return nil, fmt.Errorf("the issuer's keys: %w", err)
	}
	var keys []jose.JSONWebKey
	for _, text := range set.Keys {
		var key jose.JSONWebKey
		if err := json.Unmarshal(text, &key); err == nil && key.IsPublic() { // RFC 7517, 5: unknown keys are skipped
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// VerifySignature returns the token's payload if one of the keys verifies it. For an unknown key
// the set is fetched again, at most once per pause; a stale copy is refreshed in the background.
func (k *Keys) VerifySignature(ctx context.Context, raw string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(raw, algorithms)
	if err != nil {
		return nil, err
	}
	if len(signed.Signatures) != 1 {
		return nil, errors.New("the token does not have exactly one signature")
	}
	keys, _, fresh := k.copy.Held()
	if said, ok := verify(signed, keys); ok {
		if !fresh {
			go k.copy.Again(context.WithoutCancel(ctx)) // its error concerns only requests that need a new key
		}
		return said, nil
	}
	keys, err = k.copy.Again(ctx)
	if said, ok := verify(signed, keys); ok {
		return said, nil
	}
	if err != nil {
		if cause, asked := ctx.Value(causeKey{}).(*error); asked {
			*cause = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		return nil, err
	}
	return nil, errors.New("no key of the issuer verifies the token")
}

func verify(signed *jose.JSONWebSignature, keys []jose.JSONWebKey) ([]byte, bool) {
	id := signed.Signatures[0].Header.KeyID
	for _, key := range keys {
		if id != "" && key.KeyID != id {
			continue
		}
		if said, err := signed.Verify(&key); err == nil {
			return said, true
		}
	}
	return nil, false
}
