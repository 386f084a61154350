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

// Adjustment is a change that a verification made to a monthly payment.
type Adjustment struct {
	Order   decision.Payment  `json:"order"`   // the new order
	Changes []decision.Change `json:"changes"` // the months with another amount
	// Unpaid are the months of suspensions: for them nothing was paid, and nothing is due.
	Unpaid []decision.Months `json:"unpaid,omitempty"`
	// For past months and the current one: ArrearsFen is paid as a supplement, OverpaidFen is to be
	// recovered. At least one of them is zero.
	ArrearsFen  int64 `json:"arrears_fen,omitempty"`
	OverpaidFen int64 `json:"overpaid_fen,omitempty"`
}

// amountRule is the rule ID of the condition that each month is paid by its own figure.
const amountRule = "amount"

// adjust checks that the order pays each month by the figure of that month. If it does not, adjust
// also returns the correction. A month counts as paid when it begins: a change of the current month
// or of an earlier one is settled at once.
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
			lang.Yuan(order.AmountIn(today))))
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

// settle computes the supplement or the overpaid sum for past months and the current one.
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

// basis returns the laws of the figures that changed the amounts.
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

// Text describes which months get a new amount, by which law, and how past months are settled.
func (a *Adjustment) Text() lang.Text {
	var zh, en []string
	for _, c := range a.Changes {
		first := calendar.MonthOf(c.First)
		span := lang.F("自%s起", "From %s on", first)
		if c.Last != "" && c.Last != a.Order.LastMonth {
			span = lang.F("%s至%s", "From %s to %s", first, calendar.MonthOf(c.Last))
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
		text.ZH += fmt.Sprintf("已发月份的差额共%s元，自%s起补发。", lang.Yuan(a.ArrearsFen), s.DueOn.In("zh"))
		text.EN += fmt.Sprintf(" For the months that were paid you receive the difference, CNY %s in all, from %s on.",
			lang.Yuan(a.ArrearsFen), s.DueOn.In("en"))
	case a.OverpaidFen > 0:
		text.ZH += fmt.Sprintf("已发月份多发的差额共%s元，应予退回。", lang.Yuan(a.OverpaidFen))
		text.EN += fmt.Sprintf(" For the months that were paid you received CNY %s too much in all, which is to be paid back.",
			lang.Yuan(a.OverpaidFen))
	}
	return text
}

// adjusted returns the verification with the check of the amounts and its consequences; unchanged
// without a monthly payment. order is the current order.
func (r Rules[F, P]) adjusted(v Verification, a *Application, form F, p P, order *decision.Payment, unpaid []decision.Months) Verification {
	if order == nil || !order.Monthly || r.Monthly == nil {
		return v
	}
	if v.After == Ended {
		order = order.Until(v.Since)
	}
	if order.LastMonth != "" && order.LastMonth < order.FirstMonth { // the grant ended before anything was paid
		return v
	}
	c := decision.Case[F, P]{Form: form, Applicant: a.Applicant, Facts: a.Facts, Policy: p, At: a.Received, Granted: a.Grants,
		Unpaid: unpaidParts(v.Parts)}
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
		Application: number, At: c.At, Policy: s.version, Rules: rules.Version, Before: award.State, AmountsOnly: true,
		Parts: award.Parts, judgement: judgement{After: award.State, Since: award.Since, Cause: award.Cause},
	}
	v = rules.adjusted(v, application, c.Form, s.policy, order, unpaidAfter(*award, *award))
	if dry || v.Adjusted == nil {
		return v, nil
	}
	return v, s.commitVerification(ctx, *award, v, application)
}

// amountText says which benefits stopped or are paid again, and which amounts changed; zero if nothing did.
func (v Verification) amountText(parts []PartState) lang.Text {
	text := partsText(parts)
	if v.Adjusted == nil {
		return text
	}
	amounts := v.Adjusted.Text()
	if text.IsZero() {
		return amounts
	}
	return lang.F("%s%s", "%s %s", text, amounts)
}

// verifiedNotice returns the write of the notice about what the verification changed; none if it changed
// nothing.
func verifiedNotice(v Verification, was, is Award) ([]store.Write, error) {
	n := Notice{
		At: v.At, Service: is.Service, Application: is.Application,
		Title: lang.F("%s：发放金额调整", "%s: another amount", is.Title), Text: v.amountText(partChanges(was.Parts, is.Parts)),
	}
	if is.State != was.State {
		n.Title = lang.F("%s：%s", "%s: %s", is.Title, is.State.Text())
		n.Text = stateText(is)
		if v.Adjusted != nil {
			n.Text = lang.F("%s%s", "%s %s", n.Text, v.Adjusted.Text())
		}
	}
	if n.Text.IsZero() {
		return nil, nil
	}
	write, err := NoticeWrite(is.Holder.ID, fmt.Sprintf("adjusted#%s#%04d", is.Application, is.Checked), n)
	return []store.Write{write}, err
}

// stateText says for the holder that the award is suspended or ended, and why, or that it continues.
func stateText(is Award) lang.Text {
	text := lang.F("自%s起恢复。", "It continues from %s on.", is.Since)
	switch is.State {
	case Suspended:
		text = lang.F("自%s起暂停：%s", "Suspended from %s on: %s", is.Since, is.Cause)
	case Ended:
		text = lang.F("自%s起终止：%s", "Ended on %s: %s", is.Since, is.Cause)
	}
	if is.State != InForce && is.RecoverFen > 0 {
		text = lang.F("%s应退回多发的%s元。", "%s CNY %s was paid too much and is to be paid back.", text, lang.Yuan(is.RecoverFen))
	}
	return text
}

// order returns the current payment order of the application; nil if nothing is paid.
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

// unpaidAfter returns the unpaid months of all suspensions after the award changes from was to is.
// The months in which a suspension begins and ends are paid.
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
