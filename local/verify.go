package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"miaoban/functions/proof/verify"
	"miaoban/shared/credential"
	"miaoban/shared/lang"
	"miaoban/shared/signature"
)

// errInvalid sets the exit code for a certificate that is not valid.
var errInvalid = errors.New("the certificate is not valid")

// verifyCertificate verifies a certificate, and prints the verdict:
//
//	verify [-keys jwks.json | -from https://miaoban.example] FILE | TOKEN | -
//
// With keys in a file it asks nobody. From an issuer's address it fetches the keys,
// and whether the certificate is revoked or suspended.
func verifyCertificate(ctx context.Context, arguments []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	file := flags.String("keys", "", "file with the issuer's public keys, as published at /.well-known/jwks.json")
	from := flags.String("from", "", "address of the issuer, to fetch its keys and status lists")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 1 || (*file == "") == (*from == "") {
		return errors.New("use -keys FILE or -from ADDRESS, and one certificate: a file, a token, or - for standard input")
	}
	given, err := readGiven(flags.Arg(0), in)
	if err != nil {
		return err
	}
	var set []byte
	if *file != "" {
		set, err = os.ReadFile(*file)
	} else {
		set, err = fetch(ctx, *from+"/.well-known/jwks.json")
	}
	if err != nil {
		return err
	}
	var keys signature.Verifiers
	if err := json.Unmarshal(set, &keys); err != nil {
		return err
	}
	found := verify.File(given, keys, time.Now())
	if *from != "" && found.Content != nil {
		if found, err = listed(ctx, *from, keys, found); err != nil {
			return err
		}
	}
	if err := printJSON(out, found); err != nil {
		return err
	}
	if found.State != credential.Valid {
		return errInvalid
	}
	return nil
}

// listed adds the status from the issuer's status lists to the verdict.
func listed(ctx context.Context, from string, keys signature.Verifiers, found credential.Verdict) (credential.Verdict, error) {
	for _, purpose := range []credential.Purpose{credential.Revocation, credential.Suspension} {
		list, err := fetch(ctx, credential.ListURL(from, found.Content.Status.List, purpose))
		if err != nil {
			return found, err
		}
		is, err := credential.Listed(string(list), keys, found.Content.Status.Index)
		switch {
		case err != nil:
			return found, err
		case is && purpose == credential.Revocation:
			return found.With(credential.Revoked, lang.T("状态列表显示已撤销或终止。", "The status list says that it is revoked.")), nil
		case is:
			return found.With(credential.Suspended, lang.T("状态列表显示已暂停。", "The status list says that it is suspended.")), nil
		}
	}
	return found, nil
}

// readGiven reads standard input, a file, or the argument itself, up to the largest size of a
// certificate.
func readGiven(argument string, in io.Reader) ([]byte, error) {
	if argument != "-" {
		file, err := os.Open(argument)
		if err != nil { // no file, or too long for the name of one
			return []byte(argument), nil
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, verify.MaxDocument+1))
	if err == nil && len(text) > verify.MaxDocument {
		err = fmt.Errorf("not a certificate: the limit is %d bytes", verify.MaxDocument)
	}
	return text, err
}

func fetch(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := (&http.Client{Timeout: 10 * time.Second}).Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", url, response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, 1<<20))
}
