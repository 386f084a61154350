package portal

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
)

// description is the OpenAPI 3.1 document, written by `make describe`.
//
//go:embed openapi.json
var description string

func openAPI(context.Context, *httpapi.Request) (httpapi.Response, error) {
	return httpapi.Response{StatusCode: http.StatusOK, Body: description, Headers: map[string]string{
		"Content-Type": "application/json; charset=utf-8", "Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*",
	}}, nil
}

// Operation is one line of the API page.
type Operation struct {
	Method, Path, Summary string
	Open                  bool     // needs no sign-in
	Statuses              []string // HTTP statuses of its answers
}

// api serves the description: JSON for programs, a page for people.
func (p *portal) api(_ context.Context, r *httpapi.Request) (httpapi.Response, error) {
	var document struct {
		Paths map[string]map[string]struct {
			Summary   string                     `json:"summary"`
			Security  *[]any                     `json:"security"`
			Responses map[string]json.RawMessage `json:"responses"`
		} `json:"paths"`
	}
	if err := json.Unmarshal([]byte(description), &document); err != nil {
		return httpapi.Response{}, fmt.Errorf("openapi.json: %w", err)
	}
	var all []Operation
	for path, methods := range document.Paths {
		for method, o := range methods {
			line := Operation{Method: strings.ToUpper(method), Path: path, Summary: o.Summary, Open: o.Security != nil}
			for status := range o.Responses {
				line.Statuses = append(line.Statuses, status)
			}
			slices.Sort(line.Statuses)
			all = append(all, line)
		}
	}
	slices.SortFunc(all, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return httpapi.Either(r, p.pages, http.StatusOK, r.Page("api", lang.T("接口", "The API"), all))
}
