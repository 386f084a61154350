package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"regexp"
	"slices"
	"strconv"
	"time"

	pdf "github.com/digitorus/pdfsign/verify"

	"miaoban/shared/credential"
	"miaoban/shared/lang"
	"miaoban/shared/signature"
)

// signed is what a signature of a document covers: two ranges, each its start and
// its length, around the signature itself.
var signed = regexp.MustCompile(`/ByteRange ?\[ ?(\d+) +(\d+) +(\d+) +(\d+) *\]`)

// Document verifies a certificate's PDF: that one of the issuer's keys signed it, all
// of it, and that the certificate whose token it carries is valid. So neither a word
// of it nor its code can be another's.
func Document(document []byte, keys signature.Verifiers, at time.Time) credential.Verdict {
	no := func(s credential.State, zh, en string) credential.Verdict {
		return credential.Verdict{}.Is(s, lang.T(zh, en))
	}
	options := pdf.DefaultVerifyOptions()
	// Whose key it is, is told below: certificates from outside are not asked.
	options.AllowUntrustedRoots, options.TrustSignatureTime = true, true
	options.RequiredEKUs, options.AllowedEKUs = nil, []x509.ExtKeyUsage{x509.ExtKeyUsageAny}
	if !signed.Match(document) {
		return no(credential.Malformed, "这份 PDF 没有签名。", "This PDF is not signed.")
	}
	found, err := pdf.VerifyWithOptions(bytes.NewReader(document), int64(len(document)), options)
	if err != nil || len(found.Signers) != 1 || len(found.Signers[0].Certificates) == 0 ||
		!found.Signers[0].ValidSignature || !signedWhole(document) {
		return no(credential.Altered, "这份 PDF 签名后被改动过。", "This PDF was changed after it was signed.")
	}
	signer := found.Signers[0]
	ours := slices.ContainsFunc(keys, func(v signature.Verifier) bool {
		public, ok := signer.Certificates[0].Certificate.PublicKey.(*ecdsa.PublicKey)
		return ok && v.Algorithm == signature.ES256 && v.Public().Equal(public)
	})
	if !ours {
		return no(credential.UnknownIssuer, "签名的密钥不是本平台公布的。", "The key that signed it is none that this issuer publishes.")
	}
	if len(found.DocumentInfo.Keywords) == 0 {
		return no(credential.Malformed, "这份 PDF 不是证照。", "This PDF is no certificate.")
	}
	return credential.Verify(found.DocumentInfo.Keywords[0], keys, at)
}

// signedWhole reports whether the one signature covers all but itself, so that
// nothing was added behind it.
func signedWhole(document []byte) bool {
	all := signed.FindAllSubmatch(document, -1)
	if len(all) != 1 {
		return false
	}
	var at [4]int
	for i := range at {
		n, err := strconv.Atoi(string(all[0][i+1]))
		if err != nil || n > len(document) {
			return false
		}
		at[i] = n
	}
	return at[0] == 0 && at[2] > at[1] && at[2]+at[3] == len(document)
}
