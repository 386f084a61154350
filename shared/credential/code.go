package credential

import (
	"context"
	"fmt"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/signature"
)

// code is the claims of the token on paper. Names are of one letter: every byte makes
// the code finer, and harder to read.
type code struct {
	Number   string        `json:"n"`
	Title    string        `json:"t"`
	Holder   string        `json:"h"`
	HolderID string        `json:"i,omitempty"` // masked, or of a business
	Issuer   string        `json:"g"`
	From     calendar.Date `json:"f"`
	Until    calendar.Date `json:"u,omitzero"`
	Entries  [][2]string   `json:"e,omitempty"`
	Status   string        `json:"s"` // list/place
}

// Code signs the certificate as the token that is put on paper.
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

// CodeURL is what a code on paper says: the page that verifies it, with the token
// behind the #, which no browser sends to anybody.
func CodeURL(origin, token string) string { return origin + "/verify#" + token }

// TokenIn is the token in what was read from paper or pasted.
func TokenIn(text string) string {
	text = strings.TrimSpace(text)
	if at := strings.LastIndexByte(text, '#'); at >= 0 {
		text = text[at+1:]
	}
	return strings.Join(strings.Fields(text), "")
}
