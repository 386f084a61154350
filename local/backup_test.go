package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// TestABackupBringsEveryCertificateBack with the same proof: granted, signed, backed up, lost, and restored
// elsewhere. A damaged backup is refused.
func TestABackupBringsEveryCertificateBack(t *testing.T) {
	before, after, folder := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "backup")
	proofs := map[string]certificates.Certificate{}
	read := func(s *site, number string) (c certificates.Certificate) {
		response, text := s.call(
			"GET",
			"/certificates/"+number,
			"",
			"Authorization",
			"Bearer "+s.token("何婉清"),
			"Accept",
			"application/json",
		)
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
	secrets := keysOf(t, before)
	holdsNoSecret(t, folder, secrets)
	again := func(data string, arguments ...string) error {
		return restore(t.Context(), embedded(data), arguments, io.Discard)
	}
	if err := again(before, "-secrets", secrets, folder); err == nil {
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
	for name, torn := range map[string][]byte{
		"cut in half":          records[:len(records)/2],
		"with one bit flipped": flipped,
		"of nothing":           {},
		"that is no store":     bytes.Repeat([]byte("x"), 8192),
	} {
		broken := filepath.Join(t.TempDir(), "broken")
		if err := os.MkdirAll(broken, 0o700); err != nil {
			t.Fatal(err)
		}
		for file, body := range map[string][]byte{backupRecords: torn, backupSums: sums} {
			if err := os.WriteFile(filepath.Join(broken, file), body, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := again(filepath.Join(broken, "data"), "-secrets", secrets, broken); err == nil {
			t.Errorf("a backup %s is restored", name)
		}
	}
	for name, arguments := range map[string][]string{
		"no keys":            {folder},
		"no key of records":  {"-secrets", t.TempDir(), folder},
		"another's key":      {"-secrets", otherKeys(t), folder},
		"keys and no backup": {"-secrets", secrets},
	} {
		if err := again(after, arguments...); err == nil {
			t.Errorf("restored with %s", name)
		}
		if left, err := os.ReadDir(after); err != nil || len(left) > 0 {
			t.Errorf("with %s there is left %v, %v", name, left, err)
		}
	}
	unsigned := t.TempDir()
	for data, keys := range map[string]string{after: secrets, unsigned: withoutSigning(t, secrets)} {
		if err := again(data, "-secrets", keys, folder); err != nil {
			t.Fatal(err)
		}
	}
	restored := func(t *testing.T, data string) *site {
		s := openSite(t, data)
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
		return s
	}
	t.Run("restored", func(t *testing.T) { restored(t, after) })
	t.Run("restored without the keys that signed", func(t *testing.T) {
		s := restored(t, unsigned)
		if _, receipt, text := s.apply("seniorcard", "黎花甲", `{"delivery":"electronic"}`); receipt.Certificate == nil {
			t.Errorf("nothing is granted then: %s", text)
		}
	})
	if err := replay(t.Context(), embedded(after), io.Discard); err != nil {
		t.Errorf("the restored records do not replay: %v", err)
	}
}

// keysOf returns a folder with copies of the data folder's keys, as an operator keeps them.
func keysOf(t *testing.T, data string) string {
	t.Helper()
	folder := t.TempDir()
	for _, path := range []string{recordsKeyPath(data), keyPath(data)} {
		if err := copyFile(path, filepath.Join(folder, filepath.Base(path))); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// withoutSigning returns such a folder with only the key of the records.
func withoutSigning(t *testing.T, secrets string) string {
	t.Helper()
	folder := t.TempDir()
	if err := copyFile(recordsKeyPath(secrets), recordsKeyPath(folder)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// otherKeys returns the keys of another installation.
func otherKeys(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if _, err := vault.OpenFile(recordsKeyPath(folder)); err != nil {
		t.Fatal(err)
	}
	return folder
}

// holdsNoSecret checks that no file of a backup contains a key, and that only the owner can read the files.
func holdsNoSecret(t *testing.T, folder, secrets string) {
	t.Helper()
	key, err := os.ReadFile(recordsKeyPath(secrets))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(key)))
	if err != nil {
		t.Fatal(err)
	}
	private := [][]byte{bytes.TrimSpace(key), raw}
	text, err := os.ReadFile(keyPath(secrets))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range regexp.MustCompile(`"d": "([^"]+)"`).FindAllSubmatch(text, -1) {
		private = append(private, d[1])
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 5 || len(private) < 3 {
		t.Fatalf("%d files, %d secrets, %v", len(files), len(private), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if info, _ := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file.Name(), info.Mode(), err)
		}
		for _, secret := range private {
			if bytes.Contains(body, secret) {
				t.Errorf("%s has a key in it", file.Name())
			}
		}
	}
}

// TestAHostIsBackedUpWhileItRuns and people apply: the backup contains everything that was acknowledged before
// it began, with its proof, and all of its content replays.
func TestAHostIsBackedUpWhileItRuns(t *testing.T) {
	on := embedded(t.TempDir())
	records, err := seeded(t, on).openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	people := crowd(t, records, 3000)
	if err := records.Close(); err != nil {
		t.Fatal(err)
	}
	p := newProcess(t, on)
	defer p.start()()
	load := p.load(people)
	load.await(20)
	early := load.acknowledgedNow()
	folders := t.TempDir()
	first, second := filepath.Join(folders, "first"), filepath.Join(folders, "second")
	if err := backup(t.Context(), on, first, io.Discard); err != nil {
		t.Fatal(err)
	}
	load.await(20)
	if err := backup(t.Context(), on, second, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := backup(t.Context(), on, second, io.Discard); err == nil {
		t.Error("a backup is written over another")
	}
	if err := load.end(); err != nil {
		t.Fatal(err)
	}
	secrets := keysOf(t, on.data)
	holdsNoSecret(t, second, secrets)
	for _, arguments := range [][]string{{first}, {first, second}, {second}} {
		after := embedded(t.TempDir())
		if err := restore(t.Context(), after, append([]string{"-secrets", secrets}, arguments...), io.Discard); err != nil {
			t.Fatal(err)
		}
		if err := replay(t.Context(), after, io.Discard); err != nil {
			t.Errorf("what was backed up does not replay: %v", err)
		}
		restored, err := after.openStore(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, receipt := range early {
			if _, err := instant.LoadCertificate(t.Context(), restored, receipt.Certificate.Number); err != nil {
				t.Errorf("%s was acknowledged before the backup, and is not in it: %v", receipt.Number, err)
			}
		}
		if err := restored.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(socketPath(on.data)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
}

// TestWithoutItsKeyNoStoreIsOpened, and no new key is created, because it could not decrypt the store.
func TestWithoutItsKeyNoStoreIsOpened(t *testing.T) {
	on := embedded(t.TempDir())
	records, err := seeded(t, on).openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(records.Close(), os.Remove(recordsKeyPath(on.data))); err != nil {
		t.Fatal(err)
	}
	if opened, err := on.openStore(t.Context()); err == nil {
		opened.Close()
		t.Error("it is opened")
	}
	if _, err := os.Stat(recordsKeyPath(on.data)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a key: %v", err)
	}
	if err := backup(t.Context(), on, filepath.Join(t.TempDir(), "backup"), io.Discard); err != nil {
		t.Errorf("records are copied without any key: %v", err)
	}
}

// TestWhatWasErasedStaysErased: an old backup with the data keys of a newer one does not restore records that
// were erased between them.
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
			if err := restore(t.Context(), embedded(after), []string{"-secrets", keysOf(t, before), older, keys}, io.Discard); err != nil {
				t.Fatal(err)
			}
			s := openSite(t, after)
			response, text := s.call(
				"GET",
				"/applications/"+number,
				"",
				"Authorization",
				"Bearer "+s.token("何婉清"),
				"Accept",
				"application/json",
			)
			if response.StatusCode != want {
				t.Errorf("%d %s", response.StatusCode, text)
			}
		})
	}
}

// TestKeysOfRecordsRotate: after each command the records exist and can be decrypted with the keys beside them.
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
			response, text := s.call(
				"GET",
				"/applications/"+number,
				"",
				"Authorization",
				"Bearer "+s.token("何婉清"),
				"Accept",
				"application/json",
			)
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
