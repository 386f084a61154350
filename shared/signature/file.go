package signature

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/emmansun/gmsm/sm2"
)

// OpenFile reads the keys from the file, which only its owner may be able to read. If the file
// does not exist, or has no private key, a key of the algorithm is created.
func OpenFile(path string, algorithm Algorithm) (Ring, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Rotate(path, algorithm)
	}
	if err != nil {
		return Ring{}, fmt.Errorf("signature: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Ring{}, fmt.Errorf("signature: others can read %s: chmod 600 it", path)
	}
	text, err := os.ReadFile(path) // #nosec G304 -- the operator names the file
	if err != nil {
		return Ring{}, fmt.Errorf("signature: %w", err)
	}
	ring, err := readRing(text)
	if err == nil && !slices.ContainsFunc(ring.Keys, Key.signs) {
		return Rotate(path, algorithm)
	}
	return ring, err
}

func readRing(text []byte) (Ring, error) {
	var set jwks
	if err := json.Unmarshal(text, &set); err != nil || len(set.Keys) == 0 {
		return Ring{}, errors.New("signature: not a key file")
	}
	var ring Ring
	for _, j := range set.Keys {
		key, err := j.private()
		if err != nil {
			return Ring{}, err
		}
		ring.Keys = append(ring.Keys, key)
	}
	return ring, nil
}

// Rotate adds a new signing key of the algorithm in front of the file's keys, creating the file if
// it does not exist.
func Rotate(path string, algorithm Algorithm) (Ring, error) {
	var set jwks
	text, err := os.ReadFile(path) // #nosec G304 -- the operator names the file
	switch {
	case err == nil:
		if err := json.Unmarshal(text, &set); err != nil {
			return Ring{}, errors.New("signature: not a key file")
		}
	case !errors.Is(err, fs.ErrNotExist):
		return Ring{}, fmt.Errorf("signature: %w", err)
	}
	made := []Algorithm{algorithm}
	es256 := func(j jwk) bool { return j.Curve == "P-256" && j.D != "" }
	if algorithm == SM2 && !slices.ContainsFunc(set.Keys, es256) { // documents are still signed with ES256
		made = append(made, ES256)
	}
	var keys []jwk
	for _, a := range made {
		key, err := newPrivate(a)
		if err != nil {
			return Ring{}, err
		}
		keys = append(keys, key)
	}
	set.Keys = append(keys, set.Keys...)
	if err := writeFile(path, set); err != nil {
		return Ring{}, err
	}
	return OpenFile(path, algorithm)
}

// Trust appends the public keys that the file does not contain yet: their signatures verify, but
// they sign nothing.
func Trust(path string, public Verifiers) error {
	var set jwks
	var ring Ring
	text, err := os.ReadFile(path) // #nosec G304 -- the operator names the file
	switch {
	case err == nil:
		if ring, err = readRing(text); err != nil {
			return err
		}
		if err := json.Unmarshal(text, &set); err != nil {
			return errors.New("signature: not a key file")
		}
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("signature: %w", err)
	}
	known := ring.Public()
	for _, v := range public {
		if _, there := known.Find(v.ID); there {
			continue
		}
		j, err := newJWK(v.public, v.Algorithm)
		if err != nil {
			return err
		}
		set.Keys = append(set.Keys, j)
	}
	if len(set.Keys) == len(ring.Keys) {
		return nil
	}
	return writeFile(path, set)
}

// writeFile writes a temporary file and renames it, so that concurrent processes agree on one file
// and never read half of it.
func writeFile(path string, set jwks) error {
	text, err := json.MarshalIndent(set, "", "  ")
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	beside, err := os.CreateTemp(filepath.Dir(path), ".keys-*")
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	defer os.Remove(beside.Name())
	_, err = beside.Write(text)
	if err = errors.Join(err, beside.Sync(), beside.Close()); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	if err := os.Rename(beside.Name(), path); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	return nil
}

func newPrivate(algorithm Algorithm) (jwk, error) {
	var public *ecdsa.PublicKey
	var secret []byte
	switch algorithm {
	case ES256:
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return jwk{}, fmt.Errorf("signature: %w", err)
		}
		if secret, err = key.Bytes(); err != nil {
			return jwk{}, fmt.Errorf("signature: %w", err)
		}
		public = &key.PublicKey
	case SM2:
		key, err := sm2.GenerateKey(rand.Reader)
		if err != nil {
			return jwk{}, fmt.Errorf("signature: %w", err)
		}
		private, err := key.ECDH()
		if err != nil {
			return jwk{}, fmt.Errorf("signature: %w", err)
		}
		secret, public = private.Bytes(), &key.PublicKey
	default:
		return jwk{}, fmt.Errorf("signature: unknown algorithm %q", algorithm)
	}
	j, err := newJWK(public, algorithm)
	if err != nil {
		return jwk{}, err
	}
	j.D = base64.RawURLEncoding.EncodeToString(secret)
	return j, nil
}

// private returns a key of the file. Without a private part it can only verify.
func (j jwk) private() (Key, error) {
	if j.D == "" {
		public, err := j.public()
		if err != nil {
			return Key{}, err
		}
		v, err := NewVerifier(public)
		return Key{Verifier: v}, err
	}
	secret, err := base64.RawURLEncoding.DecodeString(j.D)
	if err != nil || len(secret) != 32 {
		return Key{}, errors.New("signature: a key in the file has no private part")
	}
	var local localKey
	if j.Curve == "SM2" {
		key, err := sm2.NewPrivateKey(secret)
		if err != nil {
			return Key{}, errors.New("signature: a key in the file is malformed")
		}
		local = localKey{sm2: key, public: &key.PublicKey}
	} else {
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret)
		if err != nil {
			return Key{}, errors.New("signature: a key in the file is malformed")
		}
		local = localKey{ecdsa: key, public: &key.PublicKey}
	}
	v, err := NewVerifier(local.public)
	if err != nil {
		return Key{}, err
	}
	return Key{v, local}, nil
}

// localKey is a private key in memory.
type localKey struct {
	ecdsa  *ecdsa.PrivateKey
	sm2    *sm2.PrivateKey
	public *ecdsa.PublicKey
}

func (k localKey) SignDigest(_ context.Context, digest []byte) ([]byte, error) {
	if k.sm2 != nil {
		return sm2.SignASN1(rand.Reader, k.sm2, digest, nil)
	}
	return k.ecdsa.Sign(nil, digest, crypto.SHA256) // deterministic by RFC 6979
}
