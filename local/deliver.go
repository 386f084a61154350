package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"miaoban/functions"
	"miaoban/shared/calendar"
	"miaoban/shared/fact"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/delivery"
	"miaoban/shared/store"
)

// deliver takes a department's file into the shared data, and prints its report:
//
//	import -dataset population [-as-of 2026-11-25] [-gb18030] [-complete] [-key COLUMN] [-ignore COLUMN]…
//	       [-sheet NAME] [-dry-run] [-rejects FILE] people.csv
//
// What cannot be taken goes to people.rejects.csv, also that of a workbook (people.xlsx). Stopped, the same
// command goes on (docs/shared-data.md).
func deliver(ctx context.Context, settings settings, arguments []string, out io.Writer) (err error) {
	order, err := parseDelivery(arguments)
	if err != nil {
		return err
	}
	file, err := os.Open(order.path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() { // it is read twice, and again from the middle
		return fmt.Errorf("%s: a delivery is a file: save what comes through a pipe first", order.path)
	}
	if other, err := os.Stat(order.rejects); err == nil && os.SameFile(info, other) {
		return fmt.Errorf("%s cannot have its own rejects", order.path)
	}
	records, err := settings.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()

	bar := onTerminal().start(order.Dataset.Name, info.Size(), true)
	order.Progress = func(read int64) { _ = bar.Set64(read) } // a bar that cannot be drawn stops nothing
	defer bar.Finish()
	if order.dryRun {
		preview, err := order.Preview(ctx, records, file, time.Now())
		if err != nil {
			return err
		}
		return printJSON(out, preview)
	}
	report, err := order.take(ctx, records, file)
	return errors.Join(err, printJSON(out, report))
}

// order is what the command's arguments say.
type order struct {
	delivery.Delivery
	path, rejects string
	dryRun        bool
}

// take imports the file. Its rejects stay if there are some.
func (o order) take(ctx context.Context, records store.Store, file *os.File) (delivery.Report, error) {
	rejects, err := os.OpenFile(o.rejects, os.O_CREATE|os.O_RDWR, 0o600) // personal data
	if err != nil {
		return delivery.Report{}, err
	}
	defer rejects.Close()
	report, err := o.Take(ctx, records, file, rejects, time.Now())
	if info, statErr := rejects.Stat(); report.Rejected == 0 && statErr == nil && (err == nil || info.Size() == 0) {
		err = errors.Join(err, os.Remove(o.rejects))
	}
	return report, err
}

// parseDelivery reads the command's arguments.
func parseDelivery(arguments []string) (o order, err error) {
	d := &o.Delivery
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	name := flags.String("dataset", "", "name of the dataset in the file")
	asOf := flags.String("as-of", "", "day as of which the department confirms rows without a date of their own, such as 2026-11-25")
	flags.BoolVar(&d.GB18030, "gb18030", false, "refuse a file that is not encoded in GB 18030 (without it the encoding is found)")
	flags.BoolVar(&d.Complete, "complete", false, "the rows are whole records: what has no column is removed (without it, it stays)")
	flags.StringVar(&d.Key, "key", "", "caption of the column with the keys (default: key)")
	flags.Func("ignore", "caption of a column that is left out; once for each", func(caption string) error {
		d.Ignore = append(d.Ignore, caption)
		return nil
	})
	flags.StringVar(&d.Sheet, "sheet", "", "sheet of the workbook (default: the only one with rows)")
	flags.BoolVar(&o.dryRun, "dry-run", false, "say what would change, without personal data, and change nothing")
	flags.StringVar(&o.rejects, "rejects", "", "file for the rejected rows (default: beside the input file)")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if d.Dataset = dataset.Find(*name); d.Dataset == nil {
		var names []string
		for _, known := range dataset.All() {
			names = append(names, known.Name)
		}
		return o, fmt.Errorf("unknown dataset %q: use -dataset with one of %s", *name, strings.Join(names, ", "))
	}
	for _, service := range functions.Services() {
		about := service.About()
		d.Services = append(d.Services, fact.Option{Value: about.Slug, Label: about.Name})
	}
	if *asOf != "" {
		day, err := calendar.Parse(*asOf)
		if err != nil {
			return o, fmt.Errorf("-as-of: %w", err)
		}
		d.AsOf = day.Start()
	}
	if flags.NArg() != 1 {
		return o, errors.New("name one file, after the flags")
	}
	if o.path = flags.Arg(0); o.path == "-" {
		return o, errors.New("a delivery is a file: save what comes through a pipe first")
	}
	extension := filepath.Ext(o.path)
	switch strings.ToLower(extension) {
	case ".csv", ".tsv", ".txt": // Excel's “Unicode text” is .txt
		d.Format = delivery.CSV
	case ".jsonl", ".ndjson":
		d.Format = delivery.JSONLines
	case ".xlsx", ".xlsm":
		d.Format = delivery.Workbook
	default:
		return o, fmt.Errorf("%s: a delivery is a .csv, a .jsonl or an .xlsx file", o.path)
	}
	if o.rejects == "" {
		name := strings.TrimSuffix(o.path, extension) + ".rejects"
		if d.Format == delivery.Workbook {
			extension = ".csv"
		}
		o.rejects = name + extension
	}
	return o, nil
}
