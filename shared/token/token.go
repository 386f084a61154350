// Package token verifies the tokens of an issuer, and keeps the list of those that were
// withdrawn before they end.
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

// ErrUnavailable says that a token cannot be judged: the issuer, or the list of what was
// withdrawn, does not answer.
var ErrUnavailable = errors.New("token: it cannot be verified at the moment")

// Verifier verifies the tokens of one issuer for one audience.
type Verifier struct{ inner *oidc.IDTokenVerifier }

// NewVerifier is the verifier of the issuer's tokens by its keys.
func NewVerifier(issuer, audience string, keys *Keys, now func() time.Time) *Verifier {
	return &Verifier{oidc.NewVerifier(issuer, keys, &oidc.Config{ClientID: audience, Now: now, SupportedSigningAlgs: []string{oidc.ES256, oidc.RS256}})}
}

// causeKey is where the keys leave why they could not be read: oidc hands on its text alone.
type causeKey struct{}

// MaxLength bounds what is read of what anybody sends: API Gateway takes no more in all headers.
const MaxLength = 10 << 10

var errLength = errors.New("token: it is too long")

// Verify is the token that the text is; an oidc.TokenExpiredError, or ErrUnavailable.
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

// ID names the token, which was verified: by the issuer's own name for it (jti), or else by
// what is said in it. Its text is no name: some bits of a signature's text nobody reads, and
// who changed them would have another. Nobody guesses the name of a token of a sign-in here,
// which has a nonce.
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

// Partitions is what the names of the list's partitions begin with: who signs people in, and
// who verifies that, has a right to these alone.
const Partitions = "SESSION#"

// clockSkew is by how much the clocks of functions differ at most: for so long a token is
// listed after its end.
const clockSkew = time.Minute

func key(id string) store.Key { return store.Key{Partition: Partitions + id, Sort: "WITHDRAWN"} }

// Withdraw puts the token of that ID on the list, until its end.
func Withdraw(ctx context.Context, s store.Store, id string, until time.Time) error {
	err := s.Commit(ctx, store.Put("session", store.Item{Key: key(id), Body: []byte("{}"), Expires: until.Add(clockSkew)}))
	if err != nil {
		return fmt.Errorf("token: withdrawing: %w", err)
	}
	return nil
}

// Withdrawn reports whether the token of that ID is on the list.
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
