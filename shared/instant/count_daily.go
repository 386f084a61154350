package instant

import (
	"context"
	"strings"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/counter"
	"miaoban/shared/decision"
	"miaoban/shared/fact"
	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Daily counters for the dashboard: applications by minute and by hour, reasons for not approving,
// and problems with shared data.
var (
	// minutes are by time, district and outcome; those not approved also by the first reason: rule, title in Chinese and
	// in English.
	minutes  = counter.Series{Name: "MINUTE", Shards: 32}
	hours    = counter.Series{Name: "HOUR", Shards: 32}    // hour, service, district, outcome
	reasons  = counter.Series{Name: "REASON", Shards: 16}  // service, district, outcome, rule, title in Chinese and in English
	troubles = counter.Series{Name: "TROUBLE", Shards: 16} // hour, dataset, what
	misses   = counter.Series{Name: "MISS", Shards: 1}     // words of a search that found nothing
)

// slow is the word for data that arrived late.
const slow = "slow"

// dailyCounts returns the writes that count an application in its day.
func dailyCounts(a *Application) []store.Write {
	at := a.Received.In(calendar.Zone)
	day, district, outcome := calendar.Of(at).String(), a.District(), string(a.Outcome)
	minute := []string{at.Format("1504"), district, outcome}
	writes := []store.Write{hours.Add(day, a.Number, at.Format("15"), a.Service, district, outcome)}
	status := map[decision.Outcome]decision.Status{decision.Rejected: decision.NotMet, decision.Referred: decision.Unknown}[a.Outcome]
	for _, f := range a.Findings {
		if f.Status == status && status != "" {
			writes = append(writes, reasons.Add(day, a.Number, a.Service, district, outcome, f.Rule, f.Title.ZH, f.Title.EN))
			if len(minute) == 3 {
				minute = append(minute, f.Rule, f.Title.ZH, f.Title.EN)
			}
		}
	}
	writes = append(writes, minutes.Add(day, a.Number, minute...))
	counted := map[[2]string]bool{} // count a dataset once per application
	for _, f := range a.Facts {
		what := string(f.State)
		switch f.State {
		case fact.Stale, fact.Unreachable, fact.Malformed:
		default:
			if what = slow; !f.Slow {
				continue
			}
		}
		if !counted[[2]string{f.Dataset, what}] {
			counted[[2]string{f.Dataset, what}] = true
			writes = append(writes, troubles.Add(day, a.Number, at.Format("15"), f.Dataset, what))
		}
	}
	return writes
}

// CountMiss counts a search that found nothing: the words, and not who searched.
func CountMiss(ctx context.Context, s store.Store, at time.Time, words string) error {
	return s.Commit(ctx, misses.Add(calendar.Of(at).String(), words, strings.ReplaceAll(words, "#", "")))
}

// Misses returns how often words were searched for in vain on the days.
func Misses(ctx context.Context, s store.Store, days ...time.Time) (map[string]int, error) {
	found := map[string]int{}
	counted, err := readDaily(ctx, s, misses, days, func(of []string) DailyCount { return DailyCount{What: of[0]} })
	for _, c := range counted {
		found[c.What] += c.N
	}
	return found, err
}

// ForgetDaily deletes the counts of the day: the dashboard shows only a few days, and the counts
// would grow as large as the applications.
func ForgetDaily(ctx context.Context, s store.Store, day calendar.Date) error {
	for _, series := range []counter.Series{minutes, hours, reasons, troubles, misses} {
		if err := series.Forget(ctx, s, day.String()); err != nil {
			return err
		}
	}
	return nil
}

// DailyCount is a count for a time of a day.
type DailyCount struct {
	Day      string
	At       string // 0930 for a minute, 09 for an hour
	Service  string // of hours and reasons
	District string // not of troubles
	Outcome  decision.Outcome
	Rule     string    // of reasons, and of minutes without an approval
	Title    lang.Text // of the rule; zero for what was counted before titles were
	Dataset  string    // of troubles
	What     string    // of troubles: stale, unreachable, malformed or slow; of misses: the words
	N        int
}

// Minutes returns the applications of the days by minute, district, outcome and the first reason for it.
func Minutes(ctx context.Context, s store.Store, days ...time.Time) ([]DailyCount, error) {
	return readDaily(ctx, s, minutes, days, func(of []string) DailyCount {
		c := DailyCount{At: of[0], District: of[1], Outcome: decision.Outcome(of[2])}
		if len(of) == 6 {
			c.Rule, c.Title = of[3], lang.T(of[4], of[5])
		}
		return c
	})
}

// Hours returns the applications of the days by hour, service, district and outcome.
func Hours(ctx context.Context, s store.Store, days ...time.Time) ([]DailyCount, error) {
	return readDaily(ctx, s, hours, days, func(of []string) DailyCount {
		return DailyCount{At: of[0], Service: of[1], District: of[2], Outcome: decision.Outcome(of[3])}
	})
}

// Reasons returns why applications of the days were not approved, by service, district, outcome
// and rule.
func Reasons(ctx context.Context, s store.Store, days ...time.Time) ([]DailyCount, error) {
	return readDaily(ctx, s, reasons, days, func(of []string) DailyCount {
		c := DailyCount{Service: of[0], District: of[1], Outcome: decision.Outcome(of[2]), Rule: of[3]}
		if len(of) == 6 {
			c.Title = lang.T(of[4], of[5])
		}
		return c
	})
}

// Troubles returns how many applications of the days met a problem with data, by hour, dataset and
// kind of problem.
func Troubles(ctx context.Context, s store.Store, days ...time.Time) ([]DailyCount, error) {
	return readDaily(ctx, s, troubles, days, func(of []string) DailyCount { return DailyCount{At: of[0], Dataset: of[1], What: of[2]} })
}

func readDaily(
	ctx context.Context,
	s store.Store,
	series counter.Series,
	days []time.Time,
	read func(of []string) DailyCount,
) ([]DailyCount, error) {
	var all []DailyCount
	for _, day := range days {
		text := calendar.Of(day).String()
		counted, err := series.Read(ctx, s, text)
		if err != nil {
			return nil, err
		}
		for _, c := range counted {
			p := read(c.Of)
			p.Day, p.N = text, c.N
			all = append(all, p)
		}
	}
	return all, nil
}
