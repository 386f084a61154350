package points

import (
	_ "embed"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/lang"
	"miaoban/shared/points"
	"miaoban/shared/policy"
)

//go:embed policy.yaml
var document []byte

// Policy lists what earns points (policy.yaml).
type Policy struct {
	Deeds policy.Series[[]Deed] `yaml:"deeds"`
	Terms policy.Series[Terms]  `yaml:"terms"`
}

// Deed is a kind of deed that earns points.
type Deed struct {
	Code    string      `yaml:"code" json:"code" validate:"required"`
	By      By          `yaml:"by" json:"by" validate:"oneof=data ticket review"`
	Account points.Kind `yaml:"account" json:"account" validate:"oneof=person household business"`
	Points  int         `yaml:"points" json:"points" validate:"min=1"`
	Monthly int         `yaml:"monthly" json:"monthly" validate:"min=1"` // limit for each account and month
	Name    lang.Text   `yaml:"name" json:"name"`
}

// By is how a deed is proved.
type By string

const (
	ByData   By = "data"   // by shared data
	ByTicket By = "ticket" // by a resolved complaint of the person
	ByReview By = "review" // by a steward who reviews the evidence
)

// Terms state how long points are valid, and the monthly limit.
type Terms struct {
	Years   int `yaml:"years" validate:"min=0"`
	Monthly int `yaml:"monthly" validate:"min=1"`
}

// deed returns the deed with the code, in the region on the day.
func (p Policy) deed(code, region string, on calendar.Date) (Deed, bool) {
	figure, _ := p.Deeds.At(region, on)
	i := slices.IndexFunc(figure.Value, func(d Deed) bool { return d.Code == code })
	if i < 0 {
		return Deed{}, false
	}
	return figure.Value[i], true
}

// until returns the last day on which points earned on the day are valid.
func (t Terms) until(on calendar.Date) calendar.Date {
	return calendar.Date{Year: on.Year + t.Years, Month: 12, Day: 31}
}
