package instant

import (
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
)

// TestTheDayOnWhichAnAwardStops: never before the application. An award that rested on a wrong value stops
// on the day on which a department corrected it, and the months before are not recovered.
func TestTheDayOnWhichAnAwardStops(t *testing.T) {
	const granted, today = "2026-11-24", "2027-03-10"
	order := &decision.Payment{Monthly: true, FirstMonth: "2026-12", AmountFen: 100}
	for _, tt := range []struct {
		name, from, corrected string
		since                 string
		recover               int64
	}{
		{"since an unknown day", "", "", today, 0},
		{"in the future", "2027-04-01", "", today, 0},
		{"a change after the application", "2027-01-15", "", "2027-01-15", 200},
		{"on the day of the application", granted, "", granted, 400},
		{"a death registered late", "2026-10-01", "", granted, 400},
		{"a wrong value, corrected", "1999-01-01", "2027-03-10", "2027-03-10", 0},
		{"a wrong value, corrected before the last months", "1999-01-01", "2027-01-20", "2027-01-20", 200},
		{"a change that a correction brings to light", "2027-01-15", "2027-03-10", "2027-01-15", 200},
	} {
		day := func(text string) (d calendar.Date) {
			if text != "" {
				d = calendar.MustParse(text)
			}
			return d
		}
		unmet := decision.Finding{Rule: "household", Status: decision.NotMet}.Otherwise(decision.Ends, day(tt.from))
		j := judge([]decision.Continuing{unmet}, "", day(today), bounds{day(granted), day(tt.corrected)})
		if j.After != Ended || j.Since != day(tt.since) || overpaid(order, j.undue, day(today)) != tt.recover {
			t.Errorf("%s: %s since %s, %d to recover; want %s, %d", tt.name, j.After, j.Since, overpaid(order, j.undue, day(today)),
				tt.since, tt.recover)
		}
	}
}
