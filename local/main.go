// Command local runs the whole stack on one machine: the API and its pages, a store, and an OpenID
// issuer that signs in the seed people. `go run ./local -help` lists the commands and flags.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"miaoban/shared/store"
)

// command is one command of the host. Its own flags and arguments follow its name.
type command struct {
	name, arguments, summary string
	run                      func(ctx context.Context, s settings, arguments []string) error
}

// commands are all commands except serving, which is what the host does without a command.
var commands = []command{
	{"seed", "", "fill the store with the seed people and stop", func(ctx context.Context, s settings, _ []string) error {
		return withOpened(ctx, s, func(store.Store) error { return nil })
	}},
	{"import", "-dataset NAME [-as-of DAY] [-gb18030] [-complete] [-ignore COLUMN]… [-sheet NAME] [-dry-run] [-rejects FILE] FILE",
		"import a department's file (CSV, JSON lines or .xlsx) into the shared data",
		func(ctx context.Context, s settings, arguments []string) error {
			return deliver(ctx, s, arguments, os.Stdout)
		}},
	{"find", "[MONTH ...]", "find people who are entitled but have not applied: today's, or those born in the months (1956-11)",
		func(ctx context.Context, s settings, arguments []string) error {
			return find(ctx, s, arguments, os.Stdout)
		}},
	{"revisit", "", "verify the grants that are due against shared data",
		func(ctx context.Context, s settings, _ []string) error { return revisit(ctx, s, os.Stdout) }},
	{"verify", "-keys FILE | -from ADDRESS  FILE | TOKEN | -", "verify a certificate (PDF or text) with the issuer's public keys",
		func(ctx context.Context, _ settings, arguments []string) error {
			return verifyCertificate(ctx, arguments, os.Stdin, os.Stdout)
		}},
	{"replay", "", "re-evaluate all stored applications and report differences",
		func(ctx context.Context, s settings, _ []string) error { return replay(ctx, s, os.Stdout) }},
	{"audit", "[-save FILE] [-alone] [FILE | ADDRESS]",
		"verify the audit chains against their signatures, and against signatures published earlier",
		func(ctx context.Context, s settings, arguments []string) error {
			return verifyAudit(ctx, s, arguments, time.Now(), os.Stdout)
		}},
	{"balance", "", "verify the ledger of points and print its totals",
		func(ctx context.Context, s settings, _ []string) error { return balance(ctx, s, os.Stdout) }},
	{"authority", "", "print who decides what where, with gaps and overlaps",
		func(ctx context.Context, s settings, _ []string) error { return authority(ctx, s, os.Stdout) }},
	{
		"office",
		"withdraw | restore  ROLE",
		"withdraw or restore an official's role (reviewer:440605, all); the ID number is read from the input",
		func(ctx context.Context, s settings, arguments []string) error {
			return withOpened(ctx, s, func(opened store.Store) error {
				return changeOffice(ctx, opened, argument(arguments, 0), argument(arguments, 1), os.Stdin, os.Stdout)
			})
		},
	},
	{"rotate", "[ES256 | SM2 | records | master]", "create a new signing key (default ES256), a new key for records, or a new master key",
		func(ctx context.Context, s settings, arguments []string) error {
			return rotate(ctx, s, argument(arguments, 0), os.Stdout)
		}},
	{"backup", "FOLDER", "copy the records into a new folder; the host may keep running",
		func(ctx context.Context, s settings, arguments []string) error {
			return backup(ctx, s, argument(arguments, 0), os.Stdout)
		}},
	{"restore", "-secrets KEYS FOLDER [NEWER]", "restore a backup into an empty data folder",
		func(ctx context.Context, s settings, arguments []string) error {
			return restore(ctx, s, arguments, os.Stdout)
		}},
	{"routes", "", "write the routes of the functions into the template (make describe)",
		func(_ context.Context, s settings, _ []string) error { return writeRoutes(s.template) }},
	{"costs", "", "print what a deployment costs, from list prices (docs/deploy.md)",
		func(context.Context, settings, []string) error { return printCosts(os.Stdout) }},
	{"release", "-values FILE [-built FOLDER]", "write the functions' versions for a deployment into the built template (make release)",
		func(_ context.Context, _ settings, arguments []string) error {
			return releaseVersions(arguments, os.Stdout)
		}},
	{"calendar", "-source ADDRESS [-number NUMBER] FILE | -", "add the State Council's arrangement of a year's days off",
		func(_ context.Context, _ settings, arguments []string) error {
			return arrange(arrangedFile, arguments, os.Stdin, os.Stdout)
		}},
	{"sources", "[-write | -act ACT AMENDED FILE]",
		"print where each figure and article was read, write docs/sources.md (make describe), or add the articles of an act's text",
		func(_ context.Context, _ settings, arguments []string) error {
			return writeSources(".", arguments, os.Stdout)
		}},
	{"history", "FOLDER", "create the past of the seed people (make seed)",
		func(ctx context.Context, _ settings, arguments []string) error {
			return history(ctx, argument(arguments, 0))
		}},
}

func main() {
	var s settings
	flag.StringVar(&s.address, "address", "localhost:8080", "address to listen on")
	flag.StringVar(&s.data, "data", ".data", "folder of the embedded store, the log and the keys")
	flag.StringVar(&s.template, "template", "template.yaml", "SAM template with the routes")
	flag.StringVar(&s.store, "store", "embedded", "record store: embedded, or dynamodb (uses the AWS environment variables)")
	flag.StringVar(&s.table, "table", "Records", "name of the DynamoDB table")
	flag.StringVar(&s.issuer, "issuer", "",
		"OpenID provider to sign in with, in place of the local issuer of seed people; its client must be \"miaoban\"")
	flag.StringVar(&s.keys, "keys", "", "address of that provider's public keys (JWKS)")
	flag.BoolVar(&s.dry, "dry", false, "with find and revisit: only report what would change")
	flag.StringVar(&s.traces, "traces", "", "file for the spans of each request, one JSON object a line")
	flag.BoolVar(&s.throttled, "throttle", false, "limit the requests to each route as API Gateway does, with 429")
	flag.Usage = func() { usage(flag.CommandLine.Output()) }
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	if err := run(ctx, s, flag.Args()); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run executes the command that the arguments name, or serves.
func run(ctx context.Context, s settings, arguments []string) error {
	if len(arguments) == 0 {
		return serve(ctx, s)
	}
	var names []string
	for _, c := range commands {
		if c.name == arguments[0] {
			return c.run(ctx, s, arguments[1:])
		}
		names = append(names, c.name)
	}
	return fmt.Errorf("unknown command %q: use no command to serve, or one of %s", arguments[0], strings.Join(names, ", "))
}

// usage prints all commands and the flags with their defaults.
func usage(out io.Writer) {
	fmt.Fprint(out, "Usage: go run ./local [FLAGS] [COMMAND [ARGUMENTS]]\n\n"+
		"Without a command it serves the API and its pages on http://localhost:8080.\n\nCommands:\n")
	for _, c := range commands {
		fmt.Fprintf(out, "  %s\n    \t%s\n", strings.TrimSpace(c.name+" "+c.arguments), c.summary)
	}
	fmt.Fprint(out, "\nCOMMAND -help describes the flags of audit, calendar, import, restore and verify.\n\nFlags, before the command:\n")
	flag.PrintDefaults()
}

// argument returns the n-th argument, or "" if there are fewer.
func argument(arguments []string, n int) string {
	if n < len(arguments) {
		return arguments[n]
	}
	return ""
}

// withOpened opens the store, which fills an empty one with the seed, and closes it after use.
func withOpened(ctx context.Context, s settings, use func(store.Store) error) error {
	opened, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	return errors.Join(use(opened), opened.Close())
}
