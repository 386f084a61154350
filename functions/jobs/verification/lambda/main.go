// Command lambda runs the job in AWS Lambda.
package main

import (
	"context"

	"miaoban/functions"
	"miaoban/functions/jobs/verification"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob(func(e *instant.Engine) (func(context.Context, verification.Order) (verification.Report, error), error) {
		return verification.Job(e, functions.Services())
	})
}
