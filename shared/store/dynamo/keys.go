package dynamo

import (
	"context"
	"fmt"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"miaoban/shared/store"
)

// Keys yields the key of every item of the table, in no order. It scans the whole table, which
// costs read units by its size; only commands call it, no function.
func Keys(ctx context.Context, config aws.Config, table string) iter.Seq2[store.Key, error] {
	return func(yield func(store.Key, error) bool) {
		pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(config), &dynamodb.ScanInput{
			TableName: &table, ConsistentRead: aws.Bool(true), ProjectionExpression: aws.String("pk, sk"),
		})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(store.Key{}, fmt.Errorf("dynamo: listing keys: %w", err))
				return
			}
			for _, attributes := range page.Items {
				item, err := decode(attributes)
				if !yield(item.Key, err) {
					return
				}
			}
		}
	}
}
