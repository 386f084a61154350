// Package dynamo keeps records in one Amazon DynamoDB table: partition key pk,
// sort key sk, both text, and the time to live in expires.
//
// Commits are TransactWriteItems with a client request token, so that one whose
// answer was lost can be sent again without being made twice.
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

// Store is a store in a table. Any number of goroutines may use it.
//
// It holds the three calls that it makes, and not the client that has them: a type that
// reflection can reach keeps all of its methods, and a client has sixty of them, with all
// that they read and write.
type Store struct {
	get    func(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	query  func(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	commit func(context.Context, *dynamodb.TransactWriteItemsInput, ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
	table  *string
	now    func() time.Time
}

// How long a request is tried: six times of at most two seconds, waiting between
// them for a random time of up to 25, 50, 100, 200 and 400 ms.
const (
	maxAttempts = 6
	patience    = 2 * time.Second
	firstDelay  = 25 * time.Millisecond
	longest     = 400 * time.Millisecond
)

// Config is what the Lambda runtime says of AWS in the environment: AWS_REGION,
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, and
// AWS_ENDPOINT_URL_DYNAMODB where DynamoDB is not AWS's own. A function has no
// other source of credentials, and the SDK's search for one makes it start 3 ms
// later.
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

// New is a store on the table. Now tells which items have expired: DynamoDB
// itself removes them days later.
func New(config aws.Config, table string, now func() time.Time) *Store {
	client := dynamodb.NewFromConfig(config, func(o *dynamodb.Options) {
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts, r.BaseDelay, r.MaxBackoff = maxAttempts, firstDelay, longest
			r.Retryables = append(r.Retryables, retry.IsErrorRetryableFunc(crossed))
			r.RateLimiter = ratelimit.None // it is for many requests at once, and a function has one
		})
		// The SDK warns of a checksum that does not match whenever it leaves an
		// empty answer unread. TLS guards the rest.
		o.DisableValidateResponseChecksum = true
	})
	return &Store{get: client.GetItem, query: client.Query, commit: client.TransactWriteItems, table: &table, now: now}
}

// Close does nothing: there is nothing to give back.
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

// Query returns one page of a partition.
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

// crossed reports a commit that lost to nothing but others at the same items: it
// may well succeed if tried again.
func crossed(err error) aws.Ternary {
	var cancelled *types.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		return aws.UnknownTernary
	}
	return aws.BoolTernary(passing(cancelled.CancellationReasons))
}
