package main

import (
	"net/http"
	"slices"

	"miaoban/functions/citizens/applications"
	"miaoban/shared/instant"
)

// corrections returns the operations by which a person asks a department to correct its data.
func corrections() []operation {
	after := argument{name: "after", about: "the cursor next of the previous page"}
	own := []string{"unauthenticated", "not-found"}
	return []operation{
		{
			method:  "GET",
			path:    "/applications/{number}/correction",
			id:      "disputing",
			tag:     "applications",
			summary: "这项数据不对 the value on record, its department, and the deadline of its answer",
			query: []argument{
				{name: "dataset", about: "of the value, as in the finding"},
				{name: "field", about: "of the value, as in the finding"},
				{name: "within", about: "code of the region whose places are offered, for a value that is a place"},
			},
			answers:  []answer{{http.StatusOK, applications.DisputingPage{}}},
			problems: append(slices.Clone(own), "too-many", "busy"),
		},
		{
			method:  "POST",
			path:    "/applications/{number}/correction",
			id:      "requestCorrection",
			tag:     "applications",
			summary: "请部门更正 ask the department to correct a value; after a correction the rules decide again",
			body: object{
				"type":     "object",
				"required": []string{"dataset", "field"},
				"properties": object{
					"dataset": object{"type": "string"}, "field": object{"type": "string"},
					"value": object{"type": "string", "description": "the right value; or a text, or both"},
					"text":  object{"type": "string", "minLength": 2, "maxLength": 1000},
				},
			},
			answers:  []answer{{http.StatusCreated, instant.CorrectionView{}}},
			problems: append(slices.Clone(formProblems), "not-found", "already-requested", "too-many", "busy"),
		},
		{
			method:   "GET",
			path:     "/corrections",
			id:       "corrections",
			tag:      "applications",
			summary:  "我要求更正的数据 your requests for corrections",
			query:    []argument{after},
			answers:  []answer{{http.StatusOK, applications.CorrectionPage{}}},
			problems: []string{"unauthenticated", "malformed-request"},
		},
	}
}
