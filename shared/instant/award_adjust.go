package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/policy"
	"miaoban/shared/store"
)

// Adjustment is how a verification changed what is paid by the month.
type Adjustment struct {
	Order   decision.Payment  `json:"order"`   // as it is now
	Changes []decision.Change `json:"changes"` // the months that are paid otherwise
	// Unpaid are the months of suspensions: for them nothing was paid, and nothing is due.
	Unpaid []decision.Months `json:"unpaid,omitempty"`
	// Of the months that are over, and of this one: ArrearsFen is paid in a supplement,
	// OverpaidFen is to be recovered. One of them is zero.
	ArrearsFen  int64 `json:"arrears_fen,omitempty"`
	OverpaidFen int64 `json:"overpaid_fen,omitempty"`
}

// amountRule is the condition that each month is paid by its own figure.
const amountRule = "amount"

// adjust finds whether the order pays each month by the figure of that month, and what changes
// where it does not; nil where nothing does. A month is paid by the order as it is when the
// month begins: what changes for this month, or for one before it, is settled at once.
func adjust(m decision.Monthly, order decision.Payment, unpaid []decision.Months, today calendar.Date) (decision.Continuing, *Adjustment) {
	f := decision.Rule(amountRule, lang.T("每月按当月标准发放", "Each month is paid by the figure of that month"))
	now, known := m.In(order, today)
	f.Basis = now.Basis
	to := m.Pay(order)
	changes := m.Compare(order, to)
	var done *Adjustment
	from := calendar.Date{}
	switch {
	case len(changes) == 0:
		f = f.Met(lang.F("本月标准为每月%s元，与发放金额一致。", "This month's amount is CNY %s, and that is paid.",
			lang.Yuan(order.In(today))))
	default:
		done = settle(Adjustment{Order: to, Changes: changes, Unpaid: unpaid}, today)
		f.Basis = done.basis()
		f = f.NotMet(done.Text())
		from = calendar.OfMonth(changes[0].First)
	}
	if !known {
		f = f.NoRule(lang.T("系统中没有当月现行的标准，发放金额暂不变动，由工作人员核定。",
			"There is no figure on record for this month. The amount stays as it is, and a person will set it."))
	}
	return f.Otherwise(decision.Adjusts, from), done
}

// settle computes what follows for the months that are over, and for this one.
func settle(a Adjustment, today calendar.Date) *Adjustment {
	month := today.FirstOfMonth()
	switch fen := decision.Difference(a.Changes, month, a.Unpaid); {
	case fen < 0:
		a.OverpaidFen = -fen
	case fen > 0:
		a.ArrearsFen = fen
		over := decision.Months{First: a.Changes[0].First}
		for _, c := range a.Changes {
			if c.First <= month.MonthText() {
				over.Last = month.MonthText()
				if c.Last != "" {
					over.Last = min(c.Last, over.Last)
				}
			}
		}
		a.Order.Supplements = append(slices.Clip(a.Order.Supplements), decision.Supplement{
			Months: over, AmountFen: fen, DueOn: today.AddDays(1), Basis: a.basis(),
		})
	}
	return &a
}

// basis is by which figures the months are paid otherwise.
func (a *Adjustment) basis() []policy.Basis {
	var all []policy.Basis
	for _, c := range a.Changes {
		for _, b := range c.Basis {
			if !slices.ContainsFunc(all, func(o policy.Basis) bool { return o.Title == b.Title && o.Number == b.Number }) {
				all = append(all, b)
			}
		}
	}
	return all
}

// Text says which months are paid otherwise, by what law, and what follows for those that are
// over.
func (a *Adjustment) Text() lang.Text {
	var zh, en []string
	for _, c := range a.Changes {
		first := calendar.OfMonth(c.First)
		span := lang.Text{ZH: fmt.Sprintf("自%d年%d月起", first.Year, int(first.Month)), EN: fmt.Sprintf("From %s on", c.First)}
		if c.Last != "" && c.Last != a.Order.LastMonth {
			last := calendar.OfMonth(c.Last)
			span.ZH = fmt.Sprintf("%d年%d月至%d年%d月", first.Year, int(first.Month), last.Year, int(last.Month))
			span.EN = fmt.Sprintf("From %s to %s", c.First, c.Last)
		}
		zh = append(zh, fmt.Sprintf("%s每月%s元（原每月%s元）", span.ZH, lang.Yuan(c.IsFen), lang.Yuan(c.WasFen)))
		en = append(en, fmt.Sprintf("%s CNY %s a month (CNY %s before)", span.EN, lang.Yuan(c.IsFen), lang.Yuan(c.WasFen)))
	}
	var law, source []string
	for _, b := range a.basis() {
		number := b.Number
		if number != "" {
			number = "（" + number + "）"
		}
		law = append(law, "《"+b.Title.ZH+"》"+number)
		source = append(source, b.Title.EN)
	}
	text := lang.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
	if law != nil {
		text.ZH += "，依据" + strings.Join(law, "、")
		text.EN += ", by " + strings.Join(source, ", ")
	}
	text.ZH, text.EN = text.ZH+"。", text.EN+"."
	switch {
	case a.ArrearsFen > 0:
		s := a.Order.Supplements[len(a.Order.Supplements)-1]
		text.ZH += fmt.Sprintf("已发月份的差额共%s元，自%s起补发。", lang.Yuan(a.ArrearsFen), s.DueOn)
		text.EN += fmt.Sprintf(" For the months that were paid you receive the difference, CNY %s in all, from %s on.",
			lang.Yuan(a.ArrearsFen), s.DueOn)
	case a.OverpaidFen > 0:
		text.ZH += fmt.Sprintf("已发月份多发的差额共%s元，应予退回。", lang.Yuan(a.OverpaidFen))
		text.EN += fmt.Sprintf(" For the months that were paid you received CNY %s too much in all, which is to be paid back.",
			lang.Yuan(a.OverpaidFen))
	}
	return text
}

// adjusted adds to the verification what is found of the amounts, and what follows. The order is
// that of before; where nothing is paid by the month, the verification stays as it is.
func (r Rules[F, P]) adjusted(v Verification, a *Application, form F, p P, order *decision.Payment, unpaid []decision.Months) Verification {
	if order == nil || !order.Monthly || r.Monthly == nil {
		return v
	}
	if v.After == Ended {
		order = order.Until(v.Since)
	}
	if order.LastMonth != "" && order.LastMonth < order.FirstMonth { // it ended before anything was paid
		return v
	}
	c := decision.Case[F, P]{Form: form, Applicant: a.Applicant, Facts: a.Facts, Policy: p, At: a.Received, Granted: a.Grants}
	found, to := adjust(r.Monthly(c), *order, unpaid, calendar.Of(v.At))
	v.Conditions = append(slices.Clip(v.Conditions), found)
	v.Doubt = v.Doubt || found.Status == decision.Unknown
	if v.Adjusted = to; to != nil {
		v.RecoverFen += to.OverpaidFen
	}
	return v
}

// Adjust implements Verifier.
func (s *instance[F, P]) Adjust(ctx context.Context, number string, dry bool) (Verification, error) {
	if err := s.keepPolicy(ctx); err != nil {
		return Verification{}, err
	}
	award, err := LoadAward(ctx, s.Store, number)
	if err != nil {
		return Verification{}, err
	}
	application, err := LoadApplication(ctx, s.Store, number)
	if err != nil {
		return Verification{}, err
	}
	c := decision.Case[F, P]{At: s.Now()}
	if err := json.Unmarshal(application.Form, &c.Form); err != nil {
		return Verification{}, fmt.Errorf("the form of %s: %w", number, err)
	}
	rules, err := s.rules(c)
	if err != nil {
		return Verification{}, err
	}
	order, err := s.order(ctx, number)
	if err != nil {
		return Verification{}, err
	}
	v := Verification{
		Application: number, At: c.At, Policy: s.version, Rules: rules.Version, Before: award.State, AmountsAlone: true,
		judgement: judgement{After: award.State, Since: award.Since, Cause: award.Cause},
	}
	v = rules.adjusted(v, application, c.Form, s.policy, order, unpaidAfter(*award, *award))
	if dry || v.Adjusted == nil {
		return v, nil
	}
	return v, s.keep(ctx, *award, v, application)
}

// adjustedNotice tells the holder of another amount.
func adjustedNotice(v Verification, a Award) (store.Write, error) {
	return NoticeWrite(a.Holder.ID, fmt.Sprintf("adjusted#%s#%04d", a.Application, a.Checked), Notice{
		At: v.At, Service: a.Service, Application: a.Application,
		Title: lang.F("%s：发放金额调整", "%s: another amount", a.Title), Text: a.Adjusted,
	})
}

// order is the payment order of what was granted, as it is now; nil where nothing is paid.
func (e *Engine) order(ctx context.Context, number string) (*decision.Payment, error) {
	var order decision.Payment
	err := load(ctx, e.Store, paymentKey(number), &order)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the payment of %s: %w", number, err)
	}
	return &order, nil
}

// unpaidAfter are the months for which nothing was paid, since the award was suspended, where it
// was one way and is another now. The month in which it was suspended is paid, and so is the one
// in which it goes on.
func unpaidAfter(was, is Award) []decision.Months {
	unpaid := slices.Clone(was.Unpaid)
	stop := was.Since
	switch {
	case is.State == Suspended && was.State != Suspended:
		stop = is.Since
	case was.State != Suspended:
		return unpaid
	}
	months := decision.Months{First: stop.FirstOfMonth().AddMonths(1).MonthText()}
	switch is.State {
	case InForce:
		months.Last = is.Since.FirstOfMonth().AddMonths(-1).MonthText()
	case Ended:
		months.Last = is.Since.MonthText()
	}
	if months.Last != "" && months.Last < months.First {
		return unpaid
	}
	return append(unpaid, months)
}
