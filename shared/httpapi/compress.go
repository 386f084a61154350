package httpapi

import (
	"bytes"
	"encoding/base64"
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// minCompressed is the size in bytes below which a body is sent as it is: it fits into one packet.
const minCompressed = 1 << 10

// compress replaces the body of a text with its gzip encoding where the client takes it. API Gateway's
// HTTP APIs do not compress; they decode the base64 and send the bytes with the header as it is.
func (s *Server) compress(r *Request, response *Response) {
	if response.IsBase64Encoded || !compressible(response.Headers["Content-Type"]) {
		return
	}
	vary := "Accept-Encoding"
	if others := response.Headers["Vary"]; others != "" {
		vary = others + ", " + vary
	}
	response.Headers["Vary"] = vary
	if len(response.Body) < minCompressed || response.Headers["Content-Encoding"] != "" || !takesGzip(r.Header("Accept-Encoding")) {
		return
	}
	w, reused := s.writers.Get().(*gzip.Writer)
	if !reused {
		w = gzip.NewWriter(nil)
	}
	defer s.writers.Put(w)
	var packed bytes.Buffer
	w.Reset(&packed)
	_, err := w.Write([]byte(response.Body))
	if err == nil {
		err = w.Close()
	}
	if err != nil || packed.Len() >= len(response.Body) {
		return // a body that does not shrink is sent as it is
	}
	response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(packed.Bytes()), true
	response.Headers["Content-Encoding"] = "gzip"
}

// compressible reports whether bodies of the media type shrink: texts, but not what is compressed already.
func compressible(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+json") ||
		slices.Contains([]string{"application/json", "application/javascript", "image/svg+xml"}, mediaType))
}

// takesGzip reads Accept-Encoding (RFC 9110, section 12.5.3): gzip counts as accepted where it or "*"
// is named with a weight above 0. Its own weight goes before that of "*".
func takesGzip(accept string) bool {
	taken := false
	for part := range strings.SplitSeq(accept, ",") {
		coding, parameter, _ := strings.Cut(part, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		weight := 1.0
		if name, value, given := strings.Cut(strings.ToLower(strings.TrimSpace(parameter)), "="); given && strings.TrimSpace(name) == "q" {
			var err error
			if weight, err = strconv.ParseFloat(strings.TrimSpace(value), 64); err != nil {
				weight = 0
			}
		}
		switch coding {
		case "gzip", "x-gzip":
			return weight > 0
		case "*":
			taken = weight > 0
		}
	}
	return taken
}
