package vault

import (
	"sync"
	"time"
)

// recent remembers the data keys of the partitions that were looked at last, so that the
// records of one application are not each preceded by a look for their key. What another
// process erases opens here for at most the time that a key is remembered.
type recent struct {
	mu   sync.Mutex
	keys map[string]remembered
}

type remembered struct {
	key   datakey
	until time.Time
}

// How long, and how many.
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
