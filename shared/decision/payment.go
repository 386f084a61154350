package decision

import (
	"miaoban/shared/calendar"
	"miaoban/shared/certificate"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
)

// Payment is an order to the treasury.
type Payment struct {
	Title      lang.Text     `json:"title"`
	Account    string        `json:"account"` // bank card number
	AmountFen  int64         `json:"amount_fen"`
	Monthly    bool          `json:"monthly,omitempty"`
	FirstMonth string        `json:"first_month,omitempty"` // 2026-12
	LastMonth  string        `json:"last_month,omitempty"`  // for a payment that ends; empty if it does not
	Steps      []Step        `json:"steps,omitempty"`       // later amounts, in order of time
	DueOn      calendar.Date `json:"due_on,omitzero"`
	// Supplements are paid once each, in addition to the months.
	Supplements []Supplement `json:"supplements,omitempty"`
}

// Step is another amount from a month on.
type Step struct {
	FromMonth string `json:"from_month"` // 2036-12
	AmountFen int64  `json:"amount_fen"`
	// Basis is the legal basis of the new figure; nil if the figure is the same and an age was reached.
	Basis []policy.Basis `json:"basis,omitempty"`
}

// Supplement is a later payment for months that were paid too little (补发).
type Supplement struct {
	Months
	AmountFen int64          `json:"amount_fen"`
	DueOn     calendar.Date  `json:"due_on"`
	Basis     []policy.Basis `json:"basis,omitempty"`
}

// AmountIn returns the amount of the month.
func (p Payment) AmountIn(month calendar.Date) int64 {
	amount := p.AmountFen
	for _, s := range p.Steps {
		if s.FromMonth <= month.MonthText() {
			amount = s.AmountFen
		}
	}
	return amount
}

// Months returns the number of months of a payment with a last month; 0 for any other.
func (p *Payment) Months() int {
	first, last := calendar.OfMonth(p.FirstMonth), calendar.OfMonth(p.LastMonth)
	if first.IsZero() || last.IsZero() {
		return 0
	}
	return max(0, last.MonthsSince(first)+1)
}

// Until returns a copy of the order whose last month is that of the day, unless it ends earlier.
func (p *Payment) Until(day calendar.Date) *Payment {
	stopped := *p
	if last := day.MonthText(); p.Monthly && (p.LastMonth == "" || p.LastMonth > last) {
		stopped.LastMonth = last
	}
	return &stopped
}

// PaidThrough returns the last month (2026-12) that is paid if the grant ends on the day; "" for none.
func (p *Payment) PaidThrough(day calendar.Date) string {
	if p == nil || !p.Monthly || p.FirstMonth > day.MonthText() {
		return ""
	}
	if p.LastMonth != "" && p.LastMonth < day.MonthText() {
		return p.LastMonth
	}
	return day.MonthText()
}

// Lines returns the certificate's lines about later amounts.
func (p Payment) Lines() []certificate.Entry {
	lines := make([]certificate.Entry, len(p.Steps))
	for i, s := range p.Steps {
		lines[i] = certificate.Entry{Label: lang.F("%s起", "From %s", calendar.MonthOf(s.FromMonth)), Value: PerMonth(s.AmountFen)}
	}
	return lines
}

// PerMonth returns the monthly amount as text.
func PerMonth(fen int64) lang.Text {
	return lang.F("每月%s元", "CNY %s a month", lang.Yuan(fen))
}
