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

// How long an issuer is waited for, how long its keys are used before they are read again
// (so that a key that it withdraws is of no use soon), and how soon they are read again for a
// token that none of them verifies.
const (
	patience = 2 * time.Second
	keysLast = 10 * time.Minute
	keysWait = 10 * time.Second
	maxKeys  = 1 << 20 // bytes
)

// algorithms are those that tokens may be signed by.
var algorithms = []jose.SignatureAlgorithm{jose.ES256, jose.RS256}

// Client talks to issuers, and does not wait long for them.
func Client() *http.Client { return &http.Client{Timeout: patience} }

// Keys are the keys that an issuer publishes (JWKS), as an oidc.KeySet.
type Keys struct {
	copy *cache.Value[[]jose.JSONWebKey]
}

// NewKeys are the keys at the address.
func NewKeys(url string, now func() time.Time) *Keys {
	client := Client()
	return &Keys{cache.New(keysLast, keysWait, now, func(ctx context.Context) ([]jose.JSONWebKey, error) { return fetch(ctx, client, url) })}
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
		return nil, fmt.Errorf("the issuer's keys: it answered %d", response.StatusCode)
	}
	var set struct{ Keys []json.RawMessage }
	if err := json.NewDecoder(io.LimitReader(response.Body, maxKeys)).Decode(&set); err != nil {
		return nil, fmt.Errorf("the issuer's keys: %w", err)
	}
	var keys []jose.JSONWebKey
	for _, text := range set.Keys {
		var key jose.JSONWebKey
		if err := json.Unmarshal(text, &key); err == nil && key.IsPublic() { // RFC 7517, 5: what is not understood is left out
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// VerifySignature is what a token says, if one of the keys verifies it. An unknown key is
// looked for at the issuer, at most once in a while; a stale copy is read again beside the
// request that finds it stale.
func (k *Keys) VerifySignature(ctx context.Context, raw string) ([]byte, error) {
	signed, err := jose.ParseSignedCompact(raw, algorithms)
	if err != nil {
		return nil, err
	}
	if len(signed.Signatures) != 1 {
		return nil, errors.New("it has not one signature")
	}
	keys, _, fresh := k.copy.Held()
	if said, ok := verify(signed, keys); ok {
		if !fresh {
			go k.copy.Again(context.WithoutCancel(ctx)) // its error is that of who needs a key that is not here
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
	return nil, errors.New("no key of the issuer verifies it")
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
