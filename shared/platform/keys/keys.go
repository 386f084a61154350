// Package keys opens the keys that the environment names. Only what signs or
// verifies certificates imports it, so that no other function carries KMS.
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

// Open is the ring of keys that the environment names:
//
//	SIGNING_KEYS=kms:alias/a,kms:alias/b   keys in KMS: the first signs, what the others signed still verifies
//	SIGNING_KEYS=file:keys.json            a file of one machine, made where there is none
//	SIGNING_ALGORITHM=SM2                  of a file that is made; ES256 where it is not said
//
// Where nothing is named, the embedded store has a file beside it.
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

// Public is the public part of Open's ring, for who may not sign.
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

// named is the file, or else the keys in KMS, that the environment names.
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
