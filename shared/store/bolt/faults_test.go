package bolt_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
)

// TestAFullDisk fills the disk: a commit that does not fit fails with an error, earlier commits
// stay, and the file can be opened again. A limit on the file's size, in a process of its own,
// replaces the disk.
func TestAFullDisk(t *testing.T) {
	const limit = 24 << 20
	if path := os.Getenv("FULL_DISK"); path != "" {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			t.Fatal(err)
		}
		fillUp(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "items.db")
	command := exec.Command(os.Args[0], "-test.run=^TestAFullDisk$", "-test.v")
	command.Env = append(os.Environ(), "FULL_DISK="+path)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	s := open(t, path, time.Now)
	made, refused := 0, 0
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var number int
		switch {
		case strings.HasPrefix(lines.Text(), "made "):
			if _, err := fmt.Sscanf(lines.Text(), "made %d", &number); err != nil {
				t.Fatal(err)
			}
			for _, half := range []string{"a", "b"} {
				if _, err := s.Get(t.Context(), store.Key{Partition: "P", Sort: fmt.Sprint(number, half)}); err != nil {
					t.Errorf("%d%s was committed, and is missing: %v", number, half, err)
				}
			}
			made++
		case strings.HasPrefix(lines.Text(), "refused "):
			if _, err := fmt.Sscanf(lines.Text(), "refused %d", &number); err != nil {
				t.Fatal(err)
			}
			for _, half := range []string{"a", "b"} {
				if _, err := s.Get(t.Context(), store.Key{Partition: "P", Sort: fmt.Sprint(number, half)}); !errors.Is(
					err,
					store.ErrNotFound,
				) {
					t.Errorf("%d%s was refused, and exists: %v", number, half, err)
				}
			}
			refused++
		}
	}
	if made == 0 || refused == 0 {
		t.Fatalf("%d made, %d refused\n%s", made, refused, out)
	}
	if err := s.Commit(t.Context(), store.Create("w", store.Item{Key: store.Key{Partition: "P", Sort: "with room again"}})); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// fillUp commits pairs until they do not fit, and prints the outcome of each.
func fillUp(t *testing.T, path string) {
	s, err := bolt.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	body := bytes.Repeat([]byte("x"), 200<<10)
	for number, refused := 0, 0; refused < 5; number++ {
		if number > 1000 {
			t.Fatal("the disk is not full")
		}
		pair := []store.Write{
			store.Create("a", store.Item{Key: store.Key{Partition: "P", Sort: fmt.Sprint(number, "a")}, Body: body}),
			store.Create("b", store.Item{Key: store.Key{Partition: "P", Sort: fmt.Sprint(number, "b")}, Body: body}),
		}
		switch err := s.Commit(t.Context(), pair...); {
		case err == nil:
			fmt.Println("made", number)
		case errors.Is(err, store.ErrAmbiguous): // the parent reads which it was: see above
			fmt.Println("refused", number)
			refused++
		default:
			t.Fatalf("a full disk is %v", err)
		}
	}
	if _, err := s.Get(t.Context(), store.Key{Partition: "P", Sort: "0a"}); err != nil {
		t.Errorf("a read with a full disk: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestATornFile truncates the file at any length: Open refuses it, and the process lives.
func TestATornFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "items.db")
	s, err := bolt.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := s.Commit(
			t.Context(),
			store.Create("w", store.Item{Key: store.Key{Partition: "P", Sort: fmt.Sprint(i)}, Body: bytes.Repeat([]byte("x"), 10<<10)}),
		); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	for _, left := range []int{1, page, 2*page + 1, 3 * page, 10 * page, 40 * page} {
		torn := filepath.Join(t.TempDir(), "torn.db")
		if err := os.WriteFile(torn, whole[:left], 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := bolt.Open(torn, time.Now); err == nil {
			t.Errorf("opened with %d bytes of %d", left, len(whole))
			s.Close()
		}
	}
	blank := bytes.Clone(whole)
	copy(blank, make([]byte, 2*page)) // both meta pages
	lost := filepath.Join(t.TempDir(), "lost.db")
	if err := os.WriteFile(lost, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := bolt.Open(lost, time.Now); err == nil {
		t.Error("opened without its first pages")
		s.Close()
	}
	half := bytes.Clone(whole)
	copy(half, make([]byte, page)) // one meta page: the other still leads to the commit before
	if err := os.WriteFile(lost, half, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, lost, time.Now).Get(t.Context(), store.Key{Partition: "P", Sort: "0"}); err != nil {
		t.Errorf("with one of its first pages: %v", err)
	}
}
