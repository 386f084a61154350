package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/division"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// LocalAmount is what a service gives in a place, by the policy in force.
type LocalAmount struct {
	Place lang.Text `json:"place"`
	Gives lang.Text `json:"gives"`
	// Illustrative is set if the figure is an example without a source.
	Illustrative bool `json:"illustrative,omitempty"`
}

// LocalAmounts returns the figures of the series that are in force on the day, in the words of text.
func LocalAmounts[V any](series policy.Series[V], on calendar.Date, text func(V) lang.Text) []LocalAmount {
	var all []LocalAmount
	for _, f := range series.Figures {
		if now, known := series.At(f.Region, on); !known || !f.InForce(on) || now.From != f.From || now.Region != f.Region {
			continue
		}
		place := lang.T("全国", "China")
		if _, known := division.Find(f.Region); known {
			place = division.FullName(f.Region)
		}
		all = append(all, LocalAmount{place, text(f.Value), f.Basis.Illustrative})
	}
	return all
}
