// Package secret reads secrets from a secret store or a file. They are never in environment
// variables, which everybody with access to a function's configuration can read.
package secret

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"miaoban/shared/cache"
)

// Source returns the current value of a secret.
type Source func(context.Context) (string, error)

// fresh is how long a value is used before it is read again, so that a new one soon takes effect.
const fresh = 5 * time.Minute

// Open returns the secret of that name; it is read on first use:
//
//	secretsmanager:ARN   in AWS Secrets Manager
//	file:path            in a file
//
// An empty name yields an empty secret. An empty endpoint means Secrets Manager's own.
func Open(config aws.Config, endpoint, name string, now func() time.Time) (Source, error) {
	if name == "" {
		return func(context.Context) (string, error) { return "", nil }, nil
	}
	if path, isFile := strings.CutPrefix(name, "file:"); isFile && path != "" {
		return cached(now, func(context.Context) (string, error) {
			text, err := os.ReadFile(path) // #nosec G304 -- the operator names the file
			return strings.TrimSpace(string(text)), err
		}), nil
	}
	id, managed := strings.CutPrefix(name, "secretsmanager:")
	if !managed || id == "" {
		return nil, fmt.Errorf("secret: %q is neither secretsmanager:ARN nor file:path", name)
	}
	options := secretsmanager.Options{Region: config.Region, Credentials: config.Credentials, HTTPClient: config.HTTPClient}
	if endpoint != "" {
		options.BaseEndpoint = &endpoint
	}
	get := secretsmanager.New(options).GetSecretValue // not the client: see dynamo.Store
	return cached(now, func(ctx context.Context) (string, error) {
		out, err := get(ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
		if err != nil {
			return "", err
		}
		return aws.ToString(out.SecretString), nil
	}), nil
}

// cached reads the secret again when it is not fresh; if that fails, the last value stays in use.
func cached(now func() time.Time, read Source) Source {
	return cache.New(fresh, 0, now, func(ctx context.Context) (string, error) {
		text, err := read(ctx)
		if err != nil {
			return "", fmt.Errorf("secret: %w", err)
		}
		return text, nil
	}).Get
}
