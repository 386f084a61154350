package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File is the master key of one machine, read from a file.
type File struct{ key datakey }

// OpenFile reads the master key from the file and creates it if it does not exist. It is an error
// if anybody but the owner can read the file.
func OpenFile(path string) (File, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFile(path); err != nil {
			return File{}, fmt.Errorf("vault: %w", err)
		}
		info, err = os.Stat(path)
	}
	if err != nil {
		return File{}, fmt.Errorf("vault: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return File{}, fmt.Errorf("vault: others can read %s: chmod 600 it", path)
	}
	text, err := os.ReadFile(path) // #nosec G304 -- the operator names the file
	if err != nil {
		return File{}, fmt.Errorf("vault: %w", err)
	}
	var f File
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != len(f.key) {
		return File{}, fmt.Errorf("vault: %s does not contain a key", path)
	}
	copy(f.key[:], key)
	return f, nil
}

// makeFile writes a new key to a temporary file and links it to the path: of two processes that
// start at once one wins, and neither reads half a key.
func makeFile(path string) error {
	beside, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return err
	}
	defer os.Remove(beside.Name())
	key := newDatakey()
	_, err = fmt.Fprintln(beside, base64.StdEncoding.EncodeToString(key[:]))
	if err = errors.Join(err, beside.Sync(), beside.Close()); err != nil {
		return err
	}
	if err := os.Link(beside.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// Wrap encrypts a data key with the master key.
func (f File) Wrap(_ context.Context, key []byte) ([]byte, error) {
	return lock(aead(f.key[:]), nil, key, nil), nil
}

// Unwrap decrypts what Wrap returned.
func (f File) Unwrap(_ context.Context, wrapped []byte) ([]byte, error) {
	key, err := aead(f.key[:]).Open(nil, nil, wrapped, nil)
	if err != nil {
		return nil, errors.New("vault: the records were sealed with another master key")
	}
	return key, nil
}
