package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"miaoban/local/gateway"
	"miaoban/shared/store"
	"miaoban/shared/token"
)

// keyed records the requested partitions.
type keyed struct {
	watched
	mu         sync.Mutex
	partitions []string
}

func (l *keyed) Get(ctx context.Context, key store.Key) (store.Item, error) {
	l.seen(key)
	return l.watched.Get(ctx, key)
}

func (l *keyed) Commit(ctx context.Context, writes ...store.Write) error {
	for _, w := range writes {
		l.seen(w.Item.Key)
	}
	return l.watched.Commit(ctx, writes...)
}

func (l *keyed) seen(key store.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partitions = append(l.partitions, key.Partition)
}

// TestSessionFunctionsReadOnlySessions: signing in and out needs only what the template allows the authorizer and the
// session function, on the list of withdrawn sessions. API Gateway caches no answer of the authorizer.
func TestSessionFunctionsReadOnlySessions(t *testing.T) {
	s := openSite(t, t.TempDir())
	template, err := gateway.Load("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	watch := &keyed{watched: watched{Store: s.records, done: map[string]bool{}}}
	on := embedded(t.TempDir())
	if s.host, err = newHost(s.url, on, watch, s.log); err != nil {
		t.Fatal(err)
	}
	cookie, _ := s.signIn("何婉清", "/verify") // a page that reads no record
	watch.partitions, watch.done = nil, map[string]bool{}
	s.call("POST", "/sign-out", "", "Cookie", cookie.Name+"="+cookie.Value)
	allowed := append(template.Actions("AuthorizerFunction"), template.Actions("SessionFunction")...)
	for action := range watch.done {
		if !slices.Contains(allowed, action) {
			t.Errorf("the template does not allow %s", action)
		}
	}
	if len(watch.done) != 2 || len(allowed) != 2 {
		t.Errorf("%v is done, and %v allowed", watch.done, allowed)
	}
	for _, partition := range watch.partitions {
		if !strings.HasPrefix(partition, token.Partitions) {
			t.Errorf("%s is asked for", partition)
		}
	}
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(
		string(text),
		`Condition: {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["`+token.Partitions+`*"]}}`,
	); n != 2 {
		t.Errorf("%d functions are bound to the list", n)
	}
	if !strings.Contains(string(text), "ReauthorizeEvery: 0 ") {
		t.Error("an authorizer's answer may be kept: it would outlive the session")
	}
}
