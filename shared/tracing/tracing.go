// Package tracing carries a request's ID through everything that the request causes: every log
// line has it, requests to departments send it, and the response returns it. Where the request is
// traced, each step is a span (OpenTelemetry).
package tracing

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

type numberKey struct{}

// With is the context of the request with that number.
func With(ctx context.Context, number string) context.Context {
	return context.WithValue(ctx, numberKey{}, number)
}

// Number is the number of the request that the context belongs to; empty outside one.
func Number(ctx context.Context) string {
	number, _ := ctx.Value(numberKey{}).(string)
	return number
}

// Header carries the number to others.
const Header = "X-Request-Id"

// Forward puts the request's number, and its place in the trace (W3C traceparent), on a
// request to another system.
func Forward(ctx context.Context, to http.Header) {
	if number := Number(ctx); number != "" {
		to.Set(Header, number)
	}
	if at := trace.SpanContextFromContext(ctx); at.IsValid() {
		to.Set("traceparent", "00-"+at.TraceID().String()+"-"+at.SpanID().String()+"-"+at.TraceFlags().String())
	}
}

// Begin begins a span of a request that is traced; else it does nothing. Attributes never
// hold what is personal. The function ends it, with the error that it came to.
func Begin(ctx context.Context, name string, attributes ...attribute.KeyValue) (context.Context, func(error, ...attribute.KeyValue)) {
	around := trace.SpanFromContext(ctx)
	if !around.IsRecording() {
		return ctx, func(error, ...attribute.KeyValue) {}
	}
	return begin(ctx, around.TracerProvider(), name, attributes)
}

// Root begins the first span of a request.
func Root(ctx context.Context, by trace.TracerProvider, name string) (context.Context, func(error, ...attribute.KeyValue)) {
	return begin(ctx, by, name, nil)
}

func begin(ctx context.Context, by trace.TracerProvider, name string, attributes []attribute.KeyValue) (context.Context, func(error, ...attribute.KeyValue)) {
	ctx, span := by.Tracer("miaoban").Start(ctx, name, trace.WithAttributes(attributes...))
	return ctx, func(err error, came ...attribute.KeyValue) {
		span.SetAttributes(came...)
		if err != nil {
			span.SetStatus(codes.Error, "") // its text may name somebody
		}
		span.End()
	}
}

// NewLog writes lines of JSON, each with the number of the request that it is about.
func NewLog(out io.Writer) *slog.Logger { return slog.New(Handler(slog.NewJSONHandler(out, nil))) }

// Handler is the handler, each of whose lines has the number of the request that it is
// about.
func Handler(inner slog.Handler) slog.Handler { return handler{inner} }

type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if number := Number(ctx); number != "" {
		r.AddAttrs(slog.String("request_id", number))
	}
	if at := trace.SpanContextFromContext(ctx); at.IsValid() {
		r.AddAttrs(slog.String("trace_id", at.TraceID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
