package figures

import (
	"context"
	"errors"
	"net/http"

	"miaoban/shared/audit/heads"
	"miaoban/shared/calendar"
	"miaoban/shared/httpapi"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// perPage is the number of days on a page.
const perPage = 100

// heads lists what was signed of the audit, day by day, for anybody to store.
func (f figures) heads(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	after := r.Query("after")
	if after != "" {
		if _, err := calendar.Parse(after); err != nil {
			return httpapi.Response{}, badDay()
		}
	}
	list, err := heads.Page(ctx, f.Store, after, perPage)
	if err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, f.Pages, http.StatusOK, r.Page("auditheads", lang.T("审计链逐日签名", "Signed audit digests"), list))
}

// AuditDay is what was signed for one day, with the ends of its chains.
type AuditDay struct {
	heads.Signed
	List []heads.Head `json:"list"`
	Next string       `json:"next,omitempty"` // value of ?after= for the next page of the list
}

// day shows what was signed for the day in the path.
func (f figures) day(ctx context.Context, r *httpapi.Request) (httpapi.Response, error) {
	day, err := calendar.Parse(r.Path("day"))
	if err != nil {
		return httpapi.Response{}, badDay()
	}
	signed, err := heads.Load(ctx, f.Store, day)
	if errors.Is(err, store.ErrNotFound) {
		return httpapi.Response{},
			problem.New(
				"not-found",
				lang.T("这一天没有签名：每天凌晨签署前一天。", "There is no signature for this day. Each night the day before is signed."),
			)
	}
	if err != nil {
		return httpapi.Response{}, err
	}
	shown := AuditDay{Signed: signed}
	if shown.List, shown.Next, err = heads.Heads(ctx, f.Store, signed.Statement, r.Query("after")); err != nil {
		return httpapi.Response{}, err
	}
	return httpapi.Either(r, f.Pages, http.StatusOK, r.Page("audithead", lang.F("%s 的审计链签名", "Signed audit digest of %s", day), shown))
}

func badDay() error {
	return problem.New("malformed-request", lang.T("日期格式应为 2026-11-27。", "Write the day as 2026-11-27."))
}
