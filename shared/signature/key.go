// Package signature is the keys that sign what is issued: in KMS, whose private
// keys nobody sees, or in a file of one machine. ES256 is P-256 with SHA-256; SM2 is
// the mainland's (GB/T 32918) with SM3 (GB/T 32905).
//
// The first key of a Ring signs. The others are of the past: what they signed still
// verifies, until they are taken out.
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

// Algorithm is how a key signs, as JWS names it.
type Algorithm string

// The algorithms. The name of SM2's is our own: no register of JOSE has one.
const (
	ES256 Algorithm = "ES256"
	SM2   Algorithm = "SM2"
)

// Verifier is a public key.
type Verifier struct {
	ID        string // of the key: the start of its JWK thumbprint
	Algorithm Algorithm
	public    *ecdsa.PublicKey
}

// NewVerifier is the public key, whose curve says how it is used.
func NewVerifier(public *ecdsa.PublicKey) (Verifier, error) {
	v := Verifier{public: public}
	switch public.Curve {
	case elliptic.P256():
		v.Algorithm = ES256
	case sm2.P256():
		v.Algorithm = SM2
	default:
		return v, errors.New("signature: a key of another curve than P-256 and SM2")
	}
	var err error
	v.ID, err = thumbprint(public, v.Algorithm)
	return v, err
}

// Public is the key itself.
func (v Verifier) Public() *ecdsa.PublicKey { return v.public }

// digest is what the key signs of a message.
func (v Verifier) digest(message []byte) ([]byte, error) {
	if v.Algorithm == SM2 {
		return sm2.CalculateSM2Hash(v.public, message, nil) // with the default user's ID
	}
	sum := sha256.Sum256(message)
	return sum[:], nil
}

// Verify reports whether the signature, r and s of 32 bytes each, is the key's of the
// message.
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

// point is a signature as ASN.1 has it.
type point struct{ R, S *big.Int }

// Digester signs digests and returns the signature in ASN.1: a key in a file, or KMS.
type Digester interface {
	SignDigest(ctx context.Context, digest []byte) ([]byte, error)
}

// Key is a key that signs; in a file, one of which only the public part is left may stand
// among them.
type Key struct {
	Verifier
	digester Digester
}

func (k Key) signs() bool { return k.digester != nil }

// NewKey is the key that signs by the digester.
func NewKey(v Verifier, d Digester) Key { return Key{v, d} }

// Sign is the key's signature of the message: r and s, 32 bytes each.
func (k Key) Sign(ctx context.Context, message []byte) ([]byte, error) {
	if !k.signs() {
		return nil, errors.New("signature: of this key there is only the public part")
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
		return nil, errors.New("signature: the key's answer is no signature")
	}
	signature := make([]byte, 64)
	p.R.FillBytes(signature[:32])
	p.S.FillBytes(signature[32:])
	return signature, nil
}

// Signer is the key as crypto's signers are, for one context: for formats that sign
// digests.
func (k Key) Signer(ctx context.Context) crypto.Signer { return signer{ctx, k} }

type signer struct {
	ctx context.Context // of the one request that signs
	key Key
}

func (s signer) Public() crypto.PublicKey { return s.key.public }

func (s signer) Sign(_ io.Reader, digest []byte, _ crypto.SignerOpts) ([]byte, error) {
	return s.key.digester.SignDigest(s.ctx, digest)
}

// thumbprint is the start of the key's JWK thumbprint (RFC 7638): eight bytes tell a
// handful of keys apart, and are short enough for a code on paper.
func thumbprint(public *ecdsa.PublicKey, algorithm Algorithm) (string, error) {
	j, err := newJWK(public, algorithm)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, `{"crv":%q,"kty":"EC","x":%q,"y":%q}`, j.Curve, j.X, j.Y))
	return base64.RawURLEncoding.EncodeToString(sum[:8]), nil
}

// Unavailable is the error of a key that cannot be reached at the moment.
type Unavailable struct{ Err error }

func (u Unavailable) Error() string { return u.Err.Error() }

func (u Unavailable) Unwrap() error { return u.Err }

// Temporary says that the same may succeed a moment later.
func (Unavailable) Temporary() bool { return true }
