package signature

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// Ring has the current and former keys of an issuer.
type Ring struct {
	Keys []Key // the first one with a private part signs
}

// Signing returns the key that signs.
func (r Ring) Signing() Key {
	for _, k := range r.Keys {
		if k.signs() {
			return k
		}
	}
	return r.Keys[0]
}

// Of returns the first signing key of the algorithm, for formats that support no other; ok is
// false if there is none.
func (r Ring) Of(a Algorithm) (Key, bool) {
	for _, k := range r.Keys {
		if k.Algorithm == a && k.signs() {
			return k, true
		}
	}
	return Key{}, false
}

// Public returns the public keys of the ring, for verification.
func (r Ring) Public() Verifiers {
	all := make(Verifiers, len(r.Keys))
	for i, k := range r.Keys {
		all[i] = k.Verifier
	}
	return all
}

// Verifiers are the public keys of an issuer.
type Verifiers []Verifier

// Find returns the key with that ID; ok is false if there is none.
func (vs Verifiers) Find(id string) (Verifier, bool) {
	for _, v := range vs {
		if v.ID == id {
			return v, true
		}
	}
	return Verifier{}, false
}

// jwk is a key in JWK form (RFC 7517); the name of the SM2 curve is not registered.
type jwk struct {
	Type      string    `json:"kty"`
	Curve     string    `json:"crv"`
	X         string    `json:"x"`
	Y         string    `json:"y"`
	D         string    `json:"d,omitempty"` // only in a key file
	ID        string    `json:"kid,omitempty"`
	Use       string    `json:"use,omitempty"`
	Algorithm Algorithm `json:"alg,omitempty"`
}

type jwks struct {
	Keys []jwk `json:"keys"`
}

func newJWK(public *ecdsa.PublicKey, algorithm Algorithm) (jwk, error) {
	curve := "P-256"
	if algorithm == SM2 {
		curve = "SM2"
	}
	der, err := smx509.MarshalPKIXPublicKey(public)
	if err != nil {
		return jwk{}, fmt.Errorf("signature: %w", err)
	}
	point := der[len(der)-64:] // the DER ends with both coordinates
	return jwk{Type: "EC", Curve: curve,
		X: base64.RawURLEncoding.EncodeToString(point[:32]), Y: base64.RawURLEncoding.EncodeToString(point[32:])}, nil
}

// MarshalJSON writes the keys as a JWK set.
func (vs Verifiers) MarshalJSON() ([]byte, error) {
	set := jwks{Keys: []jwk{}}
	for _, v := range vs {
		j, err := newJWK(v.public, v.Algorithm)
		if err != nil {
			return nil, err
		}
		j.ID, j.Use, j.Algorithm = v.ID, "sig", v.Algorithm
		set.Keys = append(set.Keys, j)
	}
	return json.Marshal(set)
}

// UnmarshalJSON reads a JWK set. Keys of other types are skipped.
func (vs *Verifiers) UnmarshalJSON(text []byte) error {
	var set jwks
	if err := json.Unmarshal(text, &set); err != nil {
		return fmt.Errorf("signature: not a key set: %w", err)
	}
	*vs = nil
	for _, j := range set.Keys {
		public, err := j.public()
		if errors.Is(err, errOtherKey) {
			continue
		}
		if err != nil {
			return err
		}
		v, err := NewVerifier(public)
		if err != nil {
			return err
		}
		*vs = append(*vs, v)
	}
	return nil
}

var errOtherKey = errors.New("signature: a key of another type")

func (j jwk) public() (*ecdsa.PublicKey, error) {
	if j.Type != "EC" || j.Curve != "P-256" && j.Curve != "SM2" {
		return nil, errOtherKey
	}
	x, errX := base64.RawURLEncoding.DecodeString(j.X)
	y, errY := base64.RawURLEncoding.DecodeString(j.Y)
	if errX != nil || errY != nil || len(x) != 32 || len(y) != 32 {
		return nil, errors.New("signature: the key's coordinates do not have 32 bytes")
	}
	point := slices.Concat([]byte{4}, x, y)
	parse := func(p []byte) (*ecdsa.PublicKey, error) { return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), p) }
	if j.Curve == "SM2" {
		parse = sm2.NewPublicKey
	}
	public, err := parse(point)
	if err != nil {
		return nil, fmt.Errorf("signature: the key is not a point on its curve: %w", err)
	}
	return public, nil
}
