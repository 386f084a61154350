package xray_test

import (
	"encoding/json"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"miaoban/shared/tracing"
	"miaoban/shared/tracing/xray"
)

const header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled="

// TestSpansAreSubsegments requires that spans are children of the segment in Lambda's header.
func TestSpansAreSubsegments(t *testing.T) {
	daemon, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer daemon.Close()
	tracer, err := xray.Open(daemon.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	received := func() map[string]any {
		t.Helper()
		buffer := make([]byte, 64<<10)
		if err := daemon.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		n, _, err := daemon.ReadFrom(buffer)
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(buffer[:n]), "\n")
		var segment map[string]any
		if err := json.Unmarshal([]byte(body), &segment); err != nil || head != `{"format":"json","version":1}` {
			t.Fatalf("%v %s", err, buffer[:n])
		}
		return segment
	}

	for _, broken := range []string{
		"",
		"Root=",
		"Root=1-5759e988-bd862e3fe1be46a994272793",
		"Root=1-x;Parent=53995c3f42cd8ad8;Sampled=1",
		";;==;",
	} {
		if trace.SpanContextFromContext(xray.Parent(t.Context(), broken)).IsValid() {
			t.Errorf("%q was accepted as a segment", broken)
		}
	}
	untraced, end := tracing.Root(xray.Parent(t.Context(), header+"0"), tracer, "GET /not-sampled")
	_, endInner := tracing.Begin(untraced, "inner")
	endInner(nil)
	end(nil)

	ctx, endRoot := tracing.Root(xray.Parent(t.Context(), header+"1"), tracer, "GET /applications/{number}")
	_, endLookup := tracing.Begin(ctx, "lookup population", attribute.String("state", "known"))
	endLookup(errors.New("何婉清 is not there"))
	lookup := received() // an unsampled span would have been received first
	endRoot(nil, attribute.Int("status", 200))
	root := received()

	for key, want := range map[string]any{"trace_id": "1-5759e988-bd862e3fe1be46a994272793", "type": "subsegment"} {
		if root[key] != want || lookup[key] != want {
			t.Errorf("%s: %v and %v, want %v", key, root[key], lookup[key], want)
		}
	}
	if root["parent_id"] != "53995c3f42cd8ad8" || lookup["parent_id"] != root["id"] || root["name"] != "GET /applications/number" {
		t.Errorf("root %v, lookup %v", root, lookup)
	}
	if lookup["fault"] != true || root["fault"] == true || lookup["annotations"].(map[string]any)["state"] != "known" {
		t.Errorf("root %v, lookup %v", root, lookup)
	}
	text, _ := json.Marshal(lookup)
	if strings.Contains(string(text), "何婉清") {
		t.Errorf("the trace contains an error's text: %s", text)
	}
}
