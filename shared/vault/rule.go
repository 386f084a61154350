package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"

	"miaoban/shared/store"
)

// rule is how the records of a kind of partition are kept.
type rule struct {
	public   bool // as they are
	blind    int  // the partition's name after so many # is blinded; 0: it names nobody
	erasable bool // the partition's records share a data key, kept apart
	// order is how much of a sort key stays open, for the order of the partition. The rest
	// names somebody, or ties one person's records to another's: it is blinded, together
	// with the partition, and lies in the sealed body. Nil: all of it.
	order func(sort string) int
}

// ruleOf is the rule for a partition. What is not named is sealed, and its name blinded.
func ruleOf(partition string) rule {
	kind, _, _ := strings.Cut(partition, "#")
	switch kind {
	case "APPLICATION":
		return rule{erasable: true}
	case "PERSON":
		return rule{blind: 1, order: byDay}
	case "RECORD", "CLAIM":
		return rule{blind: 2}
	case "IDEMPOTENCY", "SAME", "OPENTICKET": // digests of what can be guessed, and a number
		return rule{public: true, blind: 1}
	case "COHORT", "POINTSACCOUNTS", "DELIVERY": // of people, of accounts, by digests of files
		return rule{order: unordered}
	case "CLOCK", "POINTSRANK": // by time and by points, of accounts
		return rule{order: byFirst}
	case "KIN": // of a dataset and a person, the keys of the records that name them
		return rule{blind: 2, order: unordered}
	case "KEYS", "SEAL", // this package's own
		"SEED", "POLICY", "SESSION", "LISTED", "STATUS", "FOUND", // numbers, digests of what nobody guesses, what everybody may read
		"AUDITDAY", "AUDITHEADS", "AUDITHEADLIST", "LEDGER",
		"COUNT", "TICKETCOUNT", "MINUTE", "HOUR", "REASON", "TROUBLE", "PROBLEM",
		"RANKING": // published
		return rule{public: true}
	default:
		return rule{blind: 1}
	}
}

// unordered opens nothing.
func unordered(string) int { return 0 }

// byFirst opens the first part of a sort key.
func byFirst(sort string) int { return strings.IndexByte(sort, '#') + 1 }

// byDay opens the kind of a record and the day of its number: not the number, which others'
// records have too.
func byDay(sort string) int {
	kind := byFirst(sort)
	day := dayOfNumber.FindString(sort[kind:])
	return kind + len(day)
}

// dayOfNumber is what the numbers of applications, tickets and deeds begin with.
var dayOfNumber = regexp.MustCompile(`^[A-Z]?[0-9]{8}-`)

// place is where a record is kept.
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

// digest is 128 bits that tell nothing to anybody without the ring.
func (r *ring) digest(text string) string {
	h := hmac.New(sha256.New, r.index)
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
