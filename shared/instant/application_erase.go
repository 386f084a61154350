package instant

import (
	"context"
	"errors"
	"fmt"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// suable is for how many months a decision can be taken to court (行政诉讼法 art. 46).
// Until then it must be possible to say why it was made.
const suable = 6

// Erasure is whether and when an application's record can be erased (个人信息保护法 art. 47).
type Erasure struct {
	From calendar.Date `json:"from"`
	Now  bool          `json:"now"` // that day has come
}

// erasable is the day from which the application's record can be erased: what granted
// nothing, once nobody can go to court over it. What was granted is kept: it is in force,
// was paid or is an archive.
func (a *Application) erasable() (calendar.Date, bool) {
	if a.Outcome != decision.Rejected || a.Bundle != "" || a.Parts != nil {
		return calendar.Date{}, false
	}
	return calendar.Of(a.decidedAt()).AddMonths(suable).AddDays(1), true
}

// erasure is what the receipt says of it.
func (e *Engine) erasure(a *Application) *Erasure {
	from, ok := a.erasable()
	if !ok {
		return nil
	}
	return &Erasure{From: from, Now: !calendar.Of(e.Now()).Before(from)}
}

// Erasing is what erasing an application's record would bring about. Whoever confirms it
// sends Confirm.
type Erasing struct {
	Number  string    `json:"number"`
	Title   lang.Text `json:"title"`
	Goes    lang.Text `json:"goes,omitzero"`
	Stays   lang.Text `json:"stays,omitzero"`
	Confirm string    `json:"confirm,omitempty"` // "" where it is kept
	Why     lang.Text `json:"why,omitzero"`      // it is kept
	// From is the day from which it can be erased, where one is known.
	From calendar.Date `json:"from,omitzero"`
}

// Erasing is what it would bring about to erase the application's record now.
func (e *Engine) Erasing(ctx context.Context, a *Application) (Erasing, error) {
	erasing := Erasing{Number: a.Number, Title: a.Title}
	erasure := e.erasure(a)
	if erasure == nil {
		erasing.Why = lang.T("只有未获批准、且不属于一件事的办件可以删除；已批准的办件须依法归档保存，在办的请等待办结。",
			"Only an application that was rejected, and is no part of a bundle, can be erased. What was granted is kept as the law demands; what is being handled has to be decided first.")
		return erasing, nil
	}
	erasing.From = erasure.From
	if !erasure.Now {
		erasing.Why = lang.F("该决定在 %s 之前仍可提起行政诉讼（行政诉讼法第四十六条），其间须保存作出决定的依据；自该日起可以删除。",
			"Until %s the decision can be taken to court, and what it stood on has to be kept; from that day on it can be erased.", erasure.From)
		return erasing, nil
	}
	_, err := e.Store.Get(ctx, reviewKey(a.Number))
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return erasing, fmt.Errorf("reading the review: %w", err)
	case err == nil && a.Determination == nil:
		erasing.Why = lang.T("该办件正在人工复核，复核办结后再删除。", "A person is looking at this; it can be erased once that is done.")
		return erasing, nil
	}
	erasing.Goes = lang.T("申请表、所读取的数据、决定及其理由、复核和评价，以及“我的办件”中的这一行；解密所需的密钥一并销毁，备份中的副本也无法再读取。",
		"The form, the data that were read, the decision with its reasons, the review and the rating, and the line under “My applications”; with them goes the key, so that no copy in a backup can be read.")
	erasing.Stays = lang.T("只留下不含个人信息的审计链，说明该办件已经删除。删除立即生效，无法恢复；之后不能再对该办件投诉、复核或者举证。",
		"What stays is the audit's chain, which holds nothing personal, and says that it was erased. It is done at once and cannot be undone; nobody can complain of the application, have it reviewed or prove anything by it afterwards.")
	erasing.Confirm, err = confirmation(erasing, 0)
	return erasing, err
}

// Erase removes what is held of an application at its applicant's wish, who confirmed what
// they were shown: all records of it, its lines in lists, and the data key, without which
// no copy of them can be read. What stays is the audit's chain, which holds nothing
// personal, and says that it was erased.
func (e *Engine) Erase(ctx context.Context, a *Application, confirm string) error {
	erasing, err := e.Erasing(ctx, a)
	if err != nil {
		return err
	}
	if erasing.Confirm == "" {
		p := problem.New("kept-by-law", erasing.Why)
		p.Application = a.Number
		return p
	}
	if err := confirmed(confirm, erasing.Confirm, a.Number, "erasure"); err != nil {
		return err
	}
	at, partition := e.Now(), applicationKey(a.Number).Partition
	event := audit.Event{Action: "erased", Application: a.Number}
	writes := []store.Write{
		store.Remove("seal", vault.SealKey(partition)),
		store.Remove("summary", summaryKey(a.Applicant.ID, a.Number)),
	}
	if agent := a.Applicant.Agent.ID; agent != "" {
		writes = append(writes, store.Remove("summary", actedKey(agent, a.Number)))
	}
	reviewed := false
	for item, err := range store.All(ctx, e.Store, store.Query{Partition: partition}) {
		if err != nil {
			return fmt.Errorf("erasing an application: %w", err)
		}
		reviewed = reviewed || item.Key == reviewKey(a.Number)
		if item.Key == applicationKey(a.Number) { // of the record, which nobody can make again; a.Digest is of who and what alone
			event.Digest = audit.Digest(item.Body)
		}
		writes = append(writes, store.Delete("application", item.Key, item.Version))
	}
	if reviewed && a.Determination == nil { // asked for since
		return movedOn(a.Number)
	}
	entry, err := e.Audit.Append(at, event)
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(writes, entry.Writes...)...)
	entry.Done(err)
	return CommitError("erasing an application", err, movedOn(a.Number))
}
