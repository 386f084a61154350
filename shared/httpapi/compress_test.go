package httpapi_test

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"miaoban/shared/httpapi"
)

// TestTextsAreCompressed where the client takes gzip, and the client gets the same text.
func TestTextsAreCompressed(t *testing.T) {
	long := strings.Repeat("凭身份证号办理，无需提交材料。", 100)
	coded := base64.StdEncoding.EncodeToString([]byte(long))
	for name, tt := range map[string]struct {
		accept, contentType, body string
		encoded                   bool // already, by the handler
		gzip, varies              bool
	}{
		"a page":                   {accept: "gzip, deflate, br", contentType: "text/html; charset=utf-8", body: long, gzip: true, varies: true},
		"JSON":                     {accept: "gzip", contentType: "application/json; charset=utf-8", body: long, gzip: true, varies: true},
		"a problem":                {accept: "GZIP", contentType: "application/problem+json", body: long, gzip: true, varies: true},
		"any coding":               {accept: "*", contentType: "text/css", body: long, gzip: true, varies: true},
		"with weights":             {accept: "br;q=1.0, gzip;q=0.8, *;q=0.1", contentType: "text/css", body: long, gzip: true, varies: true},
		"the header is absent":     {contentType: "text/html", body: long, varies: true},
		"gzip is refused":          {accept: "gzip;q=0, *", contentType: "text/html", body: long, varies: true},
		"gzip is refused, last":    {accept: "*, gzip ; q=0.0", contentType: "text/html", body: long, varies: true},
		"only others":              {accept: "br, zstd, gzippy", contentType: "text/html", body: long, varies: true},
		"a weight that is none":    {accept: "gzip;q=much", contentType: "text/html", body: long, varies: true},
		"one byte below the bound": {accept: "gzip", contentType: "text/plain", body: strings.Repeat("a", 1<<10-1), varies: true},
		"at the bound":             {accept: "gzip", contentType: "text/plain", body: strings.Repeat("a", 1<<10), gzip: true, varies: true},
		"a picture":                {accept: "gzip", contentType: "image/png", body: long},
		"bytes":                    {accept: "gzip", contentType: "application/pdf", body: coded, encoded: true},
		"what does not shrink":     {accept: "gzip", contentType: "text/plain", body: noise(2 << 10), varies: true},
	} {
		t.Run(name, func(t *testing.T) {
			server := httpapi.Server{Log: slog.New(slog.DiscardHandler), Routes: httpapi.Routes{
				"GET /": func(context.Context, *httpapi.Request) (httpapi.Response, error) {
					return httpapi.Response{
						StatusCode: 200, Body: tt.body, IsBase64Encoded: tt.encoded,
						Headers: map[string]string{"Content-Type": tt.contentType},
					}, nil
				},
			}}
			for range 2 { // the second time with the writer of the first
				event := events.APIGatewayV2HTTPRequest{RouteKey: "GET /"}
				if tt.accept != "" {
					event.Headers = map[string]string{"accept-encoding": tt.accept}
				}
				got, err := server.Serve(t.Context(), event)
				if err != nil {
					t.Fatal(err)
				}
				if zipped := got.Headers["Content-Encoding"] == "gzip"; zipped != tt.gzip {
					t.Fatalf("Content-Encoding is %q", got.Headers["Content-Encoding"])
				}
				if varies := strings.Contains(got.Headers["Vary"], "Accept-Encoding"); varies != tt.varies {
					t.Errorf("Vary is %q", got.Headers["Vary"])
				}
				body := got.Body
				if tt.gzip {
					body = unzipped(t, got)
				}
				if body != tt.body || !tt.gzip && got.IsBase64Encoded != tt.encoded {
					t.Errorf("the client gets another text: %.80s", body)
				}
			}
		})
	}
}

// unzipped is the body as a client of API Gateway reads it.
func unzipped(t *testing.T, r httpapi.Response) string {
	t.Helper()
	if !r.IsBase64Encoded {
		t.Fatal("API Gateway would send the bytes as text")
	}
	reader, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(r.Body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// noise is a text of n characters that gzip cannot shorten: every byte value, in an order without repetition.
func noise(n int) string {
	var b strings.Builder
	for state := uint64(1); b.Len() < n; {
		state = state*6364136223846793005 + 1442695040888963407
		b.WriteByte(byte(state >> 56))
	}
	return b.String()
}
