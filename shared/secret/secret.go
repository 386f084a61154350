// Package secret reads secrets where they are kept: never in the environment, which whoever
// may look at a function's settings can read.
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

// Source gives the secret as it is now.
type Source func(context.Context) (string, error)

// fresh is how long a secret is used before it is read again, so that a new one holds soon.
const fresh = 5 * time.Minute

// Open is the secret of that name, read when it is first asked for:
//
//	secretsmanager:ARN   in AWS Secrets Manager
//	file:path            in a file of one machine
//
// No name is no secret, and an empty text. An endpoint is Secrets Manager's own where it is
// empty.
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
	get := secretsmanager.New(options).GetSecretValue // and not the client: see dynamo.Store
	return cached(now, func(ctx context.Context) (string, error) {
		out, err := get(ctx, &secretsmanager.GetSecretValueInput{SecretId: &id})
		if err != nil {
			return "", err
		}
		return aws.ToString(out.SecretString), nil
	}), nil
}

// cached reads again what is not fresh; while that fails, the last one holds.
func cached(now func() time.Time, read Source) Source {
	return cache.New(fresh, 0, now, func(ctx context.Context) (string, error) {
		text, err := read(ctx)
		if err != nil {
			return "", fmt.Errorf("secret: %w", err)
		}
		return text, nil
	}).Get
}
