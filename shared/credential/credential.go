// Package credential signs certificates, so that anybody who has the issuer's public keys can
// verify them offline.
//
// A certificate has two tokens with the same content. The credential is a W3C Verifiable
// Credential (data model 2.0) secured as SD-JWT (VC-JOSE-COSE): its holder can disclose some
// claims and withhold the others. The code is a JWT with short claims, small enough for a QR code
// on paper; it contains no full ID number.
//
// Signed status lists (W3C Bitstring Status List) publish which certificates are revoked or
// suspended.
package credential

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/lang"
	"miaoban/shared/signature"
)

// The media types of the tokens, used as their typ headers.
const (
	typeCredential = "vc+sd-jwt" // #nosec G101 -- a media type
	typeStatusList = "vc+jwt"
	typeCode       = "code+jwt" // not registered
)

// contexts define the terms: the standard's, and for the others the "undefined terms" context.
var contexts = []string{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"}

// document is a credential in the W3C data model.
type document struct {
	Context    []string       `json:"@context"`
	ID         string         `json:"id"`
	Type       []string       `json:"type"`
	Issuer     issuer         `json:"issuer"`
	Name       []languageText `json:"name,omitempty"`
	ValidFrom  string         `json:"validFrom"`
	ValidUntil string         `json:"validUntil,omitempty"`
	Status     []statusEntry  `json:"credentialStatus,omitempty"`
	Subject    subject        `json:"credentialSubject"`
	Number     string         `json:"number,omitempty"`
	Basis      []string       `json:"legalBasis,omitempty"`
	DigestAlg  string         `json:"_sd_alg,omitempty"`
}

type issuer struct {
	ID   string         `json:"id"` // of the keys that signed it
	Name []languageText `json:"name,omitempty"`
	Code string         `json:"unifiedSocialCreditCode,omitempty"`
}

type languageText struct {
	Value    string `json:"@value"`
	Language string `json:"@language"`
}

func inBoth(t lang.Text) []languageText {
	return []languageText{{t.ZH, "zh-Hans"}, {t.EN, "en"}}
}

type statusEntry struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Purpose string `json:"statusPurpose"`
	Index   string `json:"statusListIndex"`
	List    string `json:"statusListCredential"`
}

// subject has the claims of the credential, each replaced by its digest.
type subject struct {
	ID            string   `json:"id,omitempty"`
	Type          string   `json:"type,omitempty"`
	StatusPurpose string   `json:"statusPurpose,omitempty"`
	EncodedList   string   `json:"encodedList,omitempty"`
	Digests       []string `json:"_sd,omitempty"`
}

// Purpose is what the bits of a status list mean.
type Purpose string

// The purposes of status lists.
const (
	Revocation Purpose = "revocation"
	Suspension Purpose = "suspension"
)

// ListURL is the address at which the status list is published.
func ListURL(origin, list string, purpose Purpose) string {
	return fmt.Sprintf("%s/status/%s/%s", origin, list, purpose)
}

// Issue signs the certificate as a credential of the issuer at the origin. The result discloses
// all claims and is for the holder only.
func Issue(ctx context.Context, key signature.Key, origin string, c certificate.Certificate) (string, error) {
	d := document{
		Context: contexts, ID: origin + "/certificates/" + c.Number, Type: []string{"VerifiableCredential", "ElectronicCertificate"},
		Issuer: issuer{origin, inBoth(c.Issuer), c.IssuerCode}, Name: inBoth(c.Title),
		ValidFrom: moment(c.ValidFrom), Number: c.Number, DigestAlg: "sha-256",
	}
	if !c.ValidUntil.IsZero() {
		d.ValidUntil = lastMoment(c.ValidUntil)
	}
	for _, b := range c.Basis {
		d.Basis = append(d.Basis, b.Title.ZH+b.Number+b.Article.ZH)
	}
	for _, p := range []Purpose{Revocation, Suspension} {
		url := ListURL(origin, c.Status.List, p)
		d.Status = append(d.Status, statusEntry{
			ID: fmt.Sprintf("%s#%d", url, c.Status.Index), Type: "BitstringStatusListEntry",
			Purpose: string(p), Index: fmt.Sprint(c.Status.Index), List: url,
		})
	}
	disclosures, err := disclose(c)
	if err != nil {
		return "", err
	}
	for _, one := range disclosures {
		d.Subject.Digests = append(d.Subject.Digests, one.digest())
	}
	token, err := SignToken(ctx, key, typeCredential, d)
	if err != nil {
		return "", err
	}
	for _, one := range disclosures {
		token += separator + string(one)
	}
	return token + separator, nil
}

// SignToken signs the claims as a compact JWS with the typ header kind.
func SignToken(ctx context.Context, key signature.Key, kind string, claims any) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: opaque{ctx, key}},
		(&jose.SignerOptions{}).WithType(jose.ContentType(kind)))
	if err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	return signed.CompactSerialize()
}

// opaque adapts a signing key to the JOSE library, for one token.
type opaque struct {
	ctx context.Context // of the one request that signs
	key signature.Key
}

func (o opaque) Public() *jose.JSONWebKey { return &jose.JSONWebKey{KeyID: o.key.ID} }

func (o opaque) Algs() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{jose.SignatureAlgorithm(o.key.Algorithm)}
}

func (o opaque) SignPayload(payload []byte, _ jose.SignatureAlgorithm) ([]byte, error) {
	return o.key.Sign(o.ctx, payload)
}

// verifier adapts a public key to the JOSE library.
type verifier struct{ signature.Verifier }

func (v verifier) VerifyPayload(payload, sig []byte, alg jose.SignatureAlgorithm) error {
	if string(alg) != string(v.Algorithm) || !v.Verify(payload, sig) {
		return errors.New("credential: the signature does not match")
	}
	return nil
}

// moment is the first second of the day in China, and lastMoment its last.
func moment(d calendar.Date) string { return d.Start().Format(timeFormat) }

func lastMoment(d calendar.Date) string {
	return d.AddDays(1).Start().Add(-1e9).Format(timeFormat)
}

const timeFormat = "2006-01-02T15:04:05-07:00"
