package vault

import (
	"sync"
	"time"
)

// recent caches the data keys of the partitions that were used last, so that reading an
// application's records needs no extra request for their key. A partition that another process
// erases can still be opened here until its cached key expires.
type recent struct {
	mu   sync.Mutex
	keys map[string]remembered
}

type remembered struct {
	key   datakey
	until time.Time
}

// How long a data key is cached, and how many are.
const (
	rememberFor  = 10 * time.Second
	rememberMost = 256
)

func (r *recent) get(partition string, now time.Time) (datakey, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.keys[partition]
	return found.key, ok && now.Before(found.until)
}

func (r *recent) put(partition string, key datakey, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys == nil || len(r.keys) >= rememberMost {
		r.keys = map[string]remembered{}
	}
	r.keys[partition] = remembered{key, now.Add(rememberFor)}
}

func (r *recent) forget(partition string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, partition)
}
