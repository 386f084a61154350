package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"miaoban/shared/platform"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/vault"
)

// settings are the flags of the host.
type settings struct {
	address  string
	data     string // folder of the embedded store, the log and the keys
	template string
	store    string // "embedded" or "dynamodb"
	table    string // of dynamodb
	issuer   string // OpenID provider in place of the local issuer
	dry      bool   // jobs only report
	traces   string // a file for the spans of each request

	throttled bool // limit the requests of each route as the template says
	tracer    trace.TracerProvider
	keys      string // where that provider publishes its keys
}

// getenv returns the environment of a template function on this machine: the variables of the
// template and those of the Lambda runtime.
func (s settings) getenv(variables map[string]string) func(string) string {
	return func(name string) string {
		switch name {
		case "STORE":
			return s.store
		case "STORE_PATH":
			return storePath(s.data)
		case "SIGNING_KEYS":
			return "file:" + keyPath(s.data)
		case "RECORDS_KEY":
			if named := os.Getenv(name); named != "" || s.store == "dynamodb" && os.Getenv("AWS_ENDPOINT_URL_DYNAMODB") == "" {
				return named // the key of an AWS table is in KMS, never on this machine
			}
			return "file:" + recordsKeyPath(s.data)
		case "MAKES_KEYS":
			return "true"
		case "TABLE":
			return s.table
		case "DEPARTMENTS",
			"RECORDS_STACK",
			"SIGNING_CERTIFICATE",
			"DEPARTMENT_SECRET",
			"AWS_REGION",
			"AWS_ACCESS_KEY_ID",
			"AWS_SECRET_ACCESS_KEY",
			"AWS_SESSION_TOKEN",
			"AWS_ENDPOINT_URL_DYNAMODB":
			return os.Getenv(name)
		default:
			return variables[name]
		}
	}
}

// traced writes request traces to the file in the settings, if one is set.
func (s *settings) traced() (io.Closer, error) {
	if s.traces == "" {
		return io.NopCloser(nil), nil
	}
	file, err := os.OpenFile(s.traces, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	spans, err := stdouttrace.New(stdouttrace.WithWriter(file))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	s.tracer = sdk.NewTracerProvider(sdk.WithSyncer(spans))
	return file, nil
}

// tracing returns the tracer, if tracing is on.
func (s settings) tracing() trace.TracerProvider {
	if s.tracer == nil {
		return noop.NewTracerProvider()
	}
	return s.tracer
}

// openStore opens the store and fills an empty one with the seed. On DynamoDB Local it first
// creates the table.
func (s settings) openStore(ctx context.Context) (*vault.Store, error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return nil, err
	}
	getenv := s.getenv(nil)
	if s.store == "dynamodb" && getenv("AWS_ENDPOINT_URL_DYNAMODB") != "" {
		if err := dynamo.CreateTable(ctx, dynamo.Config(getenv), s.table); err != nil {
			return nil, err
		}
	}
	opened, err := platform.OpenStore(ctx, getenv)
	if errors.Is(err, bolt.ErrInUse) {
		return nil, fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil || s.store != "dynamodb" { // the embedded store brings the seed
		return opened, err
	}
	if err := seed.Load(ctx, opened, time.Now()); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return opened, nil
}

func keyPath(data string) string { return filepath.Join(data, "signing-keys.json") }

func recordsKeyPath(data string) string { return filepath.Join(data, "records-key") }

func storePath(data string) string { return filepath.Join(data, "miaoban.db") }
