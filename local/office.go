package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"miaoban/shared/audit"
	"miaoban/shared/calendar"
	"miaoban/shared/form"
	"miaoban/shared/identity"
	"miaoban/shared/office"
	"miaoban/shared/store"
)

// changeOffice withdraws or restores an official's role. The ID number is read from in, because
// shells store arguments in their history.
func changeOffice(ctx context.Context, s store.Store, verb, role string, in io.Reader, out io.Writer) error {
	if role != office.All && !office.Known(role) || verb != "withdraw" && verb != "restore" {
		return errors.New(
			"use office withdraw ROLE or office restore ROLE (reviewer:440605, department.police:440605, or " +
				"all), with the person's ID number as input",
		)
	}
	line := bufio.NewScanner(in)
	line.Scan()
	now := time.Now()
	id, err := identity.ParsePerson(form.Clean(form.IDNumber, line.Text()), calendar.Of(now))
	if err = errors.Join(line.Err(), err); err != nil {
		return errors.New("the input is not the valid number of a personal document")
	}
	register := office.Register{Store: s, Audit: &audit.Log{}}
	change := register.Restore
	if verb == "withdraw" {
		change = register.Withdraw
	}
	if err := change(ctx, string(id), role, now); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s: done, from the next request on\n", role)
	return err
}
