package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/vault"
)

// The files of a backup. None of them is a secret: with a backup alone nobody can read records or
// sign. The keys are stored apart (docs/deploy.md).
const (
	backupRecords = "records.db"       // encrypted
	backupSeals   = "seals.db"         // the data keys of applications, sealed too, and apart so that what was erased can be
	backupPublic  = "public-keys.json" // keys that verify the certificates issued so far
	backupHeads   = "audit-heads.json" // audit signatures, to verify the audit later
	backupSums    = "SHA256SUMS"       // of these, as sha256sum -c reads it
)

// backup writes a consistent copy of the records into a new folder. If the host runs, the host does
// it.
func backup(ctx context.Context, s settings, folder string, out io.Writer) error {
	if folder == "" {
		return errors.New("say into which folder: backup FOLDER")
	}
	if s.store != "embedded" {
		return errors.New("only the embedded store is backed up so: for DynamoDB see docs/deploy.md")
	}
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if _, err := os.Stat(storePath(s.data)); err != nil {
		return fmt.Errorf("there are no records to back up: %w", err)
	}
	bar := onTerminal().start("records", unknown, false)
	defer bar.Finish()
	records, err := bolt.Open(storePath(s.data), time.Now)
	switch {
	case errors.Is(err, bolt.ErrInUse):
		err = askHost(ctx, s.data, folder)
	case err == nil:
		err = errors.Join(copyInto(ctx, records, s.data, folder, func() { _ = bar.Add(1) }), records.Close())
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "backed up into %s\n"+
		"The keys are not in it. Keep copies of %s and %s elsewhere, never beside a backup: "+
		"restore asks for them, and without the first nobody can read the records.\n",
		folder, recordsKeyPath(s.data), keyPath(s.data))
	return nil
}

// copyInto creates the folder, which appears only after all files are written and read back. It calls
// seen for each record.
func copyInto(ctx context.Context, records *bolt.Store, data, folder string, seen func()) (err error) {
	if _, err := os.Lstat(folder); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("a backup needs a new folder, and %s is there", folder)
	}
	part := folder + ".part"
	if err := os.Mkdir(part, 0o700); err != nil {
		return fmt.Errorf("a backup needs a new folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(part))
		}
	}()
	if err := records.Snapshot(ctx,
		bolt.Part{Path: filepath.Join(part, backupRecords), Keep: func(k store.Key) bool {
			seen()
			return !vault.IsSeal(k)
		}},
		bolt.Part{Path: filepath.Join(part, backupSeals), Keep: vault.IsSeal},
	); err != nil {
		return err
	}
	public, err := publicKeys(keyPath(data))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(part, backupPublic), public, 0o600); err != nil {
		return err
	}
	if err := saveHeads(ctx, records, public, filepath.Join(part, backupHeads)); err != nil {
		return err
	}
	var sums []byte
	for _, name := range []string{backupRecords, backupSeals, backupPublic, backupHeads} {
		sum, err := sumOf(filepath.Join(part, name))
		if err != nil {
			return err
		}
		sums = fmt.Appendf(sums, "%s  %s\n", sum, name)
	}
	if err := os.WriteFile(filepath.Join(part, backupSums), sums, 0o600); err != nil {
		return err
	}
	return os.Rename(part, folder)
}

// publicKeys returns the public key set of the ring in the file; empty if nothing was signed yet.
func publicKeys(path string) ([]byte, error) {
	var public signature.Verifiers
	if _, err := os.Stat(path); err == nil {
		ring, err := signature.OpenFile(path, signature.ES256)
		if err != nil {
			return nil, err
		}
		public = ring.Public()
	}
	return json.Marshal(public)
}

// sumOf returns the SHA-256 digest of the file in hexadecimal.
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
