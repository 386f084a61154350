package dynamo

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"miaoban/shared/store"
)

// The attributes of an item: pk, sk, body, version; tally for the value of a counter; expires in
// Unix seconds, if it expires.
type values = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

// binary is a body as an attribute; an empty body must not become nil.
func binary(b []byte) types.AttributeValue {
	return &types.AttributeValueMemberB{Value: append([]byte{}, b...)}
}

func encodeKey(key store.Key) values {
	return values{"pk": text(key.Partition), "sk": text(key.Sort)}
}

func encode(item store.Item) values {
	attributes := encodeKey(item.Key)
	attributes["body"] = binary(item.Body)
	attributes["version"] = number(item.Version)
	if !item.Expires.IsZero() {
		attributes["expires"] = number(item.Expires.Unix())
	}
	return attributes
}

func decode(attributes values) (item store.Item, err error) {
	partition, ok := attributes["pk"].(*types.AttributeValueMemberS)
	sort, also := attributes["sk"].(*types.AttributeValueMemberS)
	if !ok || !also {
		return item, fmt.Errorf("dynamo: the table's keys are not pk and sk")
	}
	item.Key = store.Key{Partition: partition.Value, Sort: sort.Value}
	if body, ok := attributes["body"].(*types.AttributeValueMemberB); ok {
		item.Body = body.Value
	}
	var expires int64
	for name, to := range map[string]*int64{"version": &item.Version, "tally": &item.Count, "expires": &expires} {
		if n, ok := attributes[name].(*types.AttributeValueMemberN); ok {
			if *to, err = strconv.ParseInt(n.Value, 10, 64); err != nil {
				return item, fmt.Errorf("dynamo: attribute %s: %w", name, err)
			}
		}
	}
	if expires != 0 {
		item.Expires = time.Unix(expires, 0)
	}
	return item, nil
}
