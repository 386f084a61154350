// Package signature provides the keys that sign certificates: in KMS, where private keys never
// leave the service, or in a file of one machine. ES256 is P-256 with SHA-256; SM2 is China's
// algorithm (GB/T 32918) with SM3 (GB/T 32905).
//
// The first key of a Ring that can sign does. The others are former keys: their signatures stay
// valid until the key is removed.
package signature

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/emmansun/gmsm/sm2"
)

// Algorithm names a signature algorithm as in a JWS header.
type Algorithm string

// The algorithms. The name for SM2 is not registered: JOSE has none.
const (
	ES256 Algorithm = "ES256"
	SM2   Algorithm = "SM2"
)

// Verifier is a public key that verifies signatures.
type Verifier struct {
	ID        string // the first eight bytes of the key's JWK thumbprint
	Algorithm Algorithm
	public    *ecdsa.PublicKey
}

// NewVerifier returns the verifier of the key; its curve determines the algorithm.
func NewVerifier(public *ecdsa.PublicKey) (Verifier, error) {
	v := Verifier{public: public}
	switch public.Curve {
	case elliptic.P256():
		v.Algorithm = ES256
	case sm2.P256():
		v.Algorithm = SM2
	default:
		return v, errors.New("signature: the curve is neither P-256 nor SM2")
	}
	var err error
	v.ID, err = thumbprint(public, v.Algorithm)
	return v, err
}

// Public returns the ECDSA public key.
func (v Verifier) Public() *ecdsa.PublicKey { return v.public }

// digest is the hash that the key signs for a message.
func (v Verifier) digest(message []byte) ([]byte, error) {
	if v.Algorithm == SM2 {
		return sm2.CalculateSM2Hash(v.public, message, nil) // with the default user's ID
	}
	sum := sha256.Sum256(message)
	return sum[:], nil
}

// Verify reports whether the signature (r and s, 32 bytes each) is this key's for the message.
func (v Verifier) Verify(message, signature []byte) bool {
	if len(signature) != 64 {
		return false
	}
	digest, err := v.digest(message)
	if err != nil {
		return false
	}
	der, err := asn1.Marshal(point{new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])})
	if err != nil {
		return false
	}
	if v.Algorithm == SM2 {
		return sm2.VerifyASN1(v.public, digest, der)
	}
	return ecdsa.VerifyASN1(v.public, digest, der)
}

// point is a signature in ASN.1 form.
type point struct{ R, S *big.Int }

// Digester signs digests and returns ASN.1 signatures: a key in a file, or in KMS.
type Digester interface {
	SignDigest(ctx context.Context, digest []byte) ([]byte, error)
}

// Key is a signing key. A key file may also contain keys without a private part, which cannot
// sign.
type Key struct {
	Verifier
	digester Digester
}

func (k Key) signs() bool { return k.digester != nil }

// NewKey returns a key that signs with d; its signatures are verified by v.
func NewKey(v Verifier, d Digester) Key { return Key{v, d} }

// Sign signs the message and returns r and s, 32 bytes each.
func (k Key) Sign(ctx context.Context, message []byte) ([]byte, error) {
	if !k.signs() {
		return nil, errors.New("signature: the key has no private part")
	}
	digest, err := k.digest(message)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	der, err := k.digester.SignDigest(ctx, digest)
	if err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	var p point
	if rest, err := asn1.Unmarshal(der, &p); err != nil || len(rest) != 0 || p.R.BitLen() > 256 || p.S.BitLen() > 256 {
		return nil, errors.New("signature: the key returned a malformed signature")
	}
	signature := make([]byte, 64)
	p.R.FillBytes(signature[:32])
	p.S.FillBytes(signature[32:])
	return signature, nil
}

// Signer adapts the key to crypto.Signer within one context, for formats that sign digests.
func (k Key) Signer(ctx context.Context) crypto.Signer { return signer{ctx, k} }

type signer struct {
	ctx context.Context // of the one request that signs
	key Key
}

func (s signer) Public() crypto.PublicKey { return s.key.public }

func (s signer) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	return s.key.digester.SignDigest(s.ctx, digest)
}

// thumbprint is the first eight bytes of the key's JWK thumbprint (RFC 7638): enough to
// distinguish a handful of keys, and short enough for a QR code on paper.
func thumbprint(public *ecdsa.PublicKey, algorithm Algorithm) (string, error) {
	j, err := newJWK(public, algorithm)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, `{"crv":%q,"kty":"EC","x":%q,"y":%q}`, j.Curve, j.X, j.Y))
	return base64.RawURLEncoding.EncodeToString(sum[:8]), nil
}

// Unavailable wraps the error of a key that cannot be reached at the moment.
type Unavailable struct{ Err error }

func (u Unavailable) Error() string { return u.Err.Error() }

func (u Unavailable) Unwrap() error { return u.Err }

// Temporary marks the error as retryable for the HTTP layer.
func (Unavailable) Temporary() bool { return true }
