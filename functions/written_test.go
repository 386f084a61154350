package functions_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"miaoban/functions/citizens/applications"
	"miaoban/functions/citizens/hotline"
	"miaoban/functions/citizens/points"
	"miaoban/functions/jobs/auditing"
	"miaoban/functions/jobs/publication"
	"miaoban/functions/officials/dashboard"
	"miaoban/functions/officials/figures"
	"miaoban/functions/officials/reviews"
	"miaoban/functions/officials/tasks"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
	"miaoban/shared/ticket"
)

var (
	tags = regexp.MustCompile(`<code>[^<]*</code>|<[^>]*>`) // a code, such as the name of an audit chain, is for programs
	// isoDay is a day or a month for programs: 2026-11-28, 2026-11.
	isoDay = regexp.MustCompile(`\b(19|20)\d\d-[01]\d(-[0-3]\d)?\b`)
)

// TestOfficialsReadDaysAsPeopleWriteThem: no text of an official's page, of the complaints or of the rankings has a
// day or month for programs.
func TestOfficialsReadDaysAsPeopleWriteThem(t *testing.T) {
	services := []instant.Offering{elderlyallowance.Service(), seniorcard.Service()}
	h := platformtest.Open(t, "2026-11-24", reviews.Function(services), tasks.Function(services), hotline.Function(services),
		points.Routes, dashboard.Function(services), figures.Function(services), applications.Function(services),
		services[0].Routes, services[1].Routes)
	must := func(name, path, body string, into any) {
		t.Helper()
		if response := h.Call(name, http.MethodPost, path, body); response.StatusCode >= 300 {
			t.Fatalf("%s: %d %s", path, response.StatusCode, response.Body)
		} else if into != nil {
			if err := json.Unmarshal([]byte(response.Body), into); err != nil {
				t.Fatal(err)
			}
		}
	}
	pages := map[string][]string{} // by official

	// A case of records that are too old, with a note, a team, a question and a proposal.
	elder := platformtest.Person(t, "黎花甲")
	record := fact.NewRecord(elder.ID, h.Now().AddDate(-1, 0, 0), dataset.Population.BirthDate.Set(calendar.MustParse("1966-01-15")),
		dataset.Population.Household.Set("440605011"), dataset.Population.Since.Set(calendar.MustParse("1999-01-01")))
	h.Know(record)
	receipt := h.Apply("seniorcard", elder.Name, `{"delivery":"electronic"}`)
	if receipt.Outcome != decision.Referred {
		t.Fatal(receipt.Outcome)
	}
	review := "/reviews/" + receipt.Number
	must("梁审南", review+"/note", `{"text":"已致电社区"}`, nil)
	must("梁审南", review+"/call", `{"departments":["police"],"text":"请核对户籍"}`, nil)
	must("梁审南", review+"/ask", `{"text":"请提供户口簿"}`, nil)
	pages["梁审南"] = []string{"/reviews", review}
	pages["林公安"] = []string{"/tasks/application/" + receipt.Number + "/0"}

	// A correction.
	citizen := platformtest.Person(t, "何婉清")
	allowed := h.Apply("elderlyallowance", citizen.Name, fmt.Sprintf(`{"payee":"own","account":%q}`, citizen.Card))
	var asked instant.CorrectionView
	must(citizen.Name, "/applications/"+allowed.Number+"/correction",
		`{"dataset":"population","field":"birth_date","value":"1951-03-14"}`, &asked)
	pages["林公安"] = append(pages["林公安"], "/tasks", "/tasks/correction/"+asked.Number+"/0")

	// A complaint with departments and a transfer, and one that is answered.
	var noisy, dry ticket.View
	must(citizen.Name, "/tickets", `{"category":"noise","place":"440605011","text":"楼下工地夜里还在施工"}`, &noisy)
	must(citizen.Name, "/tickets", `{"category":"water","place":"440605011","text":"从早上起停水"}`, &dry)
	must("陈桂城", "/receiver/"+noisy.Number+"/call", `{"departments":["urban-management"],"text":"到场"}`, nil)
	must("陈桂城", "/receiver/"+noisy.Number+"/pass", `{"to":"440605125","reason":"工地在大沥"}`, nil)
	must("陈桂城", "/receiver/"+dry.Number+"/answer", `{"text":"已恢复供水"}`, nil)
	pages["陈桂城"] = []string{"/receiver", "/receiver/" + noisy.Number, "/receiver/" + dry.Number}
	pages["陈督南"] = []string{"/receiver", "/receiver/" + noisy.Number}
	pages["林城管"] = []string{"/tasks", "/tasks/ticket/" + noisy.Number + "/0"}
	pages["吴话务"] = []string{"/tickets", "/tickets/new", "/receiver/" + noisy.Number}
	pages[citizen.Name] = []string{"/tickets", "/tickets/" + noisy.Number, "/tickets/" + dry.Number, "/hotline"}

	// A deed.
	var account points.Page
	must("孟好事", "/points/deeds", `{"deed":"neighbour","text":"周一帮张奶奶买药"}`, &account)
	pages["陈积分"] = []string{"/stewards", "/stewards/" + account.Reported[0].Number}

	// The month after: what is published, and what was signed.
	h.At(calendar.MustParse("2026-12-02").Start().Add(3 * time.Hour))
	publish, err := publication.Job(h.Engine, services)
	if err == nil {
		_, err = publish(t.Context(), publication.Order{})
	}
	if err != nil {
		t.Fatal(err)
	}
	sign, err := auditing.Job(keyFile(t))(h.Engine)
	if err == nil {
		_, err = sign(t.Context(), auditing.Order{})
	}
	if err != nil {
		t.Fatal(err)
	}
	pages["罗主任"] = []string{"/dashboard", "/figures", "/figures?month=2026-11", "/rankings", "/rankings?month=2026-11",
		"/audit/heads", "/audit/heads/2026-12-01"}

	for name, paths := range pages {
		for _, path := range paths {
			for _, language := range []string{"zh", "en"} {
				response := h.Call(name, http.MethodGet, path, "", "accept", "text/html", "cookie", "lang="+language)
				if response.StatusCode != http.StatusOK {
					t.Errorf("%s: %d %.200s", path, response.StatusCode, response.Body)
					continue
				}
				text := html.UnescapeString(tags.ReplaceAllString(response.Body, "\n"))
				for _, at := range isoDay.FindAllStringIndex(text, -1) {
					t.Errorf("%s in %s says %q", path, language, text[max(0, at[0]-30):min(len(text), at[1]+10)])
				}
			}
		}
	}
}

// keyFile is an environment with signing keys of its own.
func keyFile(t *testing.T) func(string) string {
	file := "file:" + filepath.Join(t.TempDir(), "keys")
	return func(name string) string {
		if name == "SIGNING_KEYS" {
			return file
		}
		return ""
	}
}
