// Package platform opens the services that the environment variables name, and starts a function
// on them. It is the only package that knows both the engine and AWS Lambda.
package platform

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"miaoban/shared/audit"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
	"miaoban/shared/metrics"
	"miaoban/shared/office"
	"miaoban/shared/registry"
	"miaoban/shared/registry/department"
	"miaoban/shared/registry/seed"
	"miaoban/shared/secret"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/tracing"
	"miaoban/shared/tracing/xray"
	"miaoban/shared/vault"
	"miaoban/shared/vault/kms"
	"miaoban/shared/web"
)

// defaultPath is the file of the embedded store: /tmp is the only writable folder in Lambda.
const defaultPath = "/tmp/miaoban.db"

// OpenStore opens the store that the environment names, with personal records sealed:
//
//	STORE=dynamodb        the table TABLE
//	STORE=embedded        a file (STORE_PATH), filled with the seed
//	RECORDS_KEY=kms:ARN   the master key in KMS
//	RECORDS_STACK=name    the stack that the records are of, which KMS is told
//	MAKES_KEYS=true       makes the ring of keys where the table has none
//	RECORDS_KEY=file:key  a key file, created with the store; default: next to STORE_PATH
func OpenStore(ctx context.Context, getenv func(string) string) (*vault.Store, error) {
	path := cmp.Or(getenv("STORE_PATH"), defaultPath)
	switch kind := getenv("STORE"); kind {
	case "dynamodb":
		master, err := masterKey(getenv, "")
		if err != nil {
			return nil, err
		}
		open := vault.OpenExisting
		if getenv("MAKES_KEYS") == "true" {
			open = vault.Open
		}
		return open(dynamo.New(dynamo.Config(getenv), getenv("TABLE"), time.Now), master, time.Now), nil
	case "embedded":
		master, err := masterKey(getenv, path)
		if err != nil {
			return nil, err
		}
		inner, err := bolt.Open(path, time.Now)
		if err != nil {
			return nil, err
		}
		s := vault.Open(inner, master, time.Now)
		if err := seed.Load(ctx, s, time.Now()); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		return s, nil
	default:
		return nil, fmt.Errorf("platform: STORE is %q, want dynamodb or embedded", kind)
	}
}

// masterKey opens the master key; the default is a file next to the embedded store. For an
// existing store no key is created, since a new key could not open its records.
func masterKey(getenv func(string) string, embedded string) (vault.Master, error) {
	name := getenv("RECORDS_KEY")
	if path, isFile := strings.CutPrefix(name, "file:"); isFile || name == "" && embedded != "" {
		path = cmp.Or(path, filepath.Join(filepath.Dir(embedded), "records-key"))
		info, err := os.Stat(embedded)
		if _, missing := os.Stat(path); errors.Is(missing, fs.ErrNotExist) && err == nil && info.Size() > 0 {
			return nil, fmt.Errorf(
				"platform: the key for the records in %s is missing at %s: restore its copy (docs/deploy.md)",
				embedded,
				path,
			)
		}
		return vault.OpenFile(path)
	}
	id, inKMS := strings.CutPrefix(name, "kms:")
	if !inKMS || id == "" {
		return nil, fmt.Errorf("platform: RECORDS_KEY is %q, want kms:key or file:path", name)
	}
	options := kms.Options(getenv)
	options.HTTPClient = dynamo.Config(getenv).HTTPClient // with a timeout as short as the table's
	return kms.New(options, id, getenv("RECORDS_STACK")), nil
}

// NewEngine returns an engine on the store, configured by the environment; it writes log and
// metrics to out:
//
//	DEMONSTRATION=true               pages say that this is a local demonstration
//	METRICS_NAMESPACE                namespace of the metrics; default: Miaoban
//	DEPARTMENTS=dataset=endpoint,…   departments that serve their own data
//	DEPARTMENT_SECRET                the token to send them: secretsmanager:ARN or file:path
func NewEngine(getenv func(string) string, s store.Store, out io.Writer) (*instant.Engine, error) {
	token, err := secret.Open(dynamo.Config(getenv), getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER"), getenv("DEPARTMENT_SECRET"), time.Now)
	if err != nil {
		return nil, err
	}
	source, err := department.Open(registry.Table{Store: s}, getenv("DEPARTMENTS"), token, time.Now)
	if err != nil {
		return nil, err
	}
	return &instant.Engine{
		Store: s, Source: source, Audit: &audit.Log{},
		Pages: web.New(getenv("DEMONSTRATION") == "true"),
		Log:   tracing.NewLog(out), Metrics: metrics.Recorder{Out: out, Namespace: cmp.Or(getenv("METRICS_NAMESPACE"), "Miaoban")},
		Now: time.Now, Random: rand.Reader,
	}, nil
}

// Function returns a function's routes on an engine.
type Function func(*instant.Engine) (httpapi.Routes, error)

// Bind turns a function into a handler for the Lambda runtime.
func Bind(e *instant.Engine, f Function) (httpapi.Function, error) { return bindAt(nil, e, f) }

func bindAt(public *url.URL, e *instant.Engine, f Function) (httpapi.Function, error) {
	routes, err := f(e)
	if err != nil {
		return nil, err
	}
	holding := func(ctx context.Context, c identity.Caller) (identity.Caller, error) {
		return office.Holding(ctx, e.Store, c)
	}
	server := httpapi.Server{Routes: routes, Pages: e.Pages, Log: e.Log, Holding: holding, Public: public}
	return server.Serve, nil
}

// Start runs one function in Lambda with the services that the environment names. It does not
// return.
func Start(f Function) {
	e, err := openEngine()
	var public *url.URL
	if err == nil {
		public, err = httpapi.PublicAddress(os.Getenv("PUBLIC_URL"))
	}
	var serve httpapi.Function
	if err == nil {
		serve, err = bindAt(public, e, f)
	}
	var tracer trace.TracerProvider
	if err == nil {
		tracer, err = openTracer(os.Getenv)
	}
	if err != nil {
		tracing.NewLog(os.Stdout).Error("the function cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(Traced(tracer, serve))
}

// openTracer returns the tracer provider; it records nothing if the runtime has no X-Ray daemon.
func openTracer(getenv func(string) string) (trace.TracerProvider, error) {
	if address := getenv("AWS_XRAY_DAEMON_ADDRESS"); address != "" {
		return xray.Open(address)
	}
	return noop.NewTracerProvider(), nil
}

// Traced wraps the function so that each request is a span under the caller's.
func Traced(by trace.TracerProvider, f httpapi.Function) httpapi.Function {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (httpapi.Response, error) {
		header, _ := ctx.Value("x-amzn-trace-id").(string) //nolint:staticcheck // the Lambda runtime's own key
		ctx, end := tracing.Root(xray.Parent(ctx, header), by, event.RouteKey)
		response, err := f(ctx, event)
		end(err, attribute.Int("status", response.StatusCode))
		return response, err
	}
}

// StartJob runs the scheduled job of that name in Lambda, one run at a time, with the services that
// the environment names. It does not return.
func StartJob[Order, Report any](name string, job func(*instant.Engine) (Job[Order, Report], error)) {
	e, err := openEngine()
	var run Job[Order, Report]
	if err == nil {
		run, err = job(e)
	}
	if err != nil {
		tracing.NewLog(os.Stdout).Error("the job cannot start", "error", err.Error())
		os.Exit(1)
	}
	lambda.Start(func(ctx context.Context, order Order) (Report, error) {
		if call, ok := lambdacontext.FromContext(ctx); ok {
			ctx = tracing.With(ctx, call.AwsRequestID)
		}
		return Alone(e, name, run)(ctx, order)
	})
}

func openEngine() (*instant.Engine, error) {
	s, err := OpenStore(context.Background(), os.Getenv)
	if err != nil {
		return nil, err
	}
	return NewEngine(os.Getenv, s, os.Stdout)
}
