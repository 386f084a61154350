package team

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"miaoban/shared/clock"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Departments are the departments that can be called, by code.
func Departments() map[string]lang.Text {
	return map[string]lang.Text{
		"police": lang.T("公安", "Police"), "urban-management": lang.T("城市管理", "Urban management"),
		"water": lang.T("水利水务", "Water"), "ecology": lang.T("生态环境", "Ecology and environment"),
		"market": lang.T("市场监管", "Market regulation"), "housing": lang.T("住房城乡建设", "Housing and construction"),
		"transport": lang.T("交通运输", "Transport"), "human-resources": lang.T("人力资源社会保障", "Human resources and social security"),
		"civil-affairs": lang.T("民政", "Civil affairs"), "health": lang.T("卫生健康", "Health"),
		"education": lang.T("教育", "Education"), "emergency": lang.T("应急管理", "Emergency management"),
		"data":             lang.T("政务服务数据管理", "Government services and data"),
		"disabled-persons": lang.T("残疾人联合会", "Disabled Persons' Federation"), "provident-fund": lang.T("住房公积金", "Housing provident fund"),
		"medical-insurance": lang.T("医疗保障", "Medical insurance"),
	}
}

// Codes are the departments' codes, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(Departments())) }

// Chosen parses a comma-separated list of department codes and returns them with their names; a
// problem if one is unknown or the text ask is empty or too long.
func Chosen(list, ask string) (codes []string, names lang.Text, err error) {
	codes = strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })
	slices.Sort(codes)
	codes = slices.Compact(codes)
	known := len(codes) > 0
	for i, code := range codes {
		name, is := Departments()[code]
		known = known && is
		if i > 0 {
			names = lang.T(names.ZH+"、", names.EN+", ")
		}
		names = lang.T(names.ZH+name.ZH, names.EN+name.EN)
	}
	if _, err := form.RequiredText("text", ask); !known || err != nil {
		return nil, names, problem.OfField(
			"departments",
			"choice",
			lang.T(
				"请选择要呼叫的部门，并写明需要做什么（2 至 1000 字）。",
				"Choose the departments to call and describe what they should do (2 to 1000 characters).",
			),
		)
	}
	return codes, names, nil
}

// Member is a department's employee in a region, by the role in their token
// ("department.water:440605").
type Member struct {
	Name       string
	Department string
	Region     string
}

// MemberOf returns the caller as a department's member; a problem if they are not.
func MemberOf(c identity.Caller) (Member, error) {
	for _, code := range Codes() {
		if region, is := c.RegionOf("department." + code); is {
			return Member{c.Name, code, region}, nil
		}
	}
	if !c.SignedIn() {
		return Member{}, problem.New("unauthenticated", lang.T("登录后可以继续。", "Sign in to continue."))
	}
	return Member{}, problem.New("forbidden", lang.T("只有部门工作人员可以进入。", "Only department staff can use this page."))
}

// Waiting is an open task in a department's queue.
type Waiting struct {
	Case  Case      `json:"case"`
	Task  int       `json:"task"`
	Title lang.Text `json:"title"`
	Ask   string    `json:"ask,omitempty"`
	Due   time.Time `json:"due"`
	Late  bool      `json:"late,omitempty"`
}

func queue(department, region string) string { return "TASKS#" + department + "#" + region }

// Tasks returns the open tasks of the member's department, most urgent first.
func Tasks(ctx context.Context, s store.Store, m Member) ([]Waiting, error) {
	all := []Waiting{}
	for item, err := range store.All(ctx, s, store.Query{Partition: queue(m.Department, m.Region)}) {
		if err != nil {
			return nil, fmt.Errorf("tasks: %w", err)
		}
		var w Waiting
		if err := json.Unmarshal(item.Body, &w); err != nil {
			return nil, fmt.Errorf("tasks: %w", err)
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, b Waiting) int { return a.Due.Compare(b.Due) })
	return all, nil
}

// Report returns the writes for the member's report on their task of the case. If two departments
// report at the same moment, the second commit conflicts and has to be retried.
func Report(ctx context.Context, s store.Store, c Case, task int, m Member, text string, at time.Time) (*Team, []store.Write, error) {
	text, err := form.RequiredText("report", text)
	if err != nil {
		return nil, nil, err
	}
	was, err := Load(ctx, s, c)
	if err != nil {
		return nil, nil, err
	}
	if was == nil || task < 0 || task >= len(was.Tasks) || was.Tasks[task].Department != m.Department ||
		was.Tasks[task].Region != m.Region {
		return nil, nil, problem.New("not-found", lang.T("本部门没有这项任务。", "Your department has no such task."))
	}
	if !was.Dissolved.IsZero() || !was.Tasks[task].Open() {
		return nil, nil, problem.New("moved-on", lang.T("已经报到反馈，或该件已经办结。", "This task was already reported on, or the case is closed."))
	}
	is := *was
	is.Tasks = slices.Clone(was.Tasks)
	is.Tasks[task].Report, is.Tasks[task].By, is.Tasks[task].At = text, m.Name, at
	all, err := writes(was, &is)
	return &is, all, err
}

// Lapse returns the writes for a due alarm of the case's team: departments that have not reported
// are late, and their tasks stay open. changed is nil if no further department became late.
func Lapse(ctx context.Context, s store.Store, a clock.Alarm, kind Kind) (changed *Team, all []store.Write, err error) {
	was, err := Load(ctx, s, Case{kind, a.Of})
	if err != nil {
		return nil, nil, err
	}
	if !was.alarm().Equal(a) { // it was rescheduled, or no task is open
		return nil, clock.Move(a, clock.Alarm{}), nil
	}
	is := *was
	is.Tasks = slices.Clone(was.Tasks)
	for i := range is.Tasks {
		is.Tasks[i].Late = is.Tasks[i].Late || is.Tasks[i].Open()
	}
	all, err = writes(was, &is)
	return &is, all, err
}
