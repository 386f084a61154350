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
	"miaoban/functions/citizens/points"
	"miaoban/shared/audit"
	"miaoban/shared/audit/heads"
	"miaoban/shared/calendar"
	"miaoban/shared/instant"
	"miaoban/shared/office"
	"miaoban/shared/platform"
	"miaoban/shared/store"
	"miaoban/shared/store/bolt"
	"miaoban/shared/store/dynamo"
	"miaoban/shared/ticket"
	"miaoban/shared/vault"
)

// replay verifies the audit chains, compares them with the stored records in both directions, and
// re-evaluates every decision with the rules and the policy of its day. Differences are printed and
// result in an error.
func replay(ctx context.Context, settings settings, out io.Writer) error {
	return settings.withStore(ctx, func(records *vault.Store) error {
		return replayed(ctx, records, settings.keysOf(ctx, records), out, onTerminal())
	})
}

// withStore opens the host's store unchanged. The host must not be serving.
func (s settings) withStore(ctx context.Context, do func(*vault.Store) error) (err error) {
	records, err := platform.OpenStore(ctx, s.getenv(nil))
	if errors.Is(err, bolt.ErrInUse) {
		return fmt.Errorf("stop make run first: %w", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()
	return do(records)
}

// keysOf returns the stored (encrypted) keys of all items.
func (s settings) keysOf(ctx context.Context, records *vault.Store) iter.Seq2[store.Key, error] {
	if embedded, ok := records.Inner().(*bolt.Store); ok {
		return embedded.Keys(ctx)
	}
	return dynamo.Keys(ctx, dynamo.Config(s.getenv(nil)), s.table)
}

// replayed runs the replay on a store whose items have those keys.
func replayed(ctx context.Context, s *vault.Store, keys iter.Seq2[store.Key, error], out io.Writer, shown progress) error {
	r := newReplayer(s, out)
	if err := r.sift(counted(keys, shown)); err != nil {
		return err
	}
	if err := r.read(ctx); err != nil {
		return err
	}
	bar := shown.start("decisions", int64(len(r.acts)), false)
	for _, of := range slices.Sorted(maps.Keys(r.acts)) {
		_ = bar.Add(1)
		if err := r.compare(ctx, of); err != nil {
			r.fault(of, "%v", err)
		}
	}
	_ = bar.Finish()
	r.strays()
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

// counted shows how many of the keys were read.
func counted(keys iter.Seq2[store.Key, error], shown progress) iter.Seq2[store.Key, error] {
	return func(yield func(store.Key, error) bool) {
		bar := shown.start("stored items", unknown, false)
		defer bar.Finish()
		for key, err := range keys {
			_ = bar.Add(1)
			if !yield(key, err) {
				return
			}
		}
	}
}

// replayer compares what the audit records with what is stored.
type replayer struct {
	store    *vault.Store
	out      io.Writer
	services map[string]instant.Offering

	days         map[string]bool // that list chains
	applications map[string]bool // by their numbers
	others       map[string]bool // partitions of certificates, tickets, deeds, corrections, offices and chains, as they are kept
	expected     map[string]bool // those of them that the audit knows

	acts                   map[string][]audit.Record // by what they are of
	wording                map[string]*wording       // by service and part
	signed                 *heads.Check              // what is signed of the audit, where that is asked for
	decided, erased, wrong int
	records                int // of the audit
}

func newReplayer(s *vault.Store, out io.Writer) *replayer {
	r := &replayer{
		store: s, out: out, services: map[string]instant.Offering{}, days: map[string]bool{}, applications: map[string]bool{},
		others: map[string]bool{}, expected: map[string]bool{}, acts: map[string][]audit.Record{}, wording: map[string]*wording{},
	}
	for _, service := range functions.Services() {
		r.services[service.About().Slug] = service
	}
	return r
}

// sift finds the stored items that the audit records, by their stored keys. A key shows the kind of
// its item; only for applications it shows the number.
func (r *replayer) sift(keys iter.Seq2[store.Key, error]) error {
	for key, err := range keys {
		if err != nil {
			return err
		}
		if day, ok := audit.DayListed(key); ok {
			r.days[day] = true
		}
		if number := instant.NumberOf(key); number != "" {
			r.applications[number] = true
		}
		kind, _, _ := strings.Cut(key.Partition, "#")
		if audit.IsRecord(key) || key.Sort == kind && slices.Contains([]string{"CERTIFICATE", "TICKET", "DEED", "OFFICE", "CORRECTION"}, kind) {
			r.others[key.Partition] = true
		}
	}
	return nil
}

func (r *replayer) fault(of, format string, args ...any) {
	r.wrong++
	fmt.Fprintf(r.out, "%s: %s\n", of, fmt.Sprintf(format, args...))
}

func (r *replayer) knows(number string) bool { return r.acts[number] != nil }

// expect notes that the audit records the item with the key.
func (r *replayer) expect(ctx context.Context, key store.Key) error {
	place, err := r.store.Place(ctx, key)
	r.expected[place.Partition] = true
	return err
}

// read verifies the audit chains and groups their records by subject.
func (r *replayer) read(ctx context.Context) error {
	for _, text := range slices.Sorted(maps.Keys(r.days)) {
		day, err := calendar.Parse(text)
		if err != nil {
			r.fault(text, "chains are listed under what is no day")
			continue
		}
		chains, err := audit.ChainsOf(ctx, r.store, day)
		if err != nil {
			return err
		}
		for _, chain := range chains {
			if err := r.expect(ctx, audit.RecordsOf(chain)); err != nil {
				return err
			}
		}
		for record, err := range audit.Records(ctx, r.store, day) {
			if err != nil {
				r.wrong++
				fmt.Fprintln(r.out, err)
				continue
			}
			if r.signed != nil {
				r.signed.See(record)
			}
			r.records++
			of := record.Event.Application
			r.acts[of] = append(r.acts[of], audit.Record{At: record.At, Event: record.Event})
		}
	}
	return nil
}

// compare compares the audit records of one subject with its stored record, and re-evaluates its
// decision.
func (r *replayer) compare(ctx context.Context, of string) error {
	acts := r.acts[of]
	if strings.HasPrefix(acts[0].Event.Action, "office-") {
		key, err := office.KeyOf(ctx, r.store, of)
		if err != nil {
			return err
		}
		return r.last(ctx, of, key)
	}
	for _, kept := range []struct {
		actions string
		key     store.Key
	}{{"ticket-", ticket.Key(of)}, {"deed-", points.DeedKey(of)}, {"correction-", instant.CorrectionKey(of)}} {
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
	if !decided { // a mandate or points: no decision
		return nil
	}
	faults, err := instant.Proof(ctx, r.store, of, events, r.knows)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		r.fault(of, "%s", fault)
	}
	if erased { // there is nothing to re-evaluate
		r.erased++
		return nil
	}
	return r.again(ctx, of)
}

// last requires the stored record to be as the last audit record describes it.
func (r *replayer) last(ctx context.Context, of string, key store.Key) error {
	if err := r.expect(ctx, key); err != nil {
		return err
	}
	item, err := r.store.Get(ctx, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		r.fault(of, "the audit has an event for it, but its record is missing")
	case err != nil:
		return err
	case !audit.Last(r.acts[of], audit.Digest(item.Body)):
		r.fault(of, "the record does not have the digest of the last event in the audit")
	}
	return nil
}

// again re-evaluates the decision of an application, and the first decision too if a person decided
// later.
func (r *replayer) again(ctx context.Context, number string) error {
	for _, load := range []func(
		context.Context,
		store.Store,
		string,
	) (*instant.Application, error){instant.LoadReferral, instant.LoadApplication} {
		application, err := load(ctx, r.store, number)
		if errors.Is(err, store.ErrNotFound) { // reported elsewhere, or no person decided it
			continue
		}
		if err != nil {
			return err
		}
		if key, granted := application.CertificateOf(); granted {
			if err := r.expect(ctx, key); err != nil {
				return err
			}
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
			case application.Parts != nil && d.Part != "parts": // each part is re-evaluated separately
			case d.Wording:
				r.reworded(application, d)
			default:
				r.fault(number, "the %s differs\n  then %s\n  now  %s", d.Part, d.Then, d.Now)
			}
		}
	}
	return nil
}

// strays reports stored items that the audit does not record.
func (r *replayer) strays() {
	for _, number := range slices.Sorted(maps.Keys(r.applications)) {
		if !r.knows(number) {
			r.fault(number, "it is stored, and the audit does not know it")
		}
	}
	for _, place := range slices.Sorted(maps.Keys(r.others)) {
		if !r.expected[place] {
			r.fault(place, "it is stored there, and the audit does not know it")
		}
	}
}

// wording is a part of decisions whose wording alone differs.
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

// sayWording lists the parts whose wording alone differs.
func (r *replayer) sayWording() {
	for _, place := range slices.Sorted(maps.Keys(r.wording)) {
		w := r.wording[place]
		fmt.Fprintf(
			r.out,
			"%s is worded otherwise now, and comes to the same, %d times: first %s\n  then %s\n  now  %s\n",
			place,
			w.times,
			w.first,
			w.Then,
			w.Now,
		)
	}
}
