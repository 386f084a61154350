// Package platform opens what the environment names, and starts a function on it:
// the one place that knows both the engine and the world it runs in.
package platform

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/registry"
	"miaoban/shared/registry/department"
	"miaoban/shared/registry/seed"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/web"
)

// defaultPath is where a function keeps the embedded store: the one place in
// Lambda that can be written.
const defaultPath = "/tmp/miaoban.db"

// OpenStore opens the store that the environment names:
//
//	STORE=dynamodb    the table TABLE
//	STORE=embedded    a file (STORE_PATH), filled with the seed
func OpenStore(ctx context.Context, getenv func(string) string) (store.Store, error) {
	switch kind := getenv("STORE"); kind {
	case "dynamodb":
		return dynamo.New(dynamo.Config(getenv), getenv("TABLE"), time.Now), nil
	case "embedded":
		path := getenv("STORE_PATH")
		if path == "" {
			path = defaultPath
		}
		s, err := bolt.Open(path, time.Now)
		if err != nil {
			return nil, err
		}
		if err := seed.Load(ctx, s, time.Now()); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		return s, nil
	default:
		return nil, fmt.Errorf("platform: STORE is %q, want dynamodb or embedded", kind)
	}
}

// NewEngine is an engine on the store, set up by the environment:
//
//	DEMONSTRATION=true               pages say that this is a local demonstration
//	DEPARTMENTS=dataset=endpoint,…   the departments that answer for their data themselves
//	DEPARTMENT_TOKEN                 what they take as the caller's
func NewEngine(getenv func(string) string, s store.Store, log *slog.Logger) (*instant.Engine, error) {
	source, err := department.Open(registry.Table{Store: s}, getenv("DEPARTMENTS"), getenv("DEPARTMENT_TOKEN"), time.Now)
	if err != nil {
		return nil, err
	}
	return &instant.Engine{
		Store: s, Source: source, Audit: &audit.Log{},
		Pages: web.New(getenv("DEMONSTRATION") == "true"), Log: log,
		Now: time.Now, Random: rand.Reader,
	}, nil
}

// Function is the routes of a function on an engine.
type Function func(*instant.Engine) (httpapi.Routes, error)

// Bind makes a function that the Lambda runtime can call.
func Bind(e *instant.Engine, f Function) (httpapi.Function, error) {
	routes, err := f(e)
	if err != nil {
		return nil, err
	}
	server := httpapi.Server{Routes: routes, Pages: e.Pages, Log: e.Log}
	return server.Serve, nil
}

// Start runs one function in Lambda, on what the environment names. It does not
// return.
func Start(f Function) {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	e, err := openEngine(log)
	var serve httpapi.Function
	if err == nil {
		serve, err = Bind(e, f)
	}
	if err != nil {
		log.Error("the function cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(serve)
}

// StartJob runs a job in Lambda, on what the environment names: a function that a
// schedule calls. It does not return.
func StartJob[Order, Report any](job func(*instant.Engine) (func(context.Context, Order) (Report, error), error)) {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	e, err := openEngine(log)
	var run func(context.Context, Order) (Report, error)
	if err == nil {
		run, err = job(e)
	}
	if err != nil {
		log.Error("the job cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(run)
}

func openEngine(log *slog.Logger) (*instant.Engine, error) {
	s, err := OpenStore(context.Background(), os.Getenv)
	if err != nil {
		return nil, err
	}
	return NewEngine(os.Getenv, s, log)
}
