package main

import (
	"net/http"
	"slices"

	"miaoban/functions/citizens/hotline"
	"miaoban/functions/citizens/points"
	"miaoban/functions/officials/dashboard"
	"miaoban/functions/officials/figures"
	"miaoban/functions/officials/tasks"
	"miaoban/shared/audit/heads"
	"miaoban/shared/ticket"
)

// agile returns the operations on complaints, rankings, points and the dashboard.
func agile() []operation {
	after := argument{name: "after", about: "the cursor next of the previous page"}
	text := func(names ...string) object {
		properties := object{}
		for _, n := range names {
			properties[n] = object{"type": "string", "minLength": 2, "maxLength": 1000}
		}
		return object{"type": "object", "required": names, "properties": properties}
	}
	truth := object{"type": "boolean"}
	visit := object{"type": "object", "required": []string{"contacted", "resolved", "content"}, "properties": object{
		"contacted": truth, "resolved": truth, "content": truth, "comment": object{"type": "string", "maxLength": 1000}}}
	intake := object{"type": "object", "required": []string{"category", "text"}, "properties": object{
		"category": object{
			"type":        "string",
			"description": "a code of kinds, its name, or a word for it",
		}, "text": object{"type": "string", "minLength": 5, "maxLength": 1000},
		"place": object{"type": "string",
			"description": "the street's code (GB/T 10114), or its name or a part of it, also in pinyin; or latitude and longitude"},
		"latitude": object{"type": "number"}, "longitude": object{"type": "number"}, "address": object{"type": "string", "maxLength": 200},
		"mobile": object{
			"type": "string", "description": phone,
		}, "application": object{"type": "string", "description": "the number of one's application that it is about"},
		"caller_name": object{"type": "string", "description": "for clerks, who take a call down"},
		"matter": object{"type": "string",
			"description": "for clerks: the number of the caller's open ticket to which it belongs, or new; without it, the same " +
				"number's open ticket of the category and street is joined"}}}
	own := []string{"unauthenticated", "not-found"}
	office := append(slices.Clone(own), "forbidden")
	changes := append(slices.Clone(formProblems), "not-found", "forbidden", "moved-on", "too-many", "busy")
	return []operation{
		{method: "GET", path: "/hotline", id: "problems", tag: "hotline", summary: "集中反映的问题 problems that several people report", open: true,
			answers: []answer{{http.StatusOK, hotline.Problems{}}}},
		{
			method:   "GET",
			path:     "/tickets",
			id:       "tickets",
			tag:      "hotline",
			summary:  "我的诉求 your complaints and requests",
			query:    []argument{after},
			answers:  []answer{{http.StatusOK, hotline.List{}}},
			problems: []string{"unauthenticated", "malformed-request"},
		},
		{method: "GET", path: "/tickets/new", id: "ticketForm", tag: "hotline", summary: "填报 the choices of the form",
			answers: []answer{{http.StatusOK, hotline.Blank{}}}, problems: []string{"unauthenticated"}},
		{
			method:   "POST",
			path:     "/tickets",
			id:       "takeTicket",
			tag:      "hotline",
			summary:  "反映 complain or ask: the answer names the receiver; a repetition joins an open one (200)",
			body:     intake,
			answers:  []answer{{http.StatusCreated, hotline.Taken{}}, {http.StatusOK, hotline.Taken{}}},
			problems: append(slices.Clone(formProblems), "too-many", "busy"),
		},
		{method: "POST", path: "/tickets/find", id: "findTickets", tag: "hotline",
			summary: "查找 a ticket by number, phone or words, in the official's region or among the department's tasks",
			body:    text("text"), answers: []answer{{http.StatusOK, hotline.Search{}}},
			problems: append(slices.Clone(formProblems), "forbidden")},
		{method: "GET", path: "/tickets/{number}", id: "ticket", tag: "hotline", summary: "诉求 a ticket",
			answers: []answer{{http.StatusOK, ticket.View{}}}, problems: own},
		{
			method:   "POST",
			path:     "/tickets/{number}/visit",
			id:       "visit",
			tag:      "hotline",
			summary:  "回访 rate the result: an unresolved complaint is reopened",
			body:     visit,
			answers:  []answer{{http.StatusOK, ticket.View{}}},
			problems: changes,
		},
		{method: "POST", path: "/tickets/{number}/reopen", id: "reopen", tag: "hotline", summary: "重新办理 reopen a complaint",
			body: text("reason"), answers: []answer{{http.StatusOK, ticket.View{}}}, problems: changes},
		{method: "GET", path: "/receiver", id: "receiver", tag: "hotline", summary: "诉求待办 open complaints in the receiver's region",
			answers: []answer{{http.StatusOK, hotline.Queue{}}}, problems: []string{"unauthenticated", "forbidden"}},
		{
			method:   "GET",
			path:     "/receiver/{number}",
			id:       "received",
			tag:      "hotline",
			summary:  "诉求办理 a ticket, for its receivers and supervisors",
			answers:  []answer{{http.StatusOK, hotline.Case{}}},
			problems: office,
		},
		{
			method:  "POST",
			path:    "/receiver/{number}/{action}",
			id:      "act",
			tag:     "hotline",
			summary: "办理 contact, answer (text); call (departments, text); pass (to, reason); agree, refuse (reason); visit, by a clerk",
			body: object{
				"type":                 "object",
				"additionalProperties": object{"type": "string"},
			},
			answers:  []answer{{http.StatusOK, ticket.View{}}},
			problems: changes,
		},
		{method: "GET", path: "/tasks", id: "tasks", tag: "hotline", summary: "报到任务 the tasks to which a department is called",
			answers: []answer{{http.StatusOK, tasks.List{}}}, problems: []string{"unauthenticated", "forbidden"}},
		{method: "GET", path: "/tasks/{kind}/{number}/{task}", id: "task", tag: "hotline", summary: "任务 a task",
			query:   []argument{{name: "within", about: "for a correction: the code of the region whose places are offered"}},
			answers: []answer{{http.StatusOK, tasks.Task{}}}, problems: office},
		{method: "POST", path: "/tasks/{kind}/{number}/{task}", id: "reportOnTask", tag: "hotline", summary: "反馈 report the result of a task",
			body: object{"type": "object", "properties": object{
				"report": object{"type": "string", "minLength": 2, "maxLength": 1000, "description": "of a complaint or an application"},
				"result": object{"type": "string", "enum": []string{"corrected", "removed", "confirmed"}, "description": "of a correction"},
				"value":  object{"type": "string", "description": "the corrected value"},
				"reason": object{"type": "string", "minLength": 2, "maxLength": 1000},
				"seen":   object{"type": "string", "description": "seen, of the task: the record on which the answer rests"},
			}}, answers: []answer{{http.StatusOK, tasks.Task{}}}, problems: changes},
		{method: "GET", path: "/points", id: "points", tag: "points", summary: "我的积分 your accounts of points, and how to earn more",
			answers: []answer{{http.StatusOK, points.Page{}}}, problems: []string{"unauthenticated", "too-many", "busy"}},
		{
			method:  "POST",
			path:    "/points/deeds",
			id:      "reportDeed",
			tag:     "points",
			summary: "报一件好事 report a deed: credited at once if data or a resolved ticket proves it",
			body: object{
				"type":     "object",
				"required": []string{"deed"},
				"properties": object{"deed": object{"type": "string", "description": "a code of deeds"},
					"text": object{"type": "string", "maxLength": 500}, "ticket": object{"type": "string"}},
			},
			answers:  []answer{{http.StatusOK, points.Page{}}},
			problems: append(slices.Clone(formProblems), "too-many", "busy"),
		},
		{
			method:   "GET",
			path:     "/points/ranking",
			id:       "pointsRanking",
			tag:      "points",
			summary:  "积分榜 the highest points of the year, of people who agree to be shown",
			open:     true,
			query:    []argument{{name: "region", about: "a district (GB/T 2260)"}},
			answers:  []answer{{http.StatusOK, points.Ranking{}}},
			problems: []string{"malformed-request"},
		},
		{
			method:  "POST",
			path:    "/points/ranking",
			id:      "consentToRanking",
			tag:     "points",
			summary: "是否上榜 agree to be ranked under a name, or withdraw (an empty name)",
			body: object{
				"type":     "object",
				"required": []string{"kind"},
				"properties": object{
					"kind": object{"type": "string", "enum": []string{"person", "household", "business"}},
					"name": object{"type": "string", "maxLength": 20},
				},
			},
			answers: []answer{
				{http.StatusOK, points.Page{}},
			},
			problems: append(slices.Clone(formProblems), "not-found", "too-many", "busy"),
		},
		{method: "GET", path: "/stewards", id: "stewards", tag: "points", summary: "待审核 reported deeds that await a review",
			answers: []answer{{http.StatusOK, points.Queue{}}}, problems: []string{"unauthenticated", "forbidden"}},
		{method: "GET", path: "/stewards/{deed}", id: "deed", tag: "points", summary: "一件好事 a reported deed",
			answers: []answer{{http.StatusOK, points.Reported{}}}, problems: office},
		{method: "POST", path: "/stewards/{deed}", id: "judgeDeed", tag: "points", summary: "审核 credit it or decline it",
			body: object{
				"type":     "object",
				"required": []string{"verdict", "reason"},
				"properties": object{
					"verdict": object{"type": "string", "enum": []string{"credit", "decline"}},
					"reason":  object{"type": "string", "minLength": 2, "maxLength": 500},
				},
			},
			answers: []answer{{http.StatusOK, points.Reported{}}}, problems: changes},
		{
			method:   "GET",
			path:     "/dashboard",
			id:       "dashboard",
			tag:      "services",
			summary:  "运行看板 the current state of the services, for the directors of a region",
			answers:  []answer{{http.StatusOK, dashboard.Dashboard{}}},
			problems: []string{"unauthenticated", "forbidden"},
		},
		{
			method:  "GET",
			path:    "/rankings",
			id:      "rankings",
			tag:     "services",
			summary: "每月排名 the ranking of a past month, by edition",
			open:    true,
			query: []argument{
				{name: "month", about: "such as 2026-10; default: last month"},
				{name: "edition", about: "the number of the edition; default: the latest"},
				{name: "format", about: "csv for a table; default: JSON"},
			},
			answers:  []answer{{http.StatusOK, figures.Ranking{}}},
			also:     "text/csv",
			problems: []string{"malformed-request", "not-found"},
		},
		{
			method:   "GET",
			path:     "/audit/heads",
			id:       "auditHeads",
			tag:      "services",
			summary:  "审计签名 the signed audit heads by day, the newest first",
			open:     true,
			query:    []argument{{name: "after", about: "the cursor next of the previous page"}},
			answers:  []answer{{http.StatusOK, heads.Days{}}},
			problems: []string{"malformed-request"},
		},
		{
			method:   "GET",
			path:     "/audit/heads/{day}",
			id:       "auditDay",
			tag:      "services",
			summary:  "某日审计签名 the signed audit head of a day, with the ends of its chains",
			open:     true,
			query:    []argument{{name: "after", about: "the cursor next of the previous page"}},
			answers:  []answer{{http.StatusOK, figures.AuditDay{}}},
			problems: []string{"malformed-request", "not-found"},
		},
	}
}
