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
	"miaoban/shared/store/bolt"
)

// The files of a backup: the records, and the keys that sign. Who has them can sign as the
// house does, so the folder is its owner's alone.
const (
	backupRecords = "records.db"
	backupKeys    = "signing-keys.json"
	backupSums    = "SHA256SUMS" // as sha256sum -c reads it
)

// backup writes the records as they are at one moment, and the signing keys, into a new
// folder; what it wrote is read back before it is called done.
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
	records, ok := opened.(*bolt.Store)
	if !ok {
		return errors.New("only the embedded store is backed up so: for DynamoDB see docs/deploy.md")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return fmt.Errorf("a backup needs a new folder: %w", err)
	}
	target := filepath.Join(folder, backupRecords)
	file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(records.Snapshot(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	keys, err := os.ReadFile(keyPath(s.data))
	switch {
	case errors.Is(err, os.ErrNotExist): // nothing was signed yet
	case err != nil:
		return err
	default:
		if err := os.WriteFile(filepath.Join(folder, backupKeys), keys, 0o600); err != nil {
			return err
		}
	}
	if err := bolt.Check(target); err != nil {
		return err
	}
	sum, err := sumOf(target)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, backupSums), fmt.Appendf(nil, "%s  %s\n", sum, backupRecords), 0o600)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "backed up into %s\n", folder)
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

// whole reports what is wrong with a backup: a torn file is never opened, since it is mapped
// into memory, and what is not there cannot be read.
func whole(folder string) error {
	noted, err := os.ReadFile(filepath.Join(folder, backupSums))
	if err != nil {
		return err
	}
	source := filepath.Join(folder, backupRecords)
	sum, err := sumOf(source)
	if err != nil {
		return err
	}
	if string(noted) != fmt.Sprintf("%s  %s\n", sum, backupRecords) {
		return fmt.Errorf("%s is not what was backed up", backupRecords)
	}
	return bolt.Check(source)
}

// restore puts a backup in the place of an empty data folder. One that is torn is refused,
// and nothing is written.
func restore(s settings, folder string, out io.Writer) error {
	if folder == "" {
		return errors.New("say from which folder: restore FOLDER")
	}
	source := filepath.Join(folder, backupRecords)
	if err := whole(folder); err != nil {
		return fmt.Errorf("this backup cannot be restored: %w", err)
	}
	if _, err := os.Stat(storePath(s.data)); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s has records already: restore into an empty folder with -data", s.data)
	}
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return err
	}
	keys, err := os.ReadFile(filepath.Join(folder, backupKeys))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err == nil {
		if err := os.WriteFile(keyPath(s.data), keys, 0o600); err != nil {
			return err
		}
	}
	records, err := os.Open(source)
	if err != nil {
		return err
	}
	defer records.Close()
	// Under another name first: a store that is there is whole.
	part := storePath(s.data) + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, records); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close(), os.Rename(part, storePath(s.data))); err != nil {
		return err
	}
	fmt.Fprintf(out, "restored %s into %s\n", folder, s.data)
	return nil
}
