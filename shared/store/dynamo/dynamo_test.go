package dynamo_test

import (
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
	"miaoban/shared/store/storetest"
)

func TestSuite(t *testing.T) {
	config := dynamotest.Config(t)
	storetest.Run(t, func(t *testing.T, now func() time.Time) store.Store {
		return dynamo.New(config, dynamotest.Table(t, config), now)
	})
}
