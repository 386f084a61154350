package dynamo

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/google/uuid"

	"miaoban/shared/store"
)

// Commit makes all the writes or none, in one TransactWriteItems; see store.Store.
func (s *Store) Commit(ctx context.Context, writes ...store.Write) error {
	if err := store.Check(writes); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	in := &dynamodb.TransactWriteItemsInput{
		ClientRequestToken: aws.String(uuid.NewString()),
		TransactItems:      make([]types.TransactWriteItem, len(writes)),
	}
	now := s.now().Unix()
	for i, w := range writes {
		in.TransactItems[i] = s.item(w, now)
	}
	watch := &witness{}
	_, err := s.commit(ctx, in, func(o *dynamodb.Options) {
		watch.Retryer = o.Retryer
		o.Retryer = watch
	})
	return verdict(writes, err, watch.unanswered)
}

// verdict translates a commit's error. unanswered means that one of its tries got no answer, and
// so may have been made.
func verdict(writes []store.Write, err error, unanswered bool) error {
	if err == nil {
		return nil
	}
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		if lost := conflict(writes, cancelled.CancellationReasons); lost != nil {
			return lost
		}
	}
	switch {
	case unanswered || !answered(err):
		return fmt.Errorf("dynamo: %w: %w", store.ErrAmbiguous, err)
	case cancelled != nil && passing(cancelled.CancellationReasons), throttled(err):
		return fmt.Errorf("dynamo: %w: %w", store.ErrBusy, err)
	default:
		return fmt.Errorf("dynamo: committing: %w", err)
	}
}

// witness records whether a try of a commit got no answer.
type witness struct {
	aws.Retryer
	unanswered bool
}

func (w *witness) IsErrorRetryable(err error) bool {
	w.unanswered = w.unanswered || !answered(err)
	return w.Retryer.IsErrorRetryable(err)
}

// answered reports whether the error proves that nothing was written: DynamoDB refused the
// request, or was never reached.
func answered(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return true
	}
	var inProgress *types.TransactionInProgressException
	var api smithy.APIError
	return !errors.As(err, &inProgress) && errors.As(err, &api) && api.ErrorFault() != smithy.FaultServer
}

func throttled(err error) bool {
	var dial *net.OpError
	var api smithy.APIError
	if !errors.As(err, &api) {
		return errors.As(err, &dial)
	}
	switch api.ErrorCode() {
	case "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded":
		return true
	}
	return false
}

// conflict names the writes whose conditions were false; nil if there are none.
func conflict(writes []store.Write, reasons []types.CancellationReason) error {
	var names []string
	for i, r := range reasons {
		if aws.ToString(r.Code) == "ConditionalCheckFailed" && i < len(writes) {
			names = append(names, writes[i].Name)
		}
	}
	if names == nil {
		return nil
	}
	return &store.Conflict{Lost: names}
}

// passing reports whether every reason of a cancelled transaction is transient: another
// transaction on the same items, or throttling.
func passing(reasons []types.CancellationReason) bool {
	stopped := false
	for _, r := range reasons {
		switch aws.ToString(r.Code) {
		case "None", "":
		case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded":
			stopped = true
		default:
			return false
		}
	}
	return stopped
}

// An expired item counts as absent, though it may still be in the table.
const (
	alive  = "(attribute_not_exists(expires) OR expires > :now)"
	absent = "(attribute_not_exists(pk) OR expires <= :now)"
)

// condition is a write's condition as a DynamoDB expression with its values; empty if the write
// has no condition.
func condition(c store.Condition, now int64) (string, values) {
	version, demanded := c.Version()
	switch {
	case c.Absent():
		return absent, values{":now": number(now)}
	case c.Present():
		return "attribute_exists(pk) AND " + alive, values{":now": number(now)}
	case demanded:
		return "version = :version AND " + alive, values{":now": number(now), ":version": number(version)}
	default:
		return "", nil
	}
}

func (s *Store) item(w store.Write, now int64) types.TransactWriteItem {
	expression, operands := condition(w.If, now)
	switch w.Op {
	case store.OpDelete:
		remove := &types.Delete{TableName: s.table, Key: encodeKey(w.Item.Key)}
		if expression != "" {
			remove.ConditionExpression, remove.ExpressionAttributeValues = &expression, operands
		}
		return types.TransactWriteItem{Delete: remove}
	case store.OpCheck:
		return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: s.table, Key: encodeKey(w.Item.Key),
			ConditionExpression: &expression, ExpressionAttributeValues: operands,
		}}
	case store.OpAdd:
		return types.TransactWriteItem{Update: s.add(w)}
	}
	if expression == "" {
		return types.TransactWriteItem{Update: s.overwrite(w.Item)}
	}
	version, _ := w.If.Version() // zero if the item must be absent
	item := w.Item
	item.Version = version + 1
	return types.TransactWriteItem{Put: &types.Put{
		TableName: s.table, Item: encode(item),
		ConditionExpression: &expression, ExpressionAttributeValues: operands,
	}}
}

// overwrite puts an item over any existing one and increments its version.
func (s *Store) overwrite(item store.Item) *types.Update {
	operands := values{":body": binary(item.Body), ":zero": number(0), ":one": number(1)}
	expression := "SET body = :body, version = if_not_exists(version, :zero) + :one"
	if item.Expires.IsZero() {
		expression += " REMOVE tally, expires"
	} else {
		expression += ", expires = :expires REMOVE tally"
		operands[":expires"] = number(item.Expires.Unix())
	}
	return &types.Update{
		TableName: s.table, Key: encodeKey(item.Key),
		UpdateExpression: &expression, ExpressionAttributeValues: operands,
	}
}

// add changes a counter if the sum is within its limits.
func (s *Store) add(w store.Write) *types.Update {
	within := "tally >= :low AND tally <= :high"
	if 0 <= w.Delta && w.Delta <= w.Max {
		within = "attribute_not_exists(tally) OR " + within
	}
	set := "SET version = if_not_exists(version, :zero) + :one"
	operands := values{
		":low": number(-w.Delta), ":high": number(w.Max - w.Delta),
		":zero": number(0), ":one": number(1), ":delta": number(w.Delta),
	}
	if !w.Item.Expires.IsZero() {
		set += ", expires = :expires"
		operands[":expires"] = number(w.Item.Expires.Unix())
	}
	return &types.Update{
		TableName: s.table, Key: encodeKey(w.Item.Key),
		ConditionExpression: &within, UpdateExpression: aws.String(set + " ADD tally :delta"), ExpressionAttributeValues: operands,
	}
}
