package kms_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awskms "github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"miaoban/shared/signature"
	"miaoban/shared/signature/kms"
)

// service answers as KMS does, with a separate key for each ID.
func service(t *testing.T) *awskms.Client {
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	mainland, err := sm2.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			KeyId, MessageType, SigningAlgorithm string
			Message                              []byte
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		out := map[string]any{"KeyId": in.KeyId}
		var der, sig []byte
		var err error
		switch _, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), "."); action + " " + in.KeyId + " " + in.SigningAlgorithm {
		case "GetPublicKey alias/p256 ":
			out["KeySpec"] = "ECC_NIST_P256"
			der, err = smx509.MarshalPKIXPublicKey(&p256.PublicKey)
		case "GetPublicKey alias/sm2 ":
			out["KeySpec"] = "SM2"
			der, err = smx509.MarshalPKIXPublicKey(&mainland.PublicKey)
		case "Sign alias/p256 ECDSA_SHA_256":
			sig, err = ecdsa.SignASN1(rand.Reader, p256, in.Message)
		case "Sign alias/sm2 SM2DSA":
			sig, err = sm2.SignASN1(rand.Reader, mainland, in.Message, nil)
		default:
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if err != nil || sig != nil && in.MessageType != "DIGEST" {
			t.Errorf("%+v: %v", in, err)
		}
		out["PublicKey"], out["Signature"] = der, sig
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(out); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return awskms.New(awskms.Options{Region: "cn-north-1", BaseEndpoint: aws.String(server.URL),
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""), RetryMaxAttempts: 1})
}

func TestAKeyInKMSSigns(t *testing.T) {
	client := service(t)
	for id, algorithm := range map[string]signature.Algorithm{"alias/p256": signature.ES256, "alias/sm2": signature.SM2} {
		key, err := kms.Open(t.Context(), client, id)
		if err != nil {
			t.Fatal(err)
		}
		sig, err := key.Sign(t.Context(), []byte("message"))
		if err != nil || key.Algorithm != algorithm || !key.Verify([]byte("message"), sig) || key.Verify([]byte("massage"), sig) {
			t.Errorf("%s: %v", id, err)
		}
		public, err := kms.Public(t.Context(), client, id)
		if err != nil || public.ID != key.ID || !public.Verify([]byte("message"), sig) {
			t.Errorf("the public part of %s: %v", id, err)
		}
	}
	if _, err := kms.Open(t.Context(), client, "alias/none"); err == nil {
		t.Error("a missing key was opened")
	}
	key, err := kms.Open(t.Context(), client, "alias/p256")
	if err != nil {
		t.Fatal(err)
	}
	down, cancel := context.WithCancel(t.Context())
	cancel() // KMS cannot be reached
	var unavailable signature.Unavailable
	if _, err := key.Sign(down, []byte("message")); !errors.As(err, &unavailable) {
		t.Errorf("while KMS cannot be reached: %v", err)
	}
}
