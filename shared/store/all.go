package store

import (
	"context"
	"iter"
)

// All yields every item of the query and follows the cursor from page to page. An error ends the
// sequence.
func All(ctx context.Context, s Store, query Query) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for {
			page, err := s.Query(ctx, query)
			if err != nil {
				yield(Item{}, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.After = page.Next
		}
	}
}
