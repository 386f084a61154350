package certificates_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"miaoban/functions/proof/certificates"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/shared/instant"
	"miaoban/shared/platform/platformtest"
)

const (
	holder   = "何婉清"
	stranger = "李建业"
)

// granted is a house in which the allowance was granted to the holder, and the certificate's path.
func granted(t *testing.T) (h *platformtest.House, path string, receipt instant.Receipt) {
	t.Helper()
	keys := "file:" + filepath.Join(t.TempDir(), "keys.json")
	getenv := func(name string) string {
		return map[string]string{"SIGNING_KEYS": keys, "PUBLIC_URL": "https://portal.example"}[name]
	}
	h = platformtest.Open(t, "2026-11-24", certificates.Function(getenv), elderlyallowance.Service().Routes)
	receipt = h.Apply("elderlyallowance", holder, fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, holder).Card))
	if receipt.Certificate == nil {
		t.Fatal(receipt.Outcome)
	}
	return h, "/certificates/" + receipt.Certificate.Number, receipt
}

// TestACertificateIsItsHolders: nobody else learns that there is one.
func TestACertificateIsItsHolders(t *testing.T) {
	h, path, receipt := granted(t)
	var list certificates.List
	if h.Get(holder, "/certificates", &list); len(list.Certificates) != 1 ||
		list.Certificates[0].Certificate != receipt.Certificate.Number {
		t.Errorf("the holder has %+v", list)
	}
	var c certificates.Certificate
	if status := h.Get(holder, path, &c); status != http.StatusOK || c.Credential == "" || c.Code == "" ||
		!strings.HasPrefix(c.CodeURL, "https://portal.example/verify#") {
		t.Errorf("%d %+v", status, c)
	}
	for _, place := range []string{path, path + "/presentation?claims=holder"} {
		for name, want := range map[string]int{stranger: 404, "": 401} {
			if status := h.Get(name, place, nil); status != want {
				t.Errorf("%q sees %s: %d, want %d", name, place, status, want)
			}
		}
	}
	if status := h.Get(holder, path+"0", nil); status != http.StatusNotFound {
		t.Errorf("a number that is none: %d", status)
	}
}

// TestAPartIsShown of what the certificate says: what its holder chooses, and no more.
func TestAPartIsShown(t *testing.T) {
	h, path, _ := granted(t)
	var p certificates.Presentation
	if status := h.Get(holder, path+"/presentation?claims=holder", &p); status != http.StatusOK || len(p.Claims) != 1 ||
		p.Claims[0].Name != "holder" {
		t.Errorf("%d %+v", status, p.Claims)
	}
	for _, wish := range []string{"", "?claims=", "?claims=nothing", "?claims=holder,nothing"} {
		if status := h.Get(holder, path+"/presentation"+wish, nil); status != http.StatusBadRequest {
			t.Errorf("%q: %d", wish, status)
		}
	}
	again := h.Call(holder, http.MethodGet, path+"/presentation", "", "Accept", "text/html")
	if again.StatusCode != http.StatusOK || !strings.Contains(again.Body, "<title>有 1 处需要修改") ||
		!strings.Contains(again.Body, `href="#claims"`) || !strings.Contains(again.Body, `id="claims"`) {
		t.Errorf("a browser that sends no choice is not shown the choices again: %d", again.StatusCode)
	}
}

// TestTheCodeIsShownAlone: name, holder, validity and code, and nothing that somebody who looks at the screen needs not
// see.
func TestTheCodeIsShownAlone(t *testing.T) {
	h, path, receipt := granted(t)
	page := h.Call(holder, http.MethodGet, path+"?show=code", "", "Accept", "text/html")
	for _, words := range []string{receipt.Certificate.Title.ZH, holder, "有效期：", `class="qr"`, `<body class="bright">`} {
		if !strings.Contains(page.Body, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	own := platformtest.Person(t, holder)
	for _, secret := range []string{own.ID, own.ID[14:], own.Card[12:], "<nav", "credential"} {
		if strings.Contains(page.Body, secret) {
			t.Errorf("the page shows %q", secret)
		}
	}
	if csp := page.Headers["Content-Security-Policy"]; !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "connect-src") {
		t.Errorf("the page may do %q", csp)
	}
	if status := h.Call(stranger, http.MethodGet, path+"?show=code", "", "Accept", "text/html").StatusCode; status != http.StatusNotFound {
		t.Errorf("a stranger is answered with %d", status)
	}
	for _, place := range []string{path, "/certificates"} {
		if body := h.Call(holder, http.MethodGet, place, "", "Accept", "text/html").Body; !strings.Contains(body, path+"?show=code") {
			t.Errorf("%s does not lead to the code", place)
		}
	}
}

// TestALinkShowsACertificate to everybody who has the link, for a number of days or until it is withdrawn, and
// not what the holder alone should have.
func TestALinkShowsACertificate(t *testing.T) {
	h, path, _ := granted(t)
	for _, days := range []string{"0", "-1", "31", "1e9", `"a"`, "null"} {
		if status := h.Post(holder, path+"/links", `{"days":`+days+`}`, nil); status != http.StatusBadRequest {
			t.Errorf("a link of %s days: %d", days, status)
		}
	}
	if status := h.Post(stranger, path+"/links", `{"days":7}`, nil); status != http.StatusNotFound {
		t.Errorf("somebody else made a link: %d", status)
	}
	link := func() (id, shared string) {
		var made struct{ ID, URL string }
		if status := h.Post(holder, path+"/links", `{"days":7}`, &made); status != http.StatusCreated {
			t.Fatal(status)
		}
		return made.ID, strings.TrimPrefix(made.URL, "https://portal.example")
	}
	id, shared := link()
	response := h.Call("", "GET", shared, "")
	if response.StatusCode != http.StatusOK || response.Headers["Cache-Control"] != "no-store" {
		t.Fatalf("%d %v", response.StatusCode, response.Headers)
	}
	if strings.Contains(response.Body, `"credential"`) || strings.Contains(response.Body, platformtest.Person(t, holder).ID) {
		t.Errorf("the link shows what only the holder should have: %s", response.Body)
	}
	if status := h.Post(stranger, path+"/links/"+id+"/withdraw", `{}`, nil); status != http.StatusNotFound {
		t.Errorf("somebody else withdrew it: %d", status)
	}
	for range 2 { // the second time it is withdrawn already
		if status := h.Post(holder, path+"/links/"+id+"/withdraw", ``, nil); status != http.StatusNoContent {
			t.Errorf("withdrawn: %d", status)
		}
	}
	for _, gone := range []string{shared, "/shared/nothing"} {
		if status := h.Get("", gone, nil); status != http.StatusNotFound {
			t.Errorf("%s is answered with %d", gone, status)
		}
	}
	_, shared = link()
	made := h.Now()
	for after, want := range map[time.Duration]int{
		7*24*time.Hour - time.Second: http.StatusOK,
		7*24*time.Hour + time.Second: http.StatusNotFound,
	} {
		h.At(made.Add(after))
		if status := h.Get("", shared, nil); status != want {
			t.Errorf("%s after it was made it is answered with %d, want %d", after, status, want)
		}
	}
}

// TestAStatusListIsAnybodys, and signed; what is no list is not found.
func TestAStatusListIsAnybodys(t *testing.T) {
	h, _, receipt := granted(t)
	for _, purpose := range []string{"revocation", "suspension"} {
		response := h.Call("", "GET", "/status/"+receipt.Certificate.Status.List+"/"+purpose, "")
		if response.StatusCode != http.StatusOK || response.Headers["Content-Type"] != "application/vc+jwt" ||
			strings.Count(response.Body, ".") != 2 {
			t.Errorf("%s: %d %v %.40s", purpose, response.StatusCode, response.Headers, response.Body)
		}
	}
	for _, path := range []string{
		"/status/x/revocation",
		"/status/20261124-10/revocation",
		"/status/" + receipt.Certificate.Status.List + "/nothing",
	} {
		if status := h.Get("", path, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
