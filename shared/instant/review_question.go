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

// Asked is a reviewer's single request to the applicant, which lists everything that is missing
// (一次性告知), and the answer.
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

// Ask sends the reviewer's request to the applicant; it can be done once.
func (e *Engine) Ask(ctx context.Context, a *Application, by Clearance, text string) error {
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	if a.Outcome != decision.Referred {
		return problem.New("already-requested", lang.T("该办件已经办结。", "This application is already decided."))
	}
	at := e.Now()
	notice, err := NoticeWrite(
		a.Applicant.ID,
		"asked#"+a.Number,
		Notice{
			At:          at,
			Service:     a.Service,
			Title:       lang.T("请补充材料或说明", "Please provide more information"),
			Text:        lang.T(text, text),
			Application: a.Number,
		},
	)
	if err != nil {
		return err
	}
	acted, err := by.Act("asked")
	if err != nil {
		return err
	}
	return e.keepAsked(ctx, "asked", a.Number, Asked{Reviewer: by.by.Name, Text: text, At: at}, 0, Actor{}, append(acted, notice)...)
}

// Answer stores the answer of the applicant, or of the agent who applied for them.
func (e *Engine) Answer(ctx context.Context, a *Application, by Actor, text string) error {
	text, err := form.RequiredText("text", text)
	if err != nil {
		return err
	}
	item, err := e.Store.Get(ctx, askedKey(a.Number))
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Outcome != decision.Referred {
		return problem.New("already-requested", lang.T("没有需要补充的内容。", "No information was requested from you."))
	}
	var asked Asked
	if err == nil {
		err = json.Unmarshal(item.Body, &asked)
	}
	if err != nil {
		return fmt.Errorf("answering: %w", err)
	}
	if !asked.Answered.IsZero() {
		return problem.New("already-requested", lang.T("已经补充过，请等待办理结果。", "You have already answered. Please wait for the result."))
	}
	asked.Answer, asked.Answered = text, e.Now()
	return e.keepAsked(ctx, "answered", a.Number, asked, item.Version, by)
}

// keepAsked writes the request over the version before, with its audit record.
func (e *Engine) keepAsked(ctx context.Context, action, number string, asked Asked, before int64, by Actor, more ...store.Write) error {
	body, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("storing a request to the applicant: %w", err)
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
	return CommitError("storing a request to the applicant", err,
		problem.New("already-requested", lang.T("只能一次性告知，已经发出过。",
			"The applicant can be asked only once, for everything, and was already asked.")))
}
