package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"

	"miaoban/shared/store"
)

// Kinds of a sealed body: its first byte.
const (
	kindOwn    = 1 // ring key (2 bytes), wrapped data key, sealed body
	kindHidden = 2 // the same, and the body begins with the item's sort key and NUL
	kindShared = 3 // sealed body, with the data key of its partition
	kindSeal   = 4 // ring key, wrapped data key
)

// datakey encrypts one record, or all records of one application.
type datakey [32]byte

const (
	header  = 3            // kind and number of the ring key
	overlay = 12 + 16      // nonce and tag
	wrapped = 32 + overlay // a wrapped data key
	least   = header + wrapped
)

var errSeal = errors.New("a record cannot be opened: it was changed, moved, or sealed with another key")

func newDatakey() (dk datakey) {
	rand.Read(dk[:]) // never fails
	return dk
}

// aead is AES-256-GCM with the key; it puts a random nonce in front of the ciphertext.
func aead(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// lock appends the sealed text to before. The cipher of aead generates the nonce, so none is
// passed.
func lock(by cipher.AEAD, before, text, bound []byte) []byte {
	return by.Seal(before, nil, text, bound) // #nosec G407 -- see above
}

// bound is the additional data of a sealed body: a body opens only under its own key and as its
// own kind.
func bound(kind byte, key store.Key) []byte {
	return []byte(string(rune(kind)) + key.Partition + "\x00" + key.Sort)
}

// ringKeyOf is the number of the ring key that wrapped a body's data key.
func ringKeyOf(body []byte) uint16 {
	if len(body) < header {
		return 0
	}
	return binary.BigEndian.Uint16(body[1:])
}

func (r *ring) header(kind byte, dk datakey, at store.Key, room int) []byte {
	body := make([]byte, 1, least+room)
	body[0] = kind
	body = binary.BigEndian.AppendUint16(body, r.newest)
	return lock(r.wrapping[r.newest], body, dk[:], bound(kind, at))
}

// wrap is the stored form of a data key that is kept apart from its records.
func (r *ring) wrap(dk datakey, at store.Key) []byte { return r.header(kindSeal, dk, at, 0) }

// unwrap returns the data key in front of a body.
func (r *ring) unwrap(at store.Key, body []byte) (dk datakey, err error) {
	if len(body) < least {
		return dk, errSeal
	}
	open, err := r.wrapping[ringKeyOf(body)].Open(dk[:0], nil, body[header:least], bound(body[0], at))
	if err != nil || len(open) != len(dk) {
		return dk, errSeal
	}
	return dk, nil
}

// seal encrypts the item's body with a new data key.
func (r *ring) seal(item store.Item, hidden bool, sort string) []byte {
	dk, kind, open := newDatakey(), byte(kindOwn), item.Body
	if hidden {
		kind, open = kindHidden, append([]byte(sort+"\x00"), item.Body...)
	}
	return lock(aead(dk[:]), r.header(kind, dk, item.Key, len(open)+overlay), open, bound(kind, item.Key))
}

func (r *ring) unseal(at store.Key, body []byte) ([]byte, error) {
	dk, err := r.unwrap(at, body)
	if err != nil {
		return nil, err
	}
	return openBody(dk, body[0], at, body[least:])
}

func sealShared(dk datakey, item store.Item) []byte {
	body := make([]byte, 1, 1+len(item.Body)+overlay)
	body[0] = kindShared
	return lock(aead(dk[:]), body, item.Body, bound(kindShared, item.Key))
}

func unsealShared(dk datakey, at store.Key, body []byte) ([]byte, error) {
	return openBody(dk, kindShared, at, body[1:])
}

func openBody(dk datakey, kind byte, at store.Key, sealed []byte) ([]byte, error) {
	open, err := aead(dk[:]).Open(nil, nil, sealed, bound(kind, at))
	if err != nil {
		return nil, errSeal
	}
	return open, nil
}
