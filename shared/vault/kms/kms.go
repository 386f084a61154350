// Package kms is a master key in AWS KMS: it wraps and unwraps there, and never leaves it.
package kms

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/kms"

	"miaoban/shared/store/dynamo"
)

// Options reads from the environment where KMS is and the credentials, as the Lambda runtime sets
// them; AWS_ENDPOINT_URL_KMS names a KMS that is not AWS's own.
func Options(getenv func(string) string) kms.Options {
	config := dynamo.Config(getenv)
	o := kms.Options{Region: config.Region, Credentials: config.Credentials}
	if endpoint := getenv("AWS_ENDPOINT_URL_KMS"); endpoint != "" {
		o.BaseEndpoint = &endpoint
	}
	return o
}

// Master is a symmetric KMS key. It holds only the two methods that it calls, for the reason given
// at dynamo.Store.
type Master struct {
	id      string
	stack   string
	encrypt func(context.Context, *kms.EncryptInput, ...func(*kms.Options)) (*kms.EncryptOutput, error)
	decrypt func(context.Context, *kms.DecryptInput, ...func(*kms.Options)) (*kms.DecryptOutput, error)
}

// New returns the key with that ID, ARN or alias, for the records of the stack.
func New(options kms.Options, id, stack string) Master {
	client := kms.New(options)
	return Master{id: id, stack: stack, encrypt: client.Encrypt, decrypt: client.Decrypt}
}

// context is KMS's encryption context: both calls must pass the same, and KMS logs it.
func (m Master) context() map[string]string {
	return map[string]string{"purpose": "miaoban records", "stack": m.stack}
}

// Wrap encrypts a data key in KMS.
func (m Master) Wrap(ctx context.Context, key []byte) ([]byte, error) {
	out, err := m.encrypt(ctx, &kms.EncryptInput{KeyId: &m.id, Plaintext: key, EncryptionContext: m.context()})
	if err != nil {
		return nil, fmt.Errorf("kms: %w", err)
	}
	return out.CiphertextBlob, nil
}

// Unwrap decrypts what Wrap returned.
func (m Master) Unwrap(ctx context.Context, wrapped []byte) ([]byte, error) {
	out, err := m.decrypt(ctx, &kms.DecryptInput{KeyId: &m.id, CiphertextBlob: wrapped, EncryptionContext: m.context()})
	if err != nil {
		return nil, fmt.Errorf("kms: %w", err)
	}
	return out.Plaintext, nil
}
