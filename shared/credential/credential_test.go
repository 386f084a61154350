package credential_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/credential"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/signature"
	"miaoban/shared/sweep"
)

const origin = "https://miaoban.example"

var (
	today = calendar.MustParse("2026-11-25")
	noon  = today.Start().Add(12 * time.Hour)
)

func ring(t testing.TB, algorithm signature.Algorithm) signature.Ring {
	t.Helper()
	r, err := signature.OpenFile(filepath.Join(t.TempDir(), "keys.json"), algorithm)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// award is an elderly allowance whose holder has rare characters in the name.
func award() certificate.Certificate {
	return certificate.Certificate{
		Number: "1.2.156.3005.2.11440605MB2C031501501.11440605MB2C031501.2026112500000001.001.A",
		Title:  lang.T("高龄津贴核定通知", "Elderly allowance award"), Holder: "何𠮷·婉清", HolderID: "4406***********124",
		Issuer: lang.T("佛山市南海区民政局", "Nanhai civil affairs"), IssuerCode: "11440605MB2C031501", Region: "440605",
		IssuedOn: today, ValidFrom: today, ValidUntil: today.AddYears(1),
		Basis: []policy.Basis{{Title: lang.T("南海区高龄津贴办法", "Nanhai measures")}},
		Entries: []certificate.Entry{
			{Label: lang.T("津贴标准", "Amount"), Value: lang.T("每月50元", "CNY 50 a month")},
			certificate.Line(lang.T("起发月份", "First month"), "2026-12"),
		},
		Claims: []certificate.Claim{certificate.AgeOver(60), certificate.Resident("440605", lang.T("南海", "Nanhai"))},
		Status: certificate.Status{List: "20261125-3", Index: 94567},
	}
}

func issue(t testing.TB, key signature.Key) (full, code string) {
	t.Helper()
	full, err := credential.Issue(t.Context(), key, origin, award())
	if err != nil {
		t.Fatal(err)
	}
	code, err = credential.Code(t.Context(), key, award())
	if err != nil {
		t.Fatal(err)
	}
	return full, code
}

func TestACertificateVerifies(t *testing.T) {
	for _, algorithm := range []signature.Algorithm{signature.ES256, signature.SM2} {
		r := ring(t, algorithm)
		full, code := issue(t, r.Signing())
		for name, text := range map[string]string{
			"credential": full, "code": code, "address": credential.CodeURL(origin, code),
			"pasted with line breaks": "  " + code[:40] + "\n" + code[40:] + "\n",
		} {
			v := credential.Verify(text, r.Public(), noon)
			if v.State != credential.Valid || v.Key != r.Signing().ID || v.Content.Number != award().Number || v.Content.Title != "高龄津贴核定通知" ||
				v.Content.Status != award().Status ||
				v.Content.From != today ||
				v.Content.Until != today.AddYears(1) {
				t.Errorf("%s, %s: %+v %+v", algorithm, name, v, v.Content)
			}
			said := map[string]string{}
			for _, c := range v.Content.Claims {
				said[c.Label.ZH] = c.Value.ZH
			}
			if said["持有人"] != "何𠮷·婉清" || said["津贴标准"] != "每月50元" || said["证件号码（部分）"] != "4406***********124" {
				t.Errorf("%s, %s: %v", algorithm, name, said)
			}
		}
	}
}

func TestTheValidityIsOfDaysInChina(t *testing.T) {
	r := ring(t, signature.ES256)
	full, code := issue(t, r.Signing())
	last := today.AddYears(1).AddDays(1).Start()
	for at, want := range map[time.Time]credential.State{
		today.Start().Add(-time.Second): credential.NotYetValid,
		today.Start():                   credential.Valid,
		last.Add(-time.Second):          credential.Valid,
		last:                            credential.Expired,
	} {
		for _, token := range []string{full, code} {
			if v := credential.Verify(token, r.Public(), at); v.State != want || v.Content == nil {
				t.Errorf("at %s: %s, want %s", at, v.State, want)
			}
		}
	}
}

// TestNoByteCanBeChanged flips every bit of every byte of both tokens; a short run flips some.
func TestNoByteCanBeChanged(t *testing.T) {
	r := ring(t, signature.ES256)
	full, code := issue(t, r.Signing())
	type flip struct {
		token     string
		byte, bit int
	}
	var flips []flip
	for _, token := range []string{full, code} {
		for i := range len(token) {
			for bit := range 7 {
				flips = append(flips, flip{token, i, bit})
			}
		}
	}
	for _, f := range sweep.Cases(t, flips, 500) {
		changed := []byte(f.token)
		changed[f.byte] ^= 1 << f.bit
		v := credential.Verify(string(changed), r.Public(), noon)
		if v.State == credential.Valid || v.Content != nil {
			t.Fatalf("bit %d of byte %d (%q to %q) was changed, and it is %s", f.bit, f.byte, f.token[f.byte], changed[f.byte], v.State)
		}
	}
}

func TestForgeriesAreRefused(t *testing.T) {
	r, other, sm := ring(t, signature.ES256), ring(t, signature.ES256), ring(t, signature.SM2)
	full, code := issue(t, r.Signing())
	_, foreign := issue(t, other.Signing())
	_, foreignSM := issue(t, sm.Signing())
	parts := strings.Split(code, ".")
	header := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	id := r.Signing().ID
	public, err := json.Marshal(r.Public())
	if err != nil {
		t.Fatal(err)
	}
	mac := func(secret []byte) string {
		body := header(`{"alg":"HS256","kid":"`+id+`","typ":"code+jwt"}`) + "." + parts[1]
		h := hmac.New(sha256.New, secret)
		h.Write([]byte(body))
		return body + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
	}
	point, err := r.Signing().Public().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	presented, err := credential.Present(full, []string{"ageOver60"})
	if err != nil {
		t.Fatal(err)
	}
	again := strings.Split(presented, "~")[1]
	elsewhere := award()
	elsewhere.Claims = []certificate.Claim{certificate.AgeOver(90)}
	older, err := credential.Issue(t.Context(), other.Signing(), origin, elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	list, err := credential.StatusList(t.Context(), r.Signing(), origin, "20261125-3", credential.Revocation, nil, noon)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		token string
		want  credential.State
	}{
		"no algorithm": {
			header(`{"alg":"none","kid":"`+id+`","typ":"code+jwt"}`) + "." + parts[1] + ".",
			credential.Altered,
		},
		"no algorithm, with the signature": {
			header(`{"alg":"none","kid":"`+id+`","typ":"code+jwt"}`) + "." + parts[1] + "." + parts[2],
			credential.Altered,
		},
		"HS256 with the public key set":     {mac(public), credential.Altered},
		"HS256 with the public key's point": {mac(point), credential.Altered},
		"another curve's algorithm": {
			header(`{"alg":"SM2","kid":"`+id+`","typ":"code+jwt"}`) + "." + parts[1] + "." + parts[2],
			credential.Altered,
		},
		"another key":                       {foreign, credential.UnknownIssuer},
		"another key, of SM2":               {foreignSM, credential.UnknownIssuer},
		"another key under the issuer's ID": {strings.Replace(foreign, strings.Split(foreign, ".")[0], parts[0], 1), credential.Altered},
		"a key that comes with it": {
			header(
				`{"alg":"ES256","typ":"code+jwt","jwk":`+strings.TrimSuffix(strings.TrimPrefix(string(public), `{"keys":[`), `]}`)+`}`,
			) + "." + parts[1] + "." + parts[2],
			credential.UnknownIssuer,
		},
		"a disclosure twice":         {presented + again + "~", credential.Altered},
		"a disclosure of another":    {strings.Split(full, "~")[0] + "~" + strings.Split(older, "~")[1] + "~", credential.Altered},
		"a credential without half":  {full[:len(full)/2], credential.Malformed},
		"half a code":                {code[:len(code)/2], credential.Malformed},
		"a code without its end":     {code[:len(code)-20], credential.Malformed},
		"an altered code":            {parts[0] + "." + parts[1] + "." + strings.Repeat("A", 86), credential.Altered},
		"an address of another site": {"https://example.org/a?id=eyJhbGciOi", credential.Malformed},
		"an address with dots":       {"https://www.example.org/index.html", credential.Malformed},
		"another kind of token":      {"eyJhbGciOiJub25lIn0.e30.AAAA", credential.UnknownIssuer},
		"the signed part alone":      {strings.Split(full, "~")[0], credential.Malformed},
		"a code with disclosures":    {code + "~" + again + "~", credential.Malformed},
		"a status list":              {list, credential.Malformed},
		"nothing":                    {"", credential.Malformed},
		"a number":                   {award().Number, credential.Malformed},
		"very much":                  {strings.Repeat("a", 1<<20), credential.Malformed},
	} {
		v := credential.Verify(tt.token, r.Public(), noon)
		if v.State != tt.want || v.Content != nil || v.Reason.ZH == "" {
			t.Errorf("%s: %s %v (%s), want %s", name, v.State, v.Content, v.Reason.EN, tt.want)
		}
	}
}

// TestAnOldKeyStillVerifies adds another signing key to the file and opens the file again: the old
// key still verifies.
func TestAnOldKeyStillVerifies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	before, err := signature.OpenFile(path, signature.ES256)
	if err != nil {
		t.Fatal(err)
	}
	_, old := issue(t, before.Signing())
	if _, err := signature.Rotate(path, signature.SM2); err != nil {
		t.Fatal(err)
	}
	after, err := signature.OpenFile(path, signature.ES256)
	if err != nil {
		t.Fatal(err)
	}
	_, young := issue(t, after.Signing())
	if after.Signing().ID == before.Signing().ID || after.Signing().Algorithm != signature.SM2 {
		t.Errorf("the key is still %s of %s", after.Signing().ID, after.Signing().Algorithm)
	}
	text, err := json.Marshal(after.Public()) // as it is published
	if err != nil {
		t.Fatal(err)
	}
	var published signature.Verifiers
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{"old": old, "young": young} {
		if v := credential.Verify(token, published, noon); v.State != credential.Valid {
			t.Errorf("%s: %s, %s", name, v.State, v.Reason.EN)
		}
	}
	if v := credential.Verify(young, before.Public(), noon); v.State != credential.UnknownIssuer {
		t.Errorf("with only the old public keys: %s", v.State)
	}
}

// TestOneClaimIsShownWithoutTheOthers discloses the age claim alone, without name and number.
func TestOneClaimIsShownWithoutTheOthers(t *testing.T) {
	r := ring(t, signature.ES256)
	full, _ := issue(t, r.Signing())
	shown, err := credential.Present(full, []string{"ageOver60"})
	if err != nil {
		t.Fatal(err)
	}
	v := credential.Verify(shown, r.Public(), noon)
	if v.State != credential.Valid || len(v.Content.Claims) != 1 || v.Content.Claims[0].Label.EN != "Aged 60 or over" ||
		v.Content.Claims[0].Value.ZH != "是" {
		t.Errorf("%+v %+v", v, v.Content)
	}
	readable := shown
	for _, part := range strings.FieldsFunc(shown, func(r rune) bool { return r == '.' || r == '~' }) {
		text, _ := base64.RawURLEncoding.DecodeString(part) // the signature is not text
		readable += string(text)
	}
	for _, kept := range []string{"何", "4406**", "每月", "residentOf", "440605\""} {
		if strings.Contains(readable, kept) {
			t.Errorf("the presentation reveals %q", kept)
		}
	}
	for _, names := range [][]string{{"birthDate"}, {"ageOver60", "ageOver60"}} {
		if _, err := credential.Present(full, names); err == nil {
			t.Errorf("disclosed: %v", names)
		}
	}
}

func TestAListSaysWhoIsRevoked(t *testing.T) {
	r := ring(t, signature.ES256)
	revoked := []int{0, 7, 8, 94567, certificate.StatusPlaces - 1}
	list, err := credential.StatusList(t.Context(), r.Signing(), origin, "20261125-3", credential.Revocation, revoked, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []int{0, 1, 6, 7, 8, 9, 94566, 94567, 94568, certificate.StatusPlaces - 1} {
		want := false
		for _, p := range revoked {
			want = want || p == place
		}
		if got, err := credential.Listed(list, r.Public(), place); err != nil || got != want {
			t.Errorf("place %d: %t, %v", place, got, err)
		}
	}
	if _, err := credential.Listed(list, ring(t, signature.ES256).Public(), 0); err == nil {
		t.Error("a list of another issuer was accepted")
	}
	if _, err := credential.Listed(list, r.Public(), certificate.StatusPlaces); err == nil {
		t.Error("an index after the end was accepted")
	}
	if _, err := credential.StatusList(t.Context(), r.Signing(), origin, "x", credential.Revocation, []int{-1}, noon); err == nil {
		t.Error("a negative index was accepted")
	}
}

func BenchmarkSign(b *testing.B) {
	for _, algorithm := range []signature.Algorithm{signature.ES256, signature.SM2} {
		key := ring(b, algorithm).Signing()
		b.Run(fmt.Sprint(algorithm), func(b *testing.B) {
			for b.Loop() {
				if _, err := credential.Code(b.Context(), key, award()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprint(algorithm, "-bare"), func(b *testing.B) {
			message := make([]byte, 600)
			for b.Loop() {
				if _, err := key.Sign(b.Context(), message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	for _, algorithm := range []signature.Algorithm{signature.ES256, signature.SM2} {
		r := ring(b, algorithm)
		full, code := issue(b, r.Signing())
		for name, token := range map[string]string{"code": code, "credential": full} {
			b.Run(fmt.Sprint(algorithm, "-", name), func(b *testing.B) {
				for b.Loop() {
					if v := credential.Verify(token, r.Public(), noon); v.State != credential.Valid {
						b.Fatal(v.State)
					}
				}
			})
		}
		message := make([]byte, 600)
		sig, err := r.Signing().Sign(b.Context(), message)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(algorithm, "-bare"), func(b *testing.B) {
			for b.Loop() {
				if !r.Signing().Verify(message, sig) {
					b.Fatal("it does not verify")
				}
			}
		})
	}
}

// FuzzVerify requires that only the exact token that was signed is valid.
func FuzzVerify(f *testing.F) {
	r := ring(f, signature.ES256)
	full, code := issue(f, r.Signing())
	f.Add(full)
	f.Add(code)
	f.Add(full[:len(full)/2])
	f.Add(code + "~")
	f.Fuzz(func(t *testing.T, text string) {
		v := credential.Verify(text, r.Public(), noon)
		pasted := strings.Join(strings.Fields(text), "")
		if genuine := strings.Contains(pasted, code) || strings.Contains(
			pasted,
			full[:strings.Index(full, "~")],
		); v.State == credential.Valid &&
			!genuine {
			t.Errorf("%q is valid", text)
		}
	})
}
