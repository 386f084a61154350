package gateway

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

// The quotas of HTTP APIs, in bytes: a body, and the request line with the headers.
const (
	maxRequest = 10 << 20
	maxHead    = 10_240
)

// sizeOfHead returns the size of the request line and the headers as they were sent, in bytes.
func sizeOfHead(r *http.Request) int {
	size := len(r.Method) + len(" ") + len(r.RequestURI) + len(" HTTP/1.1\r\n") + len("Host: \r\n") + len(r.Host)
	for name, values := range r.Header {
		for _, value := range values {
			size += len(name) + len(": \r\n") + len(value)
		}
	}
	return size
}

// toEvent returns the event of the request with its body, or an error if the body is too long or cannot be
// read.
func toEvent(r *http.Request, route string, names []string) (events.APIGatewayV2HTTPRequest, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxRequest))
	if err != nil {
		return events.APIGatewayV2HTTPRequest{}, err
	}
	event := eventOf(r, route, names)
	if isText(r.Header.Get("Content-Type")) && utf8.Valid(body) {
		event.Body = string(body)
	} else if len(body) > 0 {
		event.Body, event.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return event, nil
}

// eventOf returns the event of the request without its body.
func eventOf(r *http.Request, route string, names []string) events.APIGatewayV2HTTPRequest {
	now := time.Now()
	sourceIP, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		sourceIP = r.RemoteAddr
	}
	// The path is decoded; what follows a decoded question mark is lost.
	path, _, _ := strings.Cut(r.URL.Path, "?")
	prefix, _, _ := strings.Cut(r.Host, ".")
	event := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: route, RawPath: path, RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{"host": r.Host}, QueryStringParameters: map[string]string{}, PathParameters: map[string]string{},
		RequestContext: events.APIGatewayV2HTTPRequestContext{
			RouteKey: route, AccountID: "123456789012", Stage: "$default", RequestID: requestID(), APIID: "local",
			DomainName: r.Host, DomainPrefix: prefix,
			Time: now.UTC().Format("02/Jan/2006:15:04:05 -0700"), TimeEpoch: now.UnixMilli(),
			HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{
				Method: r.Method, Path: path, Protocol: r.Proto, SourceIP: sourceIP, UserAgent: r.UserAgent(),
			},
		},
	}
	for name, values := range r.Header {
		if name == "Cookie" {
			for _, line := range values {
				event.Cookies = append(event.Cookies, strings.Split(line, "; ")...)
			}
			continue
		}
		event.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	forwarded(r, event.Headers, sourceIP, now)
	for name, values := range r.URL.Query() {
		event.QueryStringParameters[name] = strings.Join(values, ",")
	}
	for _, name := range names {
		event.PathParameters[name] = r.PathValue(name)
	}
	return event
}

// forwarded sets the headers about the connection as API Gateway does, in place of those of the client. The
// address is added to those in the client's X-Forwarded-For.
func forwarded(r *http.Request, headers map[string]string, sourceIP string, now time.Time) {
	headers["x-forwarded-proto"], headers["x-forwarded-port"] = "http", "80"
	if r.TLS != nil {
		headers["x-forwarded-proto"], headers["x-forwarded-port"] = "https", "443"
	}
	if _, port, err := net.SplitHostPort(r.Host); err == nil {
		headers["x-forwarded-port"] = port
	}
	passed := sourceIP
	if before := headers["x-forwarded-for"]; before != "" {
		passed = before + ", " + sourceIP
	}
	headers["x-forwarded-for"] = passed
	headers["content-length"] = strconv.FormatInt(max(r.ContentLength, 0), 10)
	if headers["x-amzn-trace-id"] == "" {
		headers["x-amzn-trace-id"] = "Root=1-" + strconv.FormatInt(now.Unix(), 16) + "-" + hex.EncodeToString(random(12))
	}
}

// requestID returns a new request ID such as JKJaXmPLvHcESHA=.
func requestID() string { return base64.StdEncoding.EncodeToString(random(11)) }

// random returns n random bytes.
func random(n int) []byte {
	bytes := make([]byte, n)
	rand.Read(bytes) // never fails
	return bytes
}

// isText reports whether API Gateway passes on a body of the type unchanged. It encodes all others, including
// form posts, in base64.
func isText(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasPrefix(mediaType, "text/") || mediaType == "application/json" ||
		mediaType == "application/javascript" || mediaType == "application/xml")
}

func authorizerEvent(e events.APIGatewayV2HTTPRequest) events.APIGatewayV2CustomAuthorizerV2Request {
	return events.APIGatewayV2CustomAuthorizerV2Request{
		Version: "2.0", Type: "REQUEST", RouteKey: e.RouteKey, RawPath: e.RawPath, RawQueryString: e.RawQueryString,
		Cookies: e.Cookies, Headers: e.Headers, QueryStringParameters: e.QueryStringParameters,
		PathParameters: e.PathParameters, RequestContext: e.RequestContext,
	}
}

// parameters returns the names of a route's path parameters.
func parameters(route string) []string {
	var names []string
	for _, part := range strings.Split(route, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(name, "}"))
		}
	}
	return names
}
