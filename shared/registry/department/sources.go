package department

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry"
	"miaoban/shared/secret"
)

// Sources asks the department of a dataset where it has an endpoint, and the shared
// table for all others. What a decision here has taught the table stands before what
// the department does not know yet.
type Sources struct {
	Table registry.Source
	Live  map[string]registry.Source // by the dataset's name
}

// Lookup asks whoever answers for the dataset.
func (s Sources) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	live := s.Live[q.Dataset.Name]
	if live == nil {
		return s.Table.Lookup(ctx, q)
	}
	record, err := live.Lookup(ctx, q)
	if err != nil && !errors.Is(err, registry.ErrNoRecord) {
		return record, err
	}
	learned, tableErr := s.Table.Lookup(ctx, q)
	if tableErr != nil && !errors.Is(tableErr, registry.ErrNoRecord) {
		return record, tableErr // what was taught here since is not known
	}
	if !learned.LearnedAt.After(record.AsOf) {
		return record, err
	}
	if err != nil { // the department does not know of it at all
		return learned, nil
	}
	values := maps.Clone(record.Values)
	maps.Copy(values, learned.Values)
	record.Values, record.LearnedAt = values, learned.LearnedAt
	return record, nil
}

// Open is the sources where the departments named answer for themselves: "population=
// https://sharing.example/population, deaths=https://…". All take the token: it is the
// sharing platform's. With none named, the table answers for everything.
func Open(table registry.Source, departments string, token secret.Source, now func() time.Time) (registry.Source, error) {
	if strings.TrimSpace(departments) == "" {
		return table, nil
	}
	sources := Sources{Table: table, Live: map[string]registry.Source{}}
	client := newClient()
	for entry := range strings.SplitSeq(departments, ",") {
		name, endpoint, _ := strings.Cut(strings.TrimSpace(entry), "=")
		if dataset.Find(name) == nil {
			return nil, fmt.Errorf("department: there is no dataset %q", name)
		}
		if sources.Live[name] != nil {
			return nil, fmt.Errorf("department: %s has two endpoints", name)
		}
		if err := checkEndpoint(endpoint); err != nil {
			return nil, fmt.Errorf("department: the endpoint of %s: %w", name, err)
		}
		sources.Live[name] = New(endpoint, token, client, now)
	}
	return sources, nil
}

// checkEndpoint holds that what is asked cannot be read on its way.
func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	switch {
	case err != nil || u.Host == "":
		return errors.New("it is no address")
	case u.Scheme != "https" && !(u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())):
		return errors.New("it is not https")
	}
	return nil
}

// newClient follows no redirect, which would carry people's numbers elsewhere.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16 // all that one decision asks of the sharing platform at once
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
