package gateway

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
)

func write(w http.ResponseWriter, response events.APIGatewayV2HTTPResponse) error {
	body := []byte(response.Body)
	if response.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(response.Body); err != nil {
			return err
		}
	}
	header := w.Header()
	for name, value := range response.Headers {
		header.Set(renamed(name), value)
	}
	for name, values := range response.MultiValueHeaders {
		header[renamed(name)] = values
	}
	for _, cookie := range response.Cookies {
		header.Add("Set-Cookie", cookie)
	}
	if header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/json")
	}
	status := response.StatusCode
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	_, err := w.Write(body)
	if err != nil {
		return nil // the client has disconnected
	}
	return nil
}

// renamed returns the header name that API Gateway sends: it renames some.
func renamed(name string) string {
	name = http.CanonicalHeaderKey(name)
	if name == "Www-Authenticate" {
		return "X-Amzn-Remapped-Www-Authenticate"
	}
	return name
}

// Closed answers that no more requests are accepted, and when to try again.
func (g *Gateway) Closed() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		w.Header().Set("Retry-After", "5")
		g.refuse(w, r, http.StatusServiceUnavailable)
	})
}

// refuse writes an answer of the gateway itself: a page for a browser, or the JSON of API Gateway.
func (g *Gateway) refuse(w http.ResponseWriter, r *http.Request, status int) {
	if g.Page != nil {
		if page := g.Page(eventOf(r, "", nil), status); page != "" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Cache-Control", "no-store")
			w.WriteHeader(status)
			if _, err := io.WriteString(w, page); err != nil {
				return // the client has disconnected
			}
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"message":%q}`, http.StatusText(status))
}
