// Package team is the virtual team of a case (虚拟化组织): departments that the lead of a case calls,
// each with its own task and all with one deadline, until the case is closed. A street calls a
// team for a complaint beyond its own means (吹哨报到), a reviewer for an application that one
// department cannot decide.
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

// Kind is the kind of a case.
type Kind string

// The kinds of cases.
const (
	Ticket      Kind = "ticket"
	Application Kind = "application"
	Correction  Kind = "correction" // of a value in a department's record, as its person asked for
)

// Case identifies what the team works on.
type Case struct {
	Kind   Kind   `json:"kind"`
	Number string `json:"number"`
}

// Team is the departments that were called to a case.
type Team struct {
	Case
	Title     lang.Text `json:"title"` // of the case
	Lead      string    `json:"lead"`  // the leading division (GB/T 2260)
	Formed    time.Time `json:"formed"`
	Due       time.Time `json:"due"` // deadline for all reports
	Dissolved time.Time `json:"dissolved,omitzero"`
	Tasks     []Task    `json:"tasks"`

	version int64
}

// Task is what one department should do, and its report.
type Task struct {
	Department string    `json:"department"` // its code
	Name       lang.Text `json:"name"`
	Region     string    `json:"region"` // the region of the department
	Ask        string    `json:"ask"`
	Report     string    `json:"report,omitempty"`
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"`
	Late       bool      `json:"late,omitempty"` // the deadline passed before the report
}

// Open reports whether the report is still missing.
func (t Task) Open() bool { return t.At.IsZero() }

// Open is the number of missing reports.
func (t *Team) Open() int {
	open := 0
	for _, task := range t.Tasks {
		if task.Open() {
			open++
		}
	}
	return open
}

// Late returns the tasks that missed the deadline.
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

// Load returns the team of the case; nil if none was formed.
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

// Call returns the writes that call the departments to the case: they form the team or join it,
// and the deadline starts again for all missing reports.
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
		is.Tasks = append(
			is.Tasks,
			Task{Department: code, Name: Departments()[code], Region: cmp.Or(division.District(to.Lead), to.Lead), Ask: ask},
		)
	}
	return writes(was, &is)
}

// Dissolve returns the writes that dissolve the team of the case, if it has one, and remove its
// open tasks.
func Dissolve(ctx context.Context, s store.Store, c Case, at time.Time) ([]store.Write, error) {
	was, err := Load(ctx, s, c)
	if err != nil || was == nil || !was.Dissolved.IsZero() {
		return nil, err
	}
	is := *was
	is.Dissolved = at
	return writes(was, &is)
}

// lines returns the queue entries of the team's open tasks.
func (t *Team) lines() map[store.Key]Waiting {
	lines := map[store.Key]Waiting{}
	if t == nil || !t.Dissolved.IsZero() {
		return lines
	}
	for i, task := range t.Tasks {
		if task.Open() {
			lines[store.Key{Partition: queue(task.Department, task.Region), Sort: t.Number + "#" + strconv.Itoa(i)}] = Waiting{
				t.Case,
				i,
				t.Title,
				task.Ask,
				t.Due,
				task.Late,
			}
		}
	}
	return lines
}

// alarm returns the time of the team's deadline; the zero alarm if no further department can
// become late.
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

// writes returns the writes from one state of a team to the next.
func writes(was, is *Team) ([]store.Write, error) {
	body, err := json.Marshal(is)
	if err != nil {
		return nil, fmt.Errorf("storing a team: %w", err)
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
			return nil, fmt.Errorf("storing a task: %w", err)
		}
		all = append(all, store.Put("task", store.Item{Key: place, Body: body}))
	}
	return all, nil
}
