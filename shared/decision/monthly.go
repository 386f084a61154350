package decision

import (
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/policy"
)

// Monthly computes the payment of each month by the figures of that month. It is pure: the same
// policy gives the same amounts, whenever they are computed.
type Monthly struct {
	// Figures are the days on which a figure of the policy begins, or on which none is in force any more.
	// A figure that begins inside a month counts from the next month on.
	Figures []calendar.Date
	// Changes are days, such as birthdays, from whose month on the same figure results in another
	// amount.
	Changes []calendar.Date
	// Amount returns the amount of the month (its first day) by the figure in force on the day on;
	// ok is false if the policy has no figure.
	Amount func(month, on calendar.Date) (amount Amount, ok bool)
	// Lapsed reports whether only a wider region has a figure on that day, because the place's own
	// figure ended. A running payment then has no figure. Nil means never.
	Lapsed func(on calendar.Date) bool

	on calendar.Date // the day whose figure counts for every month; zero: the first day of each
}

// On returns m with the figure of one day for all months.
func (m Monthly) On(day calendar.Date) Monthly {
	m.on = day
	return m
}

// Grant returns the order with the amount of each month; a month without a figure gets the amount
// of the day of the grant.
func (m Monthly) Grant(order Payment, today calendar.Date) Payment {
	return m.Pay(m.On(today).Pay(order))
}

// Day returns the day whose figure counts for the month.
func (m Monthly) Day(month calendar.Date) calendar.Date {
	if m.on.IsZero() {
		return month
	}
	return m.on
}

func (m Monthly) amount(month calendar.Date) (Amount, bool) {
	if m.on.IsZero() && m.Lapsed != nil && m.Lapsed(month) {
		return Amount{}, false
	}
	return m.Amount(month, m.Day(month))
}

// Amount is what is paid for one month, and by which figures.
type Amount struct {
	Fen   int64
	Basis []policy.Basis
}

// Pay returns the order with the amount of each month, from the order's first month to its last. If
// the policy has no figure, the amount of the previous month or that of the order applies,
// whichever is higher: a missing figure never lowers a payment.
func (m Monthly) Pay(order Payment) Payment {
	paid := order
	paid.Steps = nil
	figures := m.figureMonths()
	last := order.AmountFen
	for i, month := range m.months(order) {
		fen := last
		amount, ok := m.amount(month)
		switch {
		case ok:
			fen = amount.Fen
		case order.changesIn(month):
			fen = max(last, order.AmountIn(month))
		}
		switch {
		case i == 0:
			paid.AmountFen = fen
		case fen != last:
			step := Step{FromMonth: month.MonthText(), AmountFen: fen}
			if slices.Contains(figures, month) {
				step.Basis = amount.Basis
			}
			paid.Steps = append(paid.Steps, step)
		}
		last = fen
	}
	return paid
}

// In returns the amount of the month; ok is false if the policy has no figure for it. A month before
// or after the order counts as its first or last month.
func (m Monthly) In(order Payment, month calendar.Date) (amount Amount, ok bool) {
	month = month.FirstOfMonth()
	if first := calendar.OfMonth(order.FirstMonth); month.Before(first) {
		month = first
	}
	if last := calendar.OfMonth(order.LastMonth); !last.IsZero() && month.After(last) {
		month = last
	}
	return m.amount(month)
}

// figureMonths returns the first month of each figure, and the first month after each figure.
func (m Monthly) figureMonths() []calendar.Date {
	months := make([]calendar.Date, len(m.Figures))
	for i, day := range m.Figures {
		if months[i] = day.FirstOfMonth(); months[i] != day {
			months[i] = months[i].AddMonths(1)
		}
	}
	return months
}

// months returns the order's first month and the months in which its amount may change, sorted.
func (m Monthly) months(order Payment) []calendar.Date {
	first, last := calendar.OfMonth(order.FirstMonth), calendar.OfMonth(order.LastMonth)
	if first.IsZero() {
		return nil
	}
	months := append(m.figureMonths(), first)
	for _, day := range m.Changes {
		months = append(months, day.FirstOfMonth())
	}
	for _, s := range order.Steps {
		months = append(months, calendar.OfMonth(s.FromMonth))
	}
	months = slices.DeleteFunc(months, func(month calendar.Date) bool {
		return month.Before(first) || !last.IsZero() && month.After(last)
	})
	slices.SortFunc(months, calendar.Date.Compare)
	return slices.Compact(months)
}

// changesIn reports whether another amount begins with the month.
func (p Payment) changesIn(month calendar.Date) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.FromMonth == month.MonthText() })
}

// Months is a span of consecutive months, each written 2027-01.
type Months struct {
	First string `json:"first"`
	Last  string `json:"last,omitempty"` // "" if the span has no end
}

// Has reports whether the month is one of them.
func (m Months) Has(month calendar.Date) bool {
	text := month.MonthText()
	return m.First <= text && (m.Last == "" || text <= m.Last)
}

// Change is a changed amount for some months of a payment.
type Change struct {
	Months
	WasFen int64          `json:"was_fen"`
	IsFen  int64          `json:"is_fen"`
	Basis  []policy.Basis `json:"basis,omitempty"`
}

// Compare returns the months whose amounts differ between the old and the new order, in order of
// time. Both orders have the same first and last month.
func (m Monthly) Compare(was, is Payment) []Change {
	steps := Payment{FirstMonth: is.FirstMonth, LastMonth: is.LastMonth, Steps: slices.Concat(was.Steps, is.Steps)}
	var changes []Change
	open := false // the last change may extend to this month
	for _, month := range (Monthly{}).months(steps) {
		before, now := was.AmountIn(month), is.AmountIn(month)
		n := len(changes)
		if open && (before != changes[n-1].WasFen || now != changes[n-1].IsFen) {
			changes[n-1].Last = month.AddMonths(-1).MonthText()
			open = false
		}
		if open || before == now {
			continue
		}
		amount, _ := m.amount(month)
		change := Change{Months: Months{month.MonthText(), is.LastMonth}, WasFen: before, IsFen: now, Basis: amount.Basis}
		changes, open = append(changes, change), true
	}
	return changes
}

// Difference returns the sum, in fen, by which the months up to last were underpaid; negative if they
// were overpaid. Months in unpaid do not count.
func Difference(changes []Change, last calendar.Date, unpaid []Months) (fen int64) {
	for _, c := range changes {
		for month := calendar.OfMonth(c.First); c.Has(month) && !month.After(last); month = month.AddMonths(1) {
			if !slices.ContainsFunc(unpaid, func(u Months) bool { return u.Has(month) }) {
				fen += c.IsFen - c.WasFen
			}
		}
	}
	return fen
}
