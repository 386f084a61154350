package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"miaoban/functions/proof/certificates"
	"miaoban/shared/credential"
	"miaoban/shared/instant"
	"miaoban/shared/store/dynamo/dynamotest"
)

// TestATableIsRestored rehearses "A restore" of docs/deploy.md: the table is restored to a moment under a new
// name, and the functions are pointed at it. Every certificate of before verifies with the same proof, what was
// granted after the moment can be granted again, and all decisions replay.
func TestATableIsRestored(t *testing.T) {
	config := dynamotest.Config(t)
	on := embedded(t.TempDir())
	on.store, on.table = "dynamodb", dynamotest.Table(t, config)
	s := openSiteOn(t, on)
	var granted []instant.Receipt
	for service, form := range map[string]string{"elderlyallowance": own(t, "何婉清"), "seniorcard": `{"delivery":"electronic"}`} {
		_, receipt, _ := s.apply(service, "何婉清", form)
		granted = append(granted, receipt)
	}
	read := func(s *site, number string) (c certificates.Certificate) {
		t.Helper()
		response, text := s.call("GET", "/certificates/"+number, "",
			"Authorization", "Bearer "+s.token("何婉清"), "Accept", "application/json")
		if err := json.Unmarshal([]byte(text), &c); err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v %s", number, response.StatusCode, err, text)
		}
		return c
	}
	proofs := map[string]certificates.Certificate{}
	for _, r := range granted {
		proofs[r.Certificate.Number] = read(s, r.Certificate.Number)
	}

	restored := dynamotest.Table(t, config)
	copyTable(t, config, on.table, restored)
	_, lost, _ := s.apply("elderlyallowance", "郑守信", own(t, "郑守信"))

	on.table = restored
	s = openSiteOn(t, on)
	for number, proof := range proofs {
		now := read(s, number)
		if now.Credential != proof.Credential || now.Code != proof.Code {
			t.Errorf("%s has another proof than before", number)
		}
		if v := (holder{site: s}).verify(now.Credential); v.State != credential.Valid || v.Content.Number != number {
			t.Errorf("%s: %s (%s)", number, v.State, v.Reason.EN)
		}
	}
	if status, again, _ := s.apply("elderlyallowance", "郑守信", own(t, "郑守信")); status != http.StatusCreated || again.Number == lost.Number {
		t.Errorf("what was granted after the moment came to %d %s", status, again.Number)
	}
	var report bytes.Buffer
	if err := replay(t.Context(), on, &report); err != nil || !strings.Contains(report.String(), " 0 faults") {
		t.Errorf("%v\n%s", err, report.String())
	}
}

// copyTable copies all items, as a restore to a new table does.
func copyTable(t *testing.T, config aws.Config, from, to string) {
	t.Helper()
	client := dynamodb.NewFromConfig(config)
	pages := dynamodb.NewScanPaginator(client, &dynamodb.ScanInput{TableName: &from, ConsistentRead: aws.Bool(true), Limit: aws.Int32(25)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var puts []types.WriteRequest
		for _, item := range page.Items {
			puts = append(puts, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}})
		}
		for len(puts) > 0 {
			out, err := client.BatchWriteItem(t.Context(), &dynamodb.BatchWriteItemInput{
				RequestItems: map[string][]types.WriteRequest{to: puts}})
			if err != nil {
				t.Fatal(err)
			}
			puts = out.UnprocessedItems[to]
		}
	}
}
