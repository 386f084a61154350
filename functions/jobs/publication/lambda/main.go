// Command lambda runs the job in AWS Lambda.
package main

import (
	"context"

	"miaoban/functions"
	"miaoban/functions/jobs/publication"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob(func(e *instant.Engine) (func(context.Context, publication.Order) (publication.Report, error), error) {
		return publication.Job(e, functions.Services())
	})
}
