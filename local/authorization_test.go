package main

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"miaoban/functions/citizens/points"
	"miaoban/local/gateway"
	"miaoban/shared/ticket"
)

// permission states who may use a route.
type permission struct {
	open    bool     // anybody, signed in or not
	own     bool     // the one whose it is; to all others it does not exist
	allowed []string // names of officials; empty: everybody who is signed in
	hidden  []string // of the same office, to whom it does not exist: it is another region's
}

// The people of the matrix: the owner of all records, another citizen, and officials inside and outside the
// region.
const (
	owner = "何婉清"
	other = "李建业"
)

var inOffice = []string{"梁审南", "梁审禅", "梁审省", "陈桂城", "陈大沥", "陈督南", "陈督禅", "吴话务", "林公安", "林城管", "陈积分", "陈积南", "罗主任", "罗南海"}

// matrix returns the permissions by route. Every route of the template has a row.
func matrix() map[string]permission {
	open, signedIn, own := permission{open: true}, permission{}, permission{own: true}
	reviewers := permission{allowed: []string{"梁审南", "梁审禅", "梁审省"}}
	ofRegion := permission{allowed: []string{"梁审南", "梁审省"}, hidden: []string{"梁审禅"}}
	receivers := permission{allowed: []string{"陈桂城", "陈大沥", "陈督南", "陈督禅"}}
	return map[string]permission{
		"$default": open, "GET /": open, "GET /services": open, "GET /lists": open, "GET /authority": open, "GET /figures": open,
		"GET /rankings": open, "GET /audit/heads": open, "GET /audit/heads/{day}": open, "GET /hotline": open,
		"GET /points/ranking": open, "GET /api": open, "GET /openapi.json": open, "GET /assets/{file}": open, "GET /problems/{code}": open,
		"GET /.well-known/jwks.json": open, "GET /verify": open, "POST /verify": open, "GET /shared/{secret}": open,
		"GET /shared/{secret}/pdf":     open,
		"GET /status/{list}/{purpose}": open, "GET /sign-in": open, "GET /sign-in/callback": open,
		"POST /sign-out": open, "GET /kiosk": open, "POST /kiosk": open,
		// unknown services
		"GET /services/{service}": open, "GET /services/{service}/application": open, "POST /services/{service}/draft": open,
		"POST /services/{service}/eligibility": open, "POST /services/{service}/applications": open,

		"GET /applications": signedIn, "GET /notices": signedIn, "GET /reads": signedIn, "GET /export": signedIn,
		"GET /mandates": signedIn, "POST /mandates": signedIn,
		"POST /mandates/{id}/withdraw": signedIn, "GET /certificates": signedIn, "GET /tickets": signedIn,
		"GET /tickets/new": signedIn, "POST /tickets": signedIn,
		"GET /points": signedIn, "POST /points/deeds": signedIn, "POST /points/ranking": signedIn,

		"GET /applications/{number}": own, "GET /applications/{number}/review": own,
		"GET /applications/{number}/surrender": own, "GET /applications/{number}/erasure": own,
		"POST /applications/{number}/review": own, "POST /applications/{number}/surrender": own,
		"POST /applications/{number}/erasure": own, "POST /applications/{number}/rating": own,
		"POST /applications/{number}/answer": own, "GET /certificates/{number}": own,
		"GET /applications/{number}/correction": own, "POST /applications/{number}/correction": own, "GET /corrections": signedIn,
		"GET /certificates/{number}/presentation": own, "GET /certificates/{number}/pdf": own,
		"POST /certificates/{number}/links": own, "POST /certificates/{number}/links/{id}/withdraw": own,
		"GET /tickets/{number}": own, "POST /tickets/{number}/visit": own, "POST /tickets/{number}/reopen": own,

		"GET /reviews": reviewers, "GET /reviews/{number}": ofRegion, "POST /reviews/{number}": ofRegion,
		"POST /reviews/{number}/ask":  ofRegion,
		"POST /reviews/{number}/note": ofRegion, "POST /reviews/{number}/handover": ofRegion,
		"POST /reviews/{number}/call": ofRegion, "POST /reviews/{number}/confirm": ofRegion, "POST /reviews/{number}/return": ofRegion,
		"GET /receiver":          receivers,
		"POST /tickets/find":     {allowed: []string{"吴话务", "陈桂城", "陈大沥", "陈督南", "陈督禅", "林公安", "林城管"}},
		"GET /receiver/{number}": {allowed: []string{"陈桂城", "陈督南", "吴话务"}, hidden: []string{"陈大沥", "陈督禅"}},
		// Supervisors may not handle a ticket, and a clerk may only record what callers say.
		"POST /receiver/{number}/{action}":   {allowed: []string{"陈桂城"}, hidden: []string{"陈大沥", "陈督禅"}},
		"GET /tasks":                         {allowed: []string{"林公安", "林城管"}},
		"GET /tasks/{kind}/{number}/{task}":  {allowed: []string{"林城管"}, hidden: []string{"林公安"}},
		"POST /tasks/{kind}/{number}/{task}": {allowed: []string{"林城管"}, hidden: []string{"林公安"}},
		"GET /stewards": {
			allowed: []string{"陈积分", "陈积南"},
		}, "GET /stewards/{deed}": {allowed: []string{"陈积分", "陈积南"}}, "POST /stewards/{deed}": {allowed: []string{"陈积分", "陈积南"}},
		"GET /dashboard": {allowed: []string{"罗主任", "罗南海"}},
	}
}

// permissionOf returns the permission of the route. Everybody may read the guide of a service, and everybody who is
// signed in may apply.
func permissionOf(route string) (permission, bool) {
	if row, ok := matrix()[route]; ok {
		return row, true
	}
	if service := regexp.MustCompile(
		`^(GET|POST) /services/\w+(/application|/applications|/draft|/eligibility)?$`,
	).FindStringSubmatch(route); service != nil {
		return permission{open: service[1] == "GET" && service[2] == ""}, true
	}
	return permission{}, false
}

// TestWhoMayDoWhat: every route of the template, used by each person. A route without a row is an error, and so
// is a row without a route.
func TestWhoMayDoWhat(t *testing.T) {
	c := court{openSite(t, t.TempDir())}
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	places := c.things()
	seen := map[string]bool{}
	for _, function := range template.Functions() {
		for _, route := range template.Routes(function) {
			row, ok := permissionOf(route)
			if !ok {
				t.Errorf("%s has no row: say who may do it", route)
				continue
			}
			seen[route] = true
			method, path, named := strings.Cut(route, " ")
			if !named { // the default route
				method, path = "GET", "/nowhere"
			}
			people := append([]string{"", other}, append(inOffice, owner)...) // the owner last, who may use it up
			if strings.HasPrefix(path, "/services/") {
				people = []string{"", other, inOffice[0]} // nobody owns a service
			}
			for _, name := range people {
				status := c.try(method, places(path), name)
				if want := row.of(name); !want(status) {
					t.Errorf("%s as %q: %d", route, name, status)
				}
			}
		}
	}
	for route := range matrix() {
		if !seen[route] {
			t.Errorf("%s has a row, and is no route", route)
		}
	}
}

// of returns the check of the status that the named person must get.
func (a permission) of(name string) func(status int) bool {
	is := func(want ...int) func(int) bool {
		return func(status int) bool { return slices.Contains(want, status) }
	}
	passes := func(status int) bool { return status != 401 && status != 403 && status < 500 }
	exists := func(status int) bool { return passes(status) && status != 404 }
	switch {
	case a.open:
		return passes
	case name == "":
		return is(401)
	case a.own && name == owner, slices.Contains(a.allowed, name):
		return exists
	case a.own, slices.Contains(a.hidden, name):
		return is(404)
	case a.allowed != nil:
		return is(403)
	default:
		return passes
	}
}

// things creates one of each object of the owner that a route can be about, and returns a function that puts
// them into paths.
func (c court) things() func(path string) string {
	_, granted, text := c.apply("elderlyallowance", owner, own(c.t, owner))
	if granted.Certificate == nil {
		c.t.Fatal(text)
	}
	referred := c.refer("seniorcard", "龙待核", `{"delivery":"electronic"}`)
	var v ticket.View
	c.post(owner, "/tickets", noise, &v)
	c.post("陈桂城", "/receiver/"+v.Number+"/call", `{"departments":["urban-management"],"text":"到场"}`, nil)
	var page points.Page
	c.post("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, &page)
	var link struct{ URL string }
	c.post(owner, "/certificates/"+granted.Certificate.Number+"/links", `{"days":7}`, &link)
	return func(path string) string {
		for prefix, number := range map[string]string{
			"/applications/": granted.Number,
			"/certificates/": granted.Certificate.Number,
			"/tickets/":      v.Number,
			"/reviews/":      referred,
			"/receiver/":     v.Number,
			"/tasks/":        v.Number,
		} {
			if strings.HasPrefix(path, prefix) {
				path = strings.Replace(path, "{number}", number, 1)
			}
		}
		if strings.HasSuffix(path, "/correction") {
			path += "?dataset=population&field=birth_date"
		}
		secret := link.URL[strings.LastIndex(link.URL, "/")+1:]
		return strings.NewReplacer(
			"{kind}", "ticket", "{task}", "0", "{deed}", page.Reported[0].Number, "{action}", "contact", "{id}", secret,
			"{secret}", secret, "{list}", granted.Certificate.Status.List, "{purpose}", "revocation", "{code}", "busy",
			"{file}", "nothing.css", "{service}", "nothing",
		).
			Replace(path)
	}
}

// try sends the request as the named person ("": nobody) and returns the status.
func (c court) try(method, path, name string) int {
	headers := []string{"Content-Type", "application/json", "Accept", "application/json"}
	if name != "" {
		headers = append(headers, "Authorization", "Bearer "+c.token(name))
	}
	body := ""
	if method == http.MethodPost {
		body = `{"text":"说明","reason":"说明","report":"说明","dataset":"population","field":"birth_date"}`
	}
	response, _ := c.call(method, path, body, headers...)
	return response.StatusCode
}
