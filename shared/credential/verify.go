package credential

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/lang"
	"miaoban/shared/signature"
)

// State is the result of a verification.
type State string

// The results of a verification. Only Valid certifies anything.
const (
	Valid         State = "valid"
	Expired       State = "expired"
	NotYetValid   State = "not-yet-valid"
	Revoked       State = "revoked"
	Suspended     State = "suspended"
	Superseded    State = "superseded"
	UnknownIssuer State = "unknown-issuer" // signed with a key that is not the issuer's
	Altered       State = "altered"        // the signature does not match
	Malformed     State = "malformed"      // no token was found, or not a whole one
)

// Text is the state as people read it.
func (s State) Text() lang.Text {
	switch s {
	case Valid:
		return lang.T("有效", "Valid")
	case Expired:
		return lang.T("已过有效期", "Expired")
	case NotYetValid:
		return lang.T("尚未生效", "Not valid yet")
	case Revoked:
		return lang.T("已撤销或终止", "Revoked")
	case Suspended:
		return lang.T("已暂停", "Suspended")
	case Superseded:
		return lang.T("已被新的证照取代", "Superseded by another")
	case UnknownIssuer:
		return lang.T("不是本平台签发的", "Not issued by this platform")
	case Altered:
		return lang.T("内容被改动，或不完整", "Altered or incomplete")
	default:
		return lang.T("无法识别为证照", "Not readable as a certificate")
	}
}

// Content is what a token says. Trust it only in a state that implies a matching signature.
type Content struct {
	Number string             `json:"number"`
	Title  string             `json:"title"`
	Issuer string             `json:"issuer"`
	From   calendar.Date      `json:"valid_from"`
	Until  calendar.Date      `json:"valid_until,omitzero"`
	Claims []Claim            `json:"claims"`
	Status certificate.Status `json:"status"`
}

// Verdict is the result of a verification with its reason.
type Verdict struct {
	State   State     `json:"state"`
	Text    lang.Text `json:"text"`
	Reason  lang.Text `json:"reason"`
	Content *Content  `json:"content,omitempty"` // nil unless the signature matched
	Key     string    `json:"key,omitempty"`     // the ID of the signing key
}

// maxToken is the largest text that is examined, in bytes.
const maxToken = 64 << 10

// Verify verifies the token in a text (see tokensIn) with the issuer's keys at the time. It works
// offline: only a status list or the issuer knows whether the certificate was revoked since. A text
// without a token is Malformed; Altered is a token whose signature does not match.
func Verify(text string, keys signature.Verifiers, at time.Time) Verdict {
	if len(text) > maxToken {
		return verdict(Malformed, lang.T("内容过长。", "The content is too long."))
	}
	best := verdict(Malformed, unreadable)
	for one := range tokensIn(text) {
		v := verifyToken(one, keys, at)
		if v.Content != nil {
			return v
		}
		if certainty(v) > certainty(best) {
			best = v
		}
	}
	return best
}

// certainty orders the verdicts on the tokens of one text: the highest is returned.
func certainty(v Verdict) int {
	return slices.Index([]State{Malformed, UnknownIssuer, Altered}, v.State)
}

var incomplete = lang.T("内容不完整，或粘贴了多余的文字：请完整粘贴或重新扫码。",
	"The content is incomplete, or has other text attached: paste the whole text alone, or scan again.")

var unreadable = lang.T("没有找到证照内容，请完整粘贴或重新扫码。", "No certificate was found: paste the whole text, or scan again.")

func verifyToken(one found, keys signature.Verifiers, at time.Time) Verdict {
	jws, _, isCredential := strings.Cut(one.token, separator)
	opened, failed := open(jws, keys)
	if failed != nil {
		return *failed
	}
	var content Content
	var err error
	switch {
	case isCredential && opened.kind == typeCredential:
		content, err = readCredential(opened.payload, disclosuresOf(one.token))
	case !isCredential && opened.kind == typeCode:
		content, err = readCode(opened.payload)
	default:
		return verdict(Malformed, lang.T("签名有效，但不是证照。", "The signature is valid, but this is not a certificate."))
	}
	switch {
	case errors.Is(err, errDisclosure):
		return verdict(Malformed, incomplete)
	case err != nil:
		return verdict(Altered, lang.T("附带的内容与签名不符。", "The attached claims do not match the signature."))
	}
	v := content.at(calendar.Of(at))
	v.Content, v.Key = &content, opened.key
	if one.bound {
		v.Reason = lang.F("%s出示人的签名未核验。", "%s The signature of the person who presents it was not verified.", v.Reason)
	}
	return v
}

func verdict(s State, reason lang.Text) Verdict {
	return Verdict{State: s, Text: s.Text(), Reason: reason}
}

// With is the verdict with another state, for a reason that the token does not contain.
func (v Verdict) With(s State, reason lang.Text) Verdict {
	v.State, v.Text, v.Reason = s, s.Text(), reason
	return v
}

// at returns the verdict on correctly signed content on that day.
func (c Content) at(today calendar.Date) Verdict {
	switch {
	case today.Before(c.From):
		return verdict(NotYetValid, lang.F("自%s起有效。", "Valid from %s.", c.From))
	case !c.Until.IsZero() && today.After(c.Until):
		return verdict(Expired, lang.F("有效期至%s。", "Valid until %s.", c.Until))
	}
	return verdict(Valid, lang.T("签名有效，内容未被改动。", "The signature is valid and the content was not altered."))
}

// markLength is the length of a signature (64 bytes, with ES256 and with SM2) in base64url.
const markLength = 86

// opened is a token whose signature matches.
type opened struct {
	payload []byte
	kind    string
	key     string // the ID of the signing key
}

// open verifies the signature of a token; the verdict says why it failed.
func open(token string, keys signature.Verifiers) (opened, *Verdict) {
	no := func(s State, zh, en string) (opened, *Verdict) {
		v := verdict(s, lang.T(zh, en))
		return opened{}, &v
	}
	first, rest, _ := strings.Cut(token, ".")
	body, mark, _ := strings.Cut(rest, ".")
	var head struct {
		Algorithm signature.Algorithm `json:"alg"`
		Key       string              `json:"kid"`
	}
	if text, err := base64.RawURLEncoding.DecodeString(first); err != nil || json.Unmarshal(text, &head) != nil {
		return no(Malformed, unreadable.ZH, unreadable.EN)
	}
	_, ours := keys.Find(head.Key)
	known := head.Algorithm == signature.ES256 || head.Algorithm == signature.SM2
	payload, err := base64.RawURLEncoding.DecodeString(body)
	switch {
	case !known && !ours:
		return no(UnknownIssuer, "这是别处的内容，不是本平台签发的。", "This is another system's token, which this platform did not issue.")
	case known && len(mark) != markLength, err != nil, !json.Valid(payload):
		return no(Malformed, incomplete.ZH, incomplete.EN)
	}
	// The last base64 character can contain unused bits: accept only the one canonical encoding.
	for part := range strings.SplitSeq(token, ".") {
		if _, err := base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
			return no(Altered, "有一处字符不对。", "One character is wrong.")
		}
	}
	jws, err := jose.ParseSignedCompact(
		token,
		[]jose.SignatureAlgorithm{jose.SignatureAlgorithm(signature.ES256), jose.SignatureAlgorithm(signature.SM2)},
	)
	if err != nil {
		return no(Altered, "格式或签名算法不对。", "The format or the signature algorithm is not accepted.")
	}
	header := jws.Signatures[0].Protected
	key, found := keys.Find(header.KeyID)
	if !found {
		return no(UnknownIssuer, "签名的密钥不是本平台公布的。", "The signing key is not one of the keys that this platform publishes.")
	}
	if payload, err = jws.Verify(verifier{key}); err != nil {
		return no(Altered, "签名与内容不符。", "The signature does not match the content.")
	}
	kind, _ := header.ExtraHeaders[jose.HeaderType].(string)
	return opened{payload, kind, key.ID}, nil
}

// ReadToken returns the payload of a token with that typ header if one of the keys signed it.
func ReadToken(token string, keys signature.Verifiers, kind string) ([]byte, error) {
	read, fault := open(token, keys)
	switch {
	case fault != nil:
		return nil, fmt.Errorf("credential: %s: %s", fault.State, fault.Reason.EN)
	case read.kind != kind:
		return nil, fmt.Errorf("credential: the token has type %q, want %q", read.kind, kind)
	}
	return read.payload, nil
}

func readCode(payload []byte) (Content, error) {
	var c code
	if err := json.Unmarshal(payload, &c); err != nil {
		return Content{}, err
	}
	list, place, _ := strings.Cut(c.Status, "/")
	index, err := strconv.Atoi(place)
	if err != nil {
		return Content{}, err
	}
	same := func(name string, label lang.Text, value string) Claim {
		return Claim{Name: name, Label: label, Value: lang.T(value, value)}
	}
	content := Content{
		Number: c.Number,
		Title:  c.Title,
		Issuer: c.Issuer,
		From:   c.From,
		Until:  c.Until,
		Status: certificate.Status{List: list, Index: index},
		Claims: []Claim{same("holder", lang.T("持有人", "Holder"), c.Holder)},
	}
	if c.HolderID != "" {
		content.Claims = append(content.Claims, same("holderNumber", lang.T("证件号码（部分）", "Number (in part)"), c.HolderID))
	}
	for i, e := range c.Entries {
		content.Claims = append(content.Claims, same(fmt.Sprintf("entry%d", i+1), caption(e[0]), e[1]))
	}
	return content, nil
}

// readCredential decodes a credential with its disclosures. Each disclosure must match one signed
// digest, and may occur once; errDisclosure is one that cannot be read.
func readCredential(payload []byte, disclosures []disclosure) (Content, error) {
	var d document
	if err := json.Unmarshal(payload, &d); err != nil {
		return Content{}, err
	}
	content := Content{Number: d.Number, Claims: []Claim{}}
	var err error
	if content.From, err = dayOf(d.ValidFrom); err != nil {
		return Content{}, err
	}
	if d.ValidUntil != "" {
		if content.Until, err = dayOf(d.ValidUntil); err != nil {
			return Content{}, err
		}
	}
	if len(d.Name) == 0 || len(d.Issuer.Name) == 0 || len(d.Status) == 0 {
		return Content{}, errors.New("credential: the document lacks a required member")
	}
	content.Title, content.Issuer = d.Name[0].Value, d.Issuer.Name[0].Value
	if content.Status.Index, err = strconv.Atoi(d.Status[0].Index); err != nil {
		return Content{}, err
	}
	if parts := strings.Split(d.Status[0].List, "/"); len(parts) > 1 {
		content.Status.List = parts[len(parts)-2]
	}
	open := slices.Clone(d.Subject.Digests)
	for _, one := range disclosures {
		claim, err := one.claim()
		if err != nil {
			return Content{}, err
		}
		at := slices.Index(open, one.digest())
		if at < 0 {
			return Content{}, errors.New("credential: a disclosure that was not signed, or twice")
		}
		open = slices.Delete(open, at, at+1)
		content.Claims = append(content.Claims, claim)
	}
	slices.SortFunc(content.Claims, func(a, b Claim) int { return strings.Compare(a.Name, b.Name) })
	return content, nil
}

func dayOf(text string) (calendar.Date, error) {
	at, err := time.Parse(timeFormat, text)
	return calendar.Of(at), err
}
