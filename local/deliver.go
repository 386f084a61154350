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

	"github.com/schollz/progressbar/v3"

	"miaoban/shared/calendar"
	"miaoban/shared/fact/dataset"
	"miaoban/shared/registry/delivery"
)

// deliver takes a department's file into the shared data, and prints its report:
//
//	import -dataset population [-as-of 2026-11-25] [-gb18030] [-rejects FILE] people.csv
//
// What cannot be taken goes to people.rejects.csv. Stopped, the same command goes on
// (docs/shared-data.md).
func deliver(ctx context.Context, settings settings, arguments []string, out io.Writer) (err error) {
	d, path, rejectsPath, err := parseDelivery(arguments)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	// The rejected rows are personal data.
	rejects, err := os.OpenFile(rejectsPath, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer rejects.Close()
	records, err := settings.openStore(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, records.Close()) }()

	screen, err := os.Stderr.Stat()
	bar := progressbar.NewOptions64(info.Size(), progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetVisibility(err == nil && screen.Mode()&os.ModeCharDevice != 0),
		progressbar.OptionShowBytes(true), progressbar.OptionThrottle(200*time.Millisecond),
		progressbar.OptionSetDescription(d.Dataset.Name), progressbar.OptionClearOnFinish())
	d.Progress = func(read int64) { _ = bar.Set64(read) } // a bar that cannot be drawn stops nothing
	report, err := d.Take(ctx, records, file, rejects, time.Now())
	_ = bar.Finish()
	if err == nil && report.Rejected == 0 {
		err = os.Remove(rejectsPath)
	}
	return errors.Join(err, printJSON(out, report))
}

// parseDelivery reads the command's arguments.
func parseDelivery(arguments []string) (d delivery.Delivery, path, rejects string, err error) {
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	name := flags.String("dataset", "", "name of the dataset in the file")
	asOf := flags.String("as-of", "", "day as of which the department confirms rows without a date of their own, such as 2026-11-25")
	flags.BoolVar(&d.GB18030, "gb18030", false, "the file is encoded in GB18030 (common for spreadsheets), not in UTF-8")
	flags.StringVar(&rejects, "rejects", "", "file for the rejected rows (default: beside the input file)")
	if err := flags.Parse(arguments); err != nil {
		return d, "", "", err
	}
	if d.Dataset = dataset.Find(*name); d.Dataset == nil {
		var names []string
		for _, known := range dataset.All() {
			names = append(names, known.Name)
		}
		return d, "", "", fmt.Errorf("unknown dataset %q: use -dataset with one of %s", *name, strings.Join(names, ", "))
	}
	if *asOf != "" {
		day, err := calendar.Parse(*asOf)
		if err != nil {
			return d, "", "", fmt.Errorf("-as-of: %w", err)
		}
		d.AsOf = day.Start()
	}
	if flags.NArg() != 1 {
		return d, "", "", errors.New("name one file, after the flags")
	}
	path = flags.Arg(0)
	extension := filepath.Ext(path)
	switch extension {
	case ".csv":
		d.Format = delivery.CSV
	case ".jsonl", ".ndjson":
		d.Format = delivery.JSONLines
	default:
		return d, "", "", fmt.Errorf("%s: a delivery is a .csv or a .jsonl file", path)
	}
	if rejects == "" {
		rejects = strings.TrimSuffix(path, extension) + ".rejects" + extension
	}
	return d, path, rejects, nil
}
