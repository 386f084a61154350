package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"miaoban/shared/lang"
	"miaoban/shared/store"
)

// Fault is the problem of a form with one field that is wrong.
func Fault(field, code string, detail lang.Text) *Problem {
	p := NewProblem("invalid-form", detail)
	p.Errors = []FieldError{{Pointer: "/" + field, Code: code, Detail: detail}}
	return p
}

// MaxSaid is the longest text that anybody says of a case, in characters.
const MaxSaid = 1000

// Said is the text of the field, if it says something and not too much.
func Said(field, text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n >= 2 && n <= MaxSaid {
		return text, nil
	}
	return "", Fault(field, "length", lang.F("请填写 2 至 %d 个字。", "Write 2 to %d characters.", MaxSaid))
}

// List is a page of a list whose items are each a T, the newest first, after the place that
// the page before gave, and where the next page goes on; "" at the end.
func List[T any](ctx context.Context, s store.Store, partition, prefix, after string) ([]T, string, error) {
	page, err := s.Query(ctx, store.Query{Partition: partition, Prefix: prefix, After: after, Limit: pageSize, Descending: true})
	var invalid *store.Invalid
	if errors.As(err, &invalid) {
		return nil, "", NewProblem("malformed-request", lang.T(
			"参数 after 须取自上一页的 next。", "The parameter after must be the next of the page before."))
	}
	if err != nil {
		return nil, "", fmt.Errorf("listing: %w", err)
	}
	entries := make([]T, len(page.Items))
	for i, item := range page.Items {
		if err := json.Unmarshal(item.Body, &entries[i]); err != nil {
			return nil, "", fmt.Errorf("listing: %w", err)
		}
	}
	return entries, page.Next, nil
}

const pageSize = 50
