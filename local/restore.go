package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/vault"
)

// restore puts a backup in the place of an empty data folder:
//
//	restore -secrets KEYS FOLDER [NEWER]
//
// KEYS is where the copies of records-key and signing-keys.json are. A backup that is torn,
// or that the key does not open, is refused, and nothing is left. Where a newer backup is
// named too, the data keys come from that one: what was erased until then stays erased.
// Without the keys that sign, new ones are made, and what the old ones signed still verifies.
func restore(ctx context.Context, s settings, arguments []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet("restore", flag.ContinueOnError)
	secrets := flags.String(
		"secrets",
		"",
		"folder with the copies of records-key and signing-keys.json, which are stored apart from backups",
	)
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	folder, newer := flags.Arg(0), cmp.Or(flags.Arg(1), flags.Arg(0))
	if folder == "" || *secrets == "" {
		return errors.New("name the folder of the keys and that of the backup: restore -secrets KEYS FOLDER (docs/deploy.md)")
	}
	if err := errors.Join(whole(folder, backupRecords), whole(folder, backupPublic), whole(newer, backupSeals)); err != nil {
		return fmt.Errorf("this backup cannot be restored: %w", err)
	}
	if _, err := os.Stat(storePath(s.data)); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s has records already: restore into an empty folder with -data", s.data)
	}
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return err
	}
	// Written under another name first, so that an existing store is always complete.
	part := storePath(s.data) + ".part"
	defer func() { err = errors.Join(err, os.RemoveAll(part)) }()
	if err := copyFile(filepath.Join(folder, backupRecords), part); err != nil {
		return err
	}
	if err := bolt.Merge(ctx, part, filepath.Join(newer, backupSeals)); err != nil {
		return err
	}
	master := filepath.Join(*secrets, filepath.Base(recordsKeyPath(s.data)))
	if err := opens(ctx, part, master); err != nil {
		return fmt.Errorf("this key does not restore the backup: %w", err)
	}
	if err := copyFile(master, recordsKeyPath(s.data)); err != nil {
		return err
	}
	if err := restoreSigning(
		filepath.Join(*secrets, filepath.Base(keyPath(s.data))),
		filepath.Join(folder, backupPublic),
		keyPath(s.data),
	); err != nil {
		return err
	}
	if err := os.Rename(part, storePath(s.data)); err != nil {
		return err
	}
	fmt.Fprintf(out, "restored %s into %s\n", folder, s.data)
	return nil
}

// opens reports whether the key decrypts the records.
func opens(ctx context.Context, records, key string) (err error) {
	if _, err := os.Stat(key); err != nil {
		return err // a new one would be made
	}
	master, err := vault.OpenFile(key)
	if err != nil {
		return err
	}
	inner, err := bolt.Open(records, time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, inner.Close()) }()
	_, err = vault.Open(inner, master, time.Now).Get(ctx, store.Key{Partition: "RESTORED", Sort: "RESTORED"})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// restoreSigning restores the signing keys, if there are any, and the backup's public keys.
func restoreSigning(secret, public, to string) error {
	if err := copyFile(secret, to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	text, err := os.ReadFile(public)
	if err != nil {
		return err
	}
	var trusted signature.Verifiers
	if err := json.Unmarshal(text, &trusted); err != nil {
		return err
	}
	return signature.Trust(to, trusted)
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// whole reports faults of a backup file. A damaged file is never opened, because it is mapped into
// memory.
func whole(folder, name string) error {
	noted, err := os.ReadFile(filepath.Join(folder, backupSums))
	if err != nil {
		return err
	}
	path := filepath.Join(folder, name)
	sum, err := sumOf(path)
	if err != nil {
		return err
	}
	if !strings.Contains(string(noted), fmt.Sprintf("%s  %s\n", sum, name)) {
		return fmt.Errorf("%s is not what was backed up", name)
	}
	if name == backupPublic {
		return nil
	}
	return bolt.Check(path)
}
