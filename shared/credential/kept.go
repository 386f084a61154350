package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"miaoban/shared/certificate"
	"miaoban/shared/signature"
	"miaoban/shared/store"
)

// Tokens are the two signed tokens of a certificate.
type Tokens struct {
	Credential string `json:"credential"` // discloses all claims: for the holder only
	Code       string `json:"code"`
}

// Kept returns the certificate's stored tokens. The first call signs and stores them; later calls
// return the same, also after the issuer's keys changed.
func Kept(ctx context.Context, s store.Store, key signature.Key, origin string, c certificate.Certificate) (Tokens, error) {
	at := store.Key{Partition: certificate.Partition(c.Number), Sort: "TOKENS"}
	kept, err := load(ctx, s, at)
	if !errors.Is(err, store.ErrNotFound) {
		return kept, err
	}
	var made Tokens
	if made.Credential, err = Issue(ctx, key, origin, c); err != nil {
		return made, err
	}
	if made.Code, err = Code(ctx, key, c); err != nil {
		return made, err
	}
	body, err := json.Marshal(made)
	if err != nil {
		return made, fmt.Errorf("credential: %w", err)
	}
	err = s.Commit(ctx, store.Create("tokens", store.Item{Key: at, Body: body}))
	var lost *store.Conflict
	if errors.As(err, &lost) || errors.Is(err, store.ErrAmbiguous) { // a concurrent call was first, or ours were written
		return load(ctx, s, at)
	}
	if err != nil {
		return made, fmt.Errorf("credential: storing the tokens: %w", err)
	}
	return made, nil
}

func load(ctx context.Context, s store.Store, at store.Key) (Tokens, error) {
	var tokens Tokens
	item, err := s.Get(ctx, at)
	if err == nil {
		err = json.Unmarshal(item.Body, &tokens)
	}
	if err != nil {
		return tokens, fmt.Errorf("credential: the tokens: %w", err)
	}
	return tokens, nil
}
