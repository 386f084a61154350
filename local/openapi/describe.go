package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"miaoban/functions"
	"miaoban/local/gateway"
	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/httpapi"
	"miaoban/shared/identity"
	"miaoban/shared/instant"
)

// object is a part of the document.
type object = map[string]any

// describe returns the document. It runs in the root of the repository.
func describe() ([]byte, error) {
	template, err := gateway.Load("template.yaml")
	if err != nil {
		return nil, err
	}
	w, err := newWriter()
	if err != nil {
		return nil, err
	}
	all := operations()
	for _, s := range functions.Services() {
		of, err := w.service(s)
		if err != nil {
			return nil, err
		}
		all = append(all, of...)
	}
	described := map[string]bool{}
	paths := object{}
	for _, o := range all {
		described[o.method+" "+o.path] = true
		at, ok := paths[o.path].(object)
		if !ok {
			at = object{}
			paths[o.path] = at
		}
		at[strings.ToLower(o.method)] = w.operation(o)
	}
	for _, function := range template.Functions() {
		for _, route := range template.Routes(function) {
			if !described[route] && !slices.Contains(notOfTheAPI, route) {
				return nil, fmt.Errorf("%s is not described", route)
			}
		}
	}
	problems := w.problems() // before the schemas, because they add some
	document := object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Miaoban", "version": "1.0.0",
			"description": "秒办：即时办结的政务服务。Instant-approval government services. Each service takes one form and answers at once: " +
				"approved with a certificate, rejected with the rule, the fact and the law, or referred to a person.",
		},
		"servers":  []object{{"url": "/"}},
		"security": []object{{"bearer": []string{}}},
		"paths":    paths,
		"components": object{
			"schemas": w.schemas(),
			"securitySchemes": object{
				"bearer": object{
					"type":         "http",
					"scheme":       "bearer",
					"bearerFormat": "JWT",
					"description":  "An ID token of the identity provider (OpenID Connect).",
				},
			},
			"responses": problems,
		},
	}
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		return nil, err
	}
	return append(bytes.ReplaceAll(text, []byte("#/$defs/"), []byte("#/components/schemas/")), '\n'), nil
}

// notOfTheAPI are routes only for browsers.
var notOfTheAPI = []string{
	"$default", // every other route
	"GET /", "GET /assets/{file}", "GET /api", "GET /sign-in", "GET /sign-in/callback", "POST /sign-out", "GET /kiosk", "POST /kiosk",
	// Unknown services are answered by these.
	"GET /services/{service}", "GET /services/{service}/application", "POST /services/{service}/draft",
	"POST /services/{service}/eligibility", "POST /services/{service}/applications",
}

// writer creates the schemas of types, each once.
type writer struct {
	reflector *jsonschema.Reflector
	known     map[string]*jsonschema.Schema
	forms     object
}

// nameOf returns the name of the type in the description.
func nameOf(t reflect.Type) string {
	name := t.Name()
	switch t.PkgPath() { // the certificate itself, and its view in the API
	case "miaoban/shared/certificate":
		return "Issued" + name
	case "miaoban/shared/credential":
		return "Credential" + name
	case "miaoban/functions/officials/reviews":
		return "Review" + name
	case "miaoban/shared/fact":
		return "Data" + name
	case "miaoban/shared/ticket", "miaoban/functions/citizens/hotline":
		return "Ticket" + strings.TrimPrefix(name, "Ticket")
	case "miaoban/shared/team":
		return "Team" + strings.TrimPrefix(name, "Team")
	case "miaoban/functions/officials/tasks":
		return "Task" + strings.TrimPrefix(name, "Task")
	case "miaoban/functions/citizens/points", "miaoban/shared/points", "miaoban/shared/points/ledger":
		return "Points" + name
	case "miaoban/functions/officials/dashboard":
		return "Dashboard" + strings.TrimPrefix(name, "Dashboard")
	case "miaoban/shared/ranking":
		return "Ranking" + name
	}
	switch name {
	case "List":
		if strings.HasSuffix(t.PkgPath(), "/certificates") {
			return "CertificateList"
		}
		return "ApplicationList"
	case "NoticePage":
		return "NoticeList"
	case "Document":
		return "Problem"
	}
	return name
}

func newWriter() (*writer, error) {
	named := map[string]reflect.Type{}
	r := &jsonschema.Reflector{
		AllowAdditionalProperties: true, // later additions break no client
		Mapper: func(t reflect.Type) *jsonschema.Schema {
			switch t {
			case reflect.TypeFor[calendar.Date]():
				return &jsonschema.Schema{Type: "string", Format: "date"}
			case reflect.TypeFor[json.RawMessage](): // a form
				return &jsonschema.Schema{Type: "object"}
			}
			return nil
		},
		Namer: func(t reflect.Type) string {
			if t.Name() == "" {
				return ""
			}
			name := nameOf(t)
			if other := named[name]; other != nil && other != t {
				panic(fmt.Sprintf("%s and %s are both called %s", other, t, name))
			}
			named[name] = t
			return name
		},
	}
	for _, path := range []string{
		"shared/instant", "shared/decision", "shared/fact", "shared/form", "shared/problem", "shared/certificate",
		"shared/credential", "shared/registry", "shared/httpapi", "shared/ticket", "shared/team", "shared/points",
		"shared/points/ledger", "shared/ranking", "functions/citizens/applications", "functions/proof/certificates",
		"functions/citizens/portal", "functions/citizens/hotline", "functions/officials/tasks",
		"functions/citizens/points", "functions/officials/dashboard", "functions/officials/figures",
		"functions/officials/reviews",
	} {
		if err := r.AddGoComments("miaoban", path); err != nil {
			return nil, err
		}
	}
	return &writer{reflector: r, known: map[string]*jsonschema.Schema{}, forms: object{}}, nil
}

// schema returns the schema of the type of v: a reference if the type has a name.
func (w *writer) schema(v any) any {
	s := w.reflector.ReflectFromType(reflect.TypeOf(v))
	maps.Copy(w.known, s.Definitions)
	s.Definitions, s.Version, s.ID = nil, "", ""
	return s
}

func (w *writer) schemas() object {
	all := maps.Clone(w.forms)
	for name, s := range w.known {
		all[name] = s
	}
	return all
}

// service returns the operations of a service. The schema of its form is that of its guide.
func (w *writer) service(s instant.Offering) ([]operation, error) {
	item := s.About()
	routes, err := s.Routes(&instant.Engine{Now: time.Now})
	if err != nil {
		return nil, err
	}
	root := "/services/" + item.Slug
	shown, err := routes["GET "+root](nil, &httpapi.Request{})
	if err != nil {
		return nil, err
	}
	var guide instant.Guide
	if err := json.Unmarshal([]byte(shown.Body), &guide); err != nil {
		return nil, err
	}
	name := strings.ToUpper(item.Slug[:1]) + item.Slug[1:] + "Form"
	w.forms[name] = inputs(guide)
	body := object{"$ref": "#/components/schemas/" + name}
	example, err := w.example(item.Slug)
	if err != nil {
		return nil, err
	}
	in := func(what string) string { return item.Name.ZH + " " + item.Name.EN + ": " + what }
	id := item.Slug
	return []operation{
		{method: "GET", path: root, id: id + "Guide", tag: "services", summary: in("事项信息 the guide"), open: true,
			answers: []answer{{http.StatusOK, instant.Guide{}}}},
		{
			method:   "GET",
			path:     root + "/application",
			id:       id + "Blank",
			tag:      "services",
			summary:  in("空白表单与已知信息 the form, with prefilled values"),
			query:    forWhom,
			answers:  []answer{{http.StatusOK, instant.Blank{}}},
			problems: []string{"unauthenticated", "forbidden", "malformed-request", "too-many", "busy"},
		},
		{method: "POST", path: root + "/draft", id: id + "Save", tag: "services", summary: in("保存 save an unfinished form for 30 days"),
			query: forWhom, body: object{"type": "object"}, answers: []answer{{http.StatusNoContent, nil}}, problems: []string{
				"unauthenticated",
				"forbidden",
				"malformed-request",
				"malformed-body",
				"unsupported-media-type",
				"too-large",
				"too-many",
				"busy",
			}},
		{
			method:   "POST",
			path:     root + "/eligibility",
			id:       id + "Eligibility",
			tag:      "services",
			summary:  in("预检 the result that an application would have"),
			query:    forWhom,
			body:     body,
			example:  example,
			answers:  []answer{{http.StatusOK, instant.Assessment{}}},
			problems: append(slices.Clone(formProblems), "forbidden", "malformed-request", "too-many", "busy"),
		},
		{method: "POST", path: root + "/applications", id: id + "Apply", tag: "services", summary: in("申请 apply"), key: true,
			query: forWhom, body: body, example: example, answers: []answer{{http.StatusCreated, instant.Receipt{}}}, problems: append(
				slices.Clone(formProblems),
				"forbidden",
				"malformed-request",
				"already-requested",
				"busy",
				"too-many",
				"idempotency-key-reused",
			)},
	}, nil
}

// forWhom is the parameter of an application for another person.
var forWhom = []argument{{name: "for", about: "the ID of your mandate (GET /mandates) to act for its principal"},
	{
		name:  "at",
		about: "the division (GB/T 2260) of the counter or kiosk that accepts the application: it is recorded and does not affect the answer",
	}}

// example returns the form in the service's event approved.json.
func (w *writer) example(slug string) (any, error) {
	text, err := os.ReadFile(filepath.Join("events", slug, "approved.json"))
	if err != nil {
		return nil, err
	}
	var event struct{ Body string }
	if err := json.Unmarshal(text, &event); err != nil {
		return nil, err
	}
	var form any
	err = json.Unmarshal([]byte(event.Body), &form)
	return form, err
}

// inputs returns the schema of a service's form.
func inputs(guide instant.Guide) object {
	properties, required := object{}, []string{}
	for _, f := range guide.Fields {
		p := object{"description": strings.TrimSpace(f.Label.ZH + " " + f.Label.EN + ". " + f.Hint.ZH + " " + f.Hint.EN)}
		if what := taken[f.Kind]; what != "" {
			p["description"] = strings.TrimSuffix(p["description"].(string), ".") + ". Taken is " + what + ". Spaces, hyphens, full-width " +
				"and invisible characters are removed before it is judged."
		}
		values := make([]string, len(f.Options))
		for i, o := range f.Options {
			values[i] = o.Value
		}
		switch f.Control {
		case form.DateControl:
			p["type"], p["format"] = "string", "date"
		case form.NumberControl:
			p["type"] = "integer"
		case form.CheckControl:
			p["type"] = "boolean"
		case form.ListControl:
			items := object{"type": "string"}
			if len(values) > 0 {
				items["enum"] = values
			}
			p["type"], p["items"] = "array", items
		default:
			p["type"] = "string"
			if len(values) > 0 {
				p["enum"] = values
			}
		}
		properties[f.Name] = p
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s := object{
		"type":                 "object",
		"description":          guide.Item.Name.ZH + " " + guide.Item.Name.EN,
		"properties":           properties,
		"additionalProperties": false,
	}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// taken describes the accepted numbers of each kind. A pattern would stop clients from sending them as people
// write them.
var taken = map[form.Kind]string{
	form.IDNumber:         "the number of a personal document",
	form.BankAccount:      fmt.Sprintf("a number of %d to %d digits: the bank's record decides", identity.MinAccount, identity.MaxAccount),
	form.Phone:            phone,
	form.PersonPhone:      personPhone,
	form.Mobile:           "a mobile number, or + and a number abroad",
	form.CreditCode:       "a code of 18 characters, or 15 of an older one",
	form.BirthCertificate: "a letter and nine digits",
	form.PropertyUnit: fmt.Sprintf("a number of %d to %d letters and digits, mostly %d: the register decides",
		identity.MinPropertyUnit, identity.MaxPropertyUnit, identity.PropertyUnit),
}

const personPhone = "a mobile number, a land line with its area code (and an extension), or + and a number abroad"

const phone = "a mobile number, a land line with its area code (and an extension), a 400 or 95 number, or + and a number abroad"

var parameter = regexp.MustCompile(`\{(\w+)\}`)
