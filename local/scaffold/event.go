package main

import (
	"encoding/json"
	"path/filepath"

	"miaoban/shared/registry/seed"
)

// sample is an event to be written: its outcome, person and form.
type sample struct {
	name   string
	action string
	person string // a seed person's name
	form   map[string]any
}

// samples returns an event for each outcome, of seed people for whom the skeleton's rules decide so.
func samples() []sample {
	form := map[string]any{"reason": "需要"}
	return []sample{
		{"approved", "applications", "何婉清", form},
		{"rejected", "applications", "彭长沙", form},
		{"referred", "applications", "郑守信", form},
		{"invalid", "applications", "何婉清", map[string]any{"reason": "需要", "colour": "red"}},
		{"replayed", "applications", "陈国栋", form},
		{"precheck", "eligibility", "何婉清", form},
	}
}

// write writes the event as API Gateway sends it.
func (s sample) write(folder string) error {
	people, err := seed.People()
	if err != nil {
		return err
	}
	var id string
	for _, p := range people {
		if p.Name == s.person {
			id = p.ID
		}
	}
	body, err := json.Marshal(s.form)
	if err != nil {
		return err
	}
	route := "/services/" + folder + "/" + s.action
	event := map[string]any{
		"version": "2.0", "routeKey": "POST " + route, "rawPath": route, "rawQueryString": "",
		"headers": map[string]string{
			"content-type": "application/json", "accept": "application/json", "host": "api.example", "idempotency-key": "event-" + s.name,
		},
		"requestContext": map[string]any{
			"accountId": "000000000000", "apiId": "local", "domainName": "api.example", "domainPrefix": "api",
			"http": map[string]string{
				"method": "POST", "path": route, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "events",
			},
			"requestId": folder + "-" + s.name, "routeKey": "POST " + route, "stage": "$default",
			"time": "24/Nov/2026:12:00:00 +0800", "timeEpoch": 1795492800000,
			"authorizer": map[string]any{"lambda": map[string]string{"id": id, "name": s.person, "roles": "", "reason": ""}},
		},
		"isBase64Encoded": false, "body": string(body),
	}
	text, err := json.MarshalIndent(event, "", " ")
	if err != nil {
		return err
	}
	return create(filepath.Join("events", folder, s.name+".json"), append(text, '\n'))
}
