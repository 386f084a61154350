// Package dynamo stores records in one Amazon DynamoDB table: partition key pk and sort key sk,
// both strings, and the time to live in expires.
//
// A commit is one TransactWriteItems with a client request token, so that it can be sent again
// after a lost answer without being applied twice.
package dynamo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"miaoban/shared/store"
)

// Store is a record store in a table. It is safe for concurrent use.
//
// It holds the three methods that it calls instead of the SDK's client: the linker keeps all
// methods of a type that reflection can reach, and the client has sixty, with all their request
// and response types.
type Store struct {
	get    func(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	query  func(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	commit func(context.Context, *dynamodb.TransactWriteItemsInput, ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
	table  *string
	now    func() time.Time
}

// Retry policy of a request: six tries of at most two seconds each, with a random pause of up to
// 25, 50, 100, 200 and 400 ms between them.
const (
	maxAttempts = 6
	patience    = 2 * time.Second
	firstDelay  = 25 * time.Millisecond
	longest     = 400 * time.Millisecond
)

// Config reads AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and, for a
// DynamoDB that is not AWS's own, AWS_ENDPOINT_URL_DYNAMODB. The Lambda runtime sets them. The
// SDK's search for other credentials is left out: it adds 3 ms to a cold start.
func Config(getenv func(string) string) aws.Config {
	c := aws.Config{
		Region: getenv("AWS_REGION"),
		Credentials: credentials.NewStaticCredentialsProvider(
			getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY"), getenv("AWS_SESSION_TOKEN")),
		HTTPClient: http.NewBuildableClient().WithTimeout(patience),
	}
	if endpoint := getenv("AWS_ENDPOINT_URL_DYNAMODB"); endpoint != "" {
		c.BaseEndpoint = &endpoint
	}
	return c
}

// New returns a store on the table. now decides which items have expired: DynamoDB itself removes
// them only days later.
func New(config aws.Config, table string, now func() time.Time) *Store {
	client := dynamodb.NewFromConfig(config, func(o *dynamodb.Options) {
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts, r.BaseDelay, r.MaxBackoff = maxAttempts, firstDelay, longest
			r.Retryables = append(r.Retryables, retry.IsErrorRetryableFunc(crossed))
			r.RateLimiter = ratelimit.None // it limits concurrent requests, and a function makes one at a time
		})
		// The SDK logs a checksum mismatch whenever it leaves an empty answer unread. TLS protects
		// the content.
		o.DisableValidateResponseChecksum = true
	})
	return &Store{get: client.GetItem, query: client.Query, commit: client.TransactWriteItems, table: &table, now: now}
}

// Close does nothing; it exists for callers that close any store.
func (s *Store) Close() error { return nil }

// Get returns the item, or store.ErrNotFound.
func (s *Store) Get(ctx context.Context, key store.Key) (store.Item, error) {
	if key.Check() != nil {
		return store.Item{}, store.ErrNotFound
	}
	out, err := s.get(ctx, &dynamodb.GetItemInput{
		TableName: s.table, Key: encodeKey(key), ConsistentRead: aws.Bool(true),
	})
	if err != nil {
		return store.Item{}, fmt.Errorf("dynamo: reading: %w", err)
	}
	if out.Item == nil {
		return store.Item{}, store.ErrNotFound
	}
	item, err := decode(out.Item)
	if err == nil && item.Expired(s.now()) {
		return store.Item{}, store.ErrNotFound
	}
	return item, err
}

// Query returns one page of a partition; see store.Store.
func (s *Store) Query(ctx context.Context, q store.Query) (page store.Page, err error) {
	if err := q.Check(); err != nil {
		return page, err
	}
	in := &dynamodb.QueryInput{
		TableName: s.table, ConsistentRead: aws.Bool(true), ScanIndexForward: aws.Bool(!q.Descending),
		Limit:                  aws.Int32(int32(q.PageSize())),
		KeyConditionExpression: aws.String("pk = :partition"),
		FilterExpression:       aws.String(alive),
		ExpressionAttributeValues: values{
			":partition": text(q.Partition), ":now": number(s.now().Unix()),
		},
	}
	if q.Prefix != "" {
		in.KeyConditionExpression = aws.String("pk = :partition AND begins_with(sk, :prefix)")
		in.ExpressionAttributeValues[":prefix"] = text(q.Prefix)
	}
	if q.After != "" {
		in.ExclusiveStartKey = encodeKey(store.Key{Partition: q.Partition, Sort: q.After})
	}
	out, err := s.query(ctx, in)
	if err != nil {
		return page, fmt.Errorf("dynamo: querying: %w", err)
	}
	for _, attributes := range out.Items {
		item, err := decode(attributes)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, item)
	}
	if out.LastEvaluatedKey != nil {
		last, err := decode(out.LastEvaluatedKey)
		if err != nil {
			return page, err
		}
		page.Next = last.Sort
	}
	return page, nil
}

// crossed reports a commit that failed only because of concurrent transactions on the same items:
// a retry may succeed.
func crossed(err error) aws.Ternary {
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return aws.UnknownTernary
	}
	return aws.BoolTernary(passing(cancelled.CancellationReasons))
}
