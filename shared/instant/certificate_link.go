package instant

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Link lets others see a certificate until it expires or the holder withdraws it. The address
// contains a secret; the store has only its digest.
type Link struct {
	ID      string    `json:"id"` // used to withdraw it
	Secret  string    `json:"-"`  // part of the address; known only when the link is created
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
}

// maxLink is the longest lifetime of a link, and maxLinks the maximum number of links per
// certificate.
const (
	maxLink  = 30 * 24 * time.Hour
	maxLinks = 20
)

const linkPrefix = "LINK#"

// MakeLink creates a link with that lifetime to the holder's certificate.
func (e *Engine) MakeLink(ctx context.Context, holder, number string, life time.Duration) (Link, error) {
	if life <= 0 || life > maxLink {
		return Link{}, problem.New("malformed-request", lang.T("分享期限为 1 至 30 天。", "A link can be valid for 1 to 30 days."))
	}
	there, err := e.Links(ctx, number)
	if err != nil {
		return Link{}, err
	}
	if len(there) >= maxLinks {
		return Link{}, problem.New("already-requested", lang.T("分享链接已达上限，请先撤回不用的。",
			"The maximum number of links is reached. Withdraw links that you no longer need."))
	}
	now := e.Now().Truncate(time.Second)
	link := Link{Secret: rand.Text(), Created: now, Expires: now.Add(life)}
	link.ID = linkID(link.Secret)
	body, err := json.Marshal(link)
	if err != nil {
		return Link{}, fmt.Errorf("linking: %w", err)
	}
	err = e.CommitLimited(ctx, LimitsOf(holder, linkLimit),
		store.Create("link", store.Item{Key: linkKey(link.ID), Body: []byte(number), Expires: link.Expires}),
		store.Create("link", store.Item{Key: linkOf(number, link.ID), Body: body, Expires: link.Expires}))
	if err != nil {
		return Link{}, CommitError("linking", err, nil)
	}
	return link, nil
}

// Links returns the certificate's links that have not expired.
func (e *Engine) Links(ctx context.Context, number string) ([]Link, error) {
	links := []Link{}
	for item, err := range store.All(ctx, e.Store, store.Query{Partition: certificateKey(number).Partition, Prefix: linkPrefix}) {
		if err != nil {
			return nil, fmt.Errorf("the links: %w", err)
		}
		var link Link
		if err := json.Unmarshal(item.Body, &link); err != nil {
			return nil, fmt.Errorf("the links: %w", err)
		}
		links = append(links, link)
	}
	return links, nil
}

// WithdrawLink ends a link of the certificate; it does nothing if the link has ended already.
func (e *Engine) WithdrawLink(ctx context.Context, number, id string) error {
	of, err := e.Store.Get(ctx, linkOf(number, id))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("withdrawing a link: %w", err)
	}
	err = e.Store.Commit(ctx, store.Delete("link", of.Key, of.Version), store.Delete("link", linkKey(id), 1))
	var lost *store.Conflict
	if errors.As(err, &lost) { // withdrawn concurrently, or expired
		return nil
	}
	if err != nil {
		return fmt.Errorf("withdrawing a link: %w", err)
	}
	return nil
}

// LoadLinked returns the certificate for the link's secret, or store.ErrNotFound.
func LoadLinked(ctx context.Context, s store.Store, secret string) (Issued, error) {
	item, err := s.Get(ctx, linkKey(linkID(secret)))
	if err != nil {
		return Issued{}, fmt.Errorf("a link: %w", err)
	}
	return LoadCertificate(ctx, s, string(item.Body))
}

func linkID(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func linkKey(id string) store.Key { return store.Key{Partition: linkPrefix + id, Sort: "LINK"} }

func linkOf(number, id string) store.Key {
	return store.Key{Partition: certificateKey(number).Partition, Sort: linkPrefix + id}
}
