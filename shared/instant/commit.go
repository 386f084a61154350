package instant

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/registry"
	"miaoban/shared/store"
)

// How long an idempotency key is remembered, and how long the same application
// made again without one is taken for the same. What was granted is claimed for as
// long as it is held.
const (
	keyLife  = 7 * 24 * time.Hour
	sameLife = 24 * time.Hour
)

// commit writes the application and all that goes with it in one transaction:
// the record, its line in the applicant's list, who read what, the certificate,
// the payment order, the claims, what shared data learns, the idempotency key
// and the audit record.
func (d *desk[F, P]) commit(ctx context.Context, a *Application, claims []Claim, key string) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("keeping the application: %w", err)
	}
	summary, err := json.Marshal(a.summary())
	if err != nil {
		return fmt.Errorf("keeping the application: %w", err)
	}
	writes := []store.Write{
		store.Create("application", store.Item{Key: applicationKey(a.Number), Body: body}),
		store.Create("summary", store.Item{Key: summaryKey(a.Applicant.ID, a.Number), Body: summary}),
	}
	if a.Outcome == Rejected {
		// The same application may have been granted while this one was decided:
		// then that is the answer, and not that it is there already.
		writes = append(writes, store.Forbid("same", sameKey(a.Digest)))
	} else {
		writes = append(writes, claimWrites(claims, a)...)
		writes = append(writes, store.Create("same", store.Item{
			Key: sameKey(a.Digest), Body: []byte(a.Number), Expires: a.Received.Add(sameLife),
		}))
	}
	if a.Grants != nil {
		granted, err := grantWrites(a)
		if err != nil {
			return err
		}
		writes = append(writes, granted...)
	}
	if key != "" {
		writes = append(writes, store.Create("idempotency", store.Item{
			Key: idempotencyKey(a.Service, a.Applicant.ID, key), Body: []byte(a.Number), Expires: a.Received.Add(keyLife),
		}))
	}
	reads, err := readWrites(a.Facts, a.Applicant, Read{At: a.Received, Purpose: "application", Service: a.Service, Application: a.Number}, a.Number)
	if err != nil {
		return err
	}
	writes = append(writes, reads...)
	entry, err := d.Audit.Append(a.Received, audit.Event{Action: "decided", Application: a.Number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	err = d.Store.Commit(ctx, append(writes, entry.Writes...)...)
	entry.Done(err)
	if err != nil {
		return fmt.Errorf("committing %s: %w", a.Number, err)
	}
	return nil
}

// grantWrites are what an approval leaves behind, beside the application.
func grantWrites(a *Application) ([]store.Write, error) {
	g := a.Grants
	writes := claimWrites(g.Claims, a)
	body, err := json.Marshal(certificateRecord{Holder: a.Applicant.ID, Application: a.Number, Certificate: g.Certificate})
	if err != nil {
		return nil, fmt.Errorf("keeping the certificate: %w", err)
	}
	writes = append(writes, store.Create("certificate", store.Item{Key: certificateKey(g.Certificate.Number), Body: body}))
	if g.Payment != nil {
		order, err := json.Marshal(g.Payment)
		if err != nil {
			return nil, fmt.Errorf("keeping the payment order: %w", err)
		}
		writes = append(writes, store.Create("payment", store.Item{Key: store.Key{Partition: applicationKey(a.Number).Partition, Sort: "PAYMENT"}, Body: order}))
	}
	for _, record := range g.Records {
		record.Learned = true
		write, err := registry.Put(record)
		if err != nil {
			return nil, err
		}
		writes = append(writes, write)
	}
	return writes, nil
}

// The keys of what the engine keeps. Partitions are as many as applications,
// people and claims, so that none is hot.

func applicationKey(number string) store.Key {
	return store.Key{Partition: "APPLICATION#" + number, Sort: "APPLICATION"}
}

func summaryKey(person, number string) store.Key {
	return store.Key{Partition: personPartition(person), Sort: summaryPrefix + number}
}

func personPartition(person string) string { return "PERSON#" + person }

const summaryPrefix = "APPLICATION#"

func certificateKey(number string) store.Key {
	return store.Key{Partition: "CERTIFICATE#" + number, Sort: "CERTIFICATE"}
}

// idempotencyKey is a digest: what a client chooses as its key, and who the
// applicant is, stays out of the table's keys.
func idempotencyKey(service, person, key string) store.Key {
	sum := sha256.Sum256([]byte(service + "\x00" + person + "\x00" + key))
	return store.Key{Partition: "IDEMPOTENCY#" + hex.EncodeToString(sum[:]), Sort: "KEY"}
}

func sameKey(digest string) store.Key {
	return store.Key{Partition: "SAME#" + digest, Sort: "KEY"}
}
