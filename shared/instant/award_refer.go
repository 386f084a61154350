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

// refer returns the writes that ask a department to decide on an unmet condition which the rules cannot
// judge (decision.Refers), and that notify the holder. Each condition is referred once: its rule is added
// to is.Referred.
func (e *Engine) refer(ctx context.Context, v Verification, is *Award) (writes []store.Write, err error) {
	for _, c := range v.Conditions {
		if c.Status != decision.NotMet || c.Unmet != decision.Refers || slices.Contains(is.Referred, c.Rule) {
			continue
		}
		if writes != nil { // a commit can change a team only once; the next verification refers the rest
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
