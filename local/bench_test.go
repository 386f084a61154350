package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/functions/citizens/authorizer"
	"miaoban/local/gateway"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/seed"
)

// applicants is the number of people in a benchmark. Each can be granted the allowance once.
const applicants = 24_000

// crowded fills a store, before the host opens it, with the applicants and with
// other records, and returns the applicants.
func crowded(b *testing.B, on settings, others int) []seed.Person {
	b.Helper()
	s, err := on.openStore(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	people := crowd(b, s, applicants)
	now := time.Now()
	records := make([]fact.Record, others)
	for i := range others {
		records[i] = fact.NewRecord(fmt.Sprintf("other-%d", i), now, dataset.Population.Name.Set("某某"))
	}
	fill(b, s, records)
	return people
}

// empty returns a host with one function that does nothing, behind the same gateway and authorizer.
func empty(b *testing.B, s *site) http.Handler {
	b.Helper()
	path := filepath.Join(b.TempDir(), "template.yaml")
	template := `Resources:
  EmptyFunction: {Type: AWS::Serverless::Function}
  Api: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionBody: {paths: {/empty: {post: {
    x-amazon-apigateway-integration: {uri: !Sub "arn:/functions/${EmptyFunction.Arn}:live/invocations"}}}}}}}
`
	if err := os.WriteFile(path, []byte(template), 0o600); err != nil {
		b.Fatal(err)
	}
	t, err := gateway.Load(path)
	if err != nil {
		b.Fatal(err)
	}
	environment := map[string]string{"ISSUER": s.url, "AUDIENCE": audience, "JWKS_URL": s.url + "/issuer/jwks.json"}
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	auth, err := authorizer.New(func(name string) string { return environment[name] }, s.records, time.Now, log)
	if err != nil {
		b.Fatal(err)
	}
	nothing := func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusCreated, Body: "{}"}, nil
	}
	g, err := gateway.New(t, map[string]gateway.Function{"EmptyFunction": gateway.Of(nothing)}, gateway.Of(auth.Authorize), log)
	if err != nil {
		b.Fatal(err)
	}
	return g.Handler(gateway.CORS{})
}

// BenchmarkApplication measures an application from the HTTP request to the committed grant and the answer,
// compared with an empty function in the same host.
func BenchmarkApplication(b *testing.B) {
	for _, records := range []int{1_000, 1_000_000} {
		data := b.TempDir()
		people := crowded(b, embedded(data), records)
		s := openSite(b, data)
		tokens := make([]string, len(people))
		for i, p := range people {
			token, err := s.issuer.Sign(p)
			if err != nil {
				b.Fatal(err)
			}
			tokens[i] = token
		}
		var next atomic.Int64
		post := func(b *testing.B, handler http.Handler, path string) {
			i := int(next.Add(1)) % applicants
			body := fmt.Sprintf(`{"payee":"own","account":%q}`, people[i].Card)
			request := httptest.NewRequestWithContext(b.Context(), http.MethodPost, path, strings.NewReader(body))
			request.Header.Set("Authorization", "Bearer "+tokens[i])
			request.Header.Set("Content-Type", "application/json")
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, request)
			if recorder.Code != http.StatusCreated ||
				path != "/empty" && !strings.Contains(recorder.Body.String(), `"outcome":"approved"`) {
				b.Fatalf("%d %s", recorder.Code, recorder.Body.String())
			}
		}
		const path = "/services/elderlyallowance/applications"
		nothing := empty(b, s)
		for _, run := range []struct {
			name    string
			handler http.Handler
			path    string
		}{{"empty", nothing, "/empty"}, {"granted", s.handler, path}} {
			b.Run(fmt.Sprintf("records=%d/%s/one", records, run.name), func(b *testing.B) {
				read, written := s.store.reads.Load(), s.store.writes.Load()
				for b.Loop() {
					post(b, run.handler, run.path)
				}
				b.ReportMetric(float64(s.store.reads.Load()-read)/float64(b.N), "read-units/op")
				b.ReportMetric(float64(s.store.writes.Load()-written)/float64(b.N), "write-units/op")
			})
			b.Run(fmt.Sprintf("records=%d/%s/many", records, run.name), func(b *testing.B) {
				b.SetParallelism(16)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						post(b, run.handler, run.path)
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "applications/s")
			})
		}
	}
}
