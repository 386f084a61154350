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

// suable is the number of months within which a decision can be taken to court (行政诉讼法 art. 46).
// Until then its reasons must be available.
const suable = 6

// Erasure is whether and from when an application's record can be deleted (个人信息保护法 art. 47).
type Erasure struct {
	From calendar.Date `json:"from"`
	Now  bool          `json:"now"` // that day has been reached
}

// erasable returns the day from which the application's record can be deleted; ok is false if it
// cannot. Only rejected applications can be, after the time for court action, whose last day moves
// to the next working day (民法典 art. 203): a grant is in force,
// was paid, or must be archived.
func (a *Application) erasable() (calendar.Date, bool) {
	if a.Outcome != decision.Rejected || a.Bundle != "" || a.Parts != nil {
		return calendar.Date{}, false
	}
	return calendar.Of(a.decidedAt()).AddMonths(suable).OrNextWorkday().AddDays(1), true
}

// erasure is the erasability for the receipt.
func (e *Engine) erasure(a *Application) *Erasure {
	from, ok := a.erasable()
	if !ok {
		return nil
	}
	return &Erasure{From: from, Now: !calendar.Of(e.Now()).Before(from)}
}

// Erasing describes what deleting an application's record would cause. The client sends Confirm
// back to confirm it.
type Erasing struct {
	Number  string    `json:"number"`
	Title   lang.Text `json:"title"`
	Goes    lang.Text `json:"goes,omitzero"`
	Stays   lang.Text `json:"stays,omitzero"`
	Confirm string    `json:"confirm,omitempty"` // "" if it cannot be deleted
	Why     lang.Text `json:"why,omitzero"`      // why it cannot be deleted
	// From is the day from which it can be deleted, if known.
	From calendar.Date `json:"from,omitzero"`
}

// Erasing returns what deleting the application's record now would cause.
func (e *Engine) Erasing(ctx context.Context, a *Application) (Erasing, error) {
	erasing := Erasing{Number: a.Number, Title: a.Title}
	erasure := e.erasure(a)
	if erasure == nil {
		erasing.Why = lang.T(
			"只有未获批准、且不属于一件事的办件可以删除；已批准的办件须依法归档保存，在办的请等待办结。",
			"Only a rejected application that is not part of a bundle can be deleted. Grants must be kept by "+
				"law; an application in progress has to be decided first.",
		)
		return erasing, nil
	}
	erasing.From = erasure.From
	if !erasure.Now {
		erasing.Why = lang.F(
			"该决定在 %s 之前仍可提起行政诉讼（行政诉讼法第四十六条），其间须保存作出决定的依据；自该日起可以删除。",
			"Before %s the decision can be taken to court, so its records must be kept; from that day on they can be deleted.",
			erasure.From,
		)
		return erasing, nil
	}
	_, err := e.Store.Get(ctx, reviewKey(a.Number))
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return erasing, fmt.Errorf("reading the review: %w", err)
	case err == nil && a.Determination == nil:
		erasing.Why = lang.T("该办件正在人工复核，复核办结后再删除。", "This application is under review; it can be deleted when the review is finished.")
		return erasing, nil
	}
	erasing.Goes = lang.T(
		"申请表、所读取的数据、决定及其理由、复核和评价，以及“我的办件”中的这一行；解密所需的密钥一并销毁，备份中的副本也无法再读取。",
		"The form, the data that was read, the decision with its reasons, the review and the rating, and the "+
			"entry under “My applications”. The encryption key is deleted too, so that copies in backups can no "+
			"longer be read.",
	)
	erasing.Stays = lang.T(
		"只留下不含个人信息的审计链，说明该办件已经删除。删除立即生效，无法恢复；之后不能再对该办件投诉、复核或者举证。",
		"The audit chain is kept; it contains no personal data and records that the application was deleted. "+
			"The deletion is immediate and cannot be undone. Afterwards you cannot complain about this "+
			"application, have it reviewed, or use it as proof.",
	)
	erasing.Confirm, err = confirmation(erasing, 0)
	return erasing, err
}

// Erase deletes an application's records after the applicant confirmed what Erasing showed: all
// records, list entries, and the data key, without which no copy can be read. The audit chain
// stays; it contains no personal data, and records the deletion.
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
			return fmt.Errorf("deleting an application: %w", err)
		}
		reviewed = reviewed || item.Key == reviewKey(a.Number)
		if item.Key == applicationKey(
			a.Number,
		) { // the record itself, which must be the one that was shown; a.Digest covers only applicant and form
			event.Digest = audit.Digest(item.Body)
		}
		writes = append(writes, store.Delete("application", item.Key, item.Version))
	}
	if reviewed && a.Determination == nil { // requested meanwhile
		return movedOn(a.Number)
	}
	entry, err := e.Audit.Append(at, event)
	if err != nil {
		return err
	}
	err = e.Store.Commit(ctx, append(writes, entry.Writes...)...)
	entry.Done(err)
	return CommitError("deleting an application", err, movedOn(a.Number))
}
