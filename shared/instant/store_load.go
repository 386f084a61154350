package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/store"
	"miaoban/shared/store/listing"
)

// LoadApplication returns the application's record, or store.ErrNotFound.
func LoadApplication(ctx context.Context, s store.Store, number string) (*Application, error) {
	var a Application
	if err := load(ctx, s, applicationKey(number), &a); err != nil {
		return nil, fmt.Errorf("application %s: %w", number, err)
	}
	return &a, nil
}

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

// Applications returns a page of a person's applications, newest first, and the next cursor; "" at
// the end.
func Applications(ctx context.Context, s store.Store, person, after string) ([]Summary, string, error) {
	return list[Summary](ctx, s, person, summaryPrefix, after)
}

// Acted returns a page of the applications that a person submitted as an agent under mandates in
// force, newest first.
func (e *Engine) Acted(ctx context.Context, person, after string) (acted []Summary, next string, err error) {
	all, next, err := list[Summary](ctx, e.Store, person, actedPrefix, after)
	if err != nil || len(all) == 0 {
		return nil, next, err
	}
	mandates, err := e.Mandates(ctx, person)
	if err != nil {
		return nil, "", err
	}
	for _, line := range all {
		if slices.ContainsFunc(mandates.Held, func(m Mandate) bool { return m.ID == line.For }) {
			acted = append(acted, line)
		}
	}
	return acted, next, nil
}

// Reads returns a page of a person's access log, newest first.
func Reads(ctx context.Context, s store.Store, person, after string) ([]Read, string, error) {
	reads, next, err := list[Read](ctx, s, person, readPrefix, after)
	for i := range reads {
		if reads[i].Role != "" {
			reads[i].RoleText = reads[i].Role.Text()
		}
	}
	for _, read := range reads {
		for i, use := range read.Uses {
			if d := dataset.Find(use.Dataset); d != nil && use.Title.ZH == "" {
				read.Uses[i].Title, read.Uses[i].Holder = d.Title, d.Holder
			}
		}
	}
	return reads, next, err
}

func list[T any](ctx context.Context, s store.Store, person, prefix, after string) ([]T, string, error) {
	return listing.Page[T](ctx, s, PersonPartition(person), prefix, after)
}

func load(ctx context.Context, s store.Store, key store.Key, into any) error {
	item, err := s.Get(ctx, key)
	if err != nil {
		return err
	}
	return json.Unmarshal(item.Body, into)
}

// keepPolicy stores the policy document under its version, so that decisions can be replayed with
// it.
func (s *instance[F, P]) keepPolicy(ctx context.Context) error {
	if s.kept.Load() {
		return nil
	}
	var lost *store.Conflict
	err := s.Store.Commit(ctx, store.Create("policy", store.Item{Key: policyKey(s.version), Body: s.Service.Policy}))
	if err != nil && !errors.As(err, &lost) {
		return CommitError("storing the policy", err, nil)
	}
	s.kept.Store(true)
	return nil
}

// LoadWithDigest returns the application's record and the digest of its bytes, as in the audit.
func LoadWithDigest(ctx context.Context, s store.Store, number string) (*Application, string, error) {
	item, err := s.Get(ctx, applicationKey(number))
	if err != nil {
		return nil, "", fmt.Errorf("application %s: %w", number, err)
	}
	var a Application
	if err := json.Unmarshal(item.Body, &a); err != nil {
		return nil, "", fmt.Errorf("application %s: %w", number, err)
	}
	return &a, audit.Digest(item.Body), nil
}
