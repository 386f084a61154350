// Package xray sends spans to the X-Ray daemon beside a Lambda function, as subsegments of the
// function's own segment: one UDP datagram per span, so no request waits for it.
//
// Segment documents: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
package xray

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Open returns a tracer provider that sends the spans of requests sampled by Lambda to the daemon
// at the address (AWS_XRAY_DAEMON_ADDRESS).
func Open(address string) (trace.TracerProvider, error) {
	to, err := net.Dial("udp", address)
	if err != nil {
		return nil, fmt.Errorf("xray: %w", err)
	}
	// Lambda decides once per request whether it is sampled; follow it.
	return sdk.NewTracerProvider(sdk.WithSyncer(exporter{to}), sdk.WithSampler(sdk.ParentBased(sdk.NeverSample()))), nil
}

// Parent returns a context whose parent span is the segment in Lambda's header:
// Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1
func Parent(ctx context.Context, header string) context.Context {
	parts := map[string]string{}
	for part := range strings.SplitSeq(header, ";") {
		name, value, _ := strings.Cut(part, "=")
		parts[name] = value
	}
	id, err := trace.TraceIDFromHex(strings.ReplaceAll(strings.TrimPrefix(parts["Root"], "1-"), "-", ""))
	if err != nil {
		return ctx
	}
	span, err := trace.SpanIDFromHex(parts["Parent"])
	if err != nil {
		return ctx
	}
	flags := trace.TraceFlags(0).WithSampled(parts["Sampled"] == "1")
	return trace.ContextWithRemoteSpanContext(
		ctx,
		trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: span, TraceFlags: flags, Remote: true}),
	)
}

type exporter struct{ to net.Conn }

type segment struct {
	Name        string         `json:"name"`
	ID          string         `json:"id"`
	TraceID     string         `json:"trace_id"`
	ParentID    string         `json:"parent_id"`
	Type        string         `json:"type"`
	Start       float64        `json:"start_time"` // Unix time
	End         float64        `json:"end_time"`
	Fault       bool           `json:"fault,omitempty"`
	Annotations map[string]any `json:"annotations,omitempty"`
}

// name removes the characters that X-Ray does not allow in names: the braces of routes.
func name(of string) string { return strings.NewReplacer("{", "", "}", "").Replace(of) }

// ExportSpans sends each span by UDP. Losses are ignored, so that tracing delays nothing.
func (e exporter) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	for _, s := range spans {
		id := s.SpanContext().TraceID().String()
		is := segment{
			Name: name(s.Name()), ID: s.SpanContext().SpanID().String(),
			TraceID: "1-" + id[:8] + "-" + id[8:], ParentID: s.Parent().SpanID().String(), Type: "subsegment",
			Start: seconds(s.StartTime()), End: seconds(s.EndTime()), Fault: s.Status().Code == codes.Error,
		}
		for _, a := range s.Attributes() {
			if is.Annotations == nil {
				is.Annotations = map[string]any{}
			}
			is.Annotations[strings.ReplaceAll(string(a.Key), ".", "_")] = a.Value.AsInterface()
		}
		body, err := json.Marshal(is)
		if err != nil {
			return err
		}
		_, _ = e.to.Write(append([]byte("{\"format\":\"json\",\"version\":1}\n"), body...))
	}
	return nil
}

// Shutdown closes the UDP socket.
func (e exporter) Shutdown(context.Context) error { return e.to.Close() }

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }
