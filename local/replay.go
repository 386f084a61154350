package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"miaoban/functions"
	"miaoban/functions/points"
	"miaoban/shared/audit"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/ticket"
	"miaoban/shared/vault"
)

// replay verifies the audit's chains, compares what they know with what is stored, both
// ways, and makes every decision again by the rules and the policy of its day. What differs
// is printed and an error.
func replay(ctx context.Context, settings settings, out io.Writer) (err error) {
	records, err := platform.OpenStore(ctx, settings.getenv(nil))
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	return replayed(ctx, records, settings.keysOf(ctx, records), out)
}

// keysOf are the keys of all the items that the store has, as they are kept.
func (s settings) keysOf(ctx context.Context, records *vault.Store) iter.Seq2[store.Key, error] {
	if embedded, ok := records.Inner().(*bolt.Store); ok {
		return embedded.Keys(ctx)
	}
	return dynamo.Keys(ctx, dynamo.Config(s.getenv(nil)), s.table)
}

// replayed is replay on a store whose items have those keys.
func replayed(ctx context.Context, s store.Store, keys iter.Seq2[store.Key, error], out io.Writer) error {
	r := replayer{store: s, out: out, services: map[string]instant.Offering{}, acts: map[string][]audit.Record{}, wording: map[string]*wording{}}
	for _, service := range functions.Services() {
		r.services[service.About().Slug] = service
	}
	stored, err := sift(keys)
	if err != nil {
		return err
	}
	r.read(ctx, stored)
	for _, of := range slices.Sorted(maps.Keys(r.acts)) {
		if err := r.compare(ctx, of); err != nil {
			r.fault(of, "%v", err)
		}
	}
	if err := r.strays(ctx, stored); err != nil {
		return err
	}
	r.sayWording()
	if r.erased > 0 {
		fmt.Fprintf(out, "%d erased at their applicants' wish\n", r.erased)
	}
	fmt.Fprintf(out, "%d decisions made again, %d faults\n", r.decided, r.wrong)
	if r.wrong > 0 {
		return fmt.Errorf("the replay found %d faults", r.wrong)
	}
	return nil
}

// stored is what a store has of what the audit knows, by the keys.
type stored struct {
	chains       audit.Chains
	applications map[string]bool
	certificates []string
	others       map[string]store.Key // tickets and deeds, by their numbers
}

func sift(keys iter.Seq2[store.Key, error]) (stored, error) {
	s := stored{applications: map[string]bool{}, others: map[string]store.Key{}}
	for key, err := range keys {
		if err != nil {
			return s, err
		}
		s.chains.See(key)
		if number := instant.NumberOf(key); number != "" {
			s.applications[number] = true
		}
		if number, ok := instant.CertificateOf(key); ok {
			s.certificates = append(s.certificates, number)
		}
		_, number, _ := strings.Cut(key.Partition, "#")
		if key == ticket.Key(number) || key == points.DeedKey(number) {
			s.others[number] = key
		}
	}
	return s, nil
}

type replayer struct {
	store                  store.Store
	out                    io.Writer
	services               map[string]instant.Offering
	acts                   map[string][]audit.Record // by what they are of
	decided, erased, wrong int
	wording                map[string]*wording // by service and part
}

func (r *replayer) fault(of, format string, args ...any) {
	r.wrong++
	fmt.Fprintf(r.out, "%s: %s\n", of, fmt.Sprintf(format, args...))
}

// wording is a part of decisions that is only said otherwise now.
type wording struct {
	times int
	first string // the number of the first application, as an example
	instant.Difference
}

func (r *replayer) reworded(a *instant.Application, d instant.Difference) {
	part := d.Part
	if _, finding, verified := strings.Cut(part, ", "); verified { // of whatever day
		part = "verification, " + finding
	}
	place := a.Service + ": " + part
	if r.wording[place] == nil {
		r.wording[place] = &wording{first: a.Number, Difference: d}
	}
	r.wording[place].times++
}

// sayWording lists what comes to the same, and is only said otherwise now.
func (r *replayer) sayWording() {
	for _, place := range slices.Sorted(maps.Keys(r.wording)) {
		w := r.wording[place]
		fmt.Fprintf(r.out, "%s is worded otherwise now, and comes to the same, %d times: first %s\n  then %s\n  now  %s\n", place, w.times, w.first, w.Then, w.Now)
	}
}

func (r *replayer) knows(number string) bool { return r.acts[number] != nil }

// read verifies the chains of the audit, and sorts their records by what they are of.
func (r *replayer) read(ctx context.Context, s stored) {
	for record, err := range s.chains.Records(ctx, r.store) {
		if err != nil {
			r.wrong++
			fmt.Fprintln(r.out, err)
			continue
		}
		of := record.Event.Application
		r.acts[of] = append(r.acts[of], audit.Record{At: record.At, Event: record.Event})
	}
}

// compare compares what the audit knows of one thing with what is stored of it, and makes
// its decision again.
func (r *replayer) compare(ctx context.Context, of string) error {
	acts := r.acts[of]
	for _, kept := range []struct {
		actions string
		key     store.Key
	}{{"ticket-", ticket.Key(of)}, {"deed-", points.DeedKey(of)}} {
		if strings.HasPrefix(acts[0].Event.Action, kept.actions) {
			return r.last(ctx, of, kept.key)
		}
	}
	events := make([]audit.Event, len(acts))
	decided, erased := false, false
	for i, act := range acts {
		events[i] = act.Event
		decided = decided || act.Event.Action == "decided"
		erased = erased || act.Event.Action == "erased"
	}
	if !decided { // a mandate, points: nothing that is decided
		return nil
	}
	faults, err := instant.Proof(ctx, r.store, of, events, r.knows)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		r.fault(of, "%s", fault)
	}
	if erased { // there is nothing to decide again
		r.erased++
		return nil
	}
	return r.again(ctx, of)
}

// last holds that what is under the key is as the last act of the audit left it.
func (r *replayer) last(ctx context.Context, of string, key store.Key) error {
	item, err := r.store.Get(ctx, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		r.fault(of, "the audit knows it, and its record is not there")
	case err != nil:
		return err
	case !audit.Last(r.acts[of], audit.Digest(item.Body)):
		r.fault(of, "the record is not as the last act that the audit knows left it")
	}
	return nil
}

// again makes the decision of an application again; where a person decided it later, the
// first one too.
func (r *replayer) again(ctx context.Context, number string) error {
	for _, load := range []func(context.Context, store.Store, string) (*instant.Application, error){instant.LoadReferral, instant.LoadApplication} {
		application, err := load(ctx, r.store, number)
		if errors.Is(err, store.ErrNotFound) { // which is a fault of its own, or no person decided it
			continue
		}
		if err != nil {
			return err
		}
		service, ok := r.services[application.Service]
		if !ok {
			return fmt.Errorf("there is no service %s", application.Service)
		}
		r.decided++
		differences, err := service.Replay(ctx, r.store, application)
		if err != nil {
			return err
		}
		for _, d := range differences {
			switch {
			case application.Parts != nil && d.Part != "parts": // each part is made again for itself
			case d.Wording:
				r.reworded(application, d)
			default:
				r.fault(number, "the %s differs\n  then %s\n  now  %s", d.Part, d.Then, d.Now)
			}
		}
	}
	return nil
}

// strays finds what is stored and the audit does not know.
func (r *replayer) strays(ctx context.Context, s stored) error {
	for number := range s.applications {
		if !r.knows(number) {
			r.fault(number, "it is stored, and the audit does not know it")
		}
	}
	for number := range s.others {
		if !r.knows(number) {
			r.fault(number, "it is stored, and the audit does not know it")
		}
	}
	for _, number := range s.certificates {
		application, granted, err := instant.GrantedBy(ctx, r.store, number)
		if err != nil {
			r.fault(number, "%v", err)
			continue
		}
		if !r.knows(application) || !granted {
			r.fault(number, "the certificate says that it is of application %s, which was not granted it", application)
		}
	}
	return nil
}
