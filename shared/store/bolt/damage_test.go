package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/sweep"
)

// filled fills a store of about a hundred pages, closes it, and returns the bytes of its file.
func filled(t *testing.T, path string) []byte {
	t.Helper()
	s, err := bolt.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := s.Commit(t.Context(), writes(fmt.Sprint("partition-", i), 20)...); err != nil {
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
	return whole
}

// damages are the ways in which a disk, a cable or a wrong copy can damage a file.
var damages = map[string]func(r *rand.Rand, file []byte) []byte{
	"a bit flipped": func(r *rand.Rand, file []byte) []byte {
		file[r.IntN(len(file))] ^= 1 << r.IntN(8)
		return file
	},
	"a bit flipped in a page's head": func(r *rand.Rand, file []byte) []byte {
		file[r.IntN(len(file)/os.Getpagesize())*os.Getpagesize()+r.IntN(64)] ^= 1 << r.IntN(8)
		return file
	},
	"a page of zeros": func(r *rand.Rand, file []byte) []byte {
		page := r.IntN(len(file) / os.Getpagesize())
		copy(file[page*os.Getpagesize():], make([]byte, os.Getpagesize()))
		return file
	},
	"a page of rubbish": func(r *rand.Rand, file []byte) []byte {
		page := r.IntN(len(file)/os.Getpagesize()) * os.Getpagesize()
		for i := range os.Getpagesize() {
			file[page+i] = byte(r.Uint32())
		}
		return file
	},
	"a page in the place of another": func(r *rand.Rand, file []byte) []byte {
		size, pages := os.Getpagesize(), len(file)/os.Getpagesize()
		one, other := r.IntN(pages)*size, r.IntN(pages)*size
		copy(file[one:one+size], file[other:other+size])
		return file
	},
	"cut off": func(r *rand.Rand, file []byte) []byte { return file[:r.IntN(len(file))] },
}

// seeds returns n seeds, one for each damaged file; a short run takes some of them.
func seeds(n uint64) (all []uint64) {
	for seed := range n {
		all = append(all, seed)
	}
	return all
}

// TestADamagedFileIsNoEndOfTheProcess damages a file before it is opened: Open refuses it, or else
// reads and writes return errors.
func TestADamagedFileIsNoEndOfTheProcess(t *testing.T) {
	whole := filled(t, filepath.Join(t.TempDir(), "items.db"))
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			refused, seeds := 0, sweep.Cases(t, seeds(20), 4)
			for _, seed := range seeds {
				path := filepath.Join(t.TempDir(), "items.db")
				if err := os.WriteFile(path, damage(rand.New(rand.NewPCG(seed, 1)), bytes.Clone(whole)), 0o600); err != nil {
					t.Fatal(err)
				}
				s, err := bolt.Open(path, time.Now)
				if err != nil {
					if !errors.Is(err, bolt.ErrDamaged) {
						t.Errorf("seed %d: refused with %v", seed, err)
					}
					refused++
					continue
				}
				use(t, s)
				if err := s.Close(); err != nil {
					t.Errorf("%d: %v", seed, err)
				}
			}
			if refused == 0 && len(seeds) == 20 &&
				name != "a bit flipped" { // most flips are inside a record's body, which the sealed store authenticates
				t.Error("no damaged file was refused")
			}
		})
	}
}

// TestAFileDamagedInUseIsNoEndOfTheProcess damages an open file: intact records are still read,
// and once the damage is found no commit is acknowledged.
func TestAFileDamagedInUseIsNoEndOfTheProcess(t *testing.T) {
	whole := filled(t, filepath.Join(t.TempDir(), "items.db"))
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			for _, seed := range sweep.Cases(t, seeds(10), 3) {
				path := filepath.Join(t.TempDir(), "items.db")
				if err := os.WriteFile(path, whole, 0o600); err != nil {
					t.Fatal(err)
				}
				s, err := bolt.Open(path, time.Now)
				if err != nil {
					t.Fatal(err)
				}
				overwrite(t, path, damage(rand.New(rand.NewPCG(seed, 1)), bytes.Clone(whole)))
				use(t, s)
				if err := s.Health(); err != nil {
					if !errors.Is(err, bolt.ErrDamaged) {
						t.Errorf("seed %d: Health() = %v", seed, err)
					}
					if err := s.Commit(t.Context(), writes("after", 1)...); !errors.Is(err, bolt.ErrDamaged) ||
						!errors.Is(err, store.ErrBusy) {
						t.Errorf("seed %d: a commit after the damage was found: %v", seed, err)
					}
				}
				if err := s.Close(); err != nil {
					t.Errorf("%d: %v", seed, err)
				}
			}
		})
	}
}

// overwrite replaces the bytes of the existing file without creating another one.
func overwrite(t *testing.T, path string, with []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt(with, 0)
	if err = errors.Join(err, file.Truncate(int64(len(with))), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// use reads the whole store and writes to it. Each failure must be one of the errors that callers
// of a store expect.
func use(t *testing.T, s *bolt.Store) {
	t.Helper()
	known := func(err error) {
		var lost *store.Conflict
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrBusy) && !errors.Is(err, store.ErrAmbiguous) &&
			!errors.As(err, &lost) {
			t.Errorf("unexpected error: %v", err)
		}
	}
	for i := range 20 {
		partition := fmt.Sprint("partition-", i)
		_, err := s.Get(t.Context(), store.Key{Partition: partition, Sort: "7"})
		known(err)
		_, err = s.Query(t.Context(), store.Query{Partition: partition})
		known(err)
		if i%10 != 3 {
			continue
		}
		known(s.Commit(t.Context(), store.Put("w", store.Item{Key: store.Key{Partition: partition, Sort: "7"}, Body: []byte("new")})))
		known(
			s.Commit(
				t.Context(),
				store.Create("w", store.Item{Key: store.Key{Partition: partition, Sort: "another"}, Body: bytes.Repeat([]byte("x"), 9000)}),
			),
		)
	}
}

// TestAFileThatIsGone requires that nothing is acknowledged until the file is back.
func TestAFileThatIsGone(t *testing.T) {
	for name, tt := range map[string]struct{ take, back func(folder string) error }{
		"its folder was moved": {
			func(folder string) error { return os.Rename(folder, folder+".moved") },
			func(folder string) error { return os.Rename(folder+".moved", folder) },
		},
		"another is in its place": {
			func(folder string) error {
				return errors.Join(
					os.Rename(folder, folder+".moved"),
					os.Mkdir(folder, 0o700),
					os.WriteFile(filepath.Join(folder, "items.db"), nil, 0o600),
				)
			},
			func(folder string) error {
				return errors.Join(os.RemoveAll(folder), os.Rename(folder+".moved", folder))
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "data")
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			s := open(t, filepath.Join(folder, "items.db"), time.Now)
			key := store.Key{Partition: "P", Sort: "S"}
			commit := func() error { return s.Commit(t.Context(), store.Put("w", store.Item{Key: key})) }
			if err := errors.Join(commit(), tt.take(folder)); err != nil {
				t.Fatal(err)
			}
			_, read := s.Get(t.Context(), key)
			for what, err := range map[string]error{"a commit": commit(), "a read": read} {
				if !errors.Is(err, bolt.ErrGone) || !errors.Is(err, store.ErrBusy) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err := s.Health(); !errors.Is(err, bolt.ErrGone) {
				t.Errorf("Health() = %v", err)
			}
			if err := tt.back(folder); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Health(), commit()); err != nil {
				t.Errorf("back in its place: %v", err)
			}
		})
	}
}

// BenchmarkGet reads one record of many, including the check that the file still exists.
func BenchmarkGet(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "items.db"), time.Now)
	for i := range 100 {
		if err := s.Commit(b.Context(), writes(fmt.Sprint("partition-", i), store.MaxWrites)...); err != nil {
			b.Fatal(err)
		}
	}
	for i := 0; b.Loop(); i++ {
		if _, err := s.Get(b.Context(), store.Key{Partition: fmt.Sprint("partition-", i%100), Sort: "7"}); err != nil {
			b.Fatal(err)
		}
	}
}
