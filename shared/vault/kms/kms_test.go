package kms_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awskms "github.com/aws/aws-sdk-go-v2/service/kms"

	"miaoban/shared/vault"
	"miaoban/shared/vault/kms"
)

var _ vault.Master = kms.Master{}

// service answers KMS's protocol; its "ciphertext" contains the encryption context.
func service(t *testing.T) (*awskms.Options, *atomic.Bool) {
	down := new(atomic.Bool)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			KeyId                     string
			Plaintext, CiphertextBlob []byte
			EncryptionContext         map[string]string
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		out := map[string]any{"KeyId": in.KeyId}
		seal := []byte(in.KeyId + in.EncryptionContext["purpose"] + in.EncryptionContext["stack"] + ":")
		plain, whole := bytes.CutPrefix(in.CiphertextBlob, seal)
		_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		switch {
		case down.Load():
			w.WriteHeader(http.StatusInternalServerError)
		case action == "Encrypt":
			out["CiphertextBlob"] = append(seal, in.Plaintext...)
		case action == "Decrypt" && whole:
			out["Plaintext"] = plain
		default:
			w.WriteHeader(http.StatusBadRequest)
			out = map[string]any{"__type": "InvalidCiphertextException"}
		}
		if err := json.NewEncoder(w).Encode(out); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return &awskms.Options{Region: "cn-north-1", BaseEndpoint: aws.String(server.URL),
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), RetryMaxAttempts: 1}, down
}

func TestAMasterKeyInKMS(t *testing.T) {
	options, down := service(t)
	master := kms.New(*options, "alias/records", "miaoban")
	key := []byte("0123456789abcdef0123456789abcdef")
	wrapped, err := master.Wrap(t.Context(), key)
	if err != nil || !bytes.Contains(wrapped, []byte("miaoban records")) {
		t.Fatalf("%q, %v", wrapped, err)
	}
	if got, err := master.Unwrap(t.Context(), wrapped); err != nil || !bytes.Equal(got, key) {
		t.Errorf("%q, %v", got, err)
	}
	for name, other := range map[string]kms.Master{
		"another key": kms.New(*options, "alias/another", "miaoban"), "another stack": kms.New(*options, "alias/records", "miaoban-dev"),
	} {
		if _, err := other.Unwrap(t.Context(), wrapped); err == nil {
			t.Errorf("%s opened it", name)
		}
	}
	down.Store(true)
	if _, err := master.Unwrap(t.Context(), wrapped); err == nil {
		t.Error("unwrapped while KMS is down")
	}
}
