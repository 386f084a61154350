package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"miaoban/shared/httpapi"
	"miaoban/shared/problem"
)

// operation is one operation of the API.
type operation struct {
	method, path string
	id, tag      string
	summary      string
	open         bool       // needs no sign-in
	key          bool       // accepts an idempotency key
	query        []argument // parameters of the query
	body         any        // a schema; nil for none
	example      any        // of it
	bodies       object     // other bodies, by media type
	answers      []answer
	also         string   // another media type of the answers
	problems     []string // codes, besides those of every request
}

type argument struct {
	name, about string
	required    bool
}

// answer is one status with its content: a value of the type, the name of another media type, or nil for none.
type answer struct {
	status int
	value  any
}

type mediaType string

// operation returns the operation as a part of the document.
func (w *writer) operation(o operation) object {
	text := func(schema any) object { return object{"schema": schema} }
	out := object{"operationId": o.id, "tags": []string{o.tag}, "summary": o.summary}
	var parameters []object
	for _, m := range parameter.FindAllStringSubmatch(o.path, -1) {
		parameters = append(parameters, object{"name": m[1], "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	for _, q := range o.query {
		parameters = append(
			parameters,
			object{"name": q.name, "in": "query", "required": q.required, "description": q.about, "schema": object{"type": "string"}},
		)
	}
	if o.key {
		parameters = append(
			parameters,
			object{
				"name":        "Idempotency-Key",
				"in":          "header",
				"description": "makes it safe to send again: the answer is the first one",
				"schema":      object{"type": "string", "maxLength": 255, "pattern": "^[!-~]+$"},
			},
		)
	}
	if parameters != nil {
		out["parameters"] = parameters
	}
	if o.open {
		out["security"] = []object{}
	}
	if o.body != nil {
		content := object{"application/json": text(o.body)}
		if o.example != nil {
			content["application/json"].(object)["example"] = o.example
		}
		for kind, body := range o.bodies {
			content[kind] = body
		}
		out["requestBody"] = object{"required": true, "content": content}
	}
	responses := object{}
	for _, a := range o.answers {
		response := object{"description": http.StatusText(a.status)}
		switch v := a.value.(type) {
		case nil:
		case mediaType:
			response["content"] = object{string(v): text(object{"type": "string"})}
		default:
			response["content"] = object{"application/json": text(w.schema(v))}
		}
		if o.also != "" {
			response["content"].(object)[o.also] = text(object{"type": "string"})
		}
		responses[strconv.Itoa(a.status)] = response
	}
	for _, code := range append(slices.Clone(o.problems), "internal") {
		_, ok := problem.Title(code)
		status := httpapi.StatusOf(code)
		if !ok {
			panic(fmt.Sprintf("%s %s: there is no problem %s", o.method, o.path, code))
		}
		responses[strconv.Itoa(status)] = object{"$ref": fmt.Sprintf("#/components/responses/Problem%d", status)}
	}
	out["responses"] = responses
	return out
}

// problems returns the error answers, one for each status.
func (w *writer) problems() object {
	all := object{}
	for _, code := range problem.Codes() {
		title, _ := problem.Title(code)
		status := httpapi.StatusOf(code)
		name := fmt.Sprintf("Problem%d", status)
		said := title.ZH + " " + title.EN + " (" + code + ")"
		if before, ok := all[name].(object); ok {
			before["description"] = before["description"].(string) + "; " + said
			continue
		}
		all[name] = object{
			"description": said,
			"content":     object{"application/problem+json": object{"schema": w.schema(httpapi.Document{})}},
		}
	}
	return all
}
