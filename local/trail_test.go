package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// TestOneNumberFollowsARequest: the logs of the authorizer and the function, the request to a department and the answer
// have the same number, and the spans are one tree.
func TestOneNumberFollowsARequest(t *testing.T) {
	var mu sync.Mutex
	var headers []http.Header
	population := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct{ Key string }
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			t.Error(err)
		}
		mu.Lock()
		headers = append(headers, r.Header.Clone())
		mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(
			w,
			`{"key":%q,"as_of":%q,"values":{"birth_date":"1940-01-01","household_division":"440605011"}}`,
			asked.Key,
			time.Now().Format(time.RFC3339),
		)
	}))
	defer population.Close()
	t.Setenv("DEPARTMENTS", "population="+population.URL)
	spans := tracetest.NewInMemoryExporter()
	on := embedded(t.TempDir())
	on.tracer = sdk.NewTracerProvider(sdk.WithSyncer(spans))
	s := openSiteOn(t, on)

	response, text := s.call("POST", "/services/elderlyallowance/applications", own(t, "何婉清"),
		"Authorization", "Bearer "+s.token("何婉清"), "Content-Type", "application/json")
	if response.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	number := response.Header.Get("X-Request-Id")
	lines := 0
	for line := range strings.Lines(s.log.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		if entry["request_id"] != number {
			t.Errorf("not of %s: %s", number, line)
		}
		lines++
	}
	if number == "" || lines < 2 {
		t.Errorf("the number is %q, and %d lines were logged", number, lines)
	}

	byID := map[string]tracetest.SpanStub{}
	names := map[string]tracetest.SpanStub{}
	for _, span := range spans.GetSpans() {
		byID[span.SpanContext.SpanID().String()] = span
		names[span.Name] = span
		var held strings.Builder
		for _, a := range span.Attributes {
			held.WriteString(a.Value.String() + " ")
		}
		namesNobody(t, span.Name+" "+held.String())
	}
	for name, under := range map[string]string{
		"POST /services/elderlyallowance/applications": "",
		"gather elderlyallowance":                      "POST /services/elderlyallowance/applications",
		"lookup population":                            "gather elderlyallowance",
		"lookup bank-accounts":                         "gather elderlyallowance",
		"commit":                                       "POST /services/elderlyallowance/applications",
	} {
		span, there := names[name]
		if parent := byID[span.Parent.SpanID().String()].Name; !there || parent != under {
			t.Errorf("the span %q is there: %v, under %q, want %q", name, there, parent, under)
		}
		if span.EndTime.Before(span.StartTime) {
			t.Errorf("%s ends before it begins", name)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if len(headers) == 0 {
		t.Fatal("the department was not asked")
	}
	trace := names["commit"].SpanContext.TraceID().String()
	for _, h := range headers {
		if h.Get("X-Request-Id") != number || !strings.HasPrefix(h.Get("traceparent"), "00-"+trace+"-") {
			t.Errorf("the department was told %q and %q", h.Get("X-Request-Id"), h.Get("traceparent"))
		}
	}
}
