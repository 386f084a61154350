// Package issuer replaces the national identity provider on one machine: an OpenID provider that lists the
// seed people and signs in the chosen one. It is for demonstrations and tests only, and is never deployed.
package issuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"miaoban/shared/registry/seed"
)

// Lifetime is the validity of a sign-in.
const Lifetime = 12 * time.Hour

// Issuer signs tokens for the seed people.
type Issuer struct {
	URL      string
	Audience string
	Now      func() time.Time
	people   []seed.Person
	key      *ecdsa.PrivateKey
	signer   jose.Signer
	names    []string // of this machine

	mu    sync.Mutex
	codes map[string]grant // by code; each can be used once
}

const keyID = "local-1"

// New returns an issuer whose key is stored in the file, so that tokens remain valid after a restart. address
// is the address on which this machine listens.
func New(issuer, audience, keyFile, address string, now func() time.Time) (*Issuer, error) {
	people, err := seed.People()
	if err != nil {
		return nil, err
	}
	key, err := loadKey(keyFile)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", keyID)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, options)
	if err != nil {
		return nil, fmt.Errorf("issuer: %w", err)
	}
	return &Issuer{
		URL:      issuer,
		Audience: audience,
		Now:      now,
		people:   people,
		key:      key,
		signer:   signer,
		names:    names(address),
		codes:    map[string]grant{},
	}, nil
}

func loadKey(path string) (*ecdsa.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err == nil {
		block, _ := pem.Decode(text)
		if block == nil {
			return nil, fmt.Errorf("%s holds no key", path)
		}
		return x509.ParseECPrivateKey(block.Bytes)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}

// personal has the claims of a token about the person.
type personal struct {
	IDNumber string   `json:"id_number"`
	Name     string   `json:"name"`
	Roles    []string `json:"roles,omitempty"`
	Nonce    string   `json:"nonce,omitempty"`
}

// Token returns a token for the seed person with that ID number.
func (i *Issuer) Token(id string) (string, error) {
	p, err := i.person(id)
	if err != nil {
		return "", err
	}
	return i.Sign(p)
}

func (i *Issuer) person(id string) (seed.Person, error) {
	for _, p := range i.people {
		if p.ID == id {
			return p, nil
		}
	}
	return seed.Person{}, errors.New("issuer: no such person")
}

// Sign returns a token for the person.
func (i *Issuer) Sign(p seed.Person) (string, error) { return i.sign(p, "") }

// sign returns a token for the person, with the client's nonce.
func (i *Issuer) sign(p seed.Person, nonce string) (string, error) {
	now := i.Now()
	return jwt.Signed(i.signer).
		Claims(jwt.Claims{
			ID: rand.Text(), Issuer: i.URL, Subject: p.ID, Audience: jwt.Audience{i.Audience},
			IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(Lifetime)),
		}).
		Claims(personal{p.ID, p.Name, p.Roles, nonce}).
		Serialize()
}
