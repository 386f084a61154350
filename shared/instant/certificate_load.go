package instant

import (
	"context"
	"fmt"

	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/store"
)

// certificateRecord is the stored form of a certificate, with its holder, the only person who may
// see it.
type certificateRecord struct {
	Holder      string                  `json:"holder"` // ID number
	Application string                  `json:"application"`
	Certificate certificate.Certificate `json:"certificate"`
}

// Issued is a certificate with its holder and current state.
type Issued struct {
	certificate.Certificate
	Standing Standing `json:"standing"`
	HolderOf string   `json:"-"` // the holder's ID number
}

// On returns the certificate with its state on the day.
func (i Issued) On(day calendar.Date) Issued {
	i.Standing = i.Standing.On(day, i.Certificate)
	return i
}

// LoadCertificate returns the certificate with that number, or store.ErrNotFound.
func LoadCertificate(ctx context.Context, s store.Store, number string) (Issued, error) {
	var record certificateRecord
	if err := load(ctx, s, certificateKey(number), &record); err != nil {
		return Issued{}, fmt.Errorf("certificate %s: %w", number, err)
	}
	award, err := LoadAward(ctx, s, record.Application)
	if err != nil {
		return Issued{}, err
	}
	return Issued{record.Certificate, award.Standing(), record.Holder}, nil
}

// CertificateOf returns the key of the application's certificate; ok is false if nothing was granted.
func (a *Application) CertificateOf() (key store.Key, ok bool) {
	if a.Grants == nil {
		return store.Key{}, false
	}
	return certificateKey(a.Grants.Certificate.Number), true
}
