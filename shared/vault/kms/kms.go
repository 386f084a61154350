// Package kms is a master key in AWS KMS, which wraps and never gives itself away.
package kms

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/kms"

	"miaoban/shared/store/dynamo"
)

// Options are where KMS is, and as whom it is called: what the Lambda runtime says in the
// environment, and AWS_ENDPOINT_URL_KMS where it is not AWS's own.
func Options(getenv func(string) string) kms.Options {
	config := dynamo.Config(getenv)
	o := kms.Options{Region: config.Region, Credentials: config.Credentials}
	if endpoint := getenv("AWS_ENDPOINT_URL_KMS"); endpoint != "" {
		o.BaseEndpoint = &endpoint
	}
	return o
}

// Master is a symmetric key in KMS. It holds the two calls that it makes, as dynamo.Store
// does.
type Master struct {
	id      string
	encrypt func(context.Context, *kms.EncryptInput, ...func(*kms.Options)) (*kms.EncryptOutput, error)
	decrypt func(context.Context, *kms.DecryptInput, ...func(*kms.Options)) (*kms.DecryptOutput, error)
}

// New is the key of that ID, ARN or alias.
func New(options kms.Options, id string) Master {
	client := kms.New(options)
	return Master{id: id, encrypt: client.Encrypt, decrypt: client.Decrypt}
}

// context is said at both ends, and written in KMS's own log.
func (m Master) context() map[string]string { return map[string]string{"purpose": "miaoban records"} }

// Wrap encrypts the key.
func (m Master) Wrap(ctx context.Context, key []byte) ([]byte, error) {
	out, err := m.encrypt(ctx, &kms.EncryptInput{KeyId: &m.id, Plaintext: key, EncryptionContext: m.context()})
	if err != nil {
		return nil, fmt.Errorf("kms: %w", err)
	}
	return out.CiphertextBlob, nil
}

// Unwrap decrypts it.
func (m Master) Unwrap(ctx context.Context, wrapped []byte) ([]byte, error) {
	out, err := m.decrypt(ctx, &kms.DecryptInput{KeyId: &m.id, CiphertextBlob: wrapped, EncryptionContext: m.context()})
	if err != nil {
		return nil, fmt.Errorf("kms: %w", err)
	}
	return out.Plaintext, nil
}
