// Package department queries departments that serve their own data over HTTP instead of delivering
// it to the shared table.
//
// A query is a POST, since a person's number does not belong into a URL, which servers log.
// X-Request-Id and traceparent identify our request:
//
//	POST <endpoint>   {"dataset":"population","key":"4406…","fields":["birth_date"]}
//	200               {"key":"4406…","as_of":"2026-11-24T08:00:00+08:00","values":{"birth_date":"1951-03-15"}}
//	404               there is no such record
//
// Any other response, and any implausible answer, counts as no answer: then a person decides, and
// nobody is rejected.
package department

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/sony/gobreaker/v2"

	"miaoban/shared/fact"
	"miaoban/shared/registry"
	"miaoban/shared/secret"
	"miaoban/shared/tracing"
)

// Department is the source for one department's endpoint.
type Department struct {
	endpoint string
	token    secret.Source
	client   *http.Client
	breaker  *gobreaker.CircuitBreaker[fact.Record]
	now      func() time.Time
}

// The limits of an answer.
const (
	maxAnswer = 64 << 10
	maxTries  = 3
	clockSkew = 5 * time.Minute // how far ahead a department's clock may be
)

// New returns the source for the endpoint, which receives the token as a bearer token.
func New(endpoint string, token secret.Source, client *http.Client, now func() time.Time) *Department {
	return &Department{endpoint: endpoint, token: token, client: client, now: now,
		// After five consecutive failures queries fail at once; every ten seconds one query tries
		// the endpoint again.
		breaker: gobreaker.NewCircuitBreaker[fact.Record](gobreaker.Settings{
			Name: endpoint, Timeout: 10 * time.Second,
			ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= 5 },
			IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, registry.ErrNoRecord) },
		}),
	}
}

// Lookup queries the department. Transient errors are retried until the context ends.
func (d *Department) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	record, err := d.breaker.Execute(func() (fact.Record, error) {
		pause := backoff.NewExponentialBackOff()
		pause.InitialInterval, pause.MaxInterval = 50*time.Millisecond, 500*time.Millisecond
		return backoff.Retry(ctx, func() (fact.Record, error) { return d.ask(ctx, q) },
			backoff.WithBackOff(pause), backoff.WithMaxTries(maxTries))
	})
	if err != nil && !errors.Is(err, registry.ErrNoRecord) {
		return fact.Record{}, fmt.Errorf("asking for %s: %w", q.Dataset.Name, err)
	}
	return record, err
}

type question struct {
	Dataset string   `json:"dataset"`
	Key     string   `json:"key"`
	Fields  []string `json:"fields"`
}

type answer struct {
	Key    string            `json:"key"`
	AsOf   time.Time         `json:"as_of"`
	Values map[string]string `json:"values"`
}

// ask sends the query once. Errors that a retry cannot resolve are permanent.
func (d *Department) ask(ctx context.Context, q fact.Query) (fact.Record, error) {
	asked := question{Dataset: q.Dataset.Name, Key: q.Key}
	for _, c := range q.Columns {
		_, name := fact.NameOf(c)
		asked.Fields = append(asked.Fields, name)
	}
	body, err := json.Marshal(asked)
	if err != nil {
		return fact.Record{}, backoff.Permanent(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.endpoint, bytes.NewReader(body))
	if err != nil {
		return fact.Record{}, backoff.Permanent(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	tracing.Forward(ctx, request.Header)
	token, err := d.token(ctx)
	if err != nil {
		return fact.Record{}, err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := d.client.Do(request)
	if err != nil {
		return fact.Record{}, errors.New("the department cannot be reached") // the cause may quote the request
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return fact.Record{}, backoff.Permanent(registry.ErrNoRecord)
	case response.StatusCode == http.StatusTooManyRequests, response.StatusCode >= 500:
		return fact.Record{}, fmt.Errorf("the department answered with status %d", response.StatusCode)
	case response.StatusCode != http.StatusOK:
		return fact.Record{}, backoff.Permanent(fmt.Errorf("the department answered with status %d", response.StatusCode))
	}
	record, err := d.read(response, q)
	if err != nil {
		return record, backoff.Permanent(err)
	}
	return record, nil
}

// read decodes an answer and checks it against the query.
func (d *Department) read(response *http.Response, q fact.Query) (fact.Record, error) {
	if mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err != nil || mediaType != "application/json" {
		return fact.Record{}, errors.New("the answer is not JSON")
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return fact.Record{}, errors.New("the answer was cut off")
	}
	if len(text) > maxAnswer {
		return fact.Record{}, errors.New("the answer is too long")
	}
	var a answer
	if err := json.Unmarshal(text, &a); err != nil {
		return fact.Record{}, errors.New("the answer cannot be decoded") // the error may quote the answer
	}
	switch {
	case a.Key != q.Key:
		return fact.Record{}, errors.New("the answer has another key")
	case a.AsOf.IsZero() || a.AsOf.After(d.now().Add(clockSkew)):
		return fact.Record{}, errors.New("the answer has an impossible as_of time")
	}
	record := fact.Record{Dataset: q.Dataset.Name, Key: q.Key, AsOf: a.AsOf, Values: map[string]string{}}
	for _, c := range q.Columns {
		_, name := fact.NameOf(c)
		if value, there := a.Values[name]; there {
			record.Values[name] = value // only the queried fields
		}
	}
	return record, nil
}
