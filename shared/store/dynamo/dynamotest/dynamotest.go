// Package dynamotest creates tables on DynamoDB Local for tests.
package dynamotest

import (
	"context"
	"crypto/rand"
	"net/http"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"miaoban/shared/store/dynamo"
)

// Config reads the AWS configuration of the environment. AWS_ENDPOINT_URL_DYNAMODB must name
// DynamoDB Local (.ci/dynamodb-local sets it). Without it the test is skipped; in CI it fails.
func Config(t testing.TB) aws.Config {
	t.Helper()
	if os.Getenv("AWS_ENDPOINT_URL_DYNAMODB") == "" {
		const absent = "no DynamoDB Local: make test-all starts it"
		if os.Getenv("CI") == "true" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	return dynamo.Config(os.Getenv)
}

// Table creates an empty table for one test, and deletes it afterwards.
func Table(t testing.TB, c aws.Config) (name string) {
	t.Helper()
	name = "Records-" + rand.Text()
	if err := dynamo.CreateTable(t.Context(), c, name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.HTTPClient = http.DefaultClient // deleting a table of a million items takes long
		_, err := dynamodb.NewFromConfig(c).DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: &name})
		if err != nil {
			t.Error(err)
		}
	})
	return name
}
