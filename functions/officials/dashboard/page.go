package dashboard

import (
	"html/template"
	"strconv"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/web/chart"
)

// page is the dashboard with its charts.
type page struct {
	Dashboard
	LastHour, Today template.HTML
	Reasons         template.HTML // of the last hour; empty without any
	AtOnce          *int          // percent of today's applications that were decided without a person; nil without applications
}

// pageOf draws the charts of the dashboard in the language.
func pageOf(d Dashboard, language string) page {
	say := func(zh, en string) string { return lang.T(zh, en).In(language) }
	draw := func(title, of string, all []Series, label func(int) string) template.HTML {
		c := chart.Columns{Title: title, Unit: say("件", "cases"), Of: of, Words: say("表格", "Table")}
		for _, s := range all {
			c.Parts = append(c.Parts, chart.Part{
				Name: s.Text.In(language) + " " + strconv.Itoa(s.Sum), Class: string(s.Outcome), Numbers: chart.Known(s.Numbers),
			})
			for len(c.Labels) < len(s.Numbers) {
				c.Labels = append(c.Labels, label(len(c.Labels)))
			}
		}
		return c.Figure()
	}
	first := d.lastHour().In(calendar.Zone)
	out := page{
		Dashboard: d,
		LastHour: draw(say("最近一小时（每分钟）", "The last hour, by minute"), say("时刻", "Time"), d.Minutes,
			func(i int) string { return first.Add(time.Duration(i) * time.Minute).Format("15:04") }),
		Today: draw(say("今天（每小时）", "Today, by hour"), say("时", "Hour"), d.Hours,
			func(i int) string { return strconv.Itoa(i) + say("时", ":00") }),
	}
	if len(d.Why) > 0 {
		c := chart.Columns{Title: say("最近一小时不予批准和转人工的原因（每分钟）", "Reasons for rejection and referral in the last hour, by minute"),
			Unit: say("件", "cases"), Of: say("时刻", "Time"), Words: say("表格", "Table")}
		for i, w := range d.Why {
			name := w.Title.In(language)
			if w.Outcome != "" {
				name = w.Outcome.Text().In(language) + say("：", ": ") + name
			}
			c.Parts = append(c.Parts, chart.Part{Name: name + " " + strconv.Itoa(w.Sum), Class: "s" + strconv.Itoa(i+1),
				Numbers: chart.Known(w.Numbers)})
		}
		for i := range minutesShown {
			c.Labels = append(c.Labels, first.Add(time.Duration(i)*time.Minute).Format("15:04"))
		}
		out.Reasons = c.Figure()
	}
	whole, referred := 0, 0
	for _, s := range d.Hours {
		whole += s.Sum
		if s.Outcome == decision.Referred {
			referred += s.Sum
		}
	}
	if whole > 0 {
		share := (100*(whole-referred) + whole/2) / whole
		out.AtOnce = &share
	}
	return out
}
