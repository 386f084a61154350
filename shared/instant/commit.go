package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"miaoban/shared/audit"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/points/ledger"
	"miaoban/shared/registry"
	"miaoban/shared/store"
	"miaoban/shared/tracing"
)

// How long an idempotency key is stored, and how long an identical application without a key is
// treated as a repetition. A grant's claims are stored as long as they are held.
const (
	keyLife  = 7 * 24 * time.Hour
	sameLife = 24 * time.Hour
)

// commit writes the applications and everything that belongs to them in one transaction: records,
// list entries, access logs, certificates, awards and their places in the roster, payment orders,
// claims, changes to shared data, the idempotency key and audit records. The first draft is the
// submitted application, the others are its parts. The limits are counted once.
func (e *Engine) commit(ctx context.Context, drafts []draft, key string, limits []Counted) (err error) {
	made := drafts[0].application
	writes := append(onceWrites(made, key), mandateInForce(made.Applicant.Agent)...)
	var records []fact.Record // for the shared data
	for _, d := range drafts {
		more, entry, failed := e.writes(ctx, d)
		if failed != nil {
			return failed
		}
		defer func() { entry.Done(err) }()
		writes = append(writes, more...)
		if d.application.Grants != nil {
			records = append(records, d.application.Grants.Records...)
		}
	}
	shared, err := registry.Merge(ctx, e.Store, records)
	if err == nil {
		under, end := tracing.Begin(ctx, "commit", attribute.Int("writes", len(writes)+len(shared)))
		err = e.CommitLimited(under, limits, store.Sum(append(writes, shared...))...) // parts count in the same minute
		end(err)
	}
	if err != nil {
		return fmt.Errorf("committing %s: %w", made.Number, err)
	}
	return nil
}

// onceWrites ensure that the application is made once: by its idempotency key, and by its content
// within the day.
func onceWrites(a *Application, key string) []store.Write {
	var writes []store.Write
	if a.Outcome == decision.Rejected {
		// The same application may have been granted while this one was decided: then that grant
		// is the answer, not a conflict.
		writes = append(writes, store.Forbid("same", sameKey(a.Digest)))
	} else {
		writes = append(writes, store.Create("same", store.Item{
			Key: sameKey(a.Digest), Body: []byte(a.Number), Expires: a.Received.Add(sameLife),
		}))
	}
	if key != "" {
		writes = append(writes, store.Create("idempotency", store.Item{
			Key: idempotencyKey(a.Service, a.Applicant, key), Body: []byte(a.Number), Expires: a.Received.Add(keyLife),
		}))
	}
	return writes
}

// writes returns the writes of one application, and the audit entry among them.
func (e *Engine) writes(ctx context.Context, d draft) ([]store.Write, *audit.Entry, error) {
	a := d.application
	body, err := json.Marshal(a)
	if err != nil {
		return nil, nil, fmt.Errorf("storing the application: %w", err)
	}
	summary, err := json.Marshal(a.summary())
	if err != nil {
		return nil, nil, fmt.Errorf("storing the application: %w", err)
	}
	writes := []store.Write{
		store.Create("application", store.Item{Key: applicationKey(a.Number), Body: body}),
		store.Create("summary", store.Item{Key: summaryKey(a.Applicant.ID, a.Number), Body: summary}),
	}
	if agent := a.Applicant.Agent.ID; agent != "" {
		line, err := json.Marshal(a.acted())
		if err != nil {
			return nil, nil, fmt.Errorf("storing the application: %w", err)
		}
		writes = append(writes, store.Create("summary", store.Item{Key: actedKey(agent, a.Number), Body: line}))
	}
	claims := d.claims
	if a.Grants != nil {
		taken, left, err := e.supersede(ctx, d)
		if err != nil {
			return nil, nil, err
		}
		writes, claims = append(writes, taken...), left
	}
	if a.Outcome == decision.Referred {
		claims = unheld(claims, a.Holdings)
	}
	if a.Outcome != decision.Rejected {
		writes = append(writes, claimWrites(claims, a)...)
	}
	if a.Parts == nil {
		writes = append(writes, count(a.Received, a.Service, a.District(), string(a.Outcome), a.Number))
		writes = append(writes, dailyCounts(a)...)
		if a.Applicant.AcceptedIn != "" {
			writes = append(writes, count(a.Received, a.Service, a.Applicant.AcceptedIn, countAccepted, a.Number))
		}
	}
	if a.Outcome == decision.Referred && a.Parts == nil {
		waiting, err := e.queueWrites(ctx, a, a.Received)
		if err != nil {
			return nil, nil, err
		}
		writes = append(writes, waiting...)
	}
	if a.Grants != nil {
		granted, err := grantWrites(a)
		if err != nil {
			return nil, nil, err
		}
		award, err := awardWrites(d)
		if err != nil {
			return nil, nil, err
		}
		spent, err := e.debit(ctx, a)
		if err != nil {
			return nil, nil, err
		}
		writes = append(append(append(writes, granted...), award...), spent...)
	}
	if d.notice != nil {
		notice, err := noticeWrite(a.Applicant.ID, *d.notice, d.claims)
		if err != nil {
			return nil, nil, err
		}
		writes = append(writes, notice)
	}
	purpose := "application"
	if a.Proactive {
		purpose = "proactive"
	}
	reads, err := readWrites(
		a.Facts,
		a.Applicant,
		Read{At: a.Received, Purpose: purpose, Service: a.Service, Application: a.Number},
		a.Number,
	)
	if err != nil {
		return nil, nil, err
	}
	writes = append(writes, reads...)
	entry, err := e.Audit.Append(a.Received, audit.Event{Action: "decided", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return nil, nil, err
	}
	return append(writes, entry.Writes...), entry, nil
}

// debit returns the writes that take the points which a grant costs. They conflict if the account
// no longer has enough, so that the application is decided again.
func (e *Engine) debit(ctx context.Context, a *Application) ([]store.Write, error) {
	d := a.Grants.Debit
	if d == nil {
		return nil, nil
	}
	writes, err := ledger.Post(
		ctx,
		e.Store,
		ledger.Posting{Account: d.Account, Side: ledger.Redeemed, Points: d.Points, Of: a.Number, Text: d.Text, At: e.Now()},
	)
	if errors.Is(err, ledger.ErrShort) {
		return nil, &store.Conflict{Lost: []string{"points"}}
	}
	return writes, err
}

// grantWrites returns the writes of an approval, besides the application and the changes to shared
// data.
func grantWrites(a *Application) ([]store.Write, error) {
	g := a.Grants
	writes := claimWrites(g.Claims, a)
	body, err := json.Marshal(certificateRecord{Holder: a.holder(), Application: a.Number, Certificate: g.Certificate})
	if err != nil {
		return nil, fmt.Errorf("storing the certificate: %w", err)
	}
	writes = append(writes, store.Create("certificate", store.Item{Key: certificateKey(g.Certificate.Number), Body: body}))
	writes = append(writes, placeWrite(g.Certificate.Status))
	for _, t := range g.Notices {
		n := Notice{At: a.decidedAt(), Service: a.Service, Title: t.Title, Text: t.Text}
		if t.Person == g.Holder {
			n.Certificate = g.Certificate.Number
		}
		notice, err := NoticeWrite(t.Person, "granted#"+a.Number, n)
		if err != nil {
			return nil, err
		}
		writes = append(writes, notice)
	}
	if g.Payment != nil {
		order, err := json.Marshal(g.Payment)
		if err != nil {
			return nil, fmt.Errorf("storing the payment order: %w", err)
		}
		writes = append(writes, store.Create("payment", store.Item{Key: paymentKey(a.Number), Body: order}))
	}
	return writes, nil
}
