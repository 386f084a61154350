// Package delivery imports a department's bulk delivery into the shared table: a file of records
// of any length, as CSV, JSON Lines or a workbook (.xlsx).
//
// The file is read three times, as a stream: for its encoding and digest, for the keys that it has more than once, and
// for its rows, which are committed in batches. Each commit also moves the delivery's checkpoint, so an interrupted import resumes
// where it stopped, nothing is counted twice, and importing the same file again changes nothing. Rows that
// cannot be imported are written to the rejects as they are, with their row number and the reason:
// corrected, they can be delivered again.
package delivery

import (
	"context"
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
	// GB18030 is set if the file must have that encoding; otherwise the encoding is the one that is found.
	GB18030 bool
	// Complete is set if the rows are whole records: fields without a column are unknown. Otherwise they stay
	// as the table has them.
	Complete bool
	// Key is the caption of the column with the keys; empty for “key”.
	Key string
	// Ignore are the captions of columns that are left out.
	Ignore []string
	// Services are the services that a delegation can be about, by their codes and names; any if there are none.
	Services []fact.Option
	// Sheet is the name of the workbook's sheet; empty for its only one.
	Sheet string
	// Progress is called at every batch with the number of bytes read; it may be nil.
	Progress func(read int64)
}

// Format is the file format of a delivery.
type Format string

// The formats. All have the record's key, the time at which its holder confirmed it (as_of), withdrawn (yes for
// a record that no longer exists), and the dataset's fields.
const (
	CSV       Format = "csv"   // with a header: key, as_of, and field names or their Chinese captions
	JSONLines Format = "jsonl" // {"key":"…","as_of":"…","values":{"name":"…"}}
	Workbook  Format = "xlsx"  // a sheet with a header as in CSV
)

// File is a delivered file.
type File interface {
	io.ReadSeeker
	io.ReaderAt
}

// Found is how a file was read.
type Found struct {
	Encoding  Encoding `json:"encoding,omitempty"`
	Delimiter string   `json:"delimiter,omitempty"`
	Sheet     string   `json:"sheet,omitempty"`
}

// Report counts the rows of a delivery by effect.
type Report struct {
	Dataset string `json:"dataset"`
	Found
	Rows      int  `json:"rows"`
	Written   int  `json:"written"`
	Unchanged int  `json:"unchanged"` // the table already had exactly this
	Withdrawn int  `json:"withdrawn"` // records that the holder no longer has
	Older     int  `json:"older"`     // the table has a newer version, from the holder or from a decision here
	Rejected  int  `json:"rejected"`
	Verified  int  `json:"verified,omitempty"` // rows that contradict an ID number, and that the holder says to have verified
	Finished  bool `json:"finished"`
}

// checkpoint is the progress of a delivery.
type checkpoint struct {
	Report
	Offset  int64     `json:"offset"`  // bytes of the file that were read
	Line    int       `json:"line"`    // rows of the file that were read
	Rejects int64     `json:"rejects"` // bytes of the rejects that were written
	At      time.Time `json:"at"`
	Commit  string    `json:"commit"` // ID of the commit that wrote the checkpoint
}

// Take imports the file into the store and writes rejected rows to rejects. Together with an error
// it returns the report so far; calling Take again resumes. ErrTaken: another process is importing
// the file.
func (d Delivery) Take(ctx context.Context, s store.Store, file File, rejects *os.File, now time.Time) (Report, error) {
	survey, digest, err := d.survey(file)
	if err != nil {
		return Report{}, err
	}
	t := &taking{Delivery: d, store: s, now: now, rejects: rejects,
		key: store.Key{Partition: "DELIVERY#" + d.Dataset.Name, Sort: digest}}
	if err := t.resume(ctx); err != nil || t.at.Finished {
		return t.at.Report, err
	}
	if err := t.run(ctx, file, survey); err != nil {
		return t.at.Report, err
	}
	return t.at.Report, nil
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

func (t *taking) run(ctx context.Context, file File, s survey) error {
	again, err := t.read(file, s)
	if err != nil {
		return err
	}
	rows, err := t.rows(file, s)
	if err != nil {
		return err
	}
	defer rows.close()
	rows.again = again
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
			t.batch.rejected = rows.header()
		}
		t.batch.add(row)
	}
}

// read returns the keys that the file has more than once, with what the rows up to the checkpoint give of them.
func (t *taking) read(file File, s survey) (*repeated, error) {
	keys, err := t.again(file, s, t.now)
	if err != nil {
		return nil, err
	}
	again := &repeated{keys, map[string]given{}}
	if t.at.Line == 0 || len(keys.keys) == 0 {
		return again, nil
	}
	rows, err := t.open(file, s, t.now)
	if err != nil {
		return nil, fmt.Errorf("delivery: %w", err)
	}
	defer rows.close()
	rows.again = again
	for {
		row, err := rows.next()
		switch {
		case errors.Is(err, io.EOF), err == nil && row.number >= t.at.Line:
			return again, nil
		case err != nil:
			return nil, fmt.Errorf("delivery: reading the file: %w", err)
		}
	}
}

// rows returns a reader of the file's rows from the checkpoint on.
func (t *taking) rows(file File, s survey) (*rows, error) {
	r, err := t.open(file, s, t.now)
	if err != nil {
		return nil, fmt.Errorf("delivery: %w", err)
	}
	if t.at.Line > 0 {
		if _, err := file.Seek(t.at.Offset, io.SeekStart); err != nil {
			return nil, fmt.Errorf("delivery: reading the file: %w", err)
		}
		r.resume(t.at, file)
	}
	t.at.Found = r.found()
	return r, nil
}
