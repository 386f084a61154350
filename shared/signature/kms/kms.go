// Package kms provides signing keys in AWS KMS, which never leave the service: ES256 with an
// ECC_NIST_P256 key, SM2 with an SM2 key (available in the China regions).
package kms

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
	"github.com/emmansun/gmsm/smx509"

	"miaoban/shared/signature"
)

// Open returns the signing key with that ID, ARN or alias; it reads the public part from KMS.
func Open(ctx context.Context, client *kms.Client, id string) (signature.Key, error) {
	v, err := Public(ctx, client, id)
	if err != nil {
		return signature.Key{}, err
	}
	return signature.NewKey(v, digester{client.Sign, id, v.Algorithm}), nil
}

// Public returns the public part of the key with that ID, ARN or alias.
func Public(ctx context.Context, client *kms.Client, id string) (signature.Verifier, error) {
	out, err := client.GetPublicKey(ctx, &kms.GetPublicKeyInput{KeyId: &id})
	if err != nil {
		return signature.Verifier{}, fmt.Errorf("kms: the public key: %w", err)
	}
	parse := func(der []byte) (any, error) { return x509.ParsePKIXPublicKey(der) }
	if out.KeySpec == types.KeySpecSm2 {
		parse = smx509.ParsePKIXPublicKey
	}
	parsed, err := parse(out.PublicKey)
	if err != nil {
		return signature.Verifier{}, fmt.Errorf("kms: the public key: %w", err)
	}
	public, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return signature.Verifier{}, errors.New("kms: the key is not on an elliptic curve")
	}
	return signature.NewVerifier(public)
}

// digester holds only the method that it calls, for the reason given at dynamo.Store.
type digester struct {
	sign      func(context.Context, *kms.SignInput, ...func(*kms.Options)) (*kms.SignOutput, error)
	id        string
	algorithm signature.Algorithm
}

func (d digester) SignDigest(ctx context.Context, digest []byte) ([]byte, error) {
	spec := types.SigningAlgorithmSpecEcdsaSha256
	if d.algorithm == signature.SM2 {
		spec = types.SigningAlgorithmSpecSm2dsa
	}
	out, err := d.sign(ctx, &kms.SignInput{
		KeyId: aws.String(d.id), Message: digest, MessageType: types.MessageTypeDigest, SigningAlgorithm: spec,
	})
	if err != nil {
		return nil, fmt.Errorf("kms: signing: %w", signature.Unavailable{Err: err})
	}
	return out.Signature, nil
}
