// Command lambda runs the job in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/jobs/verification"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob("verification", func(e *instant.Engine) (platform.Job[verification.Order, verification.Report], error) {
		return verification.Job(e, functions.Services())
	})
}
