package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/vault"
)

// The files of a backup. Who has its keys can read and sign as the house does, so the
// folder is its owner's alone.
const (
	backupRecords = "records.db"        // sealed
	backupSeals   = "seals.db"          // the data keys of applications, kept apart so that what was erased can be
	backupSigning = "signing-keys.json" // what certificates are signed by
	backupMaster  = "records-key"       // what opens the rest
	backupSums    = "SHA256SUMS"        // of the first two, as sha256sum -c reads it
)

// backup writes the records as they are at one moment, and the keys, into a new folder;
// what it wrote is read back before it is called done.
func backup(ctx context.Context, s settings, folder string, out io.Writer) (err error) {
	if folder == "" {
		return errors.New("say into which folder: backup FOLDER")
	}
	opened, err := platform.OpenStore(ctx, s.getenv(nil))
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	records, ok := opened.Inner().(*bolt.Store)
	if !ok {
		return errors.New("only the embedded store is backed up so: for DynamoDB see docs/deploy.md")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return fmt.Errorf("a backup needs a new folder: %w", err)
	}
	var sums []byte
	for name, keep := range map[string]func(store.Key) bool{
		backupRecords: func(k store.Key) bool { return !vault.IsSeal(k) },
		backupSeals:   vault.IsSeal,
	} {
		target := filepath.Join(folder, name)
		if err := errors.Join(records.Snapshot(target, keep), bolt.Check(target)); err != nil {
			return err
		}
		sum, err := sumOf(target)
		if err != nil {
			return err
		}
		sums = fmt.Appendf(sums, "%s  %s\n", sum, name)
	}
	if err := os.WriteFile(filepath.Join(folder, backupSums), sums, 0o600); err != nil {
		return err
	}
	if err := copyKeys(map[string]string{
		keyPath(s.data): filepath.Join(folder, backupSigning), recordsKeyPath(s.data): filepath.Join(folder, backupMaster),
	}); err != nil {
		return err
	}
	fmt.Fprintf(out, "backed up into %s\n", folder)
	return nil
}

// copyKeys copies the files that are there: nothing may have been signed yet.
func copyKeys(files map[string]string) error {
	for from, to := range files {
		text, err := os.ReadFile(from)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(to, text, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sumOf is the digest of the file, in hexadecimal digits.
func sumOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
