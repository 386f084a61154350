package instant

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"miaoban/shared/certificate"
	"miaoban/shared/decision"
	"miaoban/shared/store"
)

// The keys of records. There are as many partitions as applications, people and claims, so none is hot.

func applicationKey(number string) store.Key {
	return store.Key{Partition: "APPLICATION#" + number, Sort: "APPLICATION"}
}

func paymentKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "PAYMENT"}
}

func summaryKey(person, number string) store.Key {
	return store.Key{Partition: PersonPartition(person), Sort: summaryPrefix + number}
}

func actedKey(agent, number string) store.Key {
	return store.Key{Partition: PersonPartition(agent), Sort: actedPrefix + number}
}

// PersonPartition is the store partition of the person's data.
func PersonPartition(person string) string { return "PERSON#" + person }

const (
	summaryPrefix = "APPLICATION#"
	actedPrefix   = "ACTED#" // entries for applications that the person submitted as an agent
)

func certificateKey(number string) store.Key {
	return store.Key{Partition: certificate.Partition(number), Sort: "CERTIFICATE"}
}

// idempotencyKey is a digest, so that neither the client's key nor the applicant appears in the
// table's keys.
func idempotencyKey(service string, a decision.Applicant, key string) store.Key {
	who := a.ID
	if a.Agent.ID != "" { // an agent's keys are separate and reveal nothing about the principal's
		who += "\x00" + a.Agent.ID
	}
	sum := sha256.Sum256([]byte(service + "\x00" + who + "\x00" + key))
	return store.Key{Partition: "IDEMPOTENCY#" + hex.EncodeToString(sum[:]), Sort: "KEY"}
}

func sameKey(digest string) store.Key {
	return store.Key{Partition: "SAME#" + digest, Sort: "KEY"}
}

func policyKey(version string) store.Key {
	return store.Key{Partition: "POLICY#" + version, Sort: "POLICY"}
}

// NumberOf returns the number of the application to whose partition the key belongs; "" for the key
// of another kind of record.
func NumberOf(key store.Key) string {
	number, own := strings.CutPrefix(key.Partition, applicationKey("").Partition)
	if !own {
		return ""
	}
	return number
}
