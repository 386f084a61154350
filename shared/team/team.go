// Package team is the virtual team of a case (虚拟化组织): departments that whoever leads
// the case calls together, each with its task, all by one clock, until the case is done.
// A street calls one for a complaint that is more than its own (吹哨报到), a reviewer for
// an application that one department cannot decide.
package team

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Kind is what a case is.
type Kind string

// The kinds of cases.
const (
	Ticket      Kind = "ticket"
	Application Kind = "application"
)

// Case is what a team is formed for.
type Case struct {
	Kind   Kind   `json:"kind"`
	Number string `json:"number"`
}

// Team is who works on a case beside its lead.
type Team struct {
	Case
	Title     lang.Text `json:"title"` // of the case
	Lead      string    `json:"lead"`  // the division (GB/T 2260) that leads
	Formed    time.Time `json:"formed"`
	Due       time.Time `json:"due"` // by when all report
	Dissolved time.Time `json:"dissolved,omitzero"`
	Tasks     []Task    `json:"tasks"`

	version int64
}

// Task is what one department is to do, and what it reports.
type Task struct {
	Department string    `json:"department"` // by its code
	Name       lang.Text `json:"name"`
	Region     string    `json:"region"` // whose department it is
	Ask        string    `json:"ask"`
	Report     string    `json:"report,omitempty"`
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"`
	Late       bool      `json:"late,omitempty"` // the clock ran out before it reported
}

// Open reports whether the department still has to report.
func (t Task) Open() bool { return t.At.IsZero() }

// Open is how many departments still have to report.
func (t *Team) Open() int {
	open := 0
	for _, task := range t.Tasks {
		if task.Open() {
			open++
		}
	}
	return open
}

// Late is the departments that let the clock run out.
func (t *Team) Late() []Task {
	var late []Task
	for _, task := range t.Tasks {
		if task.Late {
			late = append(late, task)
		}
	}
	return late
}

func key(c Case) store.Key {
	return store.Key{Partition: strings.ToUpper(string(c.Kind)) + "#" + c.Number, Sort: "TEAM"}
}

// Load is the team of the case; nil where none was formed.
func Load(ctx context.Context, s store.Store, c Case) (*Team, error) {
	item, err := s.Get(ctx, key(c))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	t := &Team{version: item.Version}
	if err == nil {
		err = json.Unmarshal(item.Body, t)
	}
	if err != nil {
		return nil, fmt.Errorf("the team of %s: %w", c.Number, err)
	}
	return t, nil
}

// Call is the writes that call the departments to the case: they form the team, or join
// it; the clock begins again for all who have not reported.
func Call(ctx context.Context, s store.Store, to Team, departments []string, ask string, at time.Time) ([]store.Write, error) {
	was, err := Load(ctx, s, to.Case)
	if err != nil {
		return nil, err
	}
	is := to
	is.Formed = at
	if was != nil {
		is.Formed, is.Tasks, is.version = was.Formed, append([]Task(nil), was.Tasks...), was.version
	}
	for _, code := range departments {
		is.Tasks = append(is.Tasks, Task{Department: code, Name: Departments()[code], Region: cmp.Or(division.District(to.Lead), to.Lead), Ask: ask})
	}
	return writes(was, &is)
}

// Dissolve is the writes that dissolve the team of the case, if it has one: nobody is
// asked any more.
func Dissolve(ctx context.Context, s store.Store, c Case, at time.Time) ([]store.Write, error) {
	was, err := Load(ctx, s, c)
	if err != nil || was == nil || !was.Dissolved.IsZero() {
		return nil, err
	}
	is := *was
	is.Dissolved = at
	return writes(was, &is)
}

// lines are where the open tasks of a team wait.
func (t *Team) lines() map[store.Key]Waiting {
	lines := map[store.Key]Waiting{}
	if t == nil || !t.Dissolved.IsZero() {
		return lines
	}
	for i, task := range t.Tasks {
		if task.Open() {
			lines[store.Key{Partition: queue(task.Department, task.Region), Sort: t.Number + "#" + strconv.Itoa(i)}] = Waiting{t.Case, i, t.Title, task.Ask, t.Due, task.Late}
		}
	}
	return lines
}

// alarm is when the clock of the team runs out; none, when nobody is late who is not
// known to be.
func (t *Team) alarm() clock.Alarm {
	if t != nil && t.Dissolved.IsZero() {
		for _, task := range t.Tasks {
			if task.Open() && !task.Late {
				return clock.Alarm{Due: t.Due, Kind: "team-" + string(t.Kind), Of: t.Number}
			}
		}
	}
	return clock.Alarm{}
}

// writes turn the one state of a team into the other.
func writes(was, is *Team) ([]store.Write, error) {
	body, err := json.Marshal(is)
	if err != nil {
		return nil, fmt.Errorf("keeping a team: %w", err)
	}
	item := store.Item{Key: key(is.Case), Body: body, Version: is.version}
	write := store.Create("team", item)
	if was != nil {
		write = store.Replace("team", item)
	}
	all := append(clock.Move(was.alarm(), is.alarm()), write)
	after := is.lines()
	for place := range was.lines() {
		if _, stays := after[place]; !stays {
			all = append(all, store.Remove("task", place))
		}
	}
	for place, line := range after {
		body, err := json.Marshal(line)
		if err != nil {
			return nil, fmt.Errorf("keeping a task: %w", err)
		}
		all = append(all, store.Put("task", store.Item{Key: place, Body: body}))
	}
	return all, nil
}
