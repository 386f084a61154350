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

// Sources queries the department of a dataset if it has an endpoint, otherwise the shared table.
// Values that decisions here wrote to the table override older data of the department.
type Sources struct {
	Table registry.Source
	Live  map[string]registry.Source // by dataset name
}

// Lookup queries the source that is responsible for the dataset.
func (s Sources) Lookup(ctx context.Context, q fact.Query) (fact.Record, error) {
	live := s.Live[q.Dataset.Name]
	if live == nil {
		return s.Table.Lookup(ctx, q)
	}
	record, err := live.Lookup(ctx, q)
	if err != nil && !errors.Is(err, registry.ErrNoRecord) {
		return record, err
	}
	stored, tableErr := s.Table.Lookup(ctx, q)
	if tableErr != nil && !errors.Is(tableErr, registry.ErrNoRecord) {
		return record, tableErr // values that decisions wrote here cannot be read
	}
	if !stored.DecidedAt.After(record.AsOf) {
		return record, err
	}
	if err != nil { // the department has no record at all
		return stored, nil
	}
	values := maps.Clone(record.Values)
	maps.Copy(values, stored.Values)
	record.Values, record.DecidedAt = values, stored.DecidedAt
	return record, nil
}

// Open parses the departments with their own endpoints:
// "population=https://sharing.example/population, deaths=https://…". All receive the token, which
// is the sharing platform's. If none is named, the table serves every dataset.
func Open(table registry.Source, departments string, token secret.Source, now func() time.Time) (registry.Source, error) {
	if strings.TrimSpace(departments) == "" {
		return table, nil
	}
	sources := Sources{Table: table, Live: map[string]registry.Source{}}
	client := newClient()
	for entry := range strings.SplitSeq(departments, ",") {
		name, endpoint, _ := strings.Cut(strings.TrimSpace(entry), "=")
		if dataset.Find(name) == nil {
			return nil, fmt.Errorf("department: unknown dataset %q", name)
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

// checkEndpoint returns an error unless queries to the endpoint are encrypted.
func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	switch {
	case err != nil || u.Host == "":
		return errors.New("not an address")
	case u.Scheme != "https" && !(u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())):
		return errors.New("not https")
	}
	return nil
}

// newClient returns a client that follows no redirects, which would send people's numbers
// elsewhere.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16 // all concurrent queries of one decision
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
