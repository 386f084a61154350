package functions_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"miaoban/events"
	"miaoban/functions"
	"miaoban/functions/citizens/applications"
	"miaoban/functions/proof/certificates"
	"miaoban/functions/proof/verify"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/registry/seed"
	"miaoban/shared/sweep"
)

// portal opens the pages that citizens read, with the seed's people and their past.
func portal(t *testing.T) *platformtest.House {
	t.Helper()
	key := filepath.Join(t.TempDir(), "keys.json")
	keys := func(name string) string {
		if name == "SIGNING_KEYS" {
			return "file:" + key
		}
		return ""
	}
	all := []platform.Function{
		applications.Function(functions.Services()), certificates.Function(keys), verify.Function(keys),
	}
	for _, s := range functions.Services() {
		all = append(all, s.Routes)
	}
	return platformtest.Open(t, "2026-11-24", all...)
}

// raw are forms that programs read and people do not: ISO days and months, amounts with a currency sign,
// division codes and truth values as the value of a field, and field names.
var raw = map[string]*regexp.Regexp{
	"an ISO day or month": regexp.MustCompile(`\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?\b`),
	"an amount in fen":    regexp.MustCompile(`\b\d+00分|\bfen\b|¥`),
	"a division's code":   regexp.MustCompile(`(?:^|[：:>（( ])(?:4[1-6]|[1-3][1-7]|5[0-4]|6[1-5])\d{4}(?:\d{3})?(?:$|[<，。；）) ])`),
	"a value of a program": regexp.MustCompile(
		`(?:[：:] *|>)(?:true|false|null|not_met|met|unknown|[a-z]+(?:[_-][a-z]+)+)(?:<|$|。)`),
}

// wide finds full-width punctuation that is not of a Chinese name or quotation: in a text without an ideograph, or
// beside a letter.
func wide(piece string) string {
	if strings.IndexFunc(piece, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0 {
		return wideMark.FindString(piece)
	}
	return besideLetter.FindString(piece)
}

var (
	wideMark     = regexp.MustCompile(`[（）。，；：、！？]`)
	besideLetter = regexp.MustCompile(`[A-Za-z] ?[（。，；：、！？]|[）。，；：、！？] ?[A-Za-z]`)
)

// markup matches the parts of a page that are not shown as text.
var markup = regexp.MustCompile(`(?s)<(?:title|style|script|textarea|code)[^>]*>.*?</[a-z]+>|<input[^>]*>|<[^>]+>`)

// shownText returns the pieces of text on the page that people read.
func shownText(page string) []string {
	var pieces []string
	for _, piece := range strings.Split(markup.ReplaceAllString(page, "\n"), "\n") {
		if piece = strings.TrimSpace(html.UnescapeString(piece)); piece != "" {
			pieces = append(pieces, piece)
		}
	}
	return pieces
}

// page is the address of a page and the person who reads it.
type page struct{ of, person, application, path string }

// TestNoRawValueReachesACitizen: on the pages of everything that the seed's people have applied for and of what
// they were granted, days, amounts, places and choices are written as people write them.
func TestNoRawValueReachesACitizen(t *testing.T) {
	h := portal(t)
	seen := map[string]bool{}
	for _, p := range sweep.Cases(t, append(past(t), present(t, h)...), 60) {
		for _, language := range []string{"zh", "en"} {
			response := h.Call(p.person, http.MethodGet, p.path, "", "Accept", "text/html", "Accept-Language", language)
			if response.StatusCode != http.StatusOK {
				t.Fatalf("%s of %s: %d %s", p.path, p.of, response.StatusCode, response.Body)
			}
			for _, piece := range shownText(response.Body) {
				if mark := wide(piece); mark != "" && language == "en" {
					seen[fmt.Sprintf("%s in English: full width %q in %q", p.of, mark, piece)] = true
				}
				for kind, pattern := range raw {
					if found := pattern.FindString(piece); found != "" {
						seen[fmt.Sprintf("%s in %s: %s %q in %q", p.of, language, kind, found, piece)] = true
					}
				}
			}
		}
	}
	for _, what := range slices.Sorted(maps.Keys(seen)) {
		t.Error(what)
	}
}

// pagesOf are the pages of an application.
func pagesOf(service, person, number string, certificate string) []page {
	all := []page{{service, person, number, "/applications/" + number}}
	if certificate != "" {
		all = append(all, page{service, person, number, "/certificates/" + certificate})
	}
	return all
}

// past are the pages of the seed's past.
func past(t *testing.T) (all []page) {
	t.Helper()
	items, err := seed.History()
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		if item.Sort != "APPLICATION" || !strings.HasPrefix(item.Partition, "APPLICATION#") {
			continue
		}
		var a instant.Application
		if err := json.Unmarshal([]byte(item.Body), &a); err != nil {
			t.Fatal(err)
		}
		certificate := ""
		if a.Grants != nil && a.Grants.Holder == "" {
			certificate = a.Grants.Certificate.Number
		}
		all = append(all, pagesOf(a.Service, a.Applicant.Name, a.Number, certificate)...)
	}
	if len(all) < 50 {
		t.Fatalf("the seed's past has only %d pages", len(all))
	}
	return all
}

// present applies as the events do, and returns the pages of the applications.
func present(t *testing.T, h *platformtest.House) (all []page) {
	t.Helper()
	samples, err := events.Load("../events")
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range samples {
		var event struct {
			RawPath, Body  string
			RequestContext struct {
				HTTP       struct{ Method string }
				Authorizer struct{ Lambda struct{ Name string } }
			}
		}
		if err := json.Unmarshal(sample.Payload, &event); err != nil {
			t.Fatal(err)
		}
		name := event.RequestContext.Authorizer.Lambda.Name
		if sample.Answer.Status != http.StatusCreated || name == "" || event.RawPath != "/services/"+sample.Function+"/applications" {
			continue
		}
		response := h.Call(name, event.RequestContext.HTTP.Method, event.RawPath, event.Body)
		var receipt instant.Receipt
		if err := json.Unmarshal([]byte(response.Body), &receipt); err != nil || receipt.Number == "" {
			t.Logf("%s/%s: %d %s", sample.Function, sample.Name, response.StatusCode, response.Body)
			continue
		}
		certificate := ""
		if receipt.Certificate != nil && !receipt.Others {
			certificate = receipt.Certificate.Number
		}
		all = append(all, pagesOf(sample.Function+"/"+sample.Name, name, receipt.Number, certificate)...)
	}
	if len(all) < 80 {
		t.Fatalf("the events lead to only %d pages", len(all))
	}
	return all
}

// TestOneCertificateHasOneState: what the receipt, the certificate and the verification say of each certificate
// of the seed is the same, on pages and for programs.
func TestOneCertificateHasOneState(t *testing.T) {
	h := portal(t)
	seen := map[string]int{}
	for _, p := range sweep.Cases(t, append(past(t), present(t, h)...), 60) {
		if !strings.HasPrefix(p.path, "/certificates/") {
			continue
		}
		var c certificates.Certificate
		if status := h.Get(p.person, p.path, &c); status != http.StatusOK {
			t.Fatalf("%s: %d", p.path, status)
		}
		var receipt instant.Receipt
		h.Get(p.person, "/applications/"+p.application, &receipt)
		var verdict credential.Verdict
		token, err := json.Marshal(map[string]string{"token": c.Code})
		if err != nil {
			t.Fatal(err)
		}
		h.Post("", "/verify", string(token), &verdict)
		state := string(c.Standing.State)
		if receipt.Standing == nil || receipt.Standing.State != c.Standing.State || receipt.Standing.StateText != c.Standing.StateText {
			t.Errorf("%s: the receipt says %+v, the certificate %+v", p.of, receipt.Standing, c.Standing)
		}
		same := map[string][]credential.State{
			"in-force": {credential.Valid}, "not-yet-valid": {credential.NotYetValid}, "expired": {credential.Expired},
			"suspended": {credential.Suspended}, "ended": {credential.Revoked, credential.Superseded},
		}
		if !slices.Contains(same[state], verdict.State) {
			t.Errorf("%s: the certificate is %s, and the verification says %s: %s", p.of, state, verdict.State, verdict.Reason)
		}
		page := h.Call(p.person, http.MethodGet, p.path, "", "Accept", "text/html").Body
		if !strings.Contains(page, c.Standing.StateText.ZH) || state == "not-yet-valid" && strings.Contains(page, "<strong>有效</strong>") {
			t.Errorf("%s: the page does not say %s", p.of, c.Standing.StateText)
		}
		if payment := receipt.Payment; payment != nil && payment.Monthly && c.ValidFrom.After(c.IssuedOn) {
			t.Errorf("%s: the notice of a payment from %s is valid from %s, later than it was issued", p.of, payment.FirstMonth, c.ValidFrom)
		}
		seen[state]++
	}
	if seen["in-force"] < 10 || !testing.Short() && seen["not-yet-valid"] == 0 {
		t.Errorf("too few were seen: %v", seen)
	}
	t.Log(seen)
}
