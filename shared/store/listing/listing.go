// Package listing reads stored lists page by page for HTTP callers.
package listing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"miaoban/shared/lang"
	"miaoban/shared/problem"
	"miaoban/shared/store"
)

// Page returns one page of a list of T, newest first, and the cursor of the next page ("" at the
// end). after is the cursor that the previous page returned, "" for the first page; any other
// value is a problem with code malformed-request.
func Page[T any](ctx context.Context, s store.Store, partition, prefix, after string) ([]T, string, error) {
	page, err := s.Query(ctx, store.Query{Partition: partition, Prefix: prefix, After: after, Limit: pageSize, Descending: true})
	var invalid *store.Invalid
	if errors.As(err, &invalid) {
		return nil, "", problem.New("malformed-request", lang.T(
			"参数 after 须取自上一页的 next。", `The parameter "after" must be the "next" of the previous page.`))
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
