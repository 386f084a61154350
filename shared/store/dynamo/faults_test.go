package dynamo_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"miaoban/shared/store"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/store/dynamo/dynamotest"
)

// fault is what happens to one request on its way to DynamoDB.
type fault int

const (
	none      fault = iota
	lost            // the request never arrives
	unheard         // the request arrives, and its answer is lost
	throttled       // DynamoDB throttles the request
	crossed         // another transaction holds the same item
	broken          // DynamoDB answers 500
	denied          // the caller may only read the table
	hung            // no answer comes, until the client gives up
)

// road is a proxy in front of DynamoDB Local that applies one fault to each request in turn; the
// last fault repeats.
type road struct {
	url      string
	requests atomic.Int64
}

func newRoad(t *testing.T, operation string, faults ...fault) *road {
	t.Helper()
	target, err := url.Parse(os.Getenv("AWS_ENDPOINT_URL_DYNAMODB"))
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	r := &road{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		next := none
		if strings.HasSuffix(request.Header.Get("X-Amz-Target"), "."+operation) {
			n := int(r.requests.Add(1))
			next = faults[min(n, len(faults))-1]
		}
		switch next {
		case none:
			forward.ServeHTTP(w, request)
		case lost:
			panic(http.ErrAbortHandler)
		case unheard:
			forward.ServeHTTP(httptest.NewRecorder(), request)
			panic(http.ErrAbortHandler)
		case throttled:
			refuse(
				w,
				http.StatusBadRequest,
				`{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}`,
			)
		case crossed:
			refuse(
				w,
				http.StatusBadRequest,
				`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"cancelled","CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]}`,
			)
		case broken:
			refuse(
				w,
				http.StatusInternalServerError,
				`{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"broken"}`,
			)
		case denied:
			refuse(
				w,
				http.StatusBadRequest,
				`{"__type":"com.amazon.coral.service#AccessDeniedException","message":"not authorized to perform: dynamodb:PutItem"}`,
			)
		case hung:
			io.Copy(io.Discard, request.Body)
			<-request.Context().Done()
		}
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func refuse(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.0")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// along returns the store on the table, reached through the proxy.
func (r *road) along(table string) *dynamo.Store {
	return at(r.url, table)
}

func at(url, table string) *dynamo.Store {
	getenv := func(name string) string {
		if name == "AWS_ENDPOINT_URL_DYNAMODB" {
			return url
		}
		return os.Getenv(name)
	}
	return dynamo.New(dynamo.Config(getenv), table, time.Now)
}

// errFault is an error that a retry cannot resolve.
var errFault = errors.New("a fault that stays")

// TestCommitsUnderFaults requires that a commit is made once or not at all under any fault, and
// that the error says which, or that it is unknown.
func TestCommitsUnderFaults(t *testing.T) {
	tests := []struct {
		name   string
		faults []fault
		want   error // nil, ErrBusy, ErrAmbiguous
		made   bool
	}{
		{"none", []fault{none}, nil, true},
		{"the request is lost once", []fault{lost, none}, nil, true},
		{"the answer is lost once", []fault{unheard, none}, nil, true},
		{"the answer is lost five times", []fault{unheard, unheard, unheard, unheard, unheard, none}, nil, true},
		{"the answer is always lost", []fault{unheard}, store.ErrAmbiguous, true},
		{"the request is always lost", []fault{lost}, store.ErrAmbiguous, false},
		{"throttled twice", []fault{throttled, throttled, none}, nil, true},
		{"always throttled", []fault{throttled}, store.ErrBusy, false},
		{"crossed twice", []fault{crossed, crossed, none}, nil, true},
		{"always crossed", []fault{crossed}, store.ErrBusy, false},
		{"broken once", []fault{broken, none}, nil, true},
		{"always broken", []fault{broken}, store.ErrAmbiguous, false},
		{"the table may be read only", []fault{denied}, errFault, false},
		{"the answer is lost, then always throttled", []fault{unheard, throttled}, store.ErrAmbiguous, true},
		{"the answer is lost, then always crossed", []fault{unheard, crossed}, store.ErrAmbiguous, true},
	}
	config := dynamotest.Config(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table := dynamotest.Table(t, config)
			r := newRoad(t, "TransactWriteItems", tt.faults...)
			quota := store.Key{Partition: "P", Sort: "quota"}
			one := store.Key{Partition: "P", Sort: "one"}
			err := r.along(table).Commit(t.Context(), store.Add("quota", quota, 1, 5), store.Create("one", store.Item{Key: one}))
			if tt.want == errFault && err != nil && !errors.Is(err, store.ErrBusy) && !errors.Is(err, store.ErrAmbiguous) {
				err = errFault
			}
			if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if n := r.requests.Load(); n > 6 {
				t.Errorf("%d tries", n)
			}
			direct := dynamo.New(config, table, time.Now)
			counter, err := direct.Get(t.Context(), quota)
			if _, missing := direct.Get(t.Context(), one); (missing == nil) != tt.made {
				t.Errorf("reading the item: %v, want created %t", missing, tt.made)
			}
			if tt.made && counter.Count != 1 || !tt.made && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the counter is %d, %v", counter.Count, err)
			}
		})
	}
}

// TestAConflictIsOneAfterALostAnswer requires that a commit that loses reports its conflict, even
// if its first answer was lost.
func TestAConflictIsOneAfterALostAnswer(t *testing.T) {
	config := dynamotest.Config(t)
	table := dynamotest.Table(t, config)
	one := store.Item{Key: store.Key{Partition: "P", Sort: "one"}}
	if err := dynamo.New(config, table, time.Now).Commit(t.Context(), store.Create("one", one)); err != nil {
		t.Fatal(err)
	}
	var conflict *store.Conflict
	err := newRoad(t, "TransactWriteItems", unheard, none).along(table).Commit(t.Context(), store.Create("one", one))
	if !errors.As(err, &conflict) || !conflict.Has("one") {
		t.Errorf("got %v", err)
	}
}

func TestADeadlineLeavesACommitInDoubt(t *testing.T) {
	table := dynamotest.Table(t, dynamotest.Config(t))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	one := store.Item{Key: store.Key{Partition: "P", Sort: "one"}}
	if err := newRoad(t, "TransactWriteItems", hung).along(table).Commit(ctx, store.Create("one", one)); !errors.Is(
		err,
		store.ErrAmbiguous,
	) {
		t.Errorf("got %v", err)
	}
}

func TestNobodyThereIsBusy(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	t.Setenv("AWS_REGION", "us-east-1")
	t.Setenv("AWS_ACCESS_KEY_ID", "local")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "local")
	s := at("http://"+listener.Addr().String(), "nothing")
	one := store.Item{Key: store.Key{Partition: "P", Sort: "one"}}
	if err := s.Commit(t.Context(), store.Create("one", one)); !errors.Is(err, store.ErrBusy) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Get(t.Context(), one.Key); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("read %v", err)
	}
}

func TestReadsUnderFaults(t *testing.T) {
	config := dynamotest.Config(t)
	table := dynamotest.Table(t, config)
	one := store.Item{Key: store.Key{Partition: "P", Sort: "one"}, Body: []byte("x")}
	if err := dynamo.New(config, table, time.Now).Commit(t.Context(), store.Create("one", one)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		faults []fault
		found  bool
	}{
		"throttled twice":  {[]fault{throttled, throttled, none}, true},
		"the answer lost":  {[]fault{unheard, none}, true},
		"always throttled": {[]fault{throttled}, false},
		"always broken":    {[]fault{broken}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := newRoad(t, "GetItem", tt.faults...).along(table).Get(t.Context(), one.Key)
			if tt.found && (err != nil || string(got.Body) != "x") {
				t.Errorf("got %s, %v", got.Body, err)
			}
			if !tt.found && (err == nil || errors.Is(err, store.ErrNotFound)) {
				t.Errorf("a failed read: %v", err)
			}
		})
	}
	for name, faults := range map[string][]fault{"throttled": {throttled, none}, "lost": {lost, none}} {
		page, err := newRoad(t, "Query", faults...).along(table).Query(t.Context(), store.Query{Partition: "P"})
		if err != nil || len(page.Items) != 1 {
			t.Errorf("a page, %s: %v, %v", name, page.Items, err)
		}
	}
}
