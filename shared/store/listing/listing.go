// Package listing reads the pages of a list for a caller.
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

// Page is a page of a list whose items are each a T, the newest first, after the cursor that the
// page before returned, and the cursor of the next page; "" at the end. A cursor that no page
// returned is a problem.
func Page[T any](ctx context.Context, s store.Store, partition, prefix, after string) ([]T, string, error) {
	page, err := s.Query(ctx, store.Query{Partition: partition, Prefix: prefix, After: after, Limit: pageSize, Descending: true})
	var invalid *store.Invalid
	if errors.As(err, &invalid) {
		return nil, "", problem.New("malformed-request", lang.T(
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
