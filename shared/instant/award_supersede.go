package instant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"miaoban/shared/calendar"
	"miaoban/shared/decision"
	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// supersede ends the awards that the new grant replaces, and transfers those of their claims that
// the application makes itself. It returns the writes, and the claims that remain to be made.
func (e *Engine) supersede(ctx context.Context, d draft) (writes []store.Write, left []decision.Claim, err error) {
	a := d.application
	left = slices.Clone(d.claims)
	var ended []string
	for _, c := range a.Grants.Supersedes {
		holder, _, err := e.claim(ctx, c)
		if err != nil {
			return nil, nil, err
		}
		if holder.Application == "" || holder.Application == a.Number || slices.Contains(ended, holder.Application) {
			continue // granted elsewhere, or held by the review of this application
		}
		if seen := holdingOf(a.Holdings, c); seen.Kind != "" && seen.Application != holder.Application {
			return nil, nil, &store.Conflict{Lost: []string{"claim"}} // another application was granted meanwhile
		}
		ended = append(ended, holder.Application)
		more, err := e.replace(ctx, a, holder.Application, &left)
		if err != nil {
			return nil, nil, err
		}
		writes = append(writes, more...)
	}
	return writes, left, nil
}

// replace returns the writes that end the award of that number, which a's grant replaces. It removes
// the claims that move to a from left.
func (e *Engine) replace(ctx context.Context, a *Application, number string, left *[]decision.Claim) ([]store.Write, error) {
	award, err := LoadAward(ctx, e.Store, number)
	if errors.Is(err, store.ErrNotFound) {
		return nil, problem.Busy() // it is under review
	}
	if err != nil {
		return nil, err
	}
	is := *award
	is.State, is.Since, is.Due = Ended, calendar.Of(a.decidedAt()), calendar.Date{}
	is.Cause = lang.F("已由申请 %s 变更或注销。", "Changed or cancelled by application %s.", a.Number)
	is.Claims, is.OnEnd, is.SupersededBy = nil, nil, a.Number
	writes, err := e.change(ctx, *award, is, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range award.Claims {
		if c.Limit > 0 {
			continue
		}
		held, item, err := e.claim(ctx, c)
		if err != nil {
			return nil, err
		}
		if held.Application != number {
			continue
		}
		at := slices.Index(*left, c)
		if at < 0 {
			writes = append(writes, store.Delete("claim", item.Key, item.Version))
			continue
		}
		*left = slices.Delete(*left, at, at+1)
		if item.Body, err = json.Marshal(claimBody{a.Number, a.holder(), false, a.Received}); err != nil {
			return nil, fmt.Errorf("transferring a claim: %w", err)
		}
		writes = append(writes, store.Replace("claim", item))
	}
	return writes, nil
}
