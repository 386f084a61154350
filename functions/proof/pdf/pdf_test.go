package pdf

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/pdfsign/verify"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/qr"
	"miaoban/shared/signature"
)

var day = calendar.MustParse("2026-11-25")

func sample(holder string) certificate.Certificate {
	return certificate.Certificate{
		Number: "1.2.156.3005.2.11440605MB2C031501501.11440605MB2C031501.2026112500000001.001.A",
		Title:  lang.T("高龄津贴核定通知", "Elderly allowance award"), Holder: holder, HolderID: "4406***********124",
		Issuer: lang.T("佛山市南海区民政局（示例）", "Nanhai civil affairs"), IssuedOn: day, ValidFrom: day,
		Basis:   []policy.Basis{{Title: lang.T(strings.Repeat("很长的办法", 12), "Long measures"), Illustrative: true}},
		Entries: []certificate.Entry{{Label: lang.T("津贴标准", "Amount"), Value: lang.T("每月50元", "CNY 50 a month")}},
	}
}

func ring(t testing.TB) signature.Ring {
	t.Helper()
	r, err := signature.OpenFile(filepath.Join(t.TempDir(), "keys.json"), signature.SM2)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sheetOf(t testing.TB, c certificate.Certificate) []byte {
	t.Helper()
	code, err := qr.Encode("https://miaoban.example/verify#" + strings.Repeat("a", 900))
	if err != nil {
		t.Fatal(err)
	}
	document, err := Sheet(c, code, "a.b.c", true)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestNoCharacterOfANameIsLost checks that rare characters are in the font and that missing ones
// are written as their code points.
func TestNoCharacterOfANameIsLost(t *testing.T) {
	family, err := wenkai()
	if err != nil {
		t.Fatal(err)
	}
	s := sheet{family: family}
	for name, want := range map[string]string{
		"何𠮷·婉清": "何𠮷·婉清", "㛃䶮": "㛃䶮", "阿卜杜拉·买买提": "阿卜杜拉·买买提", "𬱖": "𬱖",
		"何\U0002A6D6": "何〔U+2A6D6〕",
		"\U000323AF明": "〔U+323AF〕明",
	} {
		if got := s.drawable(name); got != want {
			t.Errorf("%s is drawn as %s, want %s", name, got, want)
		}
	}
}

func TestAKeyVouchesForItself(t *testing.T) {
	seals, err := newSeals(t.Context(), ring(t), "")
	if err != nil {
		t.Fatal(err)
	}
	checkSigned(t, seals)
}

// TestAnAuthorityVouchesForAKey checks the signing certificate of an authority.
func TestAnAuthorityVouchesForAKey(t *testing.T) {
	r := ring(t)
	key, ok := r.Of(signature.ES256)
	if !ok {
		t.Fatal("no key for documents")
	}
	given, err := selfSigned(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	chain := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: given.Raw}))
	seals, err := newSeals(t.Context(), r, chain)
	if err != nil {
		t.Fatal(err)
	}
	checkSigned(t, seals)
	for name, chain := range map[string]string{"no PEM": "x",
		"no certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := newSeals(t.Context(), r, chain); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := newSeals(t.Context(), ring(t), chain); err == nil {
		t.Error("a certificate of another key was accepted")
	}
}

func checkSigned(t *testing.T, seals *seals) {
	t.Helper()
	document, err := seals.sign(t.Context(), sheetOf(t, sample("何婉清")), "Nanhai civil affairs (an example)", day.Start())
	if err != nil {
		t.Fatal(err)
	}
	options := verify.DefaultVerifyOptions()
	options.AllowUntrustedRoots, options.RequireNonRepudiation, options.TrustSignatureTime = true, true, true
	options.RequiredEKUs, options.AllowedEKUs = nil, []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
	found, err := verify.VerifyWithOptions(bytes.NewReader(document), int64(len(document)), options)
	if err != nil || len(found.Signers) != 1 || !found.Signers[0].ValidSignature {
		t.Errorf("%v %+v", err, found)
	}
	if at := bytes.Index(document, []byte("stream\n")) + 20; at > 20 {
		document[at] ^= 1
	}
	if found, err := verify.VerifyWithOptions(bytes.NewReader(document), int64(len(document)), options); err == nil &&
		found.Signers[0].ValidSignature {
		t.Error("the signature of a changed document is still valid")
	}
}

// BenchmarkDocument measures rendering and signing a document; `bare` measures the signature alone.
func BenchmarkDocument(b *testing.B) {
	seals, err := newSeals(b.Context(), ring(b), "")
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	sheetOf(b, sample("何婉清"))
	first := time.Since(began) // includes reading the font
	b.Run("sheet", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sheetOf(b, sample("何婉清"))
		}
		b.ReportMetric(float64(first.Milliseconds()), "ms-first")
	})
	document := sheetOf(b, sample("何婉清"))
	b.Run("sign", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			signed, err := seals.sign(b.Context(), document, "Nanhai civil affairs (an example)", day.Start())
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(signed)), "B-document")
		}
	})
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			if _, err := seals.key.Sign(b.Context(), document); err != nil {
				b.Fatal(err)
			}
		}
	})
}
