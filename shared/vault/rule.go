package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"miaoban/shared/store"
)

// rule is how the records of a kind of partition are kept.
type rule struct {
	public   bool // as they are
	blind    int  // the partition's name after so many # is blinded; 0: it names nobody
	hidden   bool // the sort key names somebody: it is blinded, and lies in the sealed body
	erasable bool // the partition's records share a data key, kept apart
}

// ruleOf is the rule for a partition. What is not named is sealed.
func ruleOf(partition string) rule {
	kind, _, _ := strings.Cut(partition, "#")
	switch kind {
	case "APPLICATION":
		return rule{erasable: true}
	case "PERSON", "POINTS":
		return rule{blind: 1}
	case "RECORD", "CLAIM":
		return rule{blind: 2}
	case "IDEMPOTENCY", "SAME", "OPENTICKET": // digests of what can be guessed, and a number
		return rule{public: true, blind: 1}
	case "COHORT", "POINTSACCOUNTS":
		return rule{hidden: true}
	case "KEYS", "SEAL", // this package's own
		"SEED", "POLICY", "LISTED", "STATUS", "DELIVERY", "FOUND", "CLOCK", // numbers, digests, what everybody may read
		"AUDIT", "AUDITDAY", "LEDGER",
		"COUNT", "TICKETCOUNT", "MINUTE", "HOUR", "REASON", "TROUBLE", "PROBLEM",
		"RANKING", "POINTSRANK": // published, by consent
		return rule{public: true}
	default:
		return rule{}
	}
}

// place is where a record is kept.
func (r *ring) place(key store.Key) store.Key {
	rule := ruleOf(key.Partition)
	if rule.hidden {
		key.Sort = r.digest(key.Partition + "\x00" + key.Sort)
	}
	if rule.blind == 0 {
		return key
	}
	open := 0
	for range rule.blind {
		next := strings.IndexByte(key.Partition[open:], '#')
		if next < 0 {
			return key
		}
		open += next + 1
	}
	key.Partition = key.Partition[:open] + r.digest(key.Partition)
	return key
}

// digest is 128 bits that tell nothing to who has not the ring.
func (r *ring) digest(text string) string {
	h := hmac.New(sha256.New, r.index)
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
