package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"miaoban/shared/store/bolt"
)

// restore puts a backup in the place of an empty data folder. One that is torn is refused,
// and nothing is written. Where a newer backup is named too, the data keys come from that
// one: what was erased until then stays erased.
func restore(s settings, folder, newer string, out io.Writer) error {
	if folder == "" {
		return errors.New("say from which folder: restore FOLDER")
	}
	newer = cmp.Or(newer, folder)
	if err := errors.Join(whole(folder, backupRecords), whole(newer, backupSeals)); err != nil {
		return fmt.Errorf("this backup cannot be restored: %w", err)
	}
	if _, err := os.Stat(storePath(s.data)); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s has records already: restore into an empty folder with -data", s.data)
	}
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return err
	}
	if err := copyKeys(map[string]string{
		filepath.Join(folder, backupSigning): keyPath(s.data), filepath.Join(folder, backupMaster): recordsKeyPath(s.data),
	}); err != nil {
		return err
	}
	// Under another name first: a store that is there is whole.
	part := storePath(s.data) + ".part"
	if err := copyFile(filepath.Join(folder, backupRecords), part); err != nil {
		return err
	}
	if err := bolt.Merge(part, filepath.Join(newer, backupSeals)); err != nil {
		return err
	}
	if err := os.Rename(part, storePath(s.data)); err != nil {
		return err
	}
	fmt.Fprintf(out, "restored %s into %s\n", folder, s.data)
	return nil
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

// whole reports what is wrong with a file of a backup: a torn one is never opened, since it
// is mapped into memory, and what is not there cannot be read.
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
	return bolt.Check(path)
}
