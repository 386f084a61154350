package ticket

import (
	_ "embed"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

//go:embed dispatch.yaml
var document []byte

// Table is by what complaints are dispatched (dispatch.yaml).
type Table struct {
	Limits     policy.Series[map[string]Grade] `yaml:"limits"`
	Visits     policy.Series[Visiting]         `yaml:"visits"`
	Ratings    policy.Series[int]              `yaml:"ratings"`
	Emerging   policy.Series[Emergence]        `yaml:"emerging"`
	Categories policy.Series[[]Category]       `yaml:"categories"`
}

// Grade is how urgent something is: within how many hours the caller is contacted, and
// the matter resolved.
type Grade struct {
	Name    lang.Text `yaml:"name" json:"name"`
	Respond int       `yaml:"respond" json:"respond_hours" validate:"min=1"`
	Resolve int       `yaml:"resolve" json:"resolve_hours" validate:"min=1"`
}

// Visiting is how callers are called back.
type Visiting struct {
	AnswerDays int `yaml:"answer_days" validate:"min=1"`
	ReopenDays int `yaml:"reopen_days" validate:"min=1"`
	Rounds     int `yaml:"rounds" validate:"min=1"` // how often one matter is taken up without its caller's asking
}

// Emergence is how many people, within how many days, show a problem.
type Emergence struct {
	People int `yaml:"people" json:"people" validate:"min=2"`
	Days   int `yaml:"days" json:"days" validate:"min=1,max=31"`
}

// Category is a kind of complaint.
type Category struct {
	Code  string    `yaml:"code" json:"code" validate:"required,alpha"`
	Name  lang.Text `yaml:"name" json:"name"`
	Grade string    `yaml:"grade" json:"grade" validate:"required"`
	// Level is who handles it: the street nearest to the place, or its district.
	Level string `yaml:"level" json:"level" validate:"oneof=street district"`
	// NotAt are streets that have no authority over it: their district handles it.
	NotAt []string `yaml:"not_at,omitempty" json:"not_at,omitempty"`
	// Departments are those that the receiver will most likely call.
	Departments []string `yaml:"departments" json:"departments"`
}

// Tables is the table, and its version.
func Tables() (Table, string, error) {
	table, version, err := policy.Load[Table]("shared/ticket/dispatch.yaml", document)
	if err != nil {
		return table, version, fmt.Errorf("dispatch: %w", err)
	}
	return table, version, nil
}

// Kinds are the categories of the day.
func (t Table) Kinds(on calendar.Date) []Category {
	f, _ := t.Categories.At(province, on)
	return f.Value
}

// province is the one that the house serves.
const province = "440000"

// Dispatch is who handles what of the category happens in the place (a street, or what
// is around it): whoever has the authority and is nearest. Where nobody below is known
// to have it, the one above does, so that everything has somebody.
func (c Category) Dispatch(place string) (holder string, why lang.Text) {
	_, known := division.Find(place)
	district := division.District(place)
	switch {
	case c.Level == "street" && known && len(place) == 9 && !slices.Contains(c.NotAt, place):
		return place, lang.T("由事发地镇街首接办理。", "The street or town of the place handles it, and keeps it.")
	case c.Level == "street" && known && len(place) == 9:
		return district, lang.T("该镇街对这类诉求没有权限，由所在区办理。", "That street has no authority over it: its district handles it.")
	case division.Within(district, province) && known:
		return district, lang.T("由所在区办理。", "The district handles it.")
	default:
		return province, lang.T("地点不在已知镇街，由省级兜底派单。", "The place is in no street that is known: the province finds who handles it.")
	}
}

// deadlines are by when the caller is contacted and the matter resolved.
func (g Grade) deadlines(at time.Time) (respond, resolve time.Time) {
	at = at.Truncate(time.Second)
	return at.Add(time.Duration(g.Respond) * time.Hour), at.Add(time.Duration(g.Resolve) * time.Hour)
}
