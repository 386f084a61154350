package httpapi

import (
	"net/http"

	"miaoban/shared/problem"
)

// statuses maps problem codes to HTTP statuses.
var statuses = map[string]int{
	"malformed-body":         http.StatusBadRequest,
	"malformed-request":      http.StatusBadRequest,
	"unauthenticated":        http.StatusUnauthorized,
	"token-expired":          http.StatusUnauthorized,
	"token-invalid":          http.StatusUnauthorized,
	"sign-in-failed":         http.StatusBadRequest,
	"sign-in-unavailable":    http.StatusServiceUnavailable,
	"sign-out-incomplete":    http.StatusServiceUnavailable,
	"cross-site":             http.StatusForbidden,
	"forbidden":              http.StatusForbidden,
	"conflict-of-interest":   http.StatusForbidden,
	"not-found":              http.StatusNotFound,
	"method-not-allowed":     http.StatusMethodNotAllowed,
	"unsupported-media-type": http.StatusUnsupportedMediaType,
	"too-large":              http.StatusRequestEntityTooLarge,
	"invalid-form":           http.StatusUnprocessableEntity,
	"confirmation-required":  http.StatusUnprocessableEntity,
	"idempotency-key-reused": http.StatusUnprocessableEntity,
	"already-requested":      http.StatusConflict,
	"moved-on":               http.StatusConflict,
	"kept-by-law":            http.StatusConflict,
	"nothing-to-surrender":   http.StatusConflict,
	"too-many":               http.StatusTooManyRequests,
	"busy":                   http.StatusServiceUnavailable,
	"in-doubt":               http.StatusServiceUnavailable,
	"internal":               http.StatusInternalServerError,
}

// StatusOf is the HTTP status for problems with that code; 0 for an unknown code.
func StatusOf(code string) int { return statuses[code] }

// Document is the JSON form of a problem. The Chinese members are those of RFC 9457; the English
// ones are extension members.
type Document struct {
	Type        string       `json:"type"`
	Status      int          `json:"status"`
	Title       string       `json:"title"`
	TitleEN     string       `json:"title_en"`
	Detail      string       `json:"detail,omitempty"`
	DetailEN    string       `json:"detail_en,omitempty"`
	Instance    string       `json:"instance,omitempty"` // the request's ID, for questions to support
	Application string       `json:"application,omitempty"`
	Errors      []FieldFault `json:"errors,omitempty"`
}

// FieldFault is the JSON form of an error in one field.
type FieldFault struct {
	Pointer  string `json:"pointer"`
	Code     string `json:"code"`
	Reason   string `json:"reason,omitempty"` // what is wrong with a number: too-short, check-digit …
	Detail   string `json:"detail"`
	DetailEN string `json:"detail_en"`
	// Choices are values that may be meant, with their names.
	Choices []problem.Choice `json:"choices,omitempty"`
}

func document(p *problem.Problem, requestID string) Document {
	doc := Document{
		Type: "/problems/" + p.Code, Status: StatusOf(p.Code),
		Title: p.Title.ZH, TitleEN: p.Title.EN, Detail: p.Detail.ZH, DetailEN: p.Detail.EN,
		Instance: requestID, Application: p.Application,
	}
	for _, e := range p.Errors {
		doc.Errors = append(doc.Errors, FieldFault{e.Pointer, e.Code, e.Reason, e.Detail.ZH, e.Detail.EN, e.Choices})
	}
	return doc
}
