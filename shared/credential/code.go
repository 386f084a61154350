package credential

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/signature"
)

// code is the set of claims of the token on paper. Names have one letter: every further byte makes
// the QR code denser and harder to read.
type code struct {
	Number   string        `json:"n"`
	Title    string        `json:"t"`
	Holder   string        `json:"h"`
	HolderID string        `json:"i,omitempty"` // masked, or a business's code
	Issuer   string        `json:"g"`
	From     calendar.Date `json:"f"`
	Until    calendar.Date `json:"u,omitzero"`
	Entries  [][2]string   `json:"e,omitempty"`
	Status   string        `json:"s"` // list/place
}

// Code signs the certificate as the short token that is printed as a QR code.
func Code(ctx context.Context, key signature.Key, c certificate.Certificate) (string, error) {
	claims := code{
		Number: c.Number, Title: c.Title.ZH, Holder: c.Holder, HolderID: c.HolderID, Issuer: c.Issuer.ZH,
		From: c.ValidFrom, Until: c.ValidUntil, Status: fmt.Sprintf("%s/%d", c.Status.List, c.Status.Index),
	}
	for _, e := range c.Entries {
		claims.Entries = append(claims.Entries, [2]string{e.Label.ZH, e.Value.ZH})
	}
	return SignToken(ctx, key, typeCode, claims)
}

// CodeURL is the address in the printed QR code: the page that verifies it, with the token after
// the #, which browsers do not send to the server.
func CodeURL(origin, token string) string { return origin + "/verify#" + token }
