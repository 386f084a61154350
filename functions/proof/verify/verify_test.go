package verify_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"miaoban/functions/proof/certificates"
	"miaoban/functions/proof/verify"
	"miaoban/functions/services/elderlyallowance"
	"miaoban/functions/services/seniorcard"
	"miaoban/functions/services/soletrader"
	"miaoban/functions/services/soletraderchange"
	"miaoban/shared/calendar"
	"miaoban/shared/credential"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/platform/platformtest"
)

// desk verifies what a house signs.
type desk struct {
	*platformtest.House
	t *testing.T
}

func open(t *testing.T) desk {
	t.Helper()
	keys := "file:" + filepath.Join(t.TempDir(), "keys.json")
	getenv := func(name string) string {
		return map[string]string{"SIGNING_KEYS": keys, "PUBLIC_URL": "https://portal.example"}[name]
	}
	return desk{
		platformtest.Open(t, "2026-11-24", certificates.Function(getenv), verify.Function(getenv), elderlyallowance.Service().Routes,
			seniorcard.Service().Routes, soletrader.Service().Routes, soletraderchange.Service().Routes),
		t,
	}
}

// issue is the certificate of what is granted.
func (d desk) issue(service, name, form string) (c certificates.Certificate, application string) {
	d.t.Helper()
	receipt := d.Apply(service, name, form)
	if receipt.Certificate == nil {
		d.t.Fatal(receipt.Outcome)
	}
	if status := d.Get(name, "/certificates/"+receipt.Certificate.Number, &c); status != http.StatusOK {
		d.t.Fatal(status)
	}
	return c, receipt.Number
}

// verdict returns the public result for the token.
func (d desk) verdict(token string) (v credential.Verdict) {
	d.t.Helper()
	body, err := json.Marshal(map[string]string{"token": token})
	if err != nil {
		d.t.Fatal(err)
	}
	if status := d.Post("", "/verify", string(body), &v); status != http.StatusOK {
		d.t.Fatal(status)
	}
	return v
}

const card = `{"delivery":"electronic"}`

// TestAnybodyVerifies a code or a credential without signing in; one altered character is found.
func TestAnybodyVerifies(t *testing.T) {
	d := open(t)
	c, _ := d.issue("seniorcard", "黎花甲", card)
	for name, tt := range map[string]struct {
		token string
		want  credential.State
	}{
		"the code":            {c.Code, credential.Valid},
		"the code's address":  {c.CodeURL, credential.Valid},
		"the credential":      {c.Credential, credential.Valid},
		"an altered code":     {c.Code[:len(c.Code)-9] + "AAAA" + c.Code[len(c.Code)-5:], credential.Altered},
		"nothing of the kind": {"hello", credential.Malformed},
		"another house's token": {
			func() string { other, _ := open(t).issue("seniorcard", "黎花甲", card); return other.Code }(),
			credential.UnknownIssuer,
		},
	} {
		if v := d.verdict(tt.token); v.State != tt.want {
			t.Errorf("%s is %s (%s), want %s", name, v.State, v.Reason.EN, tt.want)
		}
	}
	if v := d.verdict(c.Code); v.Content == nil || v.Content.Number != c.Number {
		t.Errorf("the content is %+v", v.Content)
	}
}

// TestAFile is a PDF, or a text with a token; a picture is not read, and says so.
func TestAFile(t *testing.T) {
	d := open(t)
	c, _ := d.issue("seniorcard", "黎花甲", card)
	for name, tt := range map[string]struct {
		content string
		want    credential.State
		says    string
	}{
		"a credential":       {c.Credential + "\n", credential.Valid, "valid"},
		"a code as a note":   {"\ufeff证照内容：" + c.CodeURL + "。\r\n", credential.Valid, "valid"},
		"a note in UTF-16":   {"\xff\xfe" + string(wide(c.CodeURL)), credential.Valid, "valid"},
		"a note in GB 18030": {"\xd6\xa4\xd5\xd5\xa3\xba" + c.Code + "\xa1\xa3\r\n", credential.Valid, "valid"},
		"a mail":             {"Encoding: quoted-printable\r\n\r\n" + c.Code[:70] + "=\r\n" + c.Code[70:] + "\r\n", credential.Valid, "valid"},
		"a letter":           {"您好！", credential.Malformed, "upload"},
		"a picture":          {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", credential.Malformed, "picture"},
		"a photograph":       {"\xff\xd8\xff\xe0\x00\x10JFIF", credential.Malformed, "picture"},
		"another PDF":        {"%PDF-1.7\n1 0 obj\n", credential.Malformed, "no signature of this platform"},
		"an unknown format":  {"\x00\x01\xfe\xff", credential.Malformed, "no signature of this platform"},
	} {
		var v credential.Verdict
		body := "--a\r\nContent-Disposition: form-data; name=\"document\"; filename=\"f\"\r\n\r\n" + tt.content + "\r\n--a--\r\n"
		response := d.Call("", "POST", "/verify", body, "Content-Type", "multipart/form-data; boundary=a")
		if err := json.Unmarshal([]byte(response.Body), &v); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", name, response.StatusCode, response.Body)
		}
		if v.State != tt.want || !strings.Contains(v.Reason.EN, tt.says) {
			t.Errorf("%s: %s (%s), want %s", name, v.State, v.Reason.EN, tt.want)
		}
	}
}

// TestWhatHasBecomeOfACertificate: one whose grounds have ended is suspended by what shared data
// say now, and in force again later.
func TestWhatHasBecomeOfACertificate(t *testing.T) {
	d := open(t)
	const name = "龙居粤" // whose card rests on a residence permit
	c, application := d.issue("seniorcard", name, card)
	verifier, err := seniorcard.Service().Verifier(d.Engine)
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.Of(d.Now())
	for _, tt := range []struct {
		until calendar.Date
		want  credential.State
	}{{today.AddDays(-1), credential.Suspended}, {today, credential.Valid}} {
		permits := dataset.ResidencePermits
		d.Know(fact.NewRecord(platformtest.Person(t, name).ID, d.Now(), permits.City.Set("440600"), permits.EndorsedTo.Set(tt.until)))
		if _, err := verifier.Verify(t.Context(), application, false); err != nil {
			t.Fatal(err)
		}
		if v := d.verdict(c.Code); v.State != tt.want {
			t.Errorf("with a permit until %s it is %s (%s), want %s", tt.until, v.State, v.Reason.EN, tt.want)
		}
	}
}

// TestAnotherTookItsPlace: of two licences of one business the one that was issued last is valid.
func TestAnotherTookItsPlace(t *testing.T) {
	d := open(t)
	before, _ := d.issue(
		"soletrader",
		"黄晓雯",
		`{"division":"440605011","address":"南海大道北1号2铺","trade_name":"福满","industry":"restaurant","name_form":"店",`+
			`"scope":["catering"],"premises":"property","property_unit":"440605011001GB00001F00010001"}`,
	)
	if v := d.verdict(before.Code); v.State != credential.Valid {
		t.Errorf("the licence is %s (%s)", v.State, v.Reason.EN)
	}
	after, _ := d.issue("soletraderchange", "黄晓雯", `{"kind":"name","trade_name":"福运"}`)
	if v := d.verdict(before.Code); v.State != credential.Superseded {
		t.Errorf("the licence of before the change is %s (%s)", v.State, v.Reason.EN)
	}
	if v := d.verdict(after.Code); v.State != credential.Valid {
		t.Errorf("the licence after the change is %s (%s)", v.State, v.Reason.EN)
	}
}

// TestWhatIsSent is a token, or a PDF of a megabyte at most.
func TestWhatIsSent(t *testing.T) {
	d := open(t)
	for name, tt := range map[string]struct {
		media, body string
		want        int
	}{
		"no token":         {"application/json", `{}`, 422},
		"no JSON":          {"application/json", `token`, 400},
		"an empty PDF":     {"application/pdf", "%PDF-1.7", 200}, // whose verdict is that it is none of ours
		"a PDF at most":    {"application/pdf", "%PDF" + strings.Repeat("x", verify.MaxDocument-4), 200},
		"a larger PDF":     {"application/pdf", "%PDF" + strings.Repeat("x", verify.MaxDocument-3), 413},
		"of another type":  {"text/plain", "token", 415},
		"as a page's form": {"application/x-www-form-urlencoded", "token=hello", 200},
	} {
		if response := d.Call("", "POST", "/verify", tt.body, "Content-Type", tt.media); response.StatusCode != tt.want {
			t.Errorf("%s: %d %.200s, want %d", name, response.StatusCode, response.Body, tt.want)
		}
	}
}

// TestThePageWorksWithoutItsScript: what is pasted into it is verified by the server.
func TestThePageWorksWithoutItsScript(t *testing.T) {
	d := open(t)
	c, _ := d.issue("elderlyallowance", "何婉清", fmt.Sprintf(`{"payee":"own","account":%q}`, platformtest.Person(t, "何婉清").Card))
	page := d.Call("", "GET", "/verify", "", "Accept", "text/html")
	if page.StatusCode != http.StatusOK || !strings.Contains(page.Body, `<form method="post" action="/verify"`) ||
		strings.Contains(page.Headers["Content-Security-Policy"], "unsafe-inline") {
		t.Errorf("%d %v", page.StatusCode, page.Headers)
	}
	answer := d.Call("", "POST", "/verify", "token="+c.Code, "Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded")
	if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Body, "签名有效") {
		t.Errorf("%d %s", answer.StatusCode, answer.Body)
	}
}

// TestTheKeysArePublished without what signs.
func TestTheKeysArePublished(t *testing.T) {
	d := open(t)
	var set struct{ Keys []map[string]any }
	if status := d.Get("", "/.well-known/jwks.json", &set); status != http.StatusOK || len(set.Keys) == 0 {
		t.Fatalf("%d %+v", status, set)
	}
	for _, key := range set.Keys {
		if _, secret := key["d"]; secret {
			t.Errorf("the key that signs is published: %v", key["kid"])
		}
	}
}

// wide is the text in UTF-16, little end first.
func wide(text string) (all []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		all = append(all, byte(unit), byte(unit>>8))
	}
	return all
}
