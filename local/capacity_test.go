package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"miaoban/shared/store/dynamo/dynamotest"
)

// bill is a proxy before DynamoDB Local that has it say what each request takes of the
// table, and adds it up.
type bill struct {
	mu          sync.Mutex
	read, write float64
}

func (b *bill) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in map[string]any
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	target := r.Header.Get("X-Amz-Target")
	if !strings.HasSuffix(target, "Table") { // CreateTable, DescribeTable
		in["ReturnConsumedCapacity"] = "TOTAL"
	}
	body, err := json.Marshal(in)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	on, err := http.NewRequestWithContext(r.Context(), r.Method, os.Getenv("DYNAMODB_LOCAL"), bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	on.Header = r.Header.Clone()
	response, err := http.DefaultClient.Do(on)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	b.add(answer, strings.HasSuffix(target, "TransactWriteItems"))
	w.Header().Set("Content-Type", response.Header.Get("Content-Type"))
	w.WriteHeader(response.StatusCode)
	_, _ = w.Write(answer)
}

func (b *bill) add(answer []byte, writes bool) {
	var one struct {
		ConsumedCapacity struct{ CapacityUnits float64 }
	}
	var many struct {
		ConsumedCapacity []struct{ CapacityUnits float64 }
	}
	units := 0.0
	if json.Unmarshal(answer, &many) == nil {
		for _, c := range many.ConsumedCapacity {
			units += c.CapacityUnits
		}
	} else if json.Unmarshal(answer, &one) == nil {
		units = one.ConsumedCapacity.CapacityUnits
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if writes {
		b.write += units
	} else {
		b.read += units
	}
}

// take is what was billed since it was asked before.
func (b *bill) take() (read, write float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	read, write = b.read, b.write
	b.read, b.write = 0, 0
	return read, write
}

// TestWhatDynamoDBBills holds the units that the benchmarks count, and docs/scale.md reckons
// with, against what DynamoDB Local says that the same requests consumed. It says more of one
// and less of another (8 for a write of 4, nothing for a partition that is empty), so the
// journey is held as a whole.
func TestWhatDynamoDBBills(t *testing.T) {
	config := dynamotest.Config(t)
	table := dynamotest.Table(t, config)
	b := &bill{}
	proxy := httptest.NewServer(b)
	defer proxy.Close()
	t.Setenv("DYNAMODB_LOCAL", os.Getenv("AWS_ENDPOINT_URL_DYNAMODB"))
	t.Setenv("AWS_ENDPOINT_URL_DYNAMODB", proxy.URL)
	on := embedded(t.TempDir())
	on.store, on.table = "dynamodb", table
	s := openSiteOn(t, on)
	s.apply("elderlyallowance", "何婉清", own(t, "何婉清")) // what a process does once: the ring, the policy document
	bearer := []string{"Authorization", "Bearer " + s.token("𠮷兆麟"), "Accept", "application/json", "Content-Type", "application/json"}
	var reckonedRead, reckonedWrite, billedRead, billedWrite float64
	for _, tt := range []struct{ name, method, path, body string }{
		{"the form", "GET", "/services/elderlyallowance/application", ""},
		{"a pre-check", "POST", "/services/elderlyallowance/eligibility", own(t, "𠮷兆麟")},
		{"an application", "POST", "/services/elderlyallowance/applications", own(t, "𠮷兆麟")},
		{"one's applications", "GET", "/applications", ""},
	} {
		reads, writes := s.store.reads.Load(), s.store.writes.Load()
		b.take()
		if response, text := s.call(tt.method, tt.path, tt.body, bearer...); response.StatusCode >= 400 {
			t.Fatalf("%s: %d %s", tt.name, response.StatusCode, text)
		}
		read, write := b.take()
		reads, writes = s.store.reads.Load()-reads, s.store.writes.Load()-writes
		t.Logf("%-20s reckoned %3d read, %3d write; billed %5.1f read, %5.1f write", tt.name, reads, writes, read, write)
		reckonedRead, reckonedWrite = reckonedRead+float64(reads), reckonedWrite+float64(writes)
		billedRead, billedWrite = billedRead+read, billedWrite+write
	}
	if billedRead == 0 || billedRead > reckonedRead {
		t.Errorf("%v read units are billed, %v reckoned", billedRead, reckonedRead)
	}
	if billedWrite < 0.85*reckonedWrite || billedWrite > 1.15*reckonedWrite {
		t.Errorf("%v write units are billed, %v reckoned", billedWrite, reckonedWrite)
	}
}
