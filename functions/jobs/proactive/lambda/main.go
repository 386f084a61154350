// Command lambda runs the job in AWS Lambda.
package main

import (
	"context"

	"miaoban/functions"
	"miaoban/functions/jobs/proactive"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob(func(e *instant.Engine) (func(context.Context, proactive.Order) (proactive.Report, error), error) {
		return proactive.Job(e, functions.Services())
	})
}
