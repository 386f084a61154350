// Package keys opens the signing keys that the environment names. Only functions that sign or
// verify certificates import it, so that no other binary links KMS.
package keys

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	awskms "github.com/aws/aws-sdk-go-v2/service/kms"

	"miaoban/shared/signature"
	"miaoban/shared/signature/kms"
	vaultkms "miaoban/shared/vault/kms"
)

// Open returns the keys that the environment names:
//
//	SIGNING_KEYS=kms:alias/a,kms:alias/b   keys in KMS: the first signs, the others only verify
//	SIGNING_KEYS=file:keys.json            a key file, created if it does not exist
//	SIGNING_ALGORITHM=SM2                  algorithm for a new file; default: ES256
//
// If nothing is named, the default is a file next to the embedded store.
func Open(ctx context.Context, getenv func(string) string) (signature.Ring, error) {
	var ring signature.Ring
	path, ids, err := named(getenv)
	if err != nil {
		return ring, err
	}
	if path != "" {
		return signature.OpenFile(path, signature.Algorithm(cmp.Or(getenv("SIGNING_ALGORITHM"), string(signature.ES256))))
	}
	client := awskms.New(vaultkms.Options(getenv))
	for _, id := range ids {
		key, err := kms.Open(ctx, client, id)
		if err != nil {
			return ring, err
		}
		ring.Keys = append(ring.Keys, key)
	}
	return ring, nil
}

// Public returns the public keys of Open's ring, for functions that may not sign.
func Public(ctx context.Context, getenv func(string) string) (signature.Verifiers, error) {
	path, ids, err := named(getenv)
	if err != nil {
		return nil, err
	}
	if path != "" {
		ring, err := Open(ctx, getenv)
		return ring.Public(), err
	}
	client := awskms.New(vaultkms.Options(getenv))
	var all signature.Verifiers
	for _, id := range ids {
		key, err := kms.Public(ctx, client, id)
		if err != nil {
			return nil, err
		}
		all = append(all, key)
	}
	return all, nil
}

// named parses SIGNING_KEYS: the path of a file, or the IDs of keys in KMS.
func named(getenv func(string) string) (path string, ids []string, err error) {
	names := getenv("SIGNING_KEYS")
	if names == "" && getenv("STORE") == "embedded" {
		return filepath.Join(filepath.Dir(cmp.Or(getenv("STORE_PATH"), "/tmp/miaoban.db")), "signing-keys.json"), nil, nil
	}
	if path, isFile := strings.CutPrefix(names, "file:"); isFile && path != "" {
		return path, nil, nil
	}
	for name := range strings.SplitSeq(names, ",") {
		id, inKMS := strings.CutPrefix(strings.TrimSpace(name), "kms:")
		if !inKMS || id == "" {
			return "", nil, fmt.Errorf("keys: SIGNING_KEYS is %q: want file:path, or kms:key,kms:key", names)
		}
		ids = append(ids, id)
	}
	return "", ids, nil
}
