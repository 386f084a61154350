// Command local runs the whole house on one machine: the API and its pages, a
// store, and an issuer that signs in seed people.
//
//	go run ./local           serve on http://localhost:8080
//	go run ./local seed      only fill the store with the seed
//	go run ./local replay    decide all stored applications again
//	go run ./local audit     verify the audit's chains by what is signed of them; audit kept.json or audit http://…: also by what was published; -save kept.json keeps that
//	go run ./local history   make the past of the seed (make seed)
//	go run ./local routes    write the routes of the functions into the template (make describe)
//	go run ./local revisit   look again at what was granted and is due; with -dry before it, only say what would change
//	go run ./local verify    verify a certificate: verify -from http://localhost:8080 certificate.pdf
//	go run ./local authority who decides what where, with gaps and overlaps
//	go run ./local rotate    put a new signing key before those of this machine; what they signed still verifies. rotate SM2 makes one of SM2, rotate records a key that seals records, rotate master one that opens those
//	go run ./local backup    copy the records into a new folder, also while the host runs; restore puts them back
//	go run ./local office    take a role back from somebody in office, whose ID number is the input: office withdraw reviewer:440605; office restore gives it back
//	go run ./local import    take a department's file of records into the shared data: import -dataset population people.csv
//	go run ./local find      find who is entitled and has not applied: today, or those born in the months named
//
// With -store dynamodb the records are in a DynamoDB table, to which AWS's usual
// variables lead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"miaoban/shared/store"
)

func main() {
	var s settings
	flag.StringVar(&s.address, "address", "localhost:8080", "where to listen")
	flag.StringVar(&s.data, "data", ".data", "folder of the embedded store, the log and the issuer's key")
	flag.StringVar(&s.template, "template", "template.yaml", "the SAM template with the routes")
	flag.StringVar(&s.store, "store", "embedded", "where the records are: embedded or dynamodb")
	flag.StringVar(&s.table, "table", "Records", "the DynamoDB table")
	flag.StringVar(&s.issuer, "issuer", "", "an OpenID provider to sign in with, instead of the seed people's; its client is \"miaoban\"")
	flag.BoolVar(&s.dry, "dry", false, "change nothing, and say what would change")
	flag.StringVar(&s.keys, "keys", "", "where that provider publishes its keys (JWKS)")
	flag.StringVar(&s.traces, "traces", "", "a file for the spans of each request, a JSON object a span")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	var err error
	switch command := flag.Arg(0); command {
	case "":
		err = serve(ctx, s)
	case "routes":
		err = writeRoutes(s.template)
	case "history":
		err = history(ctx, os.Stdout)
	case "replay":
		err = replay(ctx, s, os.Stdout)
	case "audit":
		err = verifyAudit(ctx, s, flag.Args()[1:], time.Now(), os.Stdout)
	case "revisit":
		err = revisit(ctx, s, os.Stdout)
	case "find":
		err = find(ctx, s, flag.Args()[1:], os.Stdout)
	case "verify":
		err = verifyCertificate(ctx, flag.Args()[1:], os.Stdin, os.Stdout)
	case "authority":
		err = authority(ctx, s, os.Stdout)
	case "backup":
		err = backup(ctx, s, flag.Arg(1), os.Stdout)
	case "restore":
		err = restore(ctx, s, flag.Args()[1:], os.Stdout)
	case "balance":
		err = balance(ctx, s, os.Stdout)
	case "rotate":
		err = rotate(ctx, s, flag.Arg(1), os.Stdout)
	case "office":
		var opened store.Store
		if opened, err = s.openStore(ctx); err == nil {
			err = errors.Join(changeOffice(ctx, opened, flag.Arg(1), flag.Arg(2), os.Stdin, os.Stdout), opened.Close())
		}
	case "import":
		err = deliver(ctx, s, flag.Args()[1:], os.Stdout)
	case "seed":
		var opened store.Store
		if opened, err = s.openStore(ctx); err == nil {
			err = opened.Close()
		}
	default:
		err = fmt.Errorf("there is no command %q: leave it out to serve, or say seed, import, verify, rotate, office, authority, balance, backup, restore, replay, audit, revisit, find, history or routes", command)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
