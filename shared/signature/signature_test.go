package signature_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"miaoban/shared/signature"
)

// TestTheStandardsExampleVerifies checks the example of GM/T 0003.5, with the default user ID.
func TestTheStandardsExampleVerifies(t *testing.T) {
	coordinate := func(s string) string {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(b)
	}
	set := `{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"EC","crv":"SM2","x":"` +
		coordinate("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020") + `","y":"` +
		coordinate("CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13") + `"}]}`
	var keys signature.Verifiers
	if err := json.Unmarshal([]byte(set), &keys); err != nil || len(keys) != 1 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	sig, err := hex.DecodeString("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3" +
		"B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")
	if err != nil {
		t.Fatal(err)
	}
	if !keys[0].Verify([]byte("message digest"), sig) {
		t.Error("the example does not verify")
	}
	for i := range sig {
		changed := append([]byte{}, sig...)
		changed[i] ^= 1
		if keys[0].Verify([]byte("message digest"), changed) {
			t.Errorf("it still verifies with byte %d changed", i)
		}
	}
	if keys[0].Verify([]byte("message digesT"), sig) || keys[0].Verify([]byte("message digest"), sig[1:]) {
		t.Error("another message, or a truncated signature, verifies")
	}
}

func TestAKeyFileIsItsOwners(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	made, err := signature.OpenFile(path, signature.ES256)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", info.Mode(), err)
	}
	again, err := signature.OpenFile(path, signature.SM2)
	if err != nil || again.Signing().ID != made.Signing().ID {
		t.Errorf("the second opening returned another key: %v", err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := signature.OpenFile(path, signature.ES256); err == nil || !strings.Contains(err.Error(), "others can read") {
		t.Errorf("a file that others can read: %v", err)
	}
}

func TestAFileOfNoKeysIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no keys": `{"keys":[]}`, "a public key": `{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`,
		"a short key": `{"keys":[{"kty":"EC","crv":"P-256","d":"AA"}]}`,
		"nothing":     `{"keys":[{"kty":"EC","crv":"P-256","d":"` + strings.Repeat("A", 43) + `"}]}`,
	} {
		path := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := signature.OpenFile(path, signature.ES256); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	var keys signature.Verifiers
	off := `{"keys":[{"kty":"EC","crv":"P-256","x":"` + strings.Repeat("A", 42) + `E","y":"` + strings.Repeat("A", 42) + `E"}]}`
	if err := json.Unmarshal([]byte(off), &keys); err == nil {
		t.Error("a point that is not on the curve was accepted")
	}
}

// TestWhatALostKeySigned trusts the public part of a lost key, beside another key or alone: its
// signatures verify, and another key signs from now on.
func TestWhatALostKeySigned(t *testing.T) {
	lost, err := signature.OpenFile(filepath.Join(t.TempDir(), "keys.json"), signature.ES256)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := lost.Signing().Sign(t.Context(), []byte("a message"))
	if err != nil {
		t.Fatal(err)
	}
	for name, algorithm := range map[string]signature.Algorithm{
		"with an ES256 key": signature.ES256,
		"with an SM2 key":   signature.SM2,
		"alone":             "",
	} {
		path := filepath.Join(t.TempDir(), "keys.json")
		if algorithm != "" {
			if _, err := signature.OpenFile(path, algorithm); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 { // the second time nothing changes
			if err := signature.Trust(path, lost.Public()); err != nil {
				t.Fatal(err)
			}
		}
		ring, err := signature.OpenFile(path, signature.ES256)
		if err != nil {
			t.Fatal(err)
		}
		if v, ok := ring.Public().Find(lost.Signing().ID); !ok || !v.Verify([]byte("a message"), signed) {
			t.Errorf("%s: the lost key's signature does not verify", name)
		}
		if key, ok := ring.Of(signature.ES256); !ok || key.ID == lost.Signing().ID {
			t.Errorf("%s: the ring signs documents with %s", name, key.ID)
		}
		if _, err := ring.Signing().Sign(t.Context(), []byte("another")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, key := range ring.Keys {
			if _, err := key.Sign(t.Context(), []byte("another")); (err == nil) == (key.ID == lost.Signing().ID) {
				t.Errorf("%s: %s signs: %v", name, key.ID, err)
			}
		}
	}
}
