// Command lambda runs the job in AWS Lambda.
package main

import (
	"miaoban/functions"
	"miaoban/functions/jobs/proactive"
	"miaoban/shared/instant"
	"miaoban/shared/platform"
)

func main() {
	platform.StartJob("proactive", func(e *instant.Engine) (platform.Job[proactive.Order, proactive.Report], error) {
		return proactive.Job(e, functions.Services())
	})
}
