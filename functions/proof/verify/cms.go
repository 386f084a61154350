package verify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
)

// cms is a detached signature as functions/proof/pdf makes it: a SignedData of RFC 5652 in DER,
// with one signer and signed attributes. It is parsed with encoding/asn1 and these types alone,
// because the input is not trusted.
type cms struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      asn1.RawValue // SET
	Encapsulated struct{ Type asn1.ObjectIdentifier }
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	CRLs         asn1.RawValue `asn1:"optional,tag:1"`
	Signers      []signerInfo  `asn1:"set"`
}

type signerInfo struct {
	Version    int
	Signer     asn1.RawValue // issuer and serial number of the certificate
	Digest     algorithm
	Attributes asn1.RawValue `asn1:"tag:0"` // signed
	Algorithm  algorithm
	Signature  []byte
	Unsigned   asn1.RawValue `asn1:"optional,tag:1"`
}

type algorithm struct {
	ID         asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
)

var errCMS = errors.New("verify: unsupported form of signature")

// parseCMS reads a signature. Zeros may follow it, because its place in a document is longer.
func parseCMS(der []byte) (cms, error) {
	var c cms
	rest, err := asn1.Unmarshal(der, &c)
	if err != nil || len(bytes.Trim(rest, "\x00")) > 0 || !c.Type.Equal(oidSignedData) ||
		!c.Content.Encapsulated.Type.Equal(oidData) || len(c.Content.Signers) != 1 {
		return c, errCMS
	}
	return c, nil
}

// keys returns the public keys of the certificates that come with the signature.
func (c cms) keys() []*ecdsa.PublicKey {
	certificates, err := x509.ParseCertificates(c.Content.Certificates.Bytes)
	if err != nil {
		return nil
	}
	var keys []*ecdsa.PublicKey
	for _, one := range certificates {
		if key, ok := one.PublicKey.(*ecdsa.PublicKey); ok {
			keys = append(keys, key)
		}
	}
	return keys
}

// isOf reports whether the key made the signature over the content with this SHA-256 digest.
func (c cms) isOf(key *ecdsa.PublicKey, digest [sha256.Size]byte) bool {
	s := c.Content.Signers[0]
	if !s.Digest.ID.Equal(oidSHA256) || len(s.Attributes.FullBytes) == 0 {
		return false
	}
	// The signature covers the attributes encoded as a SET, though they are stored with another
	// tag.
	set := append([]byte{asn1.TagSet | 0x20}, s.Attributes.FullBytes[1:]...)
	var attributes []attribute
	if rest, err := asn1.UnmarshalWithParams(set, &attributes, "set"); err != nil || len(rest) > 0 {
		return false
	}
	var kind asn1.ObjectIdentifier
	var signed []byte
	for _, a := range attributes {
		if len(a.Values) != 1 {
			continue
		}
		switch {
		case a.Type.Equal(oidContentType):
			_, _ = asn1.Unmarshal(a.Values[0].FullBytes, &kind) // stays empty if it has another type
		case a.Type.Equal(oidMessageDigest):
			_, _ = asn1.Unmarshal(a.Values[0].FullBytes, &signed)
		}
	}
	sum := sha256.Sum256(set)
	return kind.Equal(oidData) && bytes.Equal(signed, digest[:]) && ecdsa.VerifyASN1(key, sum[:], s.Signature)
}
