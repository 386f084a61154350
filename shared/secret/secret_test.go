package secret_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"miaoban/shared/secret"
)

func TestASecretInSecretsManager(t *testing.T) {
	value, down, asked := "first", false, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct{ SecretId string }
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.SecretId != "arn:of-it" ||
			r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" {
			t.Errorf("%v %+v %s", err, in, r.Header.Get("X-Amz-Target"))
		}
		asked++
		if down {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		if err := json.NewEncoder(w).Encode(map[string]string{"SecretString": value}); err != nil {
			t.Error(err)
		}
	}))
	defer server.Close()
	config := aws.Config{Region: "cn-north-1", Credentials: credentials.NewStaticCredentialsProvider("a", "b", "")}
	now := time.Now()
	read, err := secret.Open(config, server.URL, "secretsmanager:arn:of-it", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	want := func(when, want string, requests int) {
		t.Helper()
		if got, err := read(t.Context()); err != nil || got != want || asked != requests {
			t.Errorf("%s: %q, %v, after %d requests; want %q after %d", when, got, err, asked, want, requests)
		}
	}
	if asked != 0 {
		t.Error("the secret was read before its first use")
	}
	want("at first", "first", 1)
	value = "second"
	want("a moment later", "first", 1)
	now = now.Add(5 * time.Minute)
	want("five minutes later", "second", 2)
	down, now = true, now.Add(time.Hour)
	want("while Secrets Manager is down", "second", 3)
}

func TestASecretInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	read, err := secret.Open(aws.Config{}, "", "file:"+path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read(t.Context()); err == nil {
		t.Error("a missing file was read")
	}
	if err := os.WriteFile(path, []byte("the token\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := read(t.Context()); err != nil || got != "the token" {
		t.Errorf("%q, %v", got, err)
	}
	if none, err := secret.Open(aws.Config{}, "", "", time.Now); err != nil {
		t.Error(err)
	} else if got, err := none(t.Context()); err != nil || got != "" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := secret.Open(aws.Config{}, "", "the token itself", time.Now); err == nil {
		t.Error("a secret in the environment was accepted")
	}
}
