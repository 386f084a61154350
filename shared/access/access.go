// Package access says what each function does with the table: DynamoDB's actions, and the partitions
// in which it does them. The policies of the functions in template.yaml are made of it, so a function
// can do nothing else; local runs and tests hold the code to it.
package access

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"miaoban/shared/store"
)

//go:embed access.yaml
var document []byte

// DynamoDB's actions on items.
const (
	GetItem            = "GetItem"
	Query              = "Query"
	PutItem            = "PutItem"
	UpdateItem         = "UpdateItem"
	DeleteItem         = "DeleteItem"
	ConditionCheckItem = "ConditionCheckItem"
)

// Rights are the kinds of partition, the beginnings of their names before "#", in which a function
// does each of DynamoDB's actions: PERSON, RECORD#births.
type Rights map[string][]string

// everyService is the entry with what all services do.
const everyService = "every-service"

// entry is what access.yaml says of a function. A service says it by datasets and claims; any other
// function by actions.
type entry struct {
	Reads    []string `yaml:"reads"`    // datasets, beside those that every service reads
	Learns   []string `yaml:"learns"`   // datasets to which its decisions add records
	Claims   []string `yaml:"claims"`   // what can be held once, and quotas
	Replaces bool     `yaml:"replaces"` // its grants end earlier ones

	Actions Rights `yaml:",inline"`
}

// Table has the rights of all functions by folder: elderlyallowance, portal.
type Table struct {
	Every Rights            // of each service, beside its own
	Own   map[string]Rights // of each function; of a service, what it has beside Every

	service map[string]bool
}

// Load reads access.yaml.
func Load() (Table, error) {
	var entries map[string]entry
	if err := yaml.Load(document, &entries, yaml.WithKnownFields()); err != nil {
		return Table{}, fmt.Errorf("access: %w", err)
	}
	t := Table{Every: entries[everyService].Actions, Own: map[string]Rights{}, service: map[string]bool{}}
	t.Every.order()
	delete(entries, everyService)
	for function, e := range entries {
		t.Own[function], t.service[function] = Rights{}, len(e.Claims) > 0
		t.Own[function].add(e.Actions)
		if t.service[function] {
			t.Own[function].add(e.ofService())
		}
		t.Own[function].order()
	}
	return t, nil
}

// Of returns all rights of the function.
func (t Table) Of(function string) Rights {
	all := Rights{}
	all.add(t.Own[function])
	if t.service[function] {
		all.add(t.Every)
	}
	all.order()
	return all
}

// order puts the kinds of each action into order, each once.
func (r Rights) order() {
	for action := range r {
		slices.Sort(r[action])
		r[action] = slices.Compact(r[action])
	}
}

func (r Rights) add(more Rights) {
	for action, kinds := range more {
		r[action] = slices.Concat(r[action], kinds)
	}
}

// ofService are the rights that the datasets and claims of a service need.
func (e entry) ofService() Rights {
	kinds := func(kind string, names ...[]string) (all []string) {
		for _, name := range slices.Concat(names...) {
			all = append(all, kind+"#"+name)
		}
		return all
	}
	records, claims := kinds("RECORD", e.Learns), kinds("CLAIM", e.Claims)
	rights := Rights{
		GetItem:    slices.Concat(kinds("RECORD", e.Reads, e.Learns), claims),
		Query:      claims,
		PutItem:    slices.Concat(records, claims),
		UpdateItem: slices.Concat(kinds("KIN", e.Learns), kinds("COHORT", e.Learns), kinds("LISTED", e.Learns), claims),
	}
	for action := range rights {
		if len(rights[action]) == 0 {
			delete(rights, action)
		}
	}
	if e.Replaces {
		rights.add(Rights{
			UpdateItem: {"STATUS", "ROSTER"},
			DeleteItem: slices.Concat([]string{"ROSTER", "SAME"}, claims, records, kinds("LISTED", e.Learns)),
		})
	}
	return rights
}

// whole are the partitions whose kind is their whole name.
var whole = []string{"AUDITHEADS", "KEYS", "SEED"}

// Pattern is the pattern of the partitions of the kind, as a policy names them.
func Pattern(kind string) string {
	if slices.Contains(whole, kind) {
		return kind
	}
	return kind + "#*"
}

// Allow reports whether the action may be done in the partition.
func (r Rights) Allow(action, partition string) bool {
	return slices.ContainsFunc(r[action], func(kind string) bool { return Fits(Pattern(kind), partition) })
}

// Fits reports whether the partition fits the pattern of a policy: it is the same, or begins like it
// up to "*".
func Fits(pattern, partition string) bool {
	begin, open := strings.CutSuffix(pattern, "*")
	return partition == pattern || open && strings.HasPrefix(partition, begin)
}

// ActionOf is DynamoDB's action for the write.
func ActionOf(w store.Write) string {
	_, versioned := w.If.Version()
	conditional := versioned || w.If.Absent() || w.If.Present()
	switch {
	case w.Op == store.OpDelete:
		return DeleteItem
	case w.Op == store.OpCheck:
		return ConditionCheckItem
	case w.Op == store.OpPut && conditional:
		return PutItem
	default: // a counter, or over whatever is there: its version counts on
		return UpdateItem
	}
}

// Allowing decides whether an action may be done in a partition; an error says who may not.
type Allowing func(ctx context.Context, action, partition string) error

// Guard is the store with only what is allowed.
func Guard(inner store.Store, allow Allowing) store.Store { return guard{inner, allow} }

type guard struct {
	store.Store
	allow Allowing
}

// Get returns the item; see store.Store.
func (g guard) Get(ctx context.Context, key store.Key) (store.Item, error) {
	if err := g.allow(ctx, GetItem, key.Partition); err != nil {
		return store.Item{}, err
	}
	return g.Store.Get(ctx, key)
}

// Query returns one page; see store.Store.
func (g guard) Query(ctx context.Context, q store.Query) (store.Page, error) {
	if err := g.allow(ctx, Query, q.Partition); err != nil {
		return store.Page{}, err
	}
	return g.Store.Query(ctx, q)
}

// Commit makes all the writes or none; see store.Store.
func (g guard) Commit(ctx context.Context, writes ...store.Write) error {
	for _, w := range writes {
		if err := g.allow(ctx, ActionOf(w), w.Item.Partition); err != nil {
			return err
		}
	}
	return g.Store.Commit(ctx, writes...)
}

// Denied is the error of a function that may not do what it did. It names no partition but its kind.
func Denied(function, action, partition string) error {
	parts := strings.SplitN(partition, "#", 3)
	kind := parts[0]
	if len(parts) == 3 {
		kind += "#" + parts[1]
	}
	return fmt.Errorf("access: %s does not have the right to %s %s: see shared/access/access.yaml", function, action, kind)
}
