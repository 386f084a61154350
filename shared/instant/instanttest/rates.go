package instanttest

import (
	"regexp"
	"strings"
	"testing"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
)

// Rates tests changes of a figure, for a service that pays monthly and a person who is paid by a figure
// that was in force before November 2026.
type Rates[F any] struct {
	Setting[F]
	Policy []byte                               // the policy document of the service
	With   func(policy []byte) instant.Offering // returns the service with another document
	// Figure is the beginning of the figure in the document, from "- region" to the value. Fen is the
	// monthly amount by it.
	Figure string
	Fen    int64
	// Value is the part of Figure that Up and Down replace.
	Value    string
	Up, Down Rate
	// SameMonth is set if the month of the application is paid; otherwise the next month is the first.
	SameMonth bool
}

// Rate is another value of the figure, and the monthly amount by it.
type Rate struct {
	Value string
	Fen   int64
}

// Run tests that the figure of 2027 is paid in 2027, whenever the person applied.
func (r Rates[F]) Run(t *testing.T) {
	for name, rate := range map[string]Rate{"up": r.Up, "down": r.Down} {
		t.Run(name, func(t *testing.T) {
			t.Run("applied after the figure was known", func(t *testing.T) { r.known(t, rate) })
			t.Run("receives before the figure is known", func(t *testing.T) { r.received(t, rate) })
			t.Run("a figure that is known late", func(t *testing.T) { r.late(t, rate) })
			t.Run("a past figure is corrected twice", func(t *testing.T) { r.corrected(t, rate) })
			t.Run("an ended grant", func(t *testing.T) { r.ended(t, rate) })
			t.Run("a figure that begins inside a month", func(t *testing.T) { r.inside(t, rate) })
		})
	}
	t.Run("no figure any more", r.missing)
}

// policy returns the service with another value of the figure from a day on.
func (r Rates[F]) policy(t *testing.T, from string, rate Rate) instant.Offering {
	t.Helper()
	return r.With([]byte(r.document(t, from, strings.Replace(r.Figure, r.Value, rate.Value, 1))))
}

// document returns the document in which the figure ends before the day and next follows it; "" for
// no next figure.
func (r Rates[F]) document(t *testing.T, from, next string) string {
	t.Helper()
	text := string(r.Policy)
	at := strings.Index(text, r.Figure)
	if at < 0 || !strings.Contains(r.Figure, r.Value) {
		t.Fatalf("the policy has no such figure: %s", r.Figure)
	}
	rest := text[at+len(r.Figure):]
	end := len(rest)
	for _, next := range []string{"\n    - region", "\n\n"} {
		if i := strings.Index(rest, next); i >= 0 {
			end = min(end, i+1)
		}
	}
	lines := strings.SplitN(r.Figure, "\n", 3)
	until := calendar.MustParse(from).AddDays(-1).String()
	figure := lines[0] + "\n" + lines[1] + "\n      until: " + until + "\n" + lines[2] + rest[:end]
	if next != "" {
		other := strings.SplitN(next, "\n", 3)
		figure += other[0] + "\n      from: " + from + "\n" + other[2] + anchor.ReplaceAllString(rest[:end], "")
	}
	return text[:at] + figure + rest[end:]
}

// anchor is the anchor of a part of a YAML document, which a copy of the part must not repeat.
var anchor = regexp.MustCompile(`&\w+`)

// pays checks the amounts, in fen, that the receipt shows for the months.
func (r Rates[F]) pays(t *testing.T, o *Office, number string, months map[string]int64) {
	t.Helper()
	order := o.Receipt(number).Payment
	if order == nil || !order.Monthly {
		t.Fatalf("nothing is paid monthly: %+v", order)
	}
	for month, want := range months {
		if got := order.AmountIn(calendar.MustParse(month + "-01")); month >= order.FirstMonth && got != want {
			t.Errorf("%s is paid %d fen, want %d: %+v", month, got, want, order)
		}
	}
}

// settled checks the sum that a verification of the amounts settles, and that the next verification, of
// all conditions or only of the amounts, changes nothing.
func (r Rates[F]) settled(t *testing.T, o *Office, number string, fen int64) {
	t.Helper()
	before := o.Receipt(number)
	dry := o.Adjust(number, true)
	v := o.Adjust(number, false)
	if v.Adjusted == nil || dry.Adjusted == nil || v.Adjusted.ArrearsFen-v.Adjusted.OverpaidFen != fen || v.RecoverFen != max(0, -fen) {
		t.Fatalf("%d fen are settled, want %d: %+v", v.RecoverFen, fen, v.Adjusted)
	}
	after := o.Receipt(number)
	if owed := after.Standing.RecoverFen - before.Standing.RecoverFen; owed != max(0, -fen) {
		t.Errorf("%d fen are to be recovered, want %d", owed, max(0, -fen))
	}
	supplements := after.Payment.Supplements[len(before.Payment.Supplements):]
	if fen > 0 && (len(supplements) != 1 || supplements[0].AmountFen != fen || supplements[0].Basis == nil) ||
		fen <= 0 && len(supplements) != 0 {
		t.Errorf("the supplements are %+v, want %d fen", supplements, fen)
	}
	o.hasNotice(number, after.Standing.Adjusted.ZH)
	for range 2 {
		if again := o.Adjust(number, false); again.Adjusted != nil {
			t.Errorf("it is settled twice: %+v", again.Adjusted)
		}
	}
	if again := o.Verify(number, false); again.Adjusted != nil {
		t.Errorf("it is settled twice: %+v", again.Adjusted)
	}
	o.Prove(number)
}

func (r Rates[F]) known(t *testing.T, rate Rate) {
	s := r.Setting
	s.Service = r.policy(t, "2027-01-01", rate)
	for day, first := range map[string]string{
		"2026-11-24": "2026-12",
		"2026-12-01": "2027-01",
		"2026-12-31": "2027-01",
		"2027-01-01": "2027-02",
	} {
		receipt, o := s.Apply(t, Row[F]{Today: day})
		if r.SameMonth {
			first = calendar.MustParse(day).MonthText()
		}
		if receipt.Payment == nil || receipt.Payment.FirstMonth != first {
			t.Fatalf("applied for on %s: %+v", day, receipt.Payment)
		}
		r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": rate.Fen, "2027-02": rate.Fen, "2027-10": rate.Fen})
		if v := o.Adjust(receipt.Number, false); v.Adjusted != nil {
			t.Errorf("applied for on %s, it is adjusted: %+v", day, v.Adjusted)
		}
	}
}

func (r Rates[F]) received(t *testing.T, rate Rate) {
	receipt, o := r.Setting.Apply(t, Row[F]{})
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": r.Fen})
	o.At(calendar.MustParse("2026-12-20").Start())
	o.Use(r.policy(t, "2027-01-01", rate))
	r.settled(t, o, receipt.Number, 0)
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": rate.Fen, "2027-10": rate.Fen})
}

// late tests a figure of January that is known in March: January to March were paid by the old figure.
func (r Rates[F]) late(t *testing.T, rate Rate) {
	receipt, o := r.Setting.Apply(t, Row[F]{})
	o.At(calendar.MustParse("2027-03-10").Start())
	o.Use(r.policy(t, "2027-01-01", rate))
	r.settled(t, o, receipt.Number, 3*(rate.Fen-r.Fen))
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": rate.Fen, "2027-04": rate.Fen})
}

func (r Rates[F]) corrected(t *testing.T, rate Rate) {
	receipt, o := r.Setting.Apply(t, Row[F]{})
	o.At(calendar.MustParse("2027-03-10").Start())
	o.Use(r.policy(t, "2026-12-01", rate)) // December was paid by the old figure too
	r.settled(t, o, receipt.Number, 4*(rate.Fen-r.Fen))
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": rate.Fen, "2027-04": rate.Fen})
	o.At(calendar.MustParse("2027-05-10").Start())
	o.Use(r.policy(t, "2027-02-01", rate)) // it begins in February after all
	r.settled(t, o, receipt.Number, 2*(r.Fen-rate.Fen))
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": r.Fen, "2027-02": rate.Fen, "2027-06": rate.Fen})
}

// ended tests an award that was surrendered in February: later figures do not affect it.
func (r Rates[F]) ended(t *testing.T, rate Rate) {
	receipt, o := r.Setting.Apply(t, Row[F]{})
	o.At(calendar.MustParse("2027-02-10").Start())
	if err := o.Surrender(receipt.Number, o.Ending(receipt.Number).Confirm); err != nil {
		t.Fatal(err)
	}
	o.At(calendar.MustParse("2027-06-10").Start())
	o.Use(r.policy(t, "2027-03-01", rate))
	if v := o.Adjust(receipt.Number, false); v.Adjusted != nil {
		t.Errorf("a figure from after the end adjusts it: %+v", v.Adjusted)
	}
	o.Use(r.policy(t, "2027-01-01", rate))
	r.settled(t, o, receipt.Number, 2*(rate.Fen-r.Fen))
	if s := o.Standing(receipt.Number); s.State != instant.Ended || s.PaidThrough != "2027-02" {
		t.Errorf("the state is %+v, want ended and paid through 2027-02", s)
	}
}

func (r Rates[F]) inside(t *testing.T, rate Rate) {
	s := r.Setting
	s.Service = r.policy(t, "2027-01-15", rate)
	receipt, o := s.Apply(t, Row[F]{})
	r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": r.Fen, "2027-02": rate.Fen})
}

// missing tests a figure that ends without a next one: nothing is lowered, nothing ends, and the
// verification is doubtful.
func (r Rates[F]) missing(t *testing.T) {
	s := r.Setting
	gone := r.With([]byte(r.document(t, "2027-01-01", "")))
	receipt, o := s.Apply(t, Row[F]{})
	later := s
	later.Service = gone
	in, another := later.Apply(t, Row[F]{Today: "2026-12-15"})
	r.pays(t, another, in.Number, map[string]int64{"2027-01": r.Fen, "2027-06": r.Fen})
	o.Use(gone)
	for _, day := range []string{"2026-12-31", "2027-01-01"} {
		o.At(calendar.MustParse(day).Start())
		doubt := day == "2027-01-01"
		v := o.Adjust(receipt.Number, false)
		if v.Adjusted != nil || v.Doubt != doubt || v.After != instant.InForce {
			t.Errorf("on %s: %+v, doubt %t, want %t", day, v.Adjusted, v.Doubt, doubt)
		}
		r.pays(t, o, receipt.Number, map[string]int64{"2026-12": r.Fen, "2027-01": r.Fen, "2028-01": r.Fen})
	}
}

// Use replaces the service by another version.
func (o *Office) Use(service instant.Offering) {
	o.t.Helper()
	routes, err := service.Routes(o.Engine)
	if err != nil {
		o.t.Fatal(err)
	}
	o.service, o.server.Routes = service, routes
}

// Adjust verifies only the amounts of the grant; with dry, nothing is written.
func (o *Office) Adjust(number string, dry bool) instant.Verification {
	o.t.Helper()
	return o.verified(number, func(v instant.Verifier) (instant.Verification, error) { return v.Adjust(o.t.Context(), number, dry) })
}

// Receipt returns the current receipt of the holder.
func (o *Office) Receipt(number string) instant.Receipt {
	o.t.Helper()
	receipt, err := o.Engine.Receipt(o.t.Context(), o.load(number))
	if err != nil {
		o.t.Fatal(err)
	}
	return receipt
}

// hasNotice checks that the holder has a notice with the text.
func (o *Office) hasNotice(number, text string) {
	o.t.Helper()
	notices, _, err := instant.Notices(o.t.Context(), o.Store, o.load(number).Applicant.ID, "")
	if err != nil {
		o.t.Fatal(err)
	}
	for _, n := range notices {
		if n.Application == number && n.Text.ZH == text && n.Text.EN != "" && strings.Contains(text, "依据《") {
			return
		}
	}
	o.t.Errorf("no notice says %q: %+v", text, notices)
}

// Prove checks that the stored records of the application agree with the audit.
func (o *Office) Prove(number string) {
	o.t.Helper()
	var events []audit.Event
	for day := calendar.Of(o.load(number).Received); !day.After(calendar.Of(o.now)); day = day.AddDays(1) {
		for record, err := range audit.Records(o.t.Context(), o.Store, day) {
			if err != nil {
				o.t.Fatal(err)
			}
			if record.Event.Application == number {
				events = append(events, record.Event)
			}
		}
	}
	faults, err := instant.Proof(o.t.Context(), o.Store, number, events, func(string) bool { return true })
	if err != nil || len(faults) > 0 {
		o.t.Errorf("%s does not agree with the audit: %q, %v", number, faults, err)
	}
}
