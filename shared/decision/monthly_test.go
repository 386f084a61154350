package decision_test

import (
	"slices"
	"testing"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// figure is an amount from a first to a last day; until is "" if it has no last day.
type figure struct {
	from, until string
	fen         int64
}

// monthly returns a payment by the figures, whose amounts double from the month of the birthday on.
func monthly(figures []figure, birthday string) decision.Monthly {
	m := decision.Monthly{}
	for _, f := range figures {
		m.Figures = append(m.Figures, calendar.MustParse(f.from))
		if f.until != "" {
			m.Figures = append(m.Figures, calendar.MustParse(f.until).AddDays(1))
		}
	}
	if birthday != "" {
		m.Changes = append(m.Changes, calendar.MustParse(birthday))
	}
	m.Amount = func(month, on calendar.Date) (decision.Amount, bool) {
		for _, f := range figures {
			if f.from > on.String() || f.until != "" && f.until < on.String() {
				continue
			}
			fen := f.fen
			if birthday != "" && birthday[:7] <= month.MonthText() {
				fen *= 2
			}
			return decision.Amount{Fen: fen, Basis: []policy.Basis{{Title: lang.T(f.from, f.from)}}}, true
		}
		return decision.Amount{}, false
	}
	return m
}

// TestTheFigureOfEachMonth: figures that begin on the first day of a month, inside a month, before the
// order and after its end; a birthday; and months without a figure.
func TestTheFigureOfEachMonth(t *testing.T) {
	type step struct {
		from   string
		fen    int64
		figure bool // by a new figure, not by a birthday
	}
	tests := []struct {
		name        string
		figures     []figure
		birthday    string
		first, last string
		before      []decision.Step // the steps of the order before
		want        int64
		steps       []step
	}{
		{"one figure", []figure{{"2020-01-01", "", 100}}, "", "2026-12", "", nil, 100, nil},
		{
			"raised in the next year",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 130}},
			"",
			"2026-12",
			"",
			nil,
			100,
			[]step{{"2027-01", 130, true}},
		},
		{
			"lowered in the next year",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 70}},
			"",
			"2026-12",
			"",
			nil,
			100,
			[]step{{"2027-01", 70, true}},
		},
		{
			"raised in the first month",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 130}},
			"",
			"2027-01",
			"",
			nil,
			130,
			nil,
		},
		{
			"raised before the first month",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 130}},
			"",
			"2027-02",
			"",
			nil,
			130,
			nil,
		},
		{
			"raised inside a month: from the next",
			[]figure{{"2020-01-01", "2027-01-14", 100}, {"2027-01-15", "", 130}},
			"",
			"2026-12",
			"",
			nil,
			100,
			[]step{{"2027-02", 130, true}},
		},
		{
			"raised after the last month",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 130}},
			"",
			"2026-06",
			"2026-12",
			nil,
			100,
			nil,
		},
		{
			"raised in the last month",
			[]figure{{"2020-01-01", "2026-11-30", 100}, {"2026-12-01", "", 130}},
			"",
			"2026-06",
			"2026-12",
			nil,
			100,
			[]step{{"2026-12", 130, true}},
		},
		{
			"changed twice, with a birthday between",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "2027-12-31", 130}, {"2028-01-01", "", 120}},
			"2027-06-20",
			"2026-12",
			"",
			nil,
			100,
			[]step{{"2027-01", 130, true}, {"2027-06", 260, false}, {"2028-01", 240, true}},
		},
		{
			"a new figure of the same amount",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "", 100}},
			"",
			"2026-12",
			"",
			nil,
			100,
			nil,
		},
		{"no figure any more: the last one continues", []figure{{"2020-01-01", "2027-06-30", 100}}, "", "2026-12", "", nil, 100, nil},
		{
			"no figure for a time",
			[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-04-01", "", 130}},
			"",
			"2026-12",
			"",
			nil,
			100,
			[]step{{"2027-04", 130, true}},
		},
		{
			"no figure, and a birthday that is in the order",
			[]figure{{"2020-01-01", "2026-12-31", 100}},
			"2027-06-20",
			"2026-12",
			"",
			[]decision.Step{{FromMonth: "2027-06", AmountFen: 200}},
			100,
			[]step{{"2027-06", 200, false}},
		},
		{
			"no figure at all",
			nil,
			"",
			"2026-12",
			"",
			[]decision.Step{{FromMonth: "2027-06", AmountFen: 200}},
			77,
			[]step{{"2027-06", 200, false}},
		},
		{
			"the figure of the order was corrected",
			[]figure{{"2020-01-01", "", 100}},
			"",
			"2026-12",
			"",
			[]decision.Step{{FromMonth: "2027-06", AmountFen: 200}},
			100,
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			order := decision.Payment{AmountFen: 77, Monthly: true, FirstMonth: tt.first, LastMonth: tt.last, Steps: tt.before}
			m := monthly(tt.figures, tt.birthday)
			for _, paid := range []decision.Payment{m.Pay(order), m.Pay(m.Pay(order))} { // computing it again changes nothing
				if paid.AmountFen != tt.want || len(paid.Steps) != len(tt.steps) {
					t.Fatalf("the amount is %d, with the steps %+v", paid.AmountFen, paid.Steps)
				}
				for i, s := range paid.Steps {
					if s.FromMonth != tt.steps[i].from || s.AmountFen != tt.steps[i].fen || (s.Basis != nil) != tt.steps[i].figure {
						t.Errorf("step %d is %+v, want %+v", i, s, tt.steps[i])
					}
				}
			}
		})
	}
}

// TestAGrantForMonthsWithoutAFigure: such months of a new order have the amount of the day of the grant,
// and the amount is never lowered for lack of a figure.
func TestAGrantForMonthsWithoutAFigure(t *testing.T) {
	for name, tt := range map[string]struct {
		figures []figure
		want    int64
		steps   []decision.Step
	}{
		"none from the first month on": {
			[]figure{{"2020-01-01", "2026-12-31", 100}},
			100,
			[]decision.Step{{FromMonth: "2027-06", AmountFen: 200}},
		},
		"none from the second month on": {
			[]figure{{"2020-01-01", "2027-01-31", 100}},
			100,
			[]decision.Step{{FromMonth: "2027-06", AmountFen: 200}},
		},
		"none after a much higher figure": {[]figure{{"2020-01-01", "2026-12-31", 100}, {"2027-01-01", "2027-04-30", 500}}, 500, nil},
	} {
		paid := monthly(
			tt.figures,
			"2027-06-20",
		).Grant(decision.Payment{Monthly: true, FirstMonth: "2027-01"}, calendar.MustParse("2026-12-15"))
		if paid.AmountFen != tt.want ||
			!slices.EqualFunc(
				paid.Steps,
				tt.steps,
				func(a, b decision.Step) bool { return a.FromMonth == b.FromMonth && a.AmountFen == b.AmountFen },
			) {
			t.Errorf("%s: %d, with the steps %+v", name, paid.AmountFen, paid.Steps)
		}
	}
}

// TestTheDifferenceOfTwoOrders: the months in which they pay different amounts, and the sum by which past
// months were underpaid or overpaid.
func TestTheDifferenceOfTwoOrders(t *testing.T) {
	order := func(last string, fen int64, steps ...decision.Step) decision.Payment {
		return decision.Payment{Monthly: true, FirstMonth: "2026-06", LastMonth: last, AmountFen: fen, Steps: steps}
	}
	step := func(from string, fen int64) decision.Step { return decision.Step{FromMonth: from, AmountFen: fen} }
	months := func(first, last string) decision.Months { return decision.Months{First: first, Last: last} }
	tests := []struct {
		name    string
		was, is decision.Payment
		want    []decision.Months
		through string // the last past month
		unpaid  []decision.Months
		fen     int64
	}{
		{"nothing", order("", 100, step("2027-01", 130)), order("", 100, step("2027-01", 130)), nil, "2030-01-01", nil, 0},
		{
			"from a later month",
			order("", 100),
			order("", 100, step("2027-01", 130)),
			[]decision.Months{months("2027-01", "")},
			"2026-12-01",
			nil,
			0,
		},
		{
			"from this month",
			order("", 100),
			order("", 100, step("2027-01", 130)),
			[]decision.Months{months("2027-01", "")},
			"2027-01-01",
			nil,
			30,
		},
		{
			"for three past months",
			order("", 100),
			order("", 100, step("2027-01", 130)),
			[]decision.Months{months("2027-01", "")},
			"2027-03-01",
			nil,
			90,
		},
		{"lowered", order("", 100), order("", 100, step("2027-01", 70)), []decision.Months{months("2027-01", "")}, "2027-03-01", nil, -90},
		{
			"one of them was not paid",
			order("", 100),
			order("", 100, step("2027-01", 130)),
			[]decision.Months{months("2027-01", "")},
			"2027-03-01",
			[]decision.Months{months("2027-02", "2027-02")},
			60,
		},
		{
			"none was paid",
			order("", 100),
			order("", 100, step("2027-01", 130)),
			[]decision.Months{months("2027-01", "")},
			"2027-03-01",
			[]decision.Months{months("2026-12", "")},
			0,
		},
		{
			"only the first months",
			order("", 100, step("2026-08", 100)),
			order("", 90, step("2026-08", 100)),
			[]decision.Months{months("2026-06", "2026-07")},
			"2027-03-01",
			nil,
			-20,
		},
		{"up, then down", order("", 100, step("2026-08", 100)), order("", 150, step("2026-08", 80), step("2026-10", 100)),
			[]decision.Months{months("2026-06", "2026-07"), months("2026-08", "2026-09")}, "2027-03-01", nil, 2*50 - 2*20},
		{
			"to the last month",
			order("2027-01", 100),
			order("2027-01", 100, step("2026-12", 130)),
			[]decision.Months{months("2026-12", "2027-01")},
			"2027-03-01",
			nil,
			60,
		},
		{
			"the step is later",
			order("", 100, step("2027-01", 130)),
			order("", 100, step("2027-03", 130)),
			[]decision.Months{months("2027-01", "2027-02")},
			"2027-06-01",
			nil,
			-60,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := monthly([]figure{{"2020-01-01", "", 1}}, "")
			changes := m.Compare(tt.was, tt.is)
			if len(changes) != len(tt.want) {
				t.Fatalf("they differ in %+v", changes)
			}
			for i, c := range changes {
				if c.Months != tt.want[i] {
					t.Errorf("they differ in %+v, want %+v", c.Months, tt.want[i])
				}
			}
			if fen := decision.Difference(changes, calendar.MustParse(tt.through), tt.unpaid); fen != tt.fen {
				t.Errorf("the difference is %d fen, want %d", fen, tt.fen)
			}
			if fen := decision.Difference(m.Compare(tt.is, tt.was), calendar.MustParse(tt.through), tt.unpaid); fen != -tt.fen {
				t.Errorf("the other way round it is %d fen, want %d", fen, -tt.fen)
			}
		})
	}
}
