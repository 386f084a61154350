package credential_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/width"

	"miaoban/shared/credential"
	"miaoban/shared/signature"
)

// lines is the token in lines of 76 characters with that break.
func lines(token, newline string) string {
	var b strings.Builder
	for len(token) > 76 {
		b.WriteString(token[:76] + newline)
		token = token[76:]
	}
	return b.String() + token
}

// TestATokenIsFoundInAnyText: as messages, scanners, programs and wallets hand it on.
func TestATokenIsFoundInAnyText(t *testing.T) {
	r := ring(t, signature.ES256)
	full, code := issue(t, r.Signing())
	half := len(code) / 2
	wallet := "eyJhbGciOiJFUzI1NiIsInR5cCI6ImtiK2p3dCJ9.eyJub25jZSI6IjEifQ." + strings.Repeat("A", 86)
	for name, wrap := range map[string]func(token string) string{
		"alone":                   func(s string) string { return s },
		"in quotes":               func(s string) string { return `"` + s + `"` },
		"in Chinese quotes":       func(s string) string { return "“" + s + "”" },
		"after a byte order mark": func(s string) string { return "\ufeff" + s },
		"with zero-width spaces":  func(s string) string { return s[:half] + "\u200b" + s[half:] + "\u200b" },
		"marked left to right":    func(s string) string { return "\u202d" + s + "\u202c" },
		"before a full stop":      func(s string) string { return s + "。" },
		"before a Western stop":   func(s string) string { return s + "." },
		"in JSON":                 func(s string) string { return `{"credential": "` + s + `", "format": "jwt"}` },
		"behind an address":       func(s string) string { return "https://portal.example/verify#" + s },
		"in a query":              func(s string) string { return "https://portal.example/verify?token=" + s + "&lang=en" },
		"escaped":                 func(s string) string { return url.QueryEscape("https://portal.example/verify#" + s) },
		"in a sentence":           func(s string) string { return "请核验：" + s + " 谢谢，please reply" },
		"wrapped":                 func(s string) string { return s[:half] + "\r\n  " + s[half:] + "\n" },
		"wrapped, before a greeting": func(s string) string {
			return lines(s, "\r\n") + "\r\nSent from my phone, thanks"
		},
		"in backquotes":                 func(s string) string { return "代码：`" + s + "`" },
		"in a block of code":            func(s string) string { return "```\n" + s + "\n```" },
		"in bold":                       func(s string) string { return "**" + s + "**，谢谢" },
		"in italics":                    func(s string) string { return "_" + s + "_ thanks" },
		"in angle brackets":             func(s string) string { return "<" + s + ">" },
		"an address in brackets":        func(s string) string { return "See <https://portal.example/verify#" + s + ">." },
		"a link of Markdown":            func(s string) string { return "[证照](https://portal.example/verify#" + s + ")" },
		"with escapes of Markdown":      func(s string) string { return strings.ReplaceAll(s, "_", `\_`) },
		"before a question mark":        func(s string) string { return "有效吗 " + s + "?" },
		"before exclamation marks":      func(s string) string { return s + "!!\nThanks" },
		"before a Chinese mark":         func(s string) string { return s + "？" },
		"before a bar":                  func(s string) string { return "| " + s + "| note |" },
		"in full width":                 width.Widen.String,
		"in a quoted mail":              func(s string) string { return "> " + lines(s, "\r\n> ") + "\r\n> Sent from my phone" },
		"quoted twice":                  func(s string) string { return "> > " + lines(s, "\n> > ") },
		"quoted-printable":              func(s string) string { return "content:=\r\n " + lines(s, "=\r\n") + "\r\nSent from my phone" },
		"quoted-printable, on one line": func(s string) string { return "url=3D" + lines(s, "= ") },
		"quoted-printable, with codes": func(s string) string {
			return lines(strings.NewReplacer("-", "=2D", "~", "=7E", "_", "=5F").Replace(s), "=\n")
		},
		"quoted and quoted-printable": func(s string) string { return "> " + lines(s, "=\n> ") },
		"with an emoji's selector":    func(s string) string { return "✔\ufe0f" + s[:half] + "\ufe0f" + s[half:] },
		"with dashes of a word processor": func(s string) string {
			return strings.NewReplacer("--", "\u2014", "-", "\u2011").Replace(s)
		},
		"wrapped, behind many others": func(s string) string {
			return strings.Repeat("eyJhbGciOiJFUzI1NiJ9.e30."+strings.Repeat("A", 86)+"\n", 30) + lines(s, "\n")
		},
		"behind very many others": func(s string) string {
			return strings.Repeat("eyJhbGciOiJSUzI1NiJ9.e30."+strings.Repeat("A", 342)+" ", 90) + s
		},
		"wrapped, before a question": func(s string) string { return lines(s, "\n") + "?\nCan you verify it" },
		"beside another's":           func(s string) string { return "eyJhbGciOiJFUzI1NiJ9.e30." + strings.Repeat("A", 86) + " " + s },
		"after an address of ours":   func(s string) string { return "https://portal.example/certificates/1.pdf " + s },
	} {
		for kind, token := range map[string]string{"code": code, "credential": full} {
			if v := credential.Verify(wrap(token), r.Public(), noon); v.State != credential.Valid {
				t.Errorf("a %s %s: %s (%s)", kind, name, v.State, v.Reason.EN)
			}
		}
	}
	want := len(credential.Verify(full, r.Public(), noon).Content.Claims)
	for name, text := range map[string]string{
		"with a wallet's signature":             full + wallet,
		"with a wallet's signature, in JSON":    `{"vp_token":"` + full + wallet + `"}`,
		"without the last sign":                 strings.TrimSuffix(full, "~"),
		"wrapped between two of its claims":     strings.Replace(full, "~", "~\n", 3),
		"with its signs escaped, as a link has": strings.ReplaceAll(full, "~", "%7E"),
	} {
		v := credential.Verify(text, r.Public(), noon)
		if v.State != credential.Valid || len(v.Content.Claims) != want {
			t.Errorf("a credential %s: %s (%s) %+v", name, v.State, v.Reason.EN, v.Content)
		}
	}
	if v := credential.Verify(full+wallet, r.Public(), noon); !strings.Contains(v.Reason.EN, "not verified") {
		t.Errorf("the wallet's signature: %s", v.Reason.EN)
	}
}

// TestWhatIsNotReadableIsNotAltered: what is another system's, was cut or lost a character was not changed by anybody.
func TestWhatIsNotReadableIsNotAltered(t *testing.T) {
	r := ring(t, signature.ES256)
	full, code := issue(t, r.Signing())
	body := strings.LastIndexByte(code, '.')
	for name, tt := range map[string]struct {
		text string
		want credential.State
	}{
		"an RSA token of another":  {"eyJhbGciOiJSUzI1NiJ9.e30." + strings.Repeat("A", 342), credential.UnknownIssuer},
		"one that is not signed":   {"eyJhbGciOiJub25lIn0.e30.", credential.UnknownIssuer},
		"one with a shared secret": {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + strings.Repeat("A", 43), credential.UnknownIssuer},
		"its end is missing":       {code[:len(code)-1], credential.Malformed},
		"a character is missing":   {code[:body-9] + code[body-8:], credential.Malformed},
		"two are missing":          {code[:body-9] + code[body-7:], credential.Malformed},
		"a word is within":         {code[:body-9] + " hello " + code[body-9:], credential.Malformed},
		"cut within a claim":       {full[:len(full)-20], credential.Malformed},
		"a claim lost a sign":      {full[:len(full)-21] + full[len(full)-20:], credential.Malformed},
		"all letters are small":    {strings.ToLower(code), credential.Malformed},
		"cut, behind another's":    {"eyJhbGciOiJSUzI1NiJ9.e30.AAAA " + code[:body+9], credential.UnknownIssuer},
	} {
		if v := credential.Verify(tt.text, r.Public(), noon); v.State != tt.want {
			t.Errorf("%s: %s (%s), want %s", name, v.State, v.Reason.EN, tt.want)
		}
	}
}

// TestALongTextIsReadSoon: whatever is sent, the answer comes in a part of a second.
func TestALongTextIsReadSoon(t *testing.T) {
	r := ring(t, signature.ES256)
	_, code := issue(t, r.Signing())
	const most = 64 << 10
	var forged strings.Builder
	for i := 0; forged.Len()+len(code)+1 <= most; i++ {
		forged.WriteString(code[:len(code)-8] + fmt.Sprintf("%04dAAAA ", i))
	}
	for name, text := range map[string]string{
		"beginnings":                 strings.Repeat("eyJ ", most/4),
		"beginnings and dots":        strings.Repeat("eyJ.a. ", most/7),
		"forged codes":               forged.String(),
		"quotes":                     strings.Repeat("> ", most/2),
		"escapes":                    strings.Repeat("%3D%5C\u2014", most/9),
		"one credential of claims":   "eyJ.a." + strings.Repeat("~a", most/2-3),
		"beginnings of credentials":  strings.Repeat("eyJ.a."+strings.Repeat("b", 86)+"~ ", most/95),
		"credentials of many claims": strings.Repeat(code+strings.Repeat("~a", 8<<10)+" ", 3),
	} {
		began := time.Now()
		if v := credential.Verify(text, r.Public(), noon); v.Content != nil {
			t.Errorf("%s: %s", name, v.State)
		}
		took := time.Since(began)
		t.Logf("%s: %s", name, took)
		if took > time.Second {
			t.Errorf("%s: %s", name, took)
		}
	}
}
