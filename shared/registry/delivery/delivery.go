// Package delivery imports a department's bulk delivery into the shared table: a file of records
// of any length, as CSV or JSON Lines.
//
// The file is read as a stream and committed in batches. Each commit also moves the delivery's
// checkpoint, so an interrupted import resumes where it stopped, nothing is counted twice, and
// importing the same file again changes nothing. Rows that cannot be imported are written to the
// rejects with their line number and the reason, in the same format: corrected, they can be
// delivered again.
package delivery

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"miaoban/shared/fact"
	"miaoban/shared/store"
)

// Delivery describes a file of records of one dataset.
type Delivery struct {
	Dataset *fact.Dataset
	Format  Format
	// AsOf is when the holder confirmed the rows that have no as_of themselves; zero if all rows
	// must have one.
	AsOf time.Time
	// GB18030 is set if the file has that encoding, as spreadsheets write it, instead of UTF-8.
	GB18030 bool
	// Progress is called at every batch with the number of bytes read; it may be nil.
	Progress func(read int64)
}

// Report counts the rows of a delivery by effect.
type Report struct {
	Dataset   string `json:"dataset"`
	Rows      int    `json:"rows"`
	Written   int    `json:"written"`
	Unchanged int    `json:"unchanged"` // the table already had exactly this
	Withdrawn int    `json:"withdrawn"` // records that the holder no longer has
	Older     int    `json:"older"`     // the table has a newer version, from the holder or from a decision here
	Rejected  int    `json:"rejected"`
	Finished  bool   `json:"finished"`
}

// checkpoint is the progress of a delivery.
type checkpoint struct {
	Report
	Offset  int64     `json:"offset"` // bytes of the file that were read
	Line    int       `json:"line"`
	Rejects int64     `json:"rejects"` // bytes of the rejects that were written
	At      time.Time `json:"at"`
	Commit  string    `json:"commit"` // ID of the commit that wrote the checkpoint
}

// Take imports the file into the store and writes rejected rows to rejects. Together with an error
// it returns the report so far; calling Take again resumes. ErrTaken: another process is importing
// the file.
func (d Delivery) Take(ctx context.Context, s store.Store, file io.ReadSeeker, rejects *os.File, now time.Time) (Report, error) {
	digest, err := d.digest(file)
	if err != nil {
		return Report{}, fmt.Errorf("delivery: reading the file: %w", err)
	}
	t := &taking{Delivery: d, store: s, now: now, rejects: rejects,
		key: store.Key{Partition: "DELIVERY#" + d.Dataset.Name, Sort: digest}}
	if err := t.resume(ctx); err != nil || t.at.Finished {
		return t.at.Report, err
	}
	if err := t.run(ctx, file); err != nil {
		return t.at.Report, err
	}
	return t.at.Report, nil
}

// digest identifies the delivery: the same file with the same options.
func (d Delivery) digest(file io.ReadSeeker) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, d.Format, d.AsOf.UTC().Format(time.RFC3339), d.GB18030)
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", hash.Sum(nil)), nil
}

// taking is a running import.
type taking struct {
	Delivery
	store   store.Store
	now     time.Time
	rejects *os.File
	key     store.Key
	at      checkpoint // the last committed checkpoint
	version int64      // the checkpoint's version in the store; 0 for none
	batch   batch
}

// resume reads the checkpoint, and truncates rejects that an interrupted batch wrote.
func (t *taking) resume(ctx context.Context) error {
	item, err := t.store.Get(ctx, t.key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		t.at.Dataset = t.Dataset.Name
	case err != nil:
		return fmt.Errorf("delivery: %w", err)
	default:
		if err := json.Unmarshal(item.Body, &t.at); err != nil {
			return fmt.Errorf("delivery: reading the checkpoint: %w", err)
		}
		t.version = item.Version
	}
	if t.at.Finished {
		return nil
	}
	if err := t.rejects.Truncate(t.at.Rejects); err != nil {
		return fmt.Errorf("delivery: opening the rejects: %w", err)
	}
	if _, err := t.rejects.Seek(t.at.Rejects, io.SeekStart); err != nil {
		return fmt.Errorf("delivery: opening the rejects: %w", err)
	}
	return nil
}

func (t *taking) run(ctx context.Context, file io.ReadSeeker) error {
	rows, err := t.rows(file)
	if err != nil {
		return err
	}
	t.batch = batch{at: t.at, most: mostRows(t.Dataset)}
	for {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			t.batch.at.Finished = true
			return t.commit(ctx)
		}
		if err != nil {
			return fmt.Errorf("delivery: reading the file: %w", err)
		}
		if t.batch.full() || t.batch.has(row.record.Key) {
			if err := t.commit(ctx); err != nil {
				return err
			}
		}
		if row.reason != nil && t.batch.at.Rejected == 0 {
			t.batch.rejected = rows.form.top()
		}
		t.batch.add(row)
	}
}

// rows returns a reader of the file's rows from the checkpoint on.
func (t *taking) rows(file io.ReadSeeker) (*rows, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("delivery: reading the file: %w", err)
	}
	r := &rows{Delivery: t.Delivery, now: t.now, lines: bufio.NewReaderSize(file, 1<<20)}
	if err := r.readHeader(); err != nil {
		return nil, fmt.Errorf("delivery: %w", err)
	}
	if t.at.Offset > 0 {
		if _, err := file.Seek(t.at.Offset, io.SeekStart); err != nil {
			return nil, fmt.Errorf("delivery: reading the file: %w", err)
		}
		r.lines.Reset(file)
		r.offset, r.line = t.at.Offset, t.at.Line
	}
	return r, nil
}
