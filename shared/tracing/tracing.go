// Package tracing carries a request's ID through everything that the request causes: every log
// line and every request to a department contains it, and the response returns it. In traced
// requests, each step is a span (OpenTelemetry).
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

// With returns a context for the request with that ID.
func With(ctx context.Context, number string) context.Context {
	return context.WithValue(ctx, numberKey{}, number)
}

// Number returns the request ID in the context; empty outside a request.
func Number(ctx context.Context) string {
	number, _ := ctx.Value(numberKey{}).(string)
	return number
}

// Header is the HTTP header that carries the request ID.
const Header = "X-Request-Id"

// Forward adds the request ID and the trace context (W3C traceparent) to the headers of a request
// to another system.
func Forward(ctx context.Context, to http.Header) {
	if number := Number(ctx); number != "" {
		to.Set(Header, number)
	}
	if at := trace.SpanContextFromContext(ctx); at.IsValid() {
		to.Set("traceparent", "00-"+at.TraceID().String()+"-"+at.SpanID().String()+"-"+at.TraceFlags().String())
	}
}

// Begin starts a span if the request is traced. Attributes must not contain personal data. The
// returned function ends the span and records whether the error is nil.
func Begin(ctx context.Context, name string, attributes ...attribute.KeyValue) (context.Context, func(error, ...attribute.KeyValue)) {
	around := trace.SpanFromContext(ctx)
	if !around.IsRecording() {
		return ctx, func(error, ...attribute.KeyValue) {}
	}
	return begin(ctx, around.TracerProvider(), name, attributes)
}

// Root starts the first span of a request.
func Root(ctx context.Context, by trace.TracerProvider, name string) (context.Context, func(error, ...attribute.KeyValue)) {
	return begin(ctx, by, name, nil)
}

func begin(
	ctx context.Context,
	by trace.TracerProvider,
	name string,
	attributes []attribute.KeyValue,
) (context.Context, func(error, ...attribute.KeyValue)) {
	ctx, span := by.Tracer("miaoban").Start(ctx, name, trace.WithAttributes(attributes...))
	return ctx, func(err error, came ...attribute.KeyValue) {
		span.SetAttributes(came...)
		if err != nil {
			span.SetStatus(codes.Error, "") // the error's text may contain personal data
		}
		span.End()
	}
}

// NewLog returns a logger that writes JSON lines, each with the request ID of its context.
func NewLog(out io.Writer) *slog.Logger { return slog.New(Handler(slog.NewJSONHandler(out, nil))) }

// Handler wraps a handler so that each line contains the request ID of its context.
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
