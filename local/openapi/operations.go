package main

import (
	"net/http"
	"slices"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/portal"
	"miaoban/functions/officials/figures"
	"miaoban/functions/proof/certificates"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
)

var formProblems = []string{"unauthenticated", "malformed-body", "unsupported-media-type", "too-large", "invalid-form"}

// MadeLink is the answer with the address of a new link.
type MadeLink struct {
	instant.Link
	URL string `json:"url"` // not shown again
}

// operations returns the operations that belong to no service.
func operations() []operation {
	own := []string{"unauthenticated", "not-found"}
	text := object{
		"type":       "object",
		"required":   []string{"text"},
		"properties": object{"text": object{"type": "string", "minLength": 2, "maxLength": 1000}},
	}
	confirm := object{
		"type":       "object",
		"required":   []string{"confirm"},
		"properties": object{"confirm": object{"type": "string", "description": "as the GET of the same address says it"}},
	}
	confirming := []string{
		"unauthenticated", "not-found", "malformed-body", "unsupported-media-type", "too-large",
		"confirmation-required", "moved-on", "busy",
	}
	after := argument{name: "after", about: "the cursor next of the previous page"}
	return append(slices.Concat(agile(), corrections(), desk()), []operation{
		{method: "GET", path: "/services", id: "services", tag: "services", summary: "事项目录 the catalogue", open: true,
			query: []argument{
				{name: "q", about: "words, pinyin or initials for the search"},
				{name: "audience", about: "person or business"},
				{name: "event", about: "a life event, in Chinese as in the items"},
				{name: "department", about: "a department, in Chinese as in the items"},
			},
			answers: []answer{{http.StatusOK, []instant.Item{}}}},
		{
			method:  "GET",
			path:    "/lists",
			id:      "lists",
			tag:     "services",
			summary: "三单 the lists of items without approval, with approval, and inspected afterwards",
			open:    true,
			answers: []answer{{http.StatusOK, portal.Lists{}}},
		},
		{
			method:  "GET",
			path:    "/authority",
			id:      "authority",
			tag:     "services",
			summary: "授权地图 the authority for each item and place, with gaps and overlaps",
			open:    true,
			answers: []answer{{http.StatusOK, []portal.Authority{}}},
		},
		{
			method:  "GET",
			path:    "/figures",
			id:      "figures",
			tag:     "services",
			summary: "办件公开 a month's figures, by service and by district",
			open:    true,
			query: []argument{
				{name: "month", about: "such as 2026-11; default: this month"},
				{name: "format", about: "csv for a table; default: JSON"},
			},
			answers:  []answer{{http.StatusOK, figures.Figures{}}},
			also:     "text/csv",
			problems: []string{"malformed-request"},
		},
		{
			method:  "GET",
			path:    "/openapi.json",
			id:      "openapi",
			tag:     "services",
			summary: "本文档 this document",
			open:    true,
			answers: []answer{{http.StatusOK, map[string]any{}}},
		},
		{method: "GET", path: "/problems/{code}", id: "problem", tag: "services", summary: "错误类型 a type of problem", open: true,
			answers: []answer{{http.StatusOK, portal.ProblemType{}}}, problems: []string{"not-found"}},
		{
			method:   "GET",
			path:     "/applications",
			id:       "applications",
			tag:      "applications",
			summary:  "我的办件 your applications",
			query:    []argument{after},
			answers:  []answer{{http.StatusOK, applications.List{}}},
			problems: []string{"unauthenticated", "malformed-request"},
		},
		{method: "GET", path: "/applications/{number}", id: "application", tag: "applications", summary: "办件 an application",
			answers: []answer{{http.StatusOK, instant.Receipt{}}}, problems: append(slices.Clone(own), "too-many", "busy")},
		{
			method:   "GET",
			path:     "/applications/{number}/review",
			id:       "askingForReview",
			tag:      "applications",
			summary:  "要求人工复核会怎样 the effects of a review by a person",
			answers:  []answer{{http.StatusOK, applications.AskingPage{}}},
			problems: append(slices.Clone(own), "too-many", "busy"),
		},
		{
			method:   "POST",
			path:     "/applications/{number}/review",
			id:       "requestReview",
			tag:      "applications",
			summary:  "要求人工复核 request a review by a person, with the confirmation",
			body:     confirm,
			answers:  []answer{{http.StatusAccepted, instant.Receipt{}}},
			problems: append(slices.Clone(confirming), "already-requested", "too-many"),
		},
		{
			method:   "GET",
			path:     "/applications/{number}/surrender",
			id:       "ending",
			tag:      "applications",
			summary:  "终止会怎样 the effects of giving up a grant",
			answers:  []answer{{http.StatusOK, applications.EndingPage{}}},
			problems: append(slices.Clone(own), "forbidden"),
		},
		{
			method:   "POST",
			path:     "/applications/{number}/surrender",
			id:       "surrender",
			tag:      "applications",
			summary:  "终止 give up a grant, with the confirmation",
			body:     confirm,
			answers:  []answer{{http.StatusOK, instant.Receipt{}}},
			problems: append(slices.Clone(confirming), "forbidden", "nothing-to-surrender"),
		},
		{
			method:   "GET",
			path:     "/applications/{number}/erasure",
			id:       "erasing",
			tag:      "applications",
			summary:  "删除会怎样 the effects of erasing the record",
			answers:  []answer{{http.StatusOK, applications.ErasingPage{}}},
			problems: append(slices.Clone(own), "forbidden"),
		},
		{
			method:   "POST",
			path:     "/applications/{number}/erasure",
			id:       "erase",
			tag:      "applications",
			summary:  "删除 erase a rejected application after the term for a lawsuit, with the confirmation",
			body:     confirm,
			answers:  []answer{{http.StatusNoContent, nil}},
			problems: append(slices.Clone(confirming), "forbidden", "kept-by-law"),
		},
		{
			method:   "POST",
			path:     "/applications/{number}/answer",
			id:       "answer",
			tag:      "applications",
			summary:  "补充说明 answer a reviewer's question",
			body:     text,
			answers:  []answer{{http.StatusCreated, instant.Receipt{}}},
			problems: append(slices.Clone(formProblems), "not-found", "already-requested", "too-many", "busy"),
		},
		{method: "POST", path: "/applications/{number}/rating", id: "rate", tag: "applications", summary: "评价 rate the service",
			body: object{
				"type":     "object",
				"required": []string{"stars"},
				"properties": object{
					"stars":   object{"type": "integer", "minimum": 1, "maximum": 5},
					"tags":    object{"type": "array", "items": object{"type": "string"}},
					"comment": object{"type": "string", "maxLength": 500},
				},
			},
			answers: []answer{
				{http.StatusCreated, instant.Receipt{}},
			}, problems: append(
				slices.Clone(own),
				"malformed-body", "unsupported-media-type", "too-large", "invalid-form", "forbidden", "already-requested",
				"too-many", "busy",
			)},
		{
			method:   "GET",
			path:     "/export",
			id:       "export",
			tag:      "applications",
			summary:  "导出我的全部信息 all stored data about you",
			query:    []argument{after},
			answers:  []answer{{http.StatusOK, applications.Export{}}},
			problems: []string{"unauthenticated", "malformed-request"},
		},
		{
			method:   "GET",
			path:     "/mandates",
			id:       "mandates",
			tag:      "applications",
			summary:  "委托代办 your mandates: given and received",
			answers:  []answer{{http.StatusOK, instant.Mandates{}}},
			problems: []string{"unauthenticated"},
		},
		{method: "POST", path: "/mandates", id: "giveMandate", tag: "applications", summary: "委托 give a mandate",
			body: object{"type": "object", "required": []string{"agent_id_number", "agent_name", "until"}, "properties": object{
				"agent_id_number": object{
					"type": "string",
				}, "agent_name": object{"type": "string"}, "until": object{"type": "string", "format": "date"}}},
			answers: []answer{
				{http.StatusCreated, instant.Mandate{}},
			}, problems: append(slices.Clone(formProblems), "already-requested", "too-many", "busy")},
		{method: "POST", path: "/mandates/{id}/withdraw", id: "withdrawMandate", tag: "applications", summary: "撤回委托 withdraw a mandate",
			answers: []answer{{http.StatusNoContent, nil}}, problems: []string{"unauthenticated", "busy"}},
		{
			method:   "GET",
			path:     "/certificates",
			id:       "certificates",
			tag:      "certificates",
			summary:  "我的证照 your certificates",
			query:    []argument{after},
			answers:  []answer{{http.StatusOK, certificates.List{}}},
			problems: []string{"unauthenticated", "malformed-request"},
		},
		{method: "GET", path: "/notices", id: "notices", tag: "applications", summary: "通知 notices", query: []argument{after},
			answers: []answer{{http.StatusOK, applications.NoticePage{}}}, problems: []string{"unauthenticated", "malformed-request"}},
		{method: "GET", path: "/reads", id: "reads", tag: "applications", summary: "谁查了我的数据 who read your data", query: []argument{after},
			answers: []answer{{http.StatusOK, applications.ReadList{}}}, problems: []string{"unauthenticated", "malformed-request"}},
		{method: "GET", path: "/certificates/{number}", id: "certificate", tag: "certificates", summary: "证照 a certificate with its proof",
			answers: []answer{{http.StatusOK, certificates.Certificate{}}}, problems: own},
		{
			method:   "GET",
			path:     "/certificates/{number}/presentation",
			id:       "presentation",
			tag:      "certificates",
			summary:  "只出示一部分 a presentation of chosen claims",
			query:    []argument{{name: "claims", about: "names from the certificate's disclosable, separated by commas", required: true}},
			answers:  []answer{{http.StatusOK, certificates.Presentation{}}},
			problems: append(slices.Clone(own), "malformed-request"),
		},
		{
			method:   "GET",
			path:     "/certificates/{number}/pdf",
			id:       "certificatePDF",
			tag:      "certificates",
			summary:  "证照 PDF the signed document",
			answers:  []answer{{http.StatusOK, mediaType("application/pdf")}},
			problems: own,
		},
		{method: "POST", path: "/certificates/{number}/links", id: "makeLink", tag: "certificates", summary: "生成分享链接 create a link",
			body: object{
				"type":       "object",
				"required":   []string{"days"},
				"properties": object{"days": object{"type": "integer", "minimum": 1, "maximum": 30}},
			},
			answers: []answer{
				{http.StatusCreated, MadeLink{}},
			}, problems: append(
				slices.Clone(own),
				"malformed-request", "malformed-body", "unsupported-media-type", "too-large", "already-requested",
			)},
		{
			method:   "POST",
			path:     "/certificates/{number}/links/{id}/withdraw",
			id:       "withdrawLink",
			tag:      "certificates",
			summary:  "撤回分享链接 withdraw a link",
			answers:  []answer{{http.StatusNoContent, nil}},
			problems: own,
		},
		{method: "GET", path: "/shared/{secret}", id: "shared", tag: "certificates", summary: "链接指向的证照 the certificate behind a link", open: true,
			answers: []answer{{http.StatusOK, certificates.Shared{}}}, problems: []string{"not-found"}},
		{method: "GET", path: "/shared/{secret}/pdf", id: "sharedPDF", tag: "certificates", summary: "其 PDF its PDF", open: true,
			answers: []answer{{http.StatusOK, mediaType("application/pdf")}}, problems: []string{"not-found"}},
		{
			method:   "GET",
			path:     "/status/{list}/{purpose}",
			id:       "statusList",
			tag:      "certificates",
			summary:  "状态列表 a status list (W3C Bitstring Status List)",
			open:     true,
			answers:  []answer{{http.StatusOK, mediaType("application/vc+jwt")}},
			problems: []string{"not-found"},
		},
		{method: "POST", path: "/verify", id: "verify", tag: "certificates", summary: "核验 verify a certificate", open: true,
			body: object{
				"type":       "object",
				"required":   []string{"token"},
				"properties": object{"token": object{"type": "string", "description": "a credential, a code, or the address in one"}},
			},
			bodies: object{"application/pdf": object{"schema": object{"type": "string", "format": "binary"}}},
			answers: []answer{
				{http.StatusOK, credential.Verdict{}},
			}, problems: []string{"malformed-body", "unsupported-media-type", "too-large", "invalid-form"}},
		{
			method:  "GET",
			path:    "/verify",
			id:      "verifyPage",
			tag:     "certificates",
			summary: "核验页 the page for verification",
			open:    true,
			answers: []answer{{http.StatusOK, mediaType("text/html")}},
		},
		{
			method:  "GET",
			path:    "/.well-known/jwks.json",
			id:      "keys",
			tag:     "certificates",
			summary: "公钥 the public keys",
			open:    true,
			answers: []answer{{http.StatusOK, map[string]any{}}},
		},
	}...)
}
