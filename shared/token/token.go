// Package token verifies the ID tokens of an issuer, and stores the list of tokens that were
// withdrawn before their end.
package token

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"miaoban/shared/store"
)

// ErrUnavailable means that a token cannot be verified now: the issuer, or the list of withdrawn
// tokens, does not answer.
var ErrUnavailable = errors.New("token: it cannot be verified at the moment")

// Verifier verifies the tokens of one issuer for one audience.
type Verifier struct{ inner *oidc.IDTokenVerifier }

// NewVerifier returns a verifier of the issuer's tokens with its keys.
func NewVerifier(issuer, audience string, keys *Keys, now func() time.Time) *Verifier {
	return &Verifier{
		oidc.NewVerifier(issuer, keys, &oidc.Config{ClientID: audience, Now: now, SupportedSigningAlgs: []string{oidc.ES256, oidc.RS256}}),
	}
}

// causeKey is the context key under which the keys store why they could not be read: oidc passes
// on only the error's text.
type causeKey struct{}

// MaxLength is the largest token that is parsed, in bytes: API Gateway's limit for all headers.
const MaxLength = 10 << 10

var errLength = errors.New("token: the token is too long")

// Verify parses and verifies the token. Errors: oidc.TokenExpiredError, ErrUnavailable, or any
// other for an invalid token.
func (v *Verifier) Verify(ctx context.Context, raw string) (*oidc.IDToken, error) {
	if len(raw) > MaxLength {
		return nil, errLength
	}
	var cause error
	token, err := v.inner.Verify(context.WithValue(ctx, causeKey{}, &cause), raw)
	if err != nil && cause != nil {
		return nil, cause
	}
	return token, err
}

// ID identifies a verified token: by the issuer's ID for it (jti), or by a digest of its claims.
// The token's text is no identifier: base64 has unused bits, so the same token can be written in
// several ways. IDs of tokens from a sign-in here cannot be guessed, since the claims contain a
// nonce.
func ID(verified *oidc.IDToken) (string, error) {
	var said json.RawMessage
	if err := verified.Claims(&said); err != nil {
		return "", fmt.Errorf("token: %w", err)
	}
	var c struct {
		ID string `json:"jti"`
	}
	if err := json.Unmarshal(said, &c); err != nil {
		return "", fmt.Errorf("token: %w", err)
	}
	name := append([]byte("said\x00"), said...)
	if c.ID != "" {
		name = []byte("jti\x00" + verified.Issuer + "\x00" + c.ID)
	}
	sum := sha256.Sum256(name)
	return base64.RawURLEncoding.EncodeToString(sum[:]), nil
}

// Partitions is the prefix of the list's partitions: the sign-in and authorizer functions may
// access only these.
const Partitions = "SESSION#"

// clockSkew is the largest difference between the clocks of functions: a token stays listed that
// long after its end.
const clockSkew = time.Minute

func key(id string) store.Key { return store.Key{Partition: Partitions + id, Sort: "WITHDRAWN"} }

// Withdraw puts the token with that ID on the list until the token's end.
func Withdraw(ctx context.Context, s store.Store, id string, until time.Time) error {
	err := s.Commit(ctx, store.Put("session", store.Item{Key: key(id), Body: []byte("{}"), Expires: until.Add(clockSkew)}))
	if err != nil {
		return fmt.Errorf("token: withdrawing: %w", err)
	}
	return nil
}

// Withdrawn reports whether the token with that ID is on the list.
func Withdrawn(ctx context.Context, s store.Store, id string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := s.Get(ctx, key(id))
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, store.ErrNotFound):
		return false, nil
	default:
		return false, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
}
