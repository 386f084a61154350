package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"miaoban/functions/proof/certificates"
	"miaoban/functions/proof/verify"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
	"miaoban/shared/signature"
)

// tool returns the path of a program that the test needs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not there", name)
		}
		t.Skipf("%s is not there", name)
	}
	return path
}

// output returns the output of the program.
func output(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), tool(t, name), arguments...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, complaint.String())
	}
	return string(out)
}

// holder is a seed person with a certificate.
type holder struct {
	*site
	as      []string // the headers of their requests
	receipt instant.Receipt
	path    string // of the certificate
}

func certified(t *testing.T) holder {
	s := openSite(t, t.TempDir())
	status, receipt, text := s.apply("elderlyallowance", "何婉清", own(t, "何婉清"))
	if status != http.StatusCreated || receipt.Certificate == nil {
		t.Fatal(text)
	}
	return holder{
		s,
		[]string{"Authorization", "Bearer " + s.token("何婉清"), "Accept", "application/json"},
		receipt,
		"/certificates/" + receipt.Certificate.Number,
	}
}

// get sends a request as the holder and decodes the answer.
func (h holder) get(path string, into any) {
	h.t.Helper()
	response, text := h.call("GET", path, "", h.as...)
	if response.StatusCode != http.StatusOK {
		h.t.Fatalf("%s: %d %s", path, response.StatusCode, text)
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		h.t.Fatal(err)
	}
}

// verify verifies the token without a sign-in.
func (h holder) verify(token string) credential.Verdict {
	h.t.Helper()
	body, err := json.Marshal(map[string]string{"token": token})
	if err != nil {
		h.t.Fatal(err)
	}
	response, text := h.call("POST", "/verify", string(body), "Content-Type", "application/json")
	var v credential.Verdict
	if err := json.Unmarshal([]byte(text), &v); err != nil || response.StatusCode != http.StatusOK {
		h.t.Fatalf("%d %s", response.StatusCode, text)
	}
	return v
}

// TestACertificateProvesItself: by its code on paper, by its credential for programs, and by the signature of its
// PDF, until it is given up.
func TestACertificateProvesItself(t *testing.T) {
	h := certified(t)
	var c certificates.Certificate
	h.get(h.path, &c)
	for name, token := range map[string]string{"credential": c.Credential, "code": c.Code, "address": c.CodeURL} {
		v := h.verify(token)
		if v.State != credential.Valid && v.State != credential.NotYetValid || v.Content.Number != h.receipt.Certificate.Number {
			t.Errorf("the %s: %s (%s)", name, v.State, v.Reason.EN)
		}
	}
	var p certificates.Presentation
	h.get(h.path+"/presentation?claims=ageOver70&claims=residentOf", &p)
	if v := h.verify(p.Presentation); v.Content == nil || len(v.Content.Claims) != 2 || strings.Contains(p.Presentation, "何") {
		t.Errorf("two claims shown: %+v", v)
	}
	if response, _ := h.call("GET", h.path+"/presentation?claims=birthDate", "", h.as...); response.StatusCode != http.StatusBadRequest {
		t.Errorf("a claim that is not there: %d", response.StatusCode)
	}

	var keys signature.Verifiers
	h.get("/.well-known/jwks.json", &keys)
	content := h.verify(c.Code).Content
	listed := func(purpose credential.Purpose) bool {
		response, list := h.call("GET", credential.ListURL("", content.Status.List, purpose), "")
		is, err := credential.Listed(list, keys, content.Status.Index)
		if err != nil || response.Header.Get("Cache-Control") != "public, max-age=300" {
			t.Fatalf("the list: %v, %v", err, response.Header)
		}
		return is
	}
	if listed(credential.Revocation) || listed(credential.Suspension) {
		t.Error("it is on a list from the beginning")
	}
	if status, text := (court{h.site}).confirmed("何婉清", "/applications/"+h.receipt.Number+"/surrender"); status != http.StatusOK {
		t.Fatal(text)
	}
	for _, token := range []string{c.Credential, c.Code, p.Presentation} {
		if v := h.verify(token); v.State != credential.Revoked || !strings.Contains(v.Reason.EN, "Not valid since") {
			t.Errorf("given up, it is %s (%s)", v.State, v.Reason.EN)
		}
	}
	if !listed(credential.Revocation) || listed(credential.Suspension) {
		t.Error("given up, it is not on the list of the revoked alone")
	}
}

// TestADocumentProvesItself to other programs: one reads the text, one the code in a picture of the page, and one
// the signature.
func TestADocumentProvesItself(t *testing.T) {
	h := certified(t)
	response, document := h.call("GET", h.path+"/pdf", "", h.as...)
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "application/pdf" {
		t.Fatalf("%d %s", response.StatusCode, document[:min(len(document), 500)])
	}
	if _, again := h.call("GET", h.path+"/pdf", "", h.as...); again != document {
		t.Error("asked for again it is another document")
	}
	if size := len(document); size > 120<<10 {
		t.Errorf("it has %d KiB", size>>10)
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "certificate.pdf")
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	text := output(t, "pdftotext", "-layout", file, "-")
	for _, words := range []string{"高龄津贴核定通知", "何婉清", h.receipt.Certificate.Number, "每月", "演示文书"} {
		if !strings.Contains(text, words) {
			t.Errorf("its text lacks %q:\n%s", words, text)
		}
	}
	if info := output(t, "pdfinfo", file); !strings.Contains(info, "高龄津贴核定通知 "+h.receipt.Certificate.Number) {
		t.Errorf("it does not say what it is:\n%s", info)
	}
	if strings.Contains(text, person(t, "何婉清").ID) {
		t.Error("it shows the whole ID number")
	}
	output(t, "pdftoppm", "-r", "150", "-png", file, filepath.Join(folder, "page"))
	var c certificates.Certificate
	h.get(h.path, &c)
	code := strings.TrimSpace(output(t, "zbarimg", "--quiet", "--raw", filepath.Join(folder, "page-1.png")))
	if code != c.CodeURL {
		t.Errorf("its code says\n%s\nwant\n%s", code, c.CodeURL)
	}
	signatures := output(t, "pdfsig", "-nocert", file)
	for _, words := range []string{"Signature is Valid", "Total document signed", "秒办电子证照签章"} {
		if !strings.Contains(signatures, words) {
			t.Errorf("its signature lacks %q:\n%s", words, signatures)
		}
	}
}

// TestDocumentsThatWereTamperedWith are refused with the right reason.
func TestDocumentsThatWereTamperedWith(t *testing.T) {
	h := certified(t)
	_, document := h.call("GET", h.path+"/pdf", "", h.as...)
	stranger := certified(t) // of a house with other keys
	_, foreign := stranger.call("GET", stranger.path+"/pdf", "", stranger.as...)
	codeOf := func(document string) string {
		_, rest, _ := strings.Cut(document, "/Keywords(")
		code, _, _ := strings.Cut(rest, ")")
		return code
	}
	for name, tt := range map[string]struct {
		document string
		want     []credential.State
	}{
		"as it is": {document, []credential.State{credential.Valid, credential.NotYetValid}},
		"another's token in it": {
			strings.Replace(document, codeOf(document), fit(codeOf(foreign), len(codeOf(document))), 1),
			[]credential.State{credential.Altered},
		},
		"a byte of the page":      {strings.Replace(document, "stream\n", "stream\r", 1), []credential.State{credential.Altered}},
		"something behind it":     {document + "\n% and more\n", []credential.State{credential.Altered}},
		"of another house":        {foreign, []credential.State{credential.UnknownIssuer}},
		"without its signature":   {document[:strings.Index(document, "%%EOF")+6], []credential.State{credential.Malformed}},
		"broken off":              {document[:len(document)/2], []credential.State{credential.Malformed}},
		"no document":             {"%PDF-1.7", []credential.State{credential.Malformed}},
		"the beginning and noise": {document[:1000] + strings.Repeat("x", 1000), []credential.State{credential.Malformed}},
	} {
		response, text := h.call("POST", "/verify", tt.document, "Content-Type", "application/pdf")
		var v credential.Verdict
		if err := json.Unmarshal([]byte(text), &v); err != nil || response.StatusCode != http.StatusOK ||
			!slices.Contains(tt.want, v.State) {
			t.Errorf("%s: %d %s", name, response.StatusCode, text)
		}
	}
	for name, tt := range map[string]struct {
		body, kind string
		status     int
	}{
		"too large": {strings.Repeat("x", 1<<20+1), "application/pdf", http.StatusRequestEntityTooLarge},
		"nothing":   {"{}", "application/json", http.StatusUnprocessableEntity},
		"no form":   {"x", "multipart/form-data; boundary=a", http.StatusBadRequest},
		"a form without": {
			"--a\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--a--\r\n",
			"multipart/form-data; boundary=a",
			http.StatusBadRequest,
		},
		"some other thing": {"x", "image/png", http.StatusUnsupportedMediaType},
	} {
		if response, text := h.call("POST", "/verify", tt.body, "Content-Type", tt.kind); response.StatusCode != tt.status {
			t.Errorf("%s: %d %s", name, response.StatusCode, text)
		}
	}
}

// TestAKeyIsRotated: signatures of the old key remain valid, and new ones are made with SM2.
func TestAKeyIsRotated(t *testing.T) {
	data := t.TempDir()
	var old, young certificates.Certificate
	for i, c := range []*certificates.Certificate{&old, &young} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			s := openSite(t, data)
			name := []string{"何婉清", "麦养老"}[i]
			service, form := "elderlyallowance", own(t, name)
			if i == 1 {
				service, form = "residentpension", fmt.Sprintf(`{"account":%q}`, person(t, name).Card)
			}
			_, receipt, text := s.apply(service, name, form)
			if receipt.Certificate == nil {
				t.Fatal(text)
			}
			h := holder{
				s,
				[]string{"Authorization", "Bearer " + s.token(name), "Accept", "application/json"},
				receipt,
				"/certificates/" + receipt.Certificate.Number,
			}
			h.get(h.path, c)
			if i == 1 {
				for name, token := range map[string]string{"old": old.Code, "young": young.Code} {
					if v := h.verify(token); v.Content == nil {
						t.Errorf("the %s one: %s (%s)", name, v.State, v.Reason.EN)
					}
				}
				if response, text := h.call("GET", h.path+"/pdf", "", h.as...); response.StatusCode != http.StatusOK ||
					!strings.HasPrefix(text, "%PDF-") {
					t.Errorf("a document under a key of SM2: %d", response.StatusCode)
				}
			}
		})
		if err := rotate(t.Context(), settings{data: data}, "SM2", io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	if header := strings.Split(young.Code, ".")[0]; header == strings.Split(old.Code, ".")[0] {
		t.Error("the new key did not sign")
	}
}

// fit returns the text cut or padded to that length.
func fit(text string, length int) string { return (text + strings.Repeat("A", length))[:length] }

// TestTheCommandVerifies, with the keys in a file and with the issuer's address.
func TestTheCommandVerifies(t *testing.T) {
	h := certified(t)
	var c certificates.Certificate
	h.get(h.path, &c)
	_, document := h.call("GET", h.path+"/pdf", "", h.as...)
	_, keys := h.call("GET", "/.well-known/jwks.json", "")
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	keyFile, pdfFile := write("jwks.json", keys), write("certificate.pdf", document)
	large, larger := write("large", strings.Repeat("x", verify.MaxDocument)), write("larger", strings.Repeat("x", verify.MaxDocument+1))
	run := func(arguments ...string) (credential.Verdict, error) {
		var out bytes.Buffer
		err := verifyCertificate(t.Context(), arguments, strings.NewReader(c.Credential), &out)
		var v credential.Verdict
		if out.Len() > 0 {
			if err := json.Unmarshal(out.Bytes(), &v); err != nil {
				t.Fatal(err)
			}
		}
		return v, err
	}
	ways := [][]string{
		{"-keys", keyFile, pdfFile},
		{"-keys", keyFile, c.Code},
		{"-keys", keyFile, "-"},
		{"-from", h.url, pdfFile},
		{"-from", h.url, c.CodeURL},
	}
	for _, way := range ways {
		// valid at once, although paid from the next month on
		if v, _ := run(way...); v.State != credential.Valid || v.Content.Number != c.Number {
			t.Errorf("%.60q: %s (%s)", way, v.State, v.Reason.EN)
		}
	}
	if status, text := (court{h.site}).confirmed("何婉清", "/applications/"+h.receipt.Number+"/surrender"); status != http.StatusOK {
		t.Fatal(text)
	}
	for i, want := range []credential.State{
		credential.Valid, // without the status list
		credential.Valid,
		credential.Valid,
		credential.Revoked,
		credential.Revoked,
	} {
		if v, err := run(ways[i]...); v.State != want || (err == nil) != (want == credential.Valid) {
			t.Errorf("given up, %.60q: %s, want %s", ways[i], v.State, want)
		}
	}
	if v, err := run("-keys", keyFile, large); v.State != credential.Malformed || !errors.Is(err, errInvalid) {
		t.Errorf("a large file: %s, %v", v.State, err)
	}
	for _, wrong := range [][]string{
		{},
		{"-keys", keyFile},
		{"-keys", keyFile, larger},
		{c.Code},
		{"-keys", keyFile, "-from", h.url, c.Code},
		{"-keys", pdfFile, c.Code},
		{"-from", h.url + "/nowhere", c.Code},
	} {
		if _, err := run(wrong...); err == nil {
			t.Errorf("%.60q was taken", wrong)
		}
	}
}

// TestALinkShowsTheDocument to everybody who has the link, until it is withdrawn, and to nobody else.
func TestALinkShowsTheDocument(t *testing.T) {
	h := certified(t)
	post := append([]string{"Content-Type", "application/json"}, h.as...)
	_, text := h.call("POST", h.path+"/links", `{"days":7}`, post...)
	var made struct{ ID, URL string }
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	document := strings.TrimPrefix(made.URL, h.url) + "/pdf"
	if response, _ := h.call("GET", document, ""); response.StatusCode != http.StatusOK ||
		response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", response.StatusCode, response.Header)
	}
	other := []string{"Authorization", "Bearer " + h.token("李建业")}
	for name, headers := range map[string][]string{"somebody else": other, "nobody": nil} {
		if response, _ := h.call("GET", h.path+"/pdf", "", headers...); response.StatusCode != http.StatusNotFound &&
			response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s gets it: %d", name, response.StatusCode)
		}
	}
	if response, text := h.call("POST", h.path+"/links/"+made.ID+"/withdraw", "", h.as...); response.StatusCode != http.StatusNoContent {
		t.Errorf("%d %s", response.StatusCode, text)
	}
	if response, _ := h.call("GET", document, ""); response.StatusCode != http.StatusNotFound {
		t.Errorf("withdrawn, it is answered with %d", response.StatusCode)
	}
}

// TestACodeOpensThePageThatVerifies: a phone's camera opens the address in the code.
func TestACodeOpensThePageThatVerifies(t *testing.T) {
	h := certified(t)
	var c certificates.Certificate
	h.get(h.path, &c)
	b := openTab(t, h.site)
	b.do(chromedp.Navigate(c.CodeURL), chromedp.WaitReady("[role=status]"))
	verdict := ask[string](b, `document.querySelector("[role=status]").innerText`)
	if !strings.Contains(verdict, "何婉清") || strings.Contains(h.log.String(), c.Code[:40]) {
		t.Errorf("the page says %q", verdict)
	}
}
