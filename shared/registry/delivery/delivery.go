// Package delivery takes what a department delivers in bulk into the shared table:
// a file of records, as CSV or as JSON Lines, of any length.
//
// The file is read as a stream and committed in batches. Each batch's commit also
// moves the delivery's checkpoint, so that a delivery that was interrupted goes on
// where it stood, nothing is counted twice, and the same file taken again changes
// nothing. A row that cannot be taken goes to the rejects with its line and the
// reason, in the delivery's own form: mended there, it can be delivered again.
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

// Delivery is a file of one dataset's records.
type Delivery struct {
	Dataset *fact.Dataset
	Format  Format
	// AsOf is when the holder confirmed the rows that do not say so themselves;
	// zero when all have to.
	AsOf time.Time
	// GB18030 says that the text is in that encoding, as spreadsheets write it, and
	// not in UTF-8.
	GB18030 bool
	// Progress is told how many bytes have been read of the file, at every batch. It
	// may be nil.
	Progress func(read int64)
}

// Report says what became of a delivery's rows.
type Report struct {
	Dataset   string `json:"dataset"`
	Rows      int    `json:"rows"`
	Written   int    `json:"written"`
	Unchanged int    `json:"unchanged"` // the table had just that
	Withdrawn int    `json:"withdrawn"` // records that the holder has no more
	Older     int    `json:"older"`     // the table has it of a later time, from the holder or from a decision here
	Rejected  int    `json:"rejected"`
	Finished  bool   `json:"finished"`
}

// checkpoint is how far a delivery has come.
type checkpoint struct {
	Report
	Offset  int64     `json:"offset"` // bytes read of the file
	Line    int       `json:"line"`
	Rejects int64     `json:"rejects"` // bytes written of the rejects
	At      time.Time `json:"at"`
	Commit  string    `json:"commit"` // names the commit that wrote it
}

// Take takes the delivery from the file into the store, and what it cannot take to
// the rejects. It returns what has been done so far also beside an error.
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

// digest names the delivery: the same file taken in the same way is the same one.
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

// taking is a delivery on its way.
type taking struct {
	Delivery
	store   store.Store
	now     time.Time
	rejects *os.File
	key     store.Key
	at      checkpoint // as it was committed last
	version int64      // of it in the store; 0 for none
	batch   batch
}

// resume reads the checkpoint, and cuts off the rejects what an interrupted batch
// left there.
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
		return fmt.Errorf("delivery: the rejects: %w", err)
	}
	if _, err := t.rejects.Seek(t.at.Rejects, io.SeekStart); err != nil {
		return fmt.Errorf("delivery: the rejects: %w", err)
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

// rows is the file's rows from the checkpoint on.
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
