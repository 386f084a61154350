package instant

import (
	"errors"
	"fmt"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// CommitError translates the error of a commit that is not retried here. A conflict becomes the
// problem lost (or stays an error if that is nil), and transient errors become problems that the
// caller can retry. doing describes the commit in internal errors.
func CommitError(doing string, err error, lost *problem.Problem) error {
	var conflict *store.Conflict
	var p *problem.Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p): // a limit is reached
		return p
	case errors.As(err, &conflict) && conflict.Has(InterestWrite):
		return Recused()
	case lost != nil && errors.As(err, &conflict):
		return lost
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrAmbiguous):
		return problem.Busy()
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// InterestWrite is the name of the condition that no mandate changed meanwhile. A commit that
// fails on it must not be retried.
const InterestWrite = "interest"

// Recused is the problem of a matter that another official must handle. It does not name the
// reason.
func Recused() *problem.Problem {
	return problem.New("conflict-of-interest", lang.T(
		"须回避：您与本件可能有利害关系，或暂时无法核实没有利害关系。本件由其他工作人员办理，没有时由上级办理，期限不变。",
		"You may have a conflict of interest in this case, or it cannot be excluded. Another official or, if "+
			"there is none, the higher office handles it. The deadlines do not change.",
	))
}
