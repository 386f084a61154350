package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/decision"
	"miaoban/shared/form"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Asked is what a reviewer asks of an applicant: once, for everything that lacks
// (一次性告知), and what they answer.
type Asked struct {
	Reviewer string    `json:"reviewer"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
	Answer   string    `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
}

func askedKey(number string) store.Key {
	return store.Key{Partition: applicationKey(number).Partition, Sort: "ASKED"}
}

// Ask asks the applicant, once.
func (e *Engine) Ask(ctx context.Context, a *Application, by Clearance, text string) error {
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	if a.Outcome != decision.Referred {
		return problem.New("already-requested", lang.T("该办件已经办结。", "The application is decided already."))
	}
	at := e.Now()
	notice, err := NoticeWrite(a.Applicant.ID, "asked#"+a.Number, Notice{At: at, Service: a.Service, Title: lang.T("请补充材料或说明", "Please say or send what lacks"), Text: lang.T(text, text), Application: a.Number})
	if err != nil {
		return err
	}
	acted, err := by.Act("asked")
	if err != nil {
		return err
	}
	return e.keepAsked(ctx, "asked", a.Number, Asked{Reviewer: by.by.Name, Text: text, At: at}, 0, Actor{}, append(acted, notice)...)
}

// Answer answers what was asked: the applicant does, or the agent who applied for them.
func (e *Engine) Answer(ctx context.Context, a *Application, by Actor, text string) error {
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	item, err := e.Store.Get(ctx, askedKey(a.Number))
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Outcome != decision.Referred {
		return problem.New("already-requested", lang.T("没有需要补充的内容。", "Nothing is asked of you."))
	}
	var asked Asked
	if err == nil {
		err = json.Unmarshal(item.Body, &asked)
	}
	if err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	if !asked.Answered.IsZero() {
		return problem.New("already-requested", lang.T("已经补充过，请等待办理结果。", "You have answered already; please wait for the result."))
	}
	asked.Answer, asked.Answered = text, e.Now()
	return e.keepAsked(ctx, "answered", a.Number, asked, item.Version, by)
}

// keepAsked writes what was asked, in place of the version before, with the audit's
// record of it.
func (e *Engine) keepAsked(ctx context.Context, action, number string, asked Asked, before int64, by Actor, more ...store.Write) error {
	body, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("keeping what was asked: %w", err)
	}
	item := store.Item{Key: askedKey(number), Body: body, Version: before}
	write := store.Create("asked", item)
	if before > 0 {
		write = store.Replace("asked", item)
	}
	at := asked.At
	if !asked.Answered.IsZero() {
		at = asked.Answered
	}
	entry, err := e.Audit.Append(at, audit.Event{Action: action, Application: number, Digest: audit.Digest(body)})
	if err != nil {
		return err
	}
	err = e.CommitBy(ctx, by, nil, append(append(entry.Writes, write), more...)...)
	entry.Done(err)
	return CommitError("keeping what was asked", err,
		problem.New("already-requested", lang.T("只能一次性告知，已经发出过。", "It is asked once, for everything, and was.")))
}
