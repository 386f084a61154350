package pdf

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/digitorus/pdf"
	"github.com/digitorus/pdfsign/sign"

	"miaoban/shared/signature"
)

// seals signs documents, so that a reader shows the signer and any later change: PAdES in the
// profile of CMS signatures (ETSI TS 102 778-2).
type seals struct {
	key         signature.Key
	certificate *x509.Certificate
	chain       []*x509.Certificate
}

// documentSigning is the key purpose of document signing (RFC 9336).
var documentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}

// newSeals signs with the ring's key for documents. chain is the PEM of its certificate and the
// issuers of it. Without a chain the key gets a self-signed certificate, which PDF readers show as
// an unknown signer.
func newSeals(ctx context.Context, ring signature.Ring, chain string) (*seals, error) {
	key, ok := ring.Of(signature.ES256) // PDF readers do not support SM2
	if !ok {
		return nil, errors.New("pdf: documents need an ES256 key")
	}
	s := &seals{key: key}
	var err error
	if chain == "" {
		s.certificate, err = selfSigned(ctx, key)
		return s, err
	}
	for rest := []byte(chain); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("pdf: the signing certificate: %w", err)
		}
		s.chain = append(s.chain, c)
	}
	if len(s.chain) == 0 || !key.Public().Equal(s.chain[0].PublicKey) {
		return nil, errors.New("pdf: the signing certificate does not belong to the signing key")
	}
	s.certificate, s.chain = s.chain[0], s.chain[1:]
	return s, nil
}

func selfSigned(ctx context.Context, key signature.Key) (*x509.Certificate, error) {
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte(key.ID)),
		Subject:      pkix.Name{CommonName: "秒办电子证照签章", Organization: []string{"秒办 Miaoban"}, Country: []string{"CN"}},
		NotBefore:    from, NotAfter: from.AddDate(20, 0, 0),
		KeyUsage:           x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		UnknownExtKeyUsage: []asn1.ObjectIdentifier{documentSigning}, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key.Signer(ctx))
	if err != nil {
		return nil, fmt.Errorf("pdf: creating a self-signed certificate: %w", err)
	}
	return x509.ParseCertificate(der)
}

// sign signs the document as of the time. The issuer's name is in English, because the library does
// not escape other scripts.
func (s *seals) sign(ctx context.Context, document []byte, issuer string, at time.Time) ([]byte, error) {
	in := bytes.NewReader(document)
	reader, err := pdf.NewReader(in, in.Size())
	if err != nil {
		return nil, fmt.Errorf("pdf: reading the rendered document: %w", err)
	}
	var out bytes.Buffer
	err = sign.Sign(in, &out, reader, in.Size(), sign.SignData{
		Signature: sign.SignDataSignature{
			CertType: sign.CertificationSignature, DocMDPPerm: sign.DoNotAllowAnyChangesPerms,
			Info: sign.SignDataSignatureInfo{Name: issuer, Reason: "Electronic certificate", Date: at},
		},
		Signer: s.key.Signer(ctx), DigestAlgorithm: crypto.SHA256, Certificate: s.certificate,
		CertificateChains: [][]*x509.Certificate{append([]*x509.Certificate{s.certificate}, s.chain...)},
	})
	if err != nil {
		return nil, fmt.Errorf("pdf: signing: %w", err)
	}
	return out.Bytes(), nil
}
