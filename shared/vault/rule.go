package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"

	"miaoban/shared/store"
)

// rule is how records in one kind of partition are protected.
type rule struct {
	public   bool // stored as they are
	blind    int  // the partition's name after this many # is blinded; 0: it identifies nobody
	erasable bool // the partition's records share a data key, which is stored apart
	// order returns how many bytes of a sort key stay readable, to keep the order of the
	// partition. The rest identifies somebody, or links one person's records to another's: it is
	// blinded together with the partition, and stored in the sealed body. Nil: the whole sort key
	// is readable.
	order func(sort string) int
}

// ruleOf returns the rule of a partition. A kind that is not listed is sealed, and its name
// blinded.
func ruleOf(partition string) rule {
	kind, _, _ := strings.Cut(partition, "#")
	switch kind {
	case "APPLICATION":
		return rule{erasable: true}
	case "PERSON", "CALLER":
		return rule{blind: 1, order: byDay}
	case "RECORD", "CLAIM":
		return rule{blind: 2}
	case "IDEMPOTENCY", "SAME", "OPENTICKET": // digests of guessable values, and a number
		return rule{public: true, blind: 1}
	case "COHORT", "POINTSACCOUNTS", "DELIVERY": // of people, of accounts, of files' digests
		return rule{order: unordered}
	case "CLOCK", "POINTSRANK": // by time and by points, of accounts
		return rule{order: byFirst}
	case "KIN": // a dataset and a person, with the keys of the records that mention the person
		return rule{blind: 2, order: unordered}
	case "KEYS", "SEAL", // this package's own
		"SEED", "POLICY", "SESSION", "LISTED", "STATUS", "FOUND", // numbers, digests of unguessable values, public data
		"AUDITDAY", "AUDITHEADS", "AUDITHEADLIST", "LEDGER",
		"COUNT", "TICKETCOUNT", "TICKETSNOW", "MINUTE", "HOUR", "REASON", "TROUBLE", "MISS", "PROBLEM",
		"LEASE",
		"RANKING": // published
		return rule{public: true}
	default:
		return rule{blind: 1}
	}
}

// unordered leaves no byte readable.
func unordered(string) int { return 0 }

// byFirst leaves the first part of a sort key readable.
func byFirst(sort string) int { return strings.IndexByte(sort, '#') + 1 }

// byDay leaves the kind of a record and the day in its number readable, but not the number, which
// other people's records contain too.
func byDay(sort string) int {
	kind := byFirst(sort)
	day := dayOfNumber.FindString(sort[kind:])
	return kind + len(day)
}

// dayOfNumber matches the start of the numbers of applications, tickets and signed deeds.
var dayOfNumber = regexp.MustCompile(`^[A-Z]?[0-9]{8}-`)

// place returns the key under which a record is stored.
func (r *ring) place(key store.Key) store.Key {
	rule := ruleOf(key.Partition)
	if rule.order != nil {
		key.Sort = key.Sort[:rule.order(key.Sort)] + r.digest(key.Partition+"\x00"+key.Sort)
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

// digest is a 128-bit HMAC; it reveals nothing without the index key.
func (r *ring) digest(text string) string {
	h := hmac.New(sha256.New, r.index)
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
