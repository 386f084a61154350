package main

import (
	"net/http"
	"slices"

	"miaoban/functions/officials/reviews"
	"miaoban/shared/instant"
)

// desk returns the operations of the review desk.
func desk() []operation {
	own := []string{"unauthenticated", "not-found"}
	text := object{
		"type":       "object",
		"required":   []string{"text"},
		"properties": object{"text": object{"type": "string", "minLength": 2, "maxLength": 1000}},
	}
	return []operation{
		{method: "GET", path: "/reviews", id: "reviews", tag: "reviews", summary: "待办 open cases in the reviewer's region",
			answers: []answer{{http.StatusOK, reviews.Queue{}}}, problems: []string{"unauthenticated", "forbidden"}},
		{method: "GET", path: "/reviews/{number}", id: "reviewCase", tag: "reviews", summary: "待办件 a case, with the unknown values first",
			answers: []answer{{http.StatusOK, reviews.Case{}}}, problems: append(slices.Clone(own), "forbidden")},
		{
			method:   "POST",
			path:     "/reviews/{number}/ask",
			id:       "ask",
			tag:      "reviews",
			summary:  "一次性告知 ask the applicant, once, for everything that is missing",
			body:     text,
			answers:  []answer{{http.StatusCreated, instant.Receipt{}}},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "already-requested", "busy"),
		},
		{
			method: "POST",
			path:   "/reviews/{number}",
			id:     "determine",
			tag:    "reviews",
			summary: "办结 decide: the reason, values under the names in open, and judge.RULE met " +
				"or not_met; 202 where another reviewer has to confirm it",
			body: object{
				"type":                 "object",
				"required":             []string{"reason"},
				"properties":           object{"reason": object{"type": "string"}},
				"additionalProperties": object{"type": "string"},
			},
			answers: []answer{
				{http.StatusOK, instant.Receipt{}},
				{http.StatusAccepted, instant.Receipt{}},
			},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "already-requested", "moved-on", "busy"),
		},
		{
			method:  "POST",
			path:    "/reviews/{number}/confirm",
			id:      "confirm",
			tag:     "reviews",
			summary: "复核 confirm the proposal of another reviewer (四眼)",
			answers: []answer{
				{http.StatusOK, instant.Receipt{}},
			},
			problems: append(slices.Clone(own), "forbidden", "invalid-form", "moved-on", "busy"),
		},
		{
			method:  "POST",
			path:    "/reviews/{number}/return",
			id:      "returnProposal",
			tag:     "reviews",
			summary: "退回 return the proposal, with a reason",
			body: object{
				"type":       "object",
				"required":   []string{"reason"},
				"properties": object{"reason": object{"type": "string", "minLength": 2, "maxLength": 1000}},
			},
			answers: []answer{
				{http.StatusOK, instant.Receipt{}},
			},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "moved-on", "busy"),
		},
		{
			method:  "POST",
			path:    "/reviews/{number}/note",
			id:      "note",
			tag:     "reviews",
			summary: "记录 add a note to the case; with tell, the applicant is notified",
			body: object{
				"type":     "object",
				"required": []string{"text"},
				"properties": object{
					"text": object{"type": "string", "minLength": 2, "maxLength": 1000}, "tell": object{"type": "string", "enum": []string{"true"}},
				},
			},
			answers:  []answer{{http.StatusCreated, instant.Receipt{}}},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "moved-on", "busy"),
		},
		{
			method:  "POST",
			path:    "/reviews/{number}/handover",
			id:      "handOver",
			tag:     "reviews",
			summary: "移交 hand the case over to a colleague, by name, or to another desk, by its region",
			body: object{
				"type":     "object",
				"required": []string{"reason"},
				"properties": object{
					"to": object{"type": "string"}, "desk": object{"type": "string"},
					"reason": object{"type": "string", "minLength": 2, "maxLength": 1000},
				},
			},
			answers:  []answer{{http.StatusCreated, instant.Receipt{}}},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "already-requested", "moved-on", "busy"),
		},
		{
			method:  "POST",
			path:    "/reviews/{number}/call",
			id:      "callToCase",
			tag:     "reviews",
			summary: "虚拟化组织 call departments to the case, under its deadline",
			body: object{
				"type":     "object",
				"required": []string{"departments", "text"},
				"properties": object{
					"departments": object{"type": "array", "items": object{"type": "string"}},
					"text":        object{"type": "string", "minLength": 2, "maxLength": 1000},
				},
			},
			answers: []answer{
				{http.StatusCreated, instant.Receipt{}},
			},
			problems: append(slices.Clone(formProblems), "not-found", "forbidden", "already-requested", "moved-on", "busy"),
		},
	}
}
