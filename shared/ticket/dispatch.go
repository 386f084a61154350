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

// Table is the dispatch table (dispatch.yaml): categories, time limits, call-backs.
type Table struct {
	Limits     policy.Series[map[string]Grade] `yaml:"limits"`
	Visits     policy.Series[Visiting]         `yaml:"visits"`
	Ratings    policy.Series[int]              `yaml:"ratings"`
	Emerging   policy.Series[Emergence]        `yaml:"emerging"`
	Categories policy.Series[[]Category]       `yaml:"categories"`
}

// Grade is a level of urgency: the hours within which the caller is contacted and the matter
// resolved.
type Grade struct {
	Name    lang.Text `yaml:"name" json:"name"`
	Respond int       `yaml:"respond" json:"respond_hours" validate:"min=1"`
	Resolve int       `yaml:"resolve" json:"resolve_hours" validate:"min=1"`
}

// Visiting is the rules for call-backs (回访).
type Visiting struct {
	AnswerDays int `yaml:"answer_days" validate:"min=1"`
	ReopenDays int `yaml:"reopen_days" validate:"min=1"`
	Rounds     int `yaml:"rounds" validate:"min=1"` // how often an unresolved matter is reopened automatically
}

// Emergence is the threshold for a frequent problem: this many people within this many days.
type Emergence struct {
	People int `yaml:"people" json:"people" validate:"min=2"`
	Days   int `yaml:"days" json:"days" validate:"min=1,max=31"`
}

// Category is a category of complaints.
type Category struct {
	Code  string    `yaml:"code" json:"code" validate:"required,alpha"`
	Name  lang.Text `yaml:"name" json:"name"`
	Grade string    `yaml:"grade" json:"grade" validate:"required"`
	// Level is the level that handles it: the nearest street or town, or its district.
	Level string `yaml:"level" json:"level" validate:"oneof=street district"`
	// NotAt are streets without authority over the category: their district handles it.
	NotAt []string `yaml:"not_at,omitempty" json:"not_at,omitempty"`
	// Departments are the departments that the receiver will most likely call.
	Departments []string `yaml:"departments" json:"departments"`
	// Words are everyday words for it, also in pinyin, by which it is found.
	Words []string `yaml:"words,omitempty" json:"words,omitempty"`
}

// Tables returns the table and its version.
func Tables() (Table, string, error) {
	table, version, err := policy.Load[Table]("shared/ticket/dispatch.yaml", document)
	if err != nil {
		return table, version, fmt.Errorf("dispatch: %w", err)
	}
	return table, version, nil
}

// Kinds returns the categories in force on that day.
func (t Table) Kinds(on calendar.Date) []Category {
	f, _ := t.Categories.At(province, on)
	return f.Value
}

// province is the code of the province that the system serves.
const province = "440000"

// Dispatch returns the division that handles a complaint of this category at the place (a street,
// or a division around it), with the reason: the nearest division that has the authority. If none
// is known to have it, the next higher division handles it, so that every ticket has a holder.
func (c Category) Dispatch(place string) (holder string, why lang.Text) {
	_, known := division.Find(place)
	district := division.District(place)
	switch {
	case c.Level == "street" && known && len(place) == 9 && !slices.Contains(c.NotAt, place):
		return place, lang.T("由事发地镇街首接办理。", "Handled by the street or town of the incident, which stays responsible.")
	case c.Level == "street" && known && len(place) == 9:
		return district, lang.T("该镇街对这类诉求没有权限，由所在区办理。", "The street has no authority over this category: handled by its district.")
	case division.Within(district, province) && known:
		return district, lang.T("由所在区办理。", "Handled by the district.")
	default:
		return province, lang.T("地点不在已知镇街，由省级兜底派单。", "The place is not in a known street: the province dispatches it.")
	}
}

// deadlines returns the deadlines for the contact with the caller and for the resolution.
func (g Grade) deadlines(at time.Time) (respond, resolve time.Time) {
	at = at.Truncate(time.Second)
	return at.Add(time.Duration(g.Respond) * time.Hour), at.Add(time.Duration(g.Resolve) * time.Hour)
}
