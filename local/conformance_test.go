package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/credential"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/signature"
)

// TestOthersVerifyOurTokens: independent libraries, in another language.
func TestOthersVerifyOurTokens(t *testing.T) {
	if _, err := os.Stat("testdata/node_modules/@sd-jwt/core"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no libraries: make test-all installs them")
	}
	open := func(algorithm signature.Algorithm) signature.Ring {
		ring, err := signature.OpenFile(filepath.Join(t.TempDir(), "keys.json"), algorithm)
		if err != nil {
			t.Fatal(err)
		}
		return ring
	}
	const origin = "https://miaoban.example"
	today := calendar.MustParse("2026-11-25")
	c := certificate.Certificate{
		Number: "1.2.156.3005.2.11440605MB2C031501501.11440605MB2C031501.2026112500000001.001.A",
		Title:  lang.T("高龄津贴核定通知", "Elderly allowance award"), Holder: "何𠮷·婉清", HolderID: "4406***********124",
		Issuer: lang.T(
			"佛山市南海区民政局",
			"Nanhai civil affairs",
		), IssuerCode: "11440605MB2C031501", IssuedOn: today, ValidFrom: today, ValidUntil: today.AddYears(1),
		Basis:   []policy.Basis{{Title: lang.T("南海区高龄津贴办法", "Nanhai measures")}},
		Entries: []certificate.Entry{{Label: lang.T("津贴标准", "Amount"), Value: lang.T("每月50元", "CNY 50 a month")}},
		Claims:  []certificate.Claim{certificate.AgeOver(60)}, Status: certificate.Status{List: "20261125-3", Index: 94567},
	}
	must := func(token string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	ring, mainland := open(signature.ES256), open(signature.SM2)
	full := must(credential.Issue(t.Context(), ring.Signing(), origin, c))
	given, err := json.Marshal(map[string]any{
		"now": today.Start().Add(time.Hour), "jwks": ring.Public(),
		"credential": full, "presentation": must(credential.Present(full, []string{"ageOver60"})),
		"code": must(credential.Code(t.Context(), ring.Signing(), c)),
		"list": must(
			credential.StatusList(t.Context(), ring.Signing(), origin, "20261125-3", credential.Revocation, []int{0, 94567}, today.Start()),
		),
		"places": []int{0, 1, 94566, 94567, certificate.StatusPlaces - 1},
		"sm2":    map[string]any{"token": must(credential.Code(t.Context(), mainland.Signing(), c)), "jwks": mainland.Public()},
	})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(t.Context(), tool(t, "node"), "conformance.mjs")
	node.Dir, node.Stdin = "testdata", bytes.NewReader(given)
	var complaint bytes.Buffer
	node.Stderr = &complaint
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.String())
	}
	type said struct{ Value lang.Text }
	var found struct {
		Credential, Presentation struct {
			Number            string
			CredentialSubject map[string]said
		}
		Code   struct{ N, H string }
		Places []bool
		Length int
		SM2    struct{ Valid, Altered bool }
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all, shown := found.Credential.CredentialSubject, found.Presentation.CredentialSubject
	if found.Credential.Number != c.Number || all["holder"].Value.ZH != c.Holder || all["amount"].Value.EN != "CNY 50 a month" ||
		len(all) != 4 {
		t.Errorf("the credential says %+v", found.Credential)
	}
	if len(shown) != 1 || shown["ageOver60"].Value.EN != "yes" {
		t.Errorf("the presentation says %+v", shown)
	}
	if found.Code.N != c.Number || found.Code.H != c.Holder {
		t.Errorf("the code says %+v", found.Code)
	}
	if !slices.Equal(found.Places, []bool{true, false, false, true, false}) || found.Length != certificate.StatusPlaces {
		t.Errorf("the list says %v of %d", found.Places, found.Length)
	}
	if !found.SM2.Valid || found.SM2.Altered {
		t.Errorf("the signature of SM2: %+v", found.SM2)
	}
}
