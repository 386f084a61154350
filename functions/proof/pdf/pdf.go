// Package pdf renders certificates as A4 documents with the issuer's seal and a QR code that proves
// them, signed so that PDF readers show the signer. It is a function of its own because only it
// needs the font.
package pdf

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"time"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/certificate"
	"miaoban/shared/credential"
	"miaoban/shared/httpapi"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/platform/keys"
	"miaoban/shared/qr"
	"miaoban/shared/secret"
	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/store/dynamo"
)

// Function reads from the environment:
//
//	PUBLIC_URL            see functions/proof/certificates
//	SIGNING_CERTIFICATE   where the PEM chain is (see shared/secret): the certificate of the first ES256 key and its issuers
//
// and the keys (see shared/platform/keys).
func Function(getenv func(string) string) platform.Function {
	return func(e *instant.Engine) (httpapi.Routes, error) {
		ring, err := keys.Open(context.Background(), getenv)
		if err != nil {
			return nil, err
		}
		// An environment has room for 4 KB, and a chain of RSA certificates is longer.
		read, err := secret.Open(dynamo.Config(getenv), getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER"), getenv("SIGNING_CERTIFICATE"), time.Now)
		if err != nil {
			return nil, err
		}
		chain, err := read(context.Background())
		if err != nil {
			return nil, fmt.Errorf("pdf: the signing certificate: %w", err)
		}
		seals, err := newSeals(context.Background(), ring, chain)
		if err != nil {
			return nil, err
		}
		f := function{e, ring.Signing(), seals, getenv("PUBLIC_URL"), getenv("DEMONSTRATION") == "true"}
		return httpapi.Routes{
			"GET /certificates/{number}/pdf": f.own,
			"GET /shared/{secret}/pdf":       f.linked,
		}, nil
	}
}

type function struct {
	*instant.Engine
	key           signature.Key
	seals         *seals
	public        string
	demonstration bool
}

func (f function) own(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := certificates.Own(ctx, f.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return f.answer(ctx, r, issued)
}

func (f function) linked(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	issued, err := certificates.Linked(ctx, f.Engine, r)
	if err != nil {
		return httpapi.Response{}, err
	}
	return f.answer(ctx, r, issued)
}

func (f function) answer(ctx context.Context, r *httpapi.Request, issued instant.Issued) (httpapi.Response, error) {
	document, err := f.document(ctx, r, issued)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Response{
		StatusCode: http.StatusOK, IsBase64Encoded: true, Body: base64.StdEncoding.EncodeToString(document),
		Headers: map[string]string{
			"Content-Type": "application/pdf", "Content-Disposition": fmt.Sprintf(`inline; filename="%s.pdf"`, issued.Number),
		},
	}, nil
}

// document returns the certificate's document. It is made at the first request and stored; later
// answers are identical to the byte.
func (f function) document(ctx context.Context, r *httpapi.Request, issued instant.Issued) ([]byte, error) {
	key := store.Key{Partition: certificate.Partition(issued.Number), Sort: "PDF"}
	kept, err := f.Store.Get(ctx, key)
	if !errors.Is(err, store.ErrNotFound) {
		return kept.Body, err
	}
	origin := cmp.Or(f.public, r.Origin())
	tokens, err := credential.Kept(ctx, f.Store, f.key, origin, issued.Certificate)
	if err != nil {
		return nil, err
	}
	code, err := qr.Encode(credential.CodeURL(origin, tokens.Code))
	if err != nil {
		return nil, err
	}
	document, err := Sheet(issued.Certificate, code, tokens.Code, f.demonstration)
	if err != nil {
		return nil, err
	}
	if document, err = f.seals.sign(ctx, document, issued.Issuer.EN, f.Now()); err != nil {
		return nil, err
	}
	err = f.Store.Commit(ctx, store.Create("document", store.Item{Key: key, Body: document}))
	var lost *store.Conflict
	if errors.As(err, &lost) || errors.Is(err, store.ErrAmbiguous) { // another request stored it first, or this one did
		kept, err := f.Store.Get(ctx, key)
		return kept.Body, err
	}
	return document, err
}
