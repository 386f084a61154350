package instant

import (
	"context"
	"fmt"
	"slices"
	"time"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/store"
	"miaoban/shared/team"
)

// referDays is the number of working days that a department has to decide on an award: a limit of this
// system, not of the law.
const referDays = 10

// refer returns the writes that call a department, once, for each condition that is not met and that only a
// person can decide on, and that notify the holder; it records in the award that it was called.
func (e *Engine) refer(ctx context.Context, v Verification, is *Award) (writes []store.Write, err error) {
	for _, c := range v.Conditions {
		if c.Status != decision.NotMet || c.Unmet != decision.Refers || slices.Contains(is.Referred, c.Rule) {
			continue
		}
		if writes != nil { // one team of an award changes once in a commit; the rest follows with the next verification
			break
		}
		a, err := LoadApplication(ctx, e.Store, is.Application)
		if err != nil {
			return nil, err
		}
		to := team.Team{
			Case: team.Case{Kind: team.Application, Number: is.Application}, Lead: a.District(),
			Title: lang.F("核定：%s", "To be settled: %s", is.Title),
			Due:   calendar.Of(v.At).AddWorkdays(referDays).AddDays(1).Start().Add(-time.Second),
		}
		if writes, err = team.Call(ctx, e.Store, to, []string{c.Department}, c.Text.ZH, v.At); err != nil {
			return nil, err
		}
		notice, err := NoticeWrite(is.Holder.ID, fmt.Sprintf("referred#%s#%s", is.Application, c.Rule), Notice{
			At: v.At, Service: is.Service, Application: is.Application,
			Title: lang.F("%s：由工作人员核定", "%s: an officer will settle it", is.Title), Text: c.Text,
		})
		if err != nil {
			return nil, err
		}
		writes = append(writes, notice)
		is.Referred = append(slices.Clone(is.Referred), c.Rule)
	}
	return writes, nil
}
