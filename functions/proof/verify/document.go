package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"miaoban/shared/credential"
	"miaoban/shared/lang"
	"miaoban/shared/signature"
)

// MaxDocument is the largest PDF that is read, in bytes.
const MaxDocument = 1 << 20

// A document of ours ends with its signature and a short trailer.
const (
	maxBehind    = 8 << 10  // bytes after the signature
	maxSignature = 32 << 10 // bytes of the signature
)

// before matches the text in front of a signature: the two ranges that it covers, each with start
// and length, and the name of the entry.
var before = regexp.MustCompile(`/ByteRange ?\[0 (\d{1,7}) (\d{1,7}) (\d{1,7})\] {0,40}/Contents$`)

// File verifies the content of a file: a certificate's PDF, or a text with a credential or a code
// in it. A picture is not read: the phone's camera reads the code in it.
func File(content []byte, keys signature.Verifiers, at time.Time) credential.Verdict {
	text, isText := textOf(content)
	switch kind := http.DetectContentType(content); {
	case strings.HasPrefix(kind, "image/"):
		return credential.Verdict{}.With(credential.Malformed, lang.T("这是图片，本页不读图片：请用手机相机扫描图片里的二维码，或者上传证照的 PDF。",
			"This is a picture, which is not read here: scan the code in it with a phone camera, or upload the certificate's PDF."))
	case isText && kind != "application/pdf":
		v := credential.Verify(text, keys, at)
		if v.State == credential.Malformed {
			v.Reason = lang.T("文件里没有完整的证照：请上传证照的 PDF，或含有凭证全文的文件。",
				"The file has no whole certificate: upload the certificate's PDF, or a file with the whole credential.")
		}
		return v
	default:
		return Document(content, keys, at)
	}
}

// textOf is the file as a text, if it is one: in UTF-8, in UTF-16 with its mark, or in another encoding in which
// letters and digits are those of ASCII, as in GB 18030; what is neither of them is then replaced.
func textOf(content []byte) (text string, ok bool) {
	if utf8.Valid(content) {
		return string(content), true
	}
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		plain, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		return string(plain), err == nil
	}
	text = strings.ToValidUTF8(string(content), "\ufffd")
	return text, !strings.ContainsRune(text, 0) && !bytes.Contains(content, []byte("%PDF-"))
}

// Document verifies a certificate's PDF: one of the issuer's keys signed all of it, and the
// certificate whose token it carries is valid. So neither the text nor the code can be replaced.
//
// Anybody sends documents here, and a reader of PDF can be made to work without end. So none
// reads them: a document of ours is known by its end, of which the signature says what it
// covers. What the signature covers is ours, word by word, or the document is refused before
// anything in it is looked at. Work and memory are bounded by the document's length.
func Document(document []byte, keys signature.Verifiers, at time.Time) credential.Verdict {
	no := func(s credential.State, zh, en string) credential.Verdict {
		return credential.Verdict{}.With(s, lang.T(zh, en))
	}
	if len(document) > MaxDocument {
		return no(credential.Malformed, "文件过大，不是本平台签发的证照。", "The file is too large to be a certificate of this platform.")
	}
	first, last, found := bracket(document)
	if !found {
		return no(credential.Malformed, "这份 PDF 没有本平台的签名。", "This PDF has no signature of this platform.")
	}
	ends := before.FindSubmatch(document[max(0, first-120):first])
	if ends == nil || bytes.Count(document, []byte("/ByteRange")) != 1 {
		return no(credential.Malformed, "这份 PDF 没有本平台的签名。", "This PDF has no signature of this platform.")
	}
	altered := no(credential.Altered, "这份 PDF 签名后被改动过。", "This PDF was changed after signing.")
	for i, want := range []int{first, last, len(document) - last} {
		if is, err := strconv.Atoi(string(ends[i+1])); err != nil || is != want { // something was added or removed
			return altered
		}
	}
	der := make([]byte, hex.DecodedLen(last-first-2))
	if _, err := hex.Decode(der, document[first+1:last-1]); err != nil {
		return altered
	}
	signed, err := parseCMS(der)
	if err != nil {
		return altered
	}
	candidates := slices.DeleteFunc(signed.keys(), func(public *ecdsa.PublicKey) bool {
		return !slices.ContainsFunc(
			keys,
			func(v signature.Verifier) bool { return v.Algorithm == signature.ES256 && v.Public().Equal(public) },
		)
	})
	if len(candidates) == 0 {
		return no(credential.UnknownIssuer, "签名所用的密钥不是本平台公布的。", "The key that signed it is not one of this issuer's keys.")
	}
	h := sha256.New()
	h.Write(document[:first])
	h.Write(document[last:])
	digest := [sha256.Size]byte(h.Sum(nil))
	if !slices.ContainsFunc(candidates, func(key *ecdsa.PublicKey) bool { return signed.isOf(key, digest) }) {
		return altered
	}
	// From here on the content is what functions/proof/pdf wrote: its token is in the metadata, not
	// encrypted.
	_, token, is := bytes.Cut(document[:first], []byte("/Keywords("))
	token, _, closed := bytes.Cut(token, []byte(")"))
	if !is || !closed {
		return no(credential.Malformed, "这份 PDF 不是证照。", "This PDF is not a certificate.")
	}
	return credential.Verify(string(token), keys, at)
}

// bracket finds the signature at the end of the document, from its < to behind its >.
func bracket(document []byte) (first, last int, found bool) {
	end := document[max(0, len(document)-maxBehind-maxSignature):]
	at := bytes.LastIndex(end, []byte("/Contents<"))
	if at < 0 {
		return 0, 0, false
	}
	at += len("/Contents")
	length := bytes.IndexByte(end[at:], '>')
	if length < 0 || length > maxSignature {
		return 0, 0, false
	}
	first = len(document) - len(end) + at
	return first, first + length + 1, true
}
