package instant

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/decision"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Notice is a message to a citizen about something that happened without their action, such as a
// benefit found for them (免申即享).
type Notice struct {
	At          time.Time       `json:"at"`
	Service     string          `json:"service"`
	Title       lang.Text       `json:"title"`
	Text        lang.Text       `json:"text"`
	Application string          `json:"application,omitempty"` // the application of the grant
	Standing    *Standing       `json:"standing,omitempty"`    // the current state of the grant
	Certificate string          `json:"certificate,omitempty"` // the person's certificate, if another's application made it
	Ticket      string          `json:"ticket,omitempty"`      // the ticket that it is about
	Correction  string          `json:"correction,omitempty"`  // the request for correction that was answered
	Form        json.RawMessage `json:"form,omitempty"`        // of an invitation: submitting it unchanged is the application
	Filled      []form.Filled   `json:"filled,omitempty"`      // the form for people; without Form, the part that is filled in
}

// Notices returns a page of a person's notices with the current state of the grants, and the next
// cursor.
func Notices(ctx context.Context, s store.Store, person, after string) ([]Notice, string, error) {
	notices, next, err := list[Notice](ctx, s, person, noticePrefix, after)
	for i, n := range notices {
		if n.Application == "" {
			continue
		}
		award, err := LoadAward(ctx, s, n.Application)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		standing := award.Standing()
		notices[i].Standing = &standing
	}
	return notices, next, err
}

const noticePrefix = "NOTICE#"

// NoticeWrite returns the write of a notice for the person; it replaces an earlier notice with the
// same place.
func NoticeWrite(person, place string, n Notice) (store.Write, error) {
	body, err := json.Marshal(n)
	if err != nil {
		return store.Write{}, fmt.Errorf("storing a notice: %w", err)
	}
	return store.Put("notice", store.Item{Key: store.Key{Partition: PersonPartition(person), Sort: noticePrefix + place}, Body: body}), nil
}

// noticeWrite returns the write of a notice about what would be granted; it conflicts if the
// person was notified of the same before.
func noticeWrite(person string, n Notice, claims []decision.Claim) (store.Write, error) {
	body, err := json.Marshal(n)
	if err != nil {
		return store.Write{}, fmt.Errorf("storing a notice: %w", err)
	}
	return store.Create("notice", store.Item{Key: noticeKey(person, n.Service, claims), Body: body}), nil
}

func noticeKey(person, service string, claims []decision.Claim) store.Key {
	h := sha256.New()
	for _, c := range claims {
		if c.Limit == 0 {
			fmt.Fprintf(h, "%s\x00%s\x00", c.Kind, c.Key)
		}
	}
	return store.Key{Partition: PersonPartition(person), Sort: noticePrefix + service + "#" + hex.EncodeToString(h.Sum(nil)[:12])}
}
