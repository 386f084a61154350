package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"miaoban/shared/audit/heads"
	"miaoban/shared/platform/keys"
	"miaoban/shared/signature"
	"miaoban/shared/store"
	"miaoban/shared/vault"
)

// published is a stored copy of the published audit signatures, newest day first.
type published struct {
	Days []heads.Signed      `json:"days"`
	Keys signature.Verifiers `json:"keys"`
}

// verifyAudit verifies the audit chains against the daily signatures and, if a file or address is
// named, against the signatures published there. With -alone it verifies only the published ones
// and opens no store. With -save it writes the verified signatures to a file.
func verifyAudit(ctx context.Context, s settings, arguments []string, now time.Time, out io.Writer) error {
	flags := flag.NewFlagSet("audit", flag.ContinueOnError)
	save := flags.String("save", "", "file to write the verified signatures to, for storage elsewhere")
	alone := flags.Bool("alone", false, "verify only the published signatures, without a store")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	var kept *published
	if from := flags.Arg(0); from != "" {
		var err error
		if kept, err = readPublished(ctx, from); err != nil {
			return err
		}
	}
	var faults []string
	if kept != nil {
		faults = kept.verify()
	}
	if *alone {
		if kept == nil {
			return errors.New("name what to verify: audit -alone FILE, or an address")
		}
		return kept.conclude(faults, *save, out)
	}
	return s.withStore(ctx, func(records *vault.Store) error {
		all, err := keys.Public(ctx, s.getenv(nil))
		if err != nil {
			return err
		}
		if kept != nil && s.store == "dynamodb" { // what signs there is in KMS: whoever keeps a copy keeps its public keys
			all = kept.Keys
		}
		days, found, err := audited(ctx, records, s.keysOf(ctx, records), all, kept, now, out)
		if err != nil {
			return err
		}
		slices.Reverse(days)
		here := published{days, all}
		return here.conclude(append(faults, found...), *save, out)
	})
}

// audited verifies the chains of the store against the signatures and the published copy. It
// returns the signed days, oldest first.
func audited(
	ctx context.Context,
	records *vault.Store,
	places iter.Seq2[store.Key, error],
	all signature.Verifiers,
	kept *published,
	now time.Time,
	out io.Writer,
) ([]heads.Signed, []string, error) {
	r := newReplayer(records, out)
	var err error
	if r.signed, err = heads.Open(ctx, records, all, now); err != nil {
		return nil, nil, err
	}
	if err := r.sift(places); err != nil {
		return nil, nil, err
	}
	if err := r.read(ctx); err != nil {
		return nil, nil, err
	}
	faults := r.signed.Faults()
	if kept != nil {
		faults = append(faults, r.signed.Against(kept.Days)...)
	}
	if r.wrong > 0 { // and was printed
		faults = append(faults, fmt.Sprintf("%d records of the chains do not hold", r.wrong))
	}
	fmt.Fprintf(out, "%d records in the chains\n", r.records)
	return r.signed.Days, faults, nil
}

// saveHeads writes the signatures and the public keys to a file, so that the audit, also a restored
// one, can be verified later.
func saveHeads(ctx context.Context, records store.Store, public []byte, path string) error {
	p := published{Days: []heads.Signed{}}
	if err := json.Unmarshal(public, &p.Keys); err != nil {
		return err
	}
	for after := ""; ; {
		page, err := heads.Page(ctx, records, after, 100)
		if err != nil {
			return err
		}
		p.Days = append(p.Days, page.Days...)
		if after = page.Next; after == "" {
			return p.conclude(nil, path, io.Discard)
		}
	}
}

// verify returns the faults of the published signatures alone.
func (p *published) verify() []string {
	var faults []string
	for _, day := range p.Days {
		if _, err := heads.Read(day.Token, p.Keys); err != nil {
			faults = append(faults, fmt.Sprintf("what was published of %s is not signed so: %v", day.Day, err))
		}
	}
	days := slices.Clone(p.Days)
	slices.Reverse(days)
	return append(faults, heads.Gaps(days)...)
}

// conclude prints the result, and saves the signatures if there is no fault.
func (p *published) conclude(faults []string, save string, out io.Writer) error {
	for _, fault := range faults {
		fmt.Fprintln(out, fault)
	}
	if n := len(p.Days); n > 0 {
		fmt.Fprintf(out, "%d days signed, from %s to %s\n", n, p.Days[n-1].Day, p.Days[0].Day)
	}
	if len(faults) > 0 {
		return fmt.Errorf("the audit does not hold: %d faults", len(faults))
	}
	if save == "" {
		return nil
	}
	text, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(save, text, 0o600)
}

// readPublished reads published signatures from a file (of -save or a backup) or from the address
// of a deployment.
func readPublished(ctx context.Context, from string) (*published, error) {
	var p published
	if !strings.HasPrefix(from, "http://") && !strings.HasPrefix(from, "https://") {
		text, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &p); err != nil {
			return nil, fmt.Errorf("%s: %w", from, err)
		}
	} else {
		if err := readJSON(ctx, from+"/.well-known/jwks.json", &p.Keys); err != nil {
			return nil, err
		}
		for after := ""; ; {
			var page heads.Days
			if err := readJSON(ctx, from+"/audit/heads?after="+url.QueryEscape(after), &page); err != nil {
				return nil, err
			}
			p.Days = append(p.Days, page.Days...)
			if after = page.Next; after == "" {
				break
			}
		}
	}
	// Only the token is trusted, not the fields beside it.
	for i, day := range p.Days {
		read, err := heads.Read(day.Token, p.Keys)
		if err == nil {
			p.Days[i] = read
		}
	}
	return &p, nil
}

func readJSON(ctx context.Context, address string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", address, response.Status)
	}
	return json.NewDecoder(io.LimitReader(response.Body, 64<<20)).Decode(into)
}
