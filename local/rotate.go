package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"miaoban/shared/signature"
	"miaoban/shared/vault"
)

// rotate creates a new key: a signing key (ES256, SM2), a key for records, or the master key of
// those.
func rotate(ctx context.Context, settings settings, kind string, out io.Writer) error {
	switch kind {
	case "records":
		return sealed(ctx, settings, out, "a new key encrypts all new records; all functions use it within an hour", (*vault.Store).Rotate)
	case "master":
		return rotateMaster(ctx, settings, out)
	}
	if err := os.MkdirAll(settings.data, 0o700); err != nil {
		return err
	}
	ring, err := signature.Rotate(keyPath(settings.data), signature.Algorithm(cmp.Or(kind, string(signature.ES256))))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "the key %s (%s) signs from the next start of the host\n", ring.Signing().ID, ring.Signing().Algorithm)
	return err
}

// rotateMaster encrypts the key ring of this machine's store with a new master key. The new key is
// stored beside the old one until this is done, so it cannot be lost.
func rotateMaster(ctx context.Context, settings settings, out io.Writer) error {
	if settings.store != "embedded" {
		return errors.New("KMS rotates its own master key")
	}
	next := recordsKeyPath(settings.data) + ".next"
	master, err := vault.OpenFile(next)
	if err != nil {
		return err
	}
	err = sealed(
		ctx,
		settings,
		out,
		"the ring is under a new master key; no record was touched. Keep a copy of it apart from backups, and "+
			"the one of before as long as backups of its time are kept",
		func(s *vault.Store, ctx context.Context) error {
			return s.Rewrap(ctx, master)
		},
	)
	if err != nil {
		return err
	}
	return os.Rename(next, recordsKeyPath(settings.data))
}

// sealed runs an operation on the store's keys and prints the message on success.
func sealed(ctx context.Context, settings settings, out io.Writer, so string, do func(*vault.Store, context.Context) error) (err error) {
	opened, err := settings.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	if err := do(opened, ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, so)
	return err
}
