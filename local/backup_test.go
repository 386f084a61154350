package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"miaoban/functions/certificates"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// TestABackupBringsEveryCertificateBack, with the very proof that it had: granted, signed,
// backed up, lost, and restored elsewhere; and a torn backup is refused.
func TestABackupBringsEveryCertificateBack(t *testing.T) {
	before, after, folder := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "backup")
	proofs := map[string]certificates.Certificate{}
	read := func(s *site, number string) (c certificates.Certificate) {
		response, text := s.call("GET", "/certificates/"+number, "", "Authorization", "Bearer "+s.token("何婉清"), "Accept", "application/json")
		if err := json.Unmarshal([]byte(text), &c); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%d %v %s", response.StatusCode, err, text)
		}
		return c
	}
	t.Run("granted and signed", func(t *testing.T) {
		s := openSite(t, before)
		_, allowance, _ := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"))
		_, card, _ := s.apply("seniorcard", "何婉清", `{"delivery":"electronic"}`)
		for _, r := range []instant.Receipt{allowance, card} {
			proofs[r.Certificate.Number] = read(s, r.Certificate.Number)
		}
	})
	if err := backup(t.Context(), embedded(before), folder, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := backup(t.Context(), embedded(before), folder, io.Discard); err == nil {
		t.Error("a backup is written over another")
	}
	for _, name := range []string{backupRecords, backupSeals, backupSigning, backupMaster} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if err := restore(embedded(before), folder, "", io.Discard); err == nil {
		t.Error("restored over records that are there")
	}
	records, err := os.ReadFile(filepath.Join(folder, backupRecords))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(folder, backupSums))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(records)
	flipped[len(flipped)/2] ^= 1
	for name, torn := range map[string][]byte{"cut in half": records[:len(records)/2], "with one bit flipped": flipped, "of nothing": {}, "that is no store": bytes.Repeat([]byte("x"), 8192)} {
		broken := filepath.Join(t.TempDir(), "broken")
		if err := os.MkdirAll(broken, 0o700); err != nil {
			t.Fatal(err)
		}
		for file, body := range map[string][]byte{backupRecords: torn, backupSums: sums} {
			if err := os.WriteFile(filepath.Join(broken, file), body, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := restore(embedded(filepath.Join(broken, "data")), broken, "", io.Discard); err == nil {
			t.Errorf("a backup %s is restored", name)
		}
	}
	if err := restore(embedded(after), folder, "", io.Discard); err != nil {
		t.Fatal(err)
	}
	t.Run("restored", func(t *testing.T) {
		s := openSite(t, after)
		for number, was := range proofs {
			is := read(s, number)
			if is.Credential != was.Credential || is.Code != was.Code || is.Number != was.Number {
				t.Errorf("%s has another proof", number)
			}
			h := holder{site: s}
			if v := h.verify(is.Code); v.State != credential.Valid && v.State != "not-yet-valid" { // an allowance begins next month
				t.Errorf("%s is %s: %s", number, v.State, v.Reason.ZH)
			}
		}
	})
	if err := replay(t.Context(), embedded(after), io.Discard); err != nil {
		t.Errorf("the restored records do not replay: %v", err)
	}
}

// TestWhatWasErasedStaysErased: an old backup with the data keys of a newer one does not
// bring back what was erased between them.
func TestWhatWasErasedStaysErased(t *testing.T) {
	before, folders := t.TempDir(), t.TempDir()
	older, newer := filepath.Join(folders, "older"), filepath.Join(folders, "newer")
	var number string
	t.Run("decided", func(t *testing.T) {
		_, receipt, _ := openSite(t, before).apply("elderlyallowance", "何婉清", own(t, "何婉清"))
		number = receipt.Number
	})
	if err := backup(t.Context(), embedded(before), older, io.Discard); err != nil {
		t.Fatal(err)
	}
	erase := func() error {
		records, err := embedded(before).openStore(t.Context())
		if err != nil {
			return err
		}
		return errors.Join(records.Commit(t.Context(), store.Remove("seal", vault.SealKey("APPLICATION#"+number))), records.Close())
	}
	if err := erase(); err != nil {
		t.Fatal(err)
	}
	if err := backup(t.Context(), embedded(before), newer, io.Discard); err != nil {
		t.Fatal(err)
	}
	for keys, want := range map[string]int{"": http.StatusOK, newer: http.StatusNotFound} {
		t.Run("restored with the keys of "+filepath.Base(keys), func(t *testing.T) {
			after := t.TempDir()
			if err := restore(embedded(after), older, keys, io.Discard); err != nil {
				t.Fatal(err)
			}
			s := openSite(t, after)
			response, text := s.call("GET", "/applications/"+number, "", "Authorization", "Bearer "+s.token("何婉清"), "Accept", "application/json")
			if response.StatusCode != want {
				t.Errorf("%d %s", response.StatusCode, text)
			}
		})
	}
}

// TestKeysOfRecordsRotate: after each command the records are there, and open by the keys
// that lie beside them then.
func TestKeysOfRecordsRotate(t *testing.T) {
	data := t.TempDir()
	var number string
	t.Run("decided", func(t *testing.T) {
		_, receipt, _ := openSite(t, data).apply("elderlyallowance", "何婉清", own(t, "何婉清"))
		number = receipt.Number
	})
	before, err := os.ReadFile(recordsKeyPath(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"records", "master", "records"} {
		if err := rotate(t.Context(), embedded(data), kind, io.Discard); err != nil {
			t.Fatalf("rotating %s: %v", kind, err)
		}
		t.Run("after "+kind, func(t *testing.T) {
			s := openSite(t, data)
			response, text := s.call("GET", "/applications/"+number, "", "Authorization", "Bearer "+s.token("何婉清"), "Accept", "application/json")
			if response.StatusCode != http.StatusOK {
				t.Errorf("%d %s", response.StatusCode, text)
			}
		})
	}
	after, err := os.ReadFile(recordsKeyPath(data))
	if err != nil || bytes.Equal(before, after) {
		t.Errorf("the master key is the same, %v", err)
	}
	if err := os.WriteFile(recordsKeyPath(data), before, 0o600); err != nil {
		t.Fatal(err)
	}
	if records, err := embedded(data).openStore(t.Context()); err == nil {
		records.Close()
		t.Error("the old master key opens the store")
	}
}
