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

// Notice tells a citizen what was found for them, without their asking (免申即享).
type Notice struct {
	At          time.Time       `json:"at"`
	Service     string          `json:"service"`
	Title       lang.Text       `json:"title"`
	Text        lang.Text       `json:"text"`
	Application string          `json:"application,omitempty"` // by which it was granted
	Standing    *Standing       `json:"standing,omitempty"`    // of what was granted, as it stands now
	Ticket      string          `json:"ticket,omitempty"`      // what it tells about
	Form        json.RawMessage `json:"form,omitempty"`        // of an invitation: sent as it is, it is the application
	Filled      []form.Filled   `json:"filled,omitempty"`      // the form in words
}

// Notices is a page of what a person was told, with how stands what they were granted.
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

// Tell is the write that tells the person about what the place names, in place of what
// was told about it before.
func NoticeWrite(person, place string, n Notice) (store.Write, error) {
	body, err := json.Marshal(n)
	if err != nil {
		return store.Write{}, fmt.Errorf("keeping a notice: %w", err)
	}
	return store.Put("notice", store.Item{Key: store.Key{Partition: PersonPartition(person), Sort: noticePrefix + place}, Body: body}), nil
}

// noticeWrite tells the person once of what would be held: the same thing found
// again is no news.
func noticeWrite(person string, n Notice, claims []decision.Claim) (store.Write, error) {
	body, err := json.Marshal(n)
	if err != nil {
		return store.Write{}, fmt.Errorf("keeping a notice: %w", err)
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
